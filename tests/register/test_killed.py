"""A process that is killed in the middle of a command, or of an update of the tables, leaves what was there before."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from conflict.codebook import Level
from conflict.killpoint import RegisterPoint
from conflict.lifecycle import ActionKind, RecordKind
from register.commands import records, reviews
from register.engine import Register, open_register
from register.journal_key import find_key
from register.migrate import current, migrate
from register.queries import journal as journal_queries
from register.queries.journal import Whole
from register.settings import Storage
from tests.conftest import NOW, ROOT
from tests.register.lives import look
from tests.register.populated import ANA, ROSA, populate

KILLED = """
import os, signal, sys
from pathlib import Path
from conflict import killpoint
from conflict.codebook import Level
from conflict.lifecycle import ActionKind, RecordKind
from conflict.record import Person
from register.commands import records, reviews, transfers
from register.engine import open_register
from register.migrate import migrate
from register.settings import Storage
from tests.conftest import NOW
from tests.register.populated import ANA

point, url, folder, what = sys.argv[1:]
storage = Storage(url, Path(folder))
killpoint.install(lambda at: at.value == point and os.kill(os.getpid(), signal.SIGKILL))
if point == "k16":
    migrate(storage)
    raise SystemExit(0)
with open_register(storage).writing() as session:
    if point == "k13":
        reviews.register(
            session, code=what, version=1, kind=RecordKind.ALERT, level=Level.HIGH, by=ANA, now=NOW
        )
    elif point == "k14":
        receiver = Person("Olga Inventada", "Delegación Oruro")
        transfers.answer(session, transfer_id=int(what), accept=True, words="", by=receiver, now=NOW)
    else:
        said = {"kind": ActionKind.OTHER, "at": NOW, "words": "Se habló otra vez.", "proof": ""}
        records.act(session, code=what, **said, by=ANA, now=NOW)
"""


def run(point: str, storage: Storage, what: str = "") -> int:
    """Do one thing in a process of its own, which dies at the point; return its exit code. "" is no point."""
    command = [sys.executable, "-c", KILLED, point, storage.url, str(storage.folder), what]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert done.returncode in (0, -9), done.stderr[-2000:]
    return done.returncode


def prepared(register: Register, point: RegisterPoint) -> str:
    """Fill the register and return what the killed command is about."""
    code = populate(register)["second"]
    if point is RegisterPoint.AFTER_NUMBER:
        with register.reading() as session:
            return session.scalar(text("SELECT code FROM queue_entry WHERE state = 'nueva' ORDER BY code LIMIT 1"))
    if point is RegisterPoint.AFTER_JOURNAL:
        return code
    with register.reading() as session:
        return str(session.scalar(text("SELECT id FROM transfer WHERE state = 'enviada'")))


@pytest.mark.parametrize(
    "point",
    [RegisterPoint.AFTER_NUMBER, RegisterPoint.BETWEEN_SIDES, RegisterPoint.AFTER_JOURNAL],
    ids=lambda point: point.value,
)
def test_a_command_that_dies_leaves_nothing_of_itself(
    register: Register, storage: Storage, point: RegisterPoint
) -> None:
    what = prepared(register, point)
    before = look(register)
    assert run(point.value, storage, what) == -9
    assert look(register) == before
    with register.reading() as session:
        if point is RegisterPoint.AFTER_NUMBER:
            taken = session.scalar(text("SELECT max(code) FROM record WHERE kind = 'alerta'"))
        elif point is RegisterPoint.BETWEEN_SIDES:
            held = text("SELECT r.office FROM record r JOIN transfer t ON t.record_id = r.id WHERE t.id = :id")
            assert session.scalar(held, {"id": int(what)}) == ROSA.office
    key = find_key(storage.folder)
    assert key is not None
    with register.reading() as session:
        assert isinstance(journal_queries.verify(session, key=key), Whole)
    with register.writing() as session:
        records.act(session, code=_open_code(session), kind=ActionKind.OTHER, at=NOW, words="Después, en orden.",
                    proof="", by=ANA, now=NOW)  # fmt: skip
    assert look(register).lines == before.lines + 1
    if point is RegisterPoint.AFTER_NUMBER:
        with register.writing() as session:
            again = reviews.register(
                session, code=what, version=1, kind=RecordKind.ALERT, level=Level.HIGH, by=ANA, now=NOW
            )
        assert int(again.record[-4:]) == int(taken[-4:]) + 1


def _open_code(session) -> str:
    return session.scalar(text("SELECT code FROM record WHERE state IN ('registrada', 'en_seguimiento') LIMIT 1"))


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_an_update_of_the_tables_that_dies_between_two_steps_begins_anew(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'atalaya.db'}"
    if engine == "postgresql":
        cluster = request.getfixturevalue("cluster")
        cluster.run("CREATE DATABASE a_medias")
        url = cluster.url("a_medias")
    storage = Storage(url, tmp_path)
    assert run("k16", storage) == -9
    register = open_register(storage)
    with register.reading() as session:
        assert current(session) is None
    assert migrate(storage)[0] == "0001"
    assert look(register).lines == 0
    register.close()
