"""The journal's chain: what anybody does to a line without the key is found, on both engines, at that line."""

import threading

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from conflict.errors import StorageError
from conflict.record import Person
from conflict.roles import Role
from register import migrate as migrations
from register import triggers
from register.commands import access, journal
from register.engine import Register, open_register
from register.journal_key import FILE, find_key, make_key
from register.migrate import migrate
from register.queries import journal as journal_queries
from register.queries.journal import Broken, Whole
from register.settings import Storage
from tests.conftest import NOW

ANA = Person("Ana Inventada", "Regional Llallagua", 7, Role.ANALYST)


def write(register: Register, *numbers: int, by: str | Person = journal.MACHINE) -> None:
    with register.writing() as session:
        for number in numbers:
            journal.append(
                session, now=NOW, actor=by, action="cola.alta", object_type="cola", object_id=number, details={"n": 1}
            )


def verify(register: Register, storage: Storage, kept=()):
    with register.reading() as session:
        return journal_queries.verify(session, key=find_key(storage.folder), kept=kept)


def head(register: Register):
    with register.reading() as session:
        return journal_queries.head(session)


def by_force(register: Register, *statements: str) -> None:
    """Do what the owner of the database can do, triggers taken away first."""
    with register.writing() as session:
        for statement in (*triggers.journal_off(register.dialect), *statements, *triggers.journal_on(register.dialect)):
            session.execute(text(statement))


def test_an_empty_journal_is_whole(register: Register, storage: Storage) -> None:
    assert verify(register, storage) == Whole(0, journal_queries.Head(0, "0" * 64))


def test_lines_of_many_transactions_make_one_chain(register: Register, storage: Storage) -> None:
    write(register, 1, 2)
    write(register, 3)
    assert verify(register, storage) == Whole(3, head(register))


TAMPERED = {
    "changed": (["UPDATE journal SET reason = 'otra cosa' WHERE seq = 2"], 2),
    "actor changed": (["UPDATE journal SET actor = 'u-1' WHERE seq = 3"], 3),
    "version changed": (["UPDATE journal SET object_version = 9 WHERE seq = 4"], 4),
    "deleted in the middle": (["DELETE FROM journal WHERE seq = 2"], 3),
    "last one deleted": (["DELETE FROM journal WHERE seq = 5"], 5),
    "two swapped": (
        [
            "UPDATE journal SET seq = 99 WHERE seq = 2",
            "UPDATE journal SET seq = 2 WHERE seq = 3",
            "UPDATE journal SET seq = 3 WHERE seq = 99",
        ],
        2,
    ),
    "inserted": (
        [
            "INSERT INTO journal (seq, at, actor, action, object_type, object_id, reason, details) "
            "SELECT 6, at, actor, action, object_type, object_id, reason, details FROM journal WHERE seq = 1"
        ],
        6,
    ),
    "inserted with a copied mac": (
        [
            "INSERT INTO journal (seq, at, actor, action, object_type, object_id, reason, details, mac) "
            "SELECT 6, at, actor, action, object_type, object_id, reason, details, mac FROM journal WHERE seq = 5"
        ],
        6,
    ),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_tampered_line_is_named(register: Register, storage: Storage, how: str) -> None:
    statements, line = TAMPERED[how]
    write(register, 1, 2, 3, 4, 5)
    by_force(register, *statements)
    found = verify(register, storage)
    assert isinstance(found, Broken)
    assert found.seq == line


def test_lines_taken_from_the_end_are_found_by_a_head_kept_elsewhere(register: Register, storage: Storage) -> None:
    write(register, 1, 2)
    early = head(register)
    write(register, 3, 4)
    late = head(register)
    by_force(
        register,
        "DELETE FROM journal WHERE seq > 2",
        f"UPDATE journal_head SET seq = 2, mac = '{early.mac}'",
    )
    assert isinstance(verify(register, storage), Whole)
    assert isinstance(verify(register, storage, kept=[early]), Whole)
    assert verify(register, storage, kept=[early, late]) == Broken(4, verify(register, storage, kept=[late]).why)


@pytest.mark.parametrize("statement", ["UPDATE journal SET reason = 'x'", "DELETE FROM journal"])
def test_the_database_refuses_to_change_a_line(register: Register, statement: str) -> None:
    write(register, 1)
    with pytest.raises((DBAPIError, StorageError)), register.writing() as session:
        session.execute(text(statement))


def test_a_rolled_back_transaction_leaves_no_line_and_no_gap(register: Register, storage: Storage) -> None:
    with pytest.raises(RuntimeError), register.writing() as session:
        journal.append(session, now=NOW, actor=journal.MACHINE, action="a", object_type="b", object_id=1)
        raise RuntimeError
    write(register, 1)
    assert verify(register, storage) == Whole(1, head(register))
    assert head(register).seq == 1


def test_eight_writers_at_once_make_one_chain(register: Register, storage: Storage) -> None:
    writers = [threading.Thread(target=lambda: [write(register, n) for n in range(10)]) for _ in range(8)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    found = verify(register, storage)
    assert isinstance(found, Whole)
    assert found.lines == 80


def test_persons_are_numbers_or_digests_and_never_names(register: Register) -> None:
    write(register, 1, by=ANA)
    write(register, 2, by=Person("Rosa Inventada", "Delegación Potosí"))
    write(register, 3, by="Luis Inventado")
    with register.reading() as session:
        rows = session.execute(text("SELECT actor, office, role FROM journal ORDER BY seq")).all()
    assert [row.actor[:2] for row in rows] == ["u-", "p-", "p-"]
    assert rows[0] == ("u-7", "Regional Llallagua", "analista")
    assert "Inventad" not in str(rows)


def test_without_the_key_nothing_is_written(storage: Storage, register: Register) -> None:
    write(register, 1)
    (storage.folder / FILE).unlink()
    again = open_register(storage)
    try:
        with pytest.raises(StorageError) as refused:
            write(again, 2)
        assert "Falta la clave" in refused.value.spanish
        with pytest.raises(StorageError):
            migrate(storage)
        assert head(register).seq == 1
    finally:
        again.close()


def test_another_key_does_not_continue_the_chain(storage: Storage, register: Register) -> None:
    write(register, 1)
    (storage.folder / FILE).unlink()
    make_key(storage.folder)
    again = open_register(storage)
    try:
        with pytest.raises(StorageError) as refused:
            write(again, 2)
        assert "otra clave" in refused.value.spanish
        with pytest.raises(StorageError):
            verify(again, storage)
    finally:
        again.close()


def test_the_key_is_closed_to_others_and_an_open_or_short_one_is_refused(
    tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_key(tmp_path)
    path = tmp_path / FILE
    assert path.stat().st_mode & 0o777 == 0o600
    first = path.read_text()
    make_key(tmp_path)
    assert path.read_text() == first
    path.chmod(0o644)
    with pytest.raises(StorageError, match="readable by others"):
        find_key(tmp_path)
    monkeypatch.setenv("ATALAYA_CLAVE_BITACORA", "secreto")
    with pytest.raises(StorageError, match="7 characters"):
        find_key(tmp_path)
    monkeypatch.setenv("ATALAYA_CLAVE_BITACORA", "x" * 64)
    with pytest.raises(StorageError, match="1 different characters"):
        find_key(tmp_path)
    monkeypatch.setenv("ATALAYA_CLAVE_BITACORA", "0123456789abcdef" * 2)
    assert find_key(tmp_path) == b"0123456789abcdef" * 2


def test_suppression_leaves_the_chain_whole_and_nothing_to_recognise(register: Register, storage: Storage) -> None:
    with register.writing() as session:
        first = journal.digest(session, "afectado", 1, "Persona Inventada")
        assert journal.digest(session, "afectado", 1, "Persona Inventada") == first
        assert journal.digest(session, "afectado", 2, "Persona Inventada") != first
        journal.append(
            session,
            now=NOW,
            actor=ANA,
            action="afectado.alta",
            object_type="afectado",
            object_id=1,
            details={"huella": first},
        )
    with register.writing() as session:
        journal.suppress(session, object_type="afectado", object_id=1, reason="acción de privacidad", by=ANA, now=NOW)
    with register.writing() as session:
        assert journal.digest(session, "afectado", 1, "Persona Inventada") != first
    assert isinstance(verify(register, storage), Whole)


def test_reads_of_reserved_data_are_kept_two_years(register: Register) -> None:
    with register.writing() as session:
        access.note(session, what="identidad", object_type="ficha", object_id="CS-1", by=ANA, now=NOW, reason="visita")
    with register.reading() as session:
        (found,) = journal_queries.accesses(session, since=NOW)
    assert (found.actor, found.office, found.what, found.object_id) == ("u-7", ANA.office, "identidad", "CS-1")
    for statement in ("UPDATE access_log SET what = 'x'", "DELETE FROM access_log"):
        with pytest.raises((DBAPIError, StorageError)), register.writing() as session:
            session.execute(text(statement))
    with register.writing() as session:
        old = NOW.replace(year=NOW.year - 3)
        access.note(session, what="identidad", object_type="ficha", object_id="CS-2", by=ANA, now=old)
    with register.writing() as session:
        session.execute(text("DELETE FROM access_log WHERE object_id = 'CS-2'"))


def test_lines_from_before_the_chain_are_chained_by_the_migration(tmp_path) -> None:
    storage = Storage(f"sqlite:///{tmp_path / 'antigua.db'}", tmp_path)
    with open_register(storage).writing() as session:
        step = migrations._configuration()
        step.attributes["connection"] = session.connection()
        command.upgrade(step, "0002")
        for seq, actor in ((1, "maquina"), (2, "Ana Inventada"), (4, "Ana Inventada")):
            session.execute(
                text(
                    "INSERT INTO journal (seq, at, actor, action, object_type, object_id, reason, details) VALUES "
                    f"({seq}, '2026-11-20T16:00:00.000000Z', '{actor}', 'cola.unir', 'cola', 'P-1', '', "
                    '\'{"oficina": "Regional Llallagua"}\')'
                )
            )
    migrate(storage)
    register = open_register(storage)
    try:
        assert verify(register, storage) == Whole(3, head(register))
        with register.reading() as session:
            lines = session.execute(text("SELECT actor, office, details FROM journal ORDER BY seq")).all()
        assert [line.office for line in lines] == ["Regional Llallagua"] * 3
        assert lines[1].actor == lines[2].actor != "Ana Inventada"
        assert {line.details for line in lines} == {"{}"}
        write(register, 5)
        assert isinstance(verify(register, storage), Whole)
    finally:
        register.close()
