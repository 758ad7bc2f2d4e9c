"""`doctor` names what lacks, one line each, and what to do; it is well only when all is well."""

import resource
import shutil
import sqlite3
from collections import namedtuple
from pathlib import Path

import pytest

import cli.doctor
from cli.doctor import _folder, _mail, _persons, _sources, _tried
from conflict.errors import StorageError
from conflict.personnotice import Urgency, Way, Wish
from conflict.record import Person
from conflict.roles import Role
from flows.settings import read_settings
from register.commands import accounts, person_notices
from register.engine import Register
from register.settings import Storage
from tests.cli.conftest import Run, told
from tests.conftest import NOW, ROOT

MODEL = ROOT / "data" / "models"


def lines(out: str) -> dict[str, tuple[bool, str]]:
    """Return the checks by name: whether well, and the sentence."""
    found = {}
    for line in out.splitlines():
        assert line[:2] in ("✓ ", "✗ "), line
        name, _, sentence = line[2:].partition(": ")
        found[name] = (line[0] == "✓", sentence)
    return found


@pytest.fixture
def migrated(run: Run) -> None:
    assert run("migrar").returncode == 0


def test_before_anything_was_done_it_says_what_to_do_first(run: Run, tmp_path: Path) -> None:
    done = run("doctor", ATALAYA_MODELO=str(tmp_path / "no-hay"), ATALAYA_FUENTES=str(tmp_path / "no-hay.yaml"))
    assert done.returncode == 3
    assert told(done) == ""
    found = lines(done.stdout)
    assert found["Python"][0]
    assert not found["Base de datos"][0]
    assert "atalaya migrar" in found["Base de datos"][1]
    assert not found["Modelo"][0]
    assert "atalaya entrenar" in found["Modelo"][1] or "make" in found["Modelo"][1]
    assert not found["Fuentes"][0]
    assert "no-hay.yaml" in found["Fuentes"][1]


def test_with_everything_in_its_folder_all_is_well(run: Run, migrated: None) -> None:
    if not (MODEL / "card.json").exists():
        pytest.skip("no trained model here: run `make setup`")
    done = run("doctor")
    assert [line for line in done.stdout.splitlines() if not line.startswith("✓")] == []
    assert done.returncode == 0
    assert {"Python", "Carpeta de datos", "SQLite", "Integridad", "Modelo", "Nomenclátor", "Fuentes"} <= set(
        lines(done.stdout)
    )


def test_a_damaged_database_is_named(run: Run, migrated: None, environment: dict[str, str]) -> None:
    path = Path(environment["ATALAYA_DATOS"]) / "atalaya.db"
    with sqlite3.connect(path) as register:
        register.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    register.close()
    body = bytearray(path.read_bytes())
    body[4096 : 4096 * 6] = b"\xa5" * (4096 * 5)
    path.write_bytes(body)
    done = run("doctor")
    assert done.returncode == 3
    assert told(done) == ""
    bad = " ".join(sentence for well, sentence in lines(done.stdout).values() if not well)
    assert "dañada" in bad
    assert "respaldo" in bad


def test_resources_in_another_folder_are_looked_for_there(run: Run, migrated: None, tmp_path: Path) -> None:
    done = run("doctor", ATALAYA_RECURSOS=str(tmp_path / "nada"))
    found = lines(done.stdout)
    assert done.returncode == 3
    assert not found["Nomenclátor"][0]
    assert not found["Modelo"][0]
    assert "directory" not in done.stdout


def test_too_little_space_is_told_in_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(cli.doctor.shutil, "disk_usage", lambda place: usage(10**9, 10**9, 40 * 2**20))
    with pytest.raises(StorageError) as told_so:
        _folder(tmp_path)
    assert "Quedan 40 MB" in told_so.value.spanish


def test_the_probe_leaves_nothing_behind(tmp_path: Path) -> None:
    assert "GB libres" in _folder(tmp_path / "nueva")
    assert list((tmp_path / "nueva").iterdir()) == []
    assert shutil.disk_usage(tmp_path).free > 0


def test_a_folder_that_takes_nothing_more_is_told_what_to_do_and_keeps_no_trace_of_the_trial(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        with pytest.raises(StorageError) as refused:
            _folder(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "Libere espacio, dé permiso" in refused.value.spanish
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value", "check"),
    [
        ("ATALAYA_REMITENTE", "Atalaya <a@b.example>", "Correo"),
        ("ATALAYA_SMTP", "correo.example:99999", "Correo"),
        ("ATALAYA_RED_PRIVADA", "intranet", "Fuentes"),
    ],
)
def test_a_setting_that_only_a_run_by_the_clock_would_trip_over_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, check: str
) -> None:
    """Nobody reads the sentence of a flow that Prefect starts at night."""
    monkeypatch.setenv(name, value)
    tried = {one.name: one for one in (_tried("Correo", _mail), _tried("Fuentes", lambda: _sources(read_settings())))}
    assert [one.name for one in tried.values() if not one.ok] == [check]
    assert name in tried[check].sentence


def test_without_a_mail_server_the_doctor_says_what_becomes_of_messages() -> None:
    assert _mail() == "sin servidor (ATALAYA_SMTP): los avisos esperan en la bandeja"


def test_persons_who_cannot_be_reached_are_counted_by_way_and_not_named(
    register: Register, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check() -> tuple[bool, str]:
        made = _tried("Avisos de personas", lambda: _persons(storage))
        return made.ok, made.sentence

    assert check() == (True, "nadie los pidió")
    wishes = (
        Wish("una@oficina.example", morning=8),
        Wish(chat="555000111", urgent=Urgency.CRITICAL, way=Way.TELEGRAM),
    )
    with register.writing() as session:
        for number, wish in enumerate(wishes, 1):
            account = accounts.create(
                session,
                login=f"persona.{number}",
                name=f"Persona Inventada {number}",
                office="Unidad Nacional",
                role=Role.NATIONAL,
                by=Person("consola", "Sistemas"),
                now=NOW,
            )
            person = Person(f"Persona Inventada {number}", "Unidad Nacional", account, Role.NATIONAL)
            person_notices.save(session, wish=wish, by=person, now=NOW)
    well, sentence = check()
    assert not well
    assert "1 los pidió por correo y no hay servidor" in sentence
    assert "1 los pidió por Telegram" in sentence
    assert not any(word in sentence for word in ("Inventada", "oficina.example", "555000111"))
    monkeypatch.setenv("ATALAYA_SMTP", "correo.example:587")
    assert "correo" not in check()[1]
    monkeypatch.setenv("ATALAYA_CANALES", "guardia=tgram://123:abc/1")
    assert check() == (True, "2 personas los pidieron")
