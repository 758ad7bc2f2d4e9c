"""The verbs `bitacora` as an operator meets them."""

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from conflict.record import Person
from conflict.refusal import Refusal
from register.commands import attempts, journal
from register.engine import open_register
from register.settings import Storage
from tests.cli.conftest import Run, told
from tests.conftest import NOW


def filled(folder: Path, lines: int) -> None:
    register = open_register(Storage(f"sqlite:///{folder / 'atalaya.db'}", folder))
    with register.writing() as session:
        for number in range(lines):
            journal.append(session, now=NOW, actor=journal.MACHINE, action="a", object_type="b", object_id=number)
    register.close()


def test_the_journal_is_checked_and_its_first_broken_line_named(run: Run, tmp_path: Path) -> None:
    folder, heads = tmp_path / "datos", tmp_path / "cabezas.jsonl"
    assert run("migrar").returncode == 0
    assert "0 líneas" in told(run("bitacora", "verificar"))
    filled(folder, 3)
    kept = run("bitacora", "cabeza", "--guardar", str(heads))
    assert json.loads(kept.stdout)["seq"] == 3
    good = run("bitacora", "verificar", "--cabezas", str(heads))
    assert (good.returncode, "íntegra: 3 líneas" in told(good)) == (0, True)
    with sqlite3.connect(folder / "atalaya.db") as database:
        database.execute("DROP TRIGGER journal_no_update")
        database.execute("UPDATE journal SET object_id = 'otro' WHERE seq = 2")
    bad = run("bitacora", "verificar")
    assert (bad.returncode, "rota desde la línea 2" in told(bad)) == (3, True)


def test_a_lost_key_and_a_wrong_file_of_heads_are_said(run: Run, tmp_path: Path) -> None:
    assert run("migrar").returncode == 0
    wrong = tmp_path / "cabezas.jsonl"
    wrong.write_text("no es json\n")
    refused = run("bitacora", "verificar", "--cabezas", str(wrong))
    assert (refused.returncode, "La línea 1" in told(refused)) == (3, True)
    (tmp_path / "datos" / "bitacora.clave").unlink()
    lost = run("bitacora", "verificar")
    assert (lost.returncode, "Falta la clave de la bitácora" in told(lost)) == (3, True)


def test_refused_attempts_are_listed_with_their_count(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "datos"
    assert run("migrar").returncode == 0
    assert run("bitacora", "intentos").stdout == ""
    register = open_register(Storage(f"sqlite:///{folder / 'atalaya.db'}", folder))
    by, asked = Person("Ana Q.", "Regional Llallagua", 7), {"action": "POST /registros/{code}/paso", "of": "CS-1"}
    for _ in range(2):
        with register.writing() as session:
            attempts.note(session, why=Refusal.VERSION, by=by, now=datetime.now(UTC), **asked)
    register.close()
    told_ = json.loads(run("bitacora", "intentos", "--dias", "2").stdout)
    assert (told_["veces"], told_["actor"], told_["objeto"], told_["motivo"]) == (2, "u-7", "CS-1", "version")
    assert "Ana" not in json.dumps(told_)
