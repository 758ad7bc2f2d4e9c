"""`atalaya clasificar`: a CSV in, one JSON line per row out in its order, or one Spanish sentence that says why not."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from conflict.codebook import Measure, PlaceLevel, PlaceRole, ReasonClass, Scope, Stage
from tests.conftest import ROOT

HEADER = ["id", "titular", "bajada"]
LOUD = [
    "1",
    "Choferes de Uyuni bloquearán la vía a Potosí",
    "Exigen diésel y dieron un plazo de 48 horas a la estatal.",
]
QUIET = ["2", "La feria del libro abre con cien editoriales", "Habrá música en el parque."]
FIELDS = {
    *(
        "id",
        "senal",
        "probabilidad",
        "probabilidad_sola",
        "duda",
        "etapa",
        "departamentos",
        "municipios",
        "alcance",
        "lugares",
        "medidas",
    ),
    "motivo_lugar",
    *("demanda", "plazo", "motivos", "regla", "grupo", "modelo"),
    *("demanda_en", "tipologia", "actores", "destinatarios", "presiones", "vocabulario"),
}
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a caller of the verb inside this process: its exit code and what it said on stderr."""
    monkeypatch.setenv("ATALAYA_MODELO", str(model_folder))
    monkeypatch.setenv("ATALAYA_DATOS", str(tmp_path / "var"))

    def call(content: bytes | None, out: Path | None = None) -> tuple[int, str]:
        if content is not None:
            (tmp_path / "entrada.csv").write_bytes(content)
        target = out or tmp_path / "salida.jsonl"
        words = ["clasificar", "--entrada", str(tmp_path / "entrada.csv"), "--salida", str(target)]
        monkeypatch.setattr(sys, "argv", ["atalaya", *words])
        with pytest.raises(SystemExit) as left:
            main()
        return int(left.value.code or 0), capsys.readouterr().err

    return call


@pytest.fixture
def lines(tmp_path: Path) -> Callable[[], list[dict[str, Any]]]:
    def read() -> list[dict[str, Any]]:
        return [json.loads(line) for line in (tmp_path / "salida.jsonl").read_bytes().decode().split("\n")[:-1]]

    return read


def a_csv(*rows: list[str], header: list[str] = HEADER) -> bytes:
    buffer = StringIO(newline="")
    csv.writer(buffer).writerows([header, *rows])
    return buffer.getvalue().encode()


def test_every_row_gives_one_line_with_the_fields_of_the_contract(run: Run, lines: Any) -> None:
    code, said = run(a_csv(LOUD, QUIET))
    loud, quiet = lines()
    assert code == 0
    assert "2 notas leídas, 1 con señal" in said
    assert set(loud) == set(quiet) == FIELDS
    assert (loud["id"], loud["senal"], loud["departamentos"], loud["municipios"]) == ("1", True, ["05"], ["Uyuni"])
    assert (quiet["id"], quiet["senal"], quiet["etapa"], quiet["motivos"]) == ("2", False, "no_conflicto", [])
    assert quiet["grupo"] == ""
    assert "bloqueo" in loud["medidas"]
    assert loud["grupo"]


def test_values_are_of_the_vocabularies_and_spans_inside_the_text(run: Run, lines: Any) -> None:
    run(a_csv(LOUD, QUIET))
    for row, line in zip((LOUD, QUIET), lines(), strict=True):
        length = len(f"{row[1]}\n{row[2]}")
        assert 0 <= line["probabilidad"] <= 1
        Stage(line["etapa"]), Scope(line["alcance"])
        assert all(Measure(name) for name in line["medidas"])
        for reason in line["motivos"]:
            assert ReasonClass(reason["clase"])
            assert 0 <= reason["inicio"] < reason["fin"] <= length
            assert 0 <= reason["peso"] <= 1
        for place in line["lugares"]:
            assert PlaceLevel(place["nivel"]) and PlaceRole(place["rol"])
            assert 0 <= place["inicio"] <= place["fin"] <= length
            assert place["motivo"]


def test_the_deadline_counts_from_the_date_of_the_row(run: Run, lines: Any) -> None:
    header = [*HEADER, "fecha", "medio", "cuerpo", "seccion"]
    run(a_csv([*LOUD, "2026-11-18", "Radio Cerro", "", "ignorada"], [*LOUD, "ayer", "", "", ""], header=header))
    dated, undated = lines()
    assert dated["plazo"] | {"fecha": "2026-11-20", "texto": "dieron un plazo de 48 horas"} == dated["plazo"]
    assert set(dated["plazo"]) == {
        *("fecha", "texto", "clase", "hasta", "abierto", "hora", "condicional", "quien", "medida", "otras")
    }
    assert (dated["plazo"]["clase"], dated["plazo"]["otras"]) == ("limite", [])
    assert undated["senal"]


def test_dates_are_read_as_an_office_writes_them_and_the_rest_is_counted(run: Run, lines: Any) -> None:
    rows = [[*LOUD, day] for day in ("18/11/2026", "18-11-2026 09:15", "18/11/26", "31/02/2026", "31/04/2026", "")]
    _, said = run(a_csv(*rows, header=[*HEADER, "fecha"]))
    assert [one["plazo"]["fecha"] if one["plazo"] else None for one in lines()[:2]] == ["2026-11-20"] * 2
    assert "1 sin plazos ni orden en el tiempo: la fecha está escrita de otro modo" in said
    assert "2 sin plazos ni orden en el tiempo: el día o la hora no existen" in said
    assert "1 sin plazos ni orden en el tiempo: sin fecha" in said


def test_a_file_with_a_header_and_no_rows_gives_an_empty_result(run: Run, tmp_path: Path) -> None:
    code, said = run(a_csv())
    assert code == 0
    assert (tmp_path / "salida.jsonl").read_bytes() == b""
    assert "0 notas" in said


@pytest.mark.parametrize("absent", HEADER)
def test_a_missing_column_is_named(run: Run, tmp_path: Path, absent: str) -> None:
    code, said = run(a_csv(["x", "y"], header=[name for name in HEADER if name != absent]))
    assert code == 3
    assert f"le falta: {absent}." in said
    assert "entrada.csv" in said
    assert not (tmp_path / "salida.jsonl").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"\x00\x01\x02",
        "id,titular,bajada\n1,a,b\n".encode("utf-16"),
        b"%PDF-1.7\n",
        b"id;titular;bajada\n1;a;b\n",
    ],
    ids=["empty", "blank lines", "control characters", "UTF-16", "a PDF", "semicolons"],
)
def test_what_is_no_csv_of_news_is_said_in_spanish(run: Run, tmp_path: Path, content: bytes) -> None:
    code, said = run(content)
    assert code == 3
    assert "Se esperaba un CSV con las columnas id, titular, bajada" in said
    assert "Traceback" not in said
    assert not (tmp_path / "salida.jsonl").exists()


def test_a_file_that_is_not_there_is_named(run: Run) -> None:
    code, said = run(None)
    assert code == 3
    assert "No se puede leer" in said and "entrada.csv" in said


def test_quotes_commas_and_line_breaks_stay_inside_their_cell(run: Run, lines: Any) -> None:
    odd = [
        "a,1",
        'Choferes dicen: "no habrá paso", y bloquean',
        "Primera línea\nsegunda línea\r\ny «tercera», con coma",
    ]
    assert run(a_csv(odd, QUIET))[0] == 0
    first, second = lines()
    assert first["id"] == "a,1"
    assert second["id"] == "2"


def test_cells_that_look_like_formulas_are_only_text(run: Run, lines: Any) -> None:
    formulas = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x.example")', "\t=1", "\r=1"]
    rows = [[cell, cell, cell] for cell in formulas]
    assert run(a_csv(*rows))[0] == 0
    assert [line["id"] for line in lines()] == formulas


def test_rows_that_are_short_long_or_empty_keep_their_line(run: Run, lines: Any) -> None:
    content = b'id,titular,bajada\n1\n2,t\n3,t,b,de,mas\n"","",""\n,,\n4,t,b\n'
    assert run(content)[0] == 0
    assert [line["id"] for line in lines()] == ["1", "2", "3", "", "", "4"]


def test_rows_with_more_or_fewer_cells_than_their_columns_are_counted(run: Run) -> None:
    """«La marcha, que salió el lunes» without its quotes ends in the lead, and a piece of the lead nowhere."""
    _, said = run(b"id,titular,bajada\n1,La marcha, que sali\xc3\xb3 el lunes,b\n2,t\n3,t,b\n")
    assert "2 filas con más o menos celdas que columnas" in said
    assert "celdas" not in run(a_csv(LOUD, QUIET))[1]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_another_encoding_keeps_every_row(run: Run, lines: Any, encoding: str) -> None:
    code, _ = run(a_csv(LOUD, QUIET).decode().encode(encoding))
    assert code == 0
    assert [line["id"] for line in lines()] == ["1", "2"]


def test_a_file_that_excel_saved_in_its_own_encoding_is_read_with_its_accents(run: Run, lines: Any) -> None:
    """«CSV (delimitado por comas)» is Windows-1252, and without its accents a place is no place."""
    accented = ["1", "Potosí: mineros bloquearán la vía en Uncía", "Exigen “atención” del Ministerio de Minería"]
    assert run(a_csv(accented))[0] == 0
    whole = lines()
    assert run(a_csv(accented).decode().encode("cp1252"))[0] == 0
    assert lines() == whole
    assert whole[0]["municipios"] == ["Uncía"]


def test_a_file_with_semicolons_is_told_what_to_do(run: Run) -> None:
    code, said = run(b"id;titular;bajada\n1;t;b\n")
    assert code == 3
    assert "separadas por comas" in said


def test_a_byte_order_mark_is_no_part_of_the_first_column(run: Run, lines: Any) -> None:
    assert run(b"\xef\xbb\xbf" + a_csv(LOUD))[0] == 0
    assert lines()[0]["id"] == "1"


def test_many_rows_keep_their_number_and_order_over_batches(run: Run, lines: Any) -> None:
    rows = [[str(n), *(LOUD if n % 5 == 0 else QUIET)[1:]] for n in range(1_203)]
    code, said = run(a_csv(*rows))
    assert code == 0
    assert [line["id"] for line in lines()] == [row[0] for row in rows]
    assert "1.203 notas leídas" in said
    assert len({line["grupo"] for line in lines() if line["senal"]}) == 1


def test_a_cell_of_a_megabyte_is_one_row(run: Run, lines: Any) -> None:
    assert run(a_csv(["1", "t" * 1_000_000, "b"], QUIET))[0] == 0
    assert len(lines()) == 2


def test_odd_letters_come_back_as_they_were(run: Run, lines: Any) -> None:
    idents = ["ñandú", "🚧", "a\u2028b", "\u202e1", "x\x00y"]
    assert run(a_csv(*[[ident, *LOUD[1:]] for ident in idents]))[0] == 0
    assert [line["id"] for line in lines()] == idents


def test_the_same_file_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    run(a_csv(LOUD, QUIET), tmp_path / "uno.jsonl")
    run(a_csv(LOUD, QUIET), tmp_path / "dos.jsonl")
    assert (tmp_path / "uno.jsonl").read_bytes() == (tmp_path / "dos.jsonl").read_bytes()


def test_without_a_model_it_says_how_to_make_one(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATALAYA_MODELO", str(tmp_path / "nada"))
    code, said = run(a_csv(LOUD))
    assert code == 3
    assert "atalaya entrenar" in said


def test_a_failed_run_leaves_an_older_result_alone(run: Run, tmp_path: Path) -> None:
    run(a_csv(LOUD))
    before = (tmp_path / "salida.jsonl").read_bytes()
    assert run(b"otra,cosa\n1,2\n")[0] == 3
    assert (tmp_path / "salida.jsonl").read_bytes() == before


def test_the_command_itself_runs_from_anywhere(model_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(a_csv(LOUD))
    command = [sys.executable, "-m", "cli", "clasificar", "--entrada", "x.csv", "--salida", "y.jsonl"]
    home = {"PATH": "/usr/bin:/bin", "ATALAYA_MODELO": str(model_folder), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=home, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "y.jsonl").read_text())["senal"]


def test_a_quote_that_is_never_closed_is_said_and_no_row_is_lost_in_silence(run: Run) -> None:
    code, said = run(b'id,titular,bajada\n1,"sin cierre,b\n2,c,d\n3,e,f\n')
    assert code == 3
    assert "no es un CSV legible" in said


def test_a_result_that_cannot_be_written_is_said_as_such(run: Run, tmp_path: Path) -> None:
    code, said = run(a_csv(LOUD), tmp_path / "no-existe" / "salida.jsonl")
    assert code == 3
    assert "No se puede escribir" in said


def test_a_failed_run_leaves_no_partial_file(run: Run, tmp_path: Path) -> None:
    run(b"otra,cosa\n1,2\n")
    assert not list(tmp_path.glob(".*parcial"))
