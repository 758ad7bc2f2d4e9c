"""What happens around a command: a writer who stays, a server that drops us, a journal that cannot be written.

And what holds for every table: its model says what the steps made, and no moment without a zone gets in.
"""

import fcntl
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from typing import Any

import psycopg
import pytest
from sqlalchemy import DateTime, inspect, text
from sqlalchemy.exc import StatementError

from conflict.codebook import Level
from conflict.errors import StorageError
from conflict.lifecycle import ActionKind, RecordKind
from register import engine
from register.columns import UtcDateTime
from register.commands import once, records, reviews
from register.engine import Register, open_register
from register.settings import Storage
from register.tables import Base
from register.tableset import all_tables
from tests.conftest import NOW
from tests.postgres import Cluster
from tests.register.lives import look
from tests.register.populated import ANA, fill, populate

LATE = 0.3


@pytest.fixture
def served(cluster: Cluster, tmp_path) -> Any:
    """Give a register on PostgreSQL, and its address."""
    from register.journal_key import make_key

    make_key(tmp_path)
    url = cluster.new_database()
    opened = open_register(Storage(url, tmp_path))
    yield opened, url
    opened.close()


def act(register: Register, code: str) -> None:
    with register.writing() as session:
        records.act(
            session, code=code, kind=ActionKind.OTHER, at=NOW, words="Se habló otra vez.", proof="", by=ANA, now=NOW
        )


def alone(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


DROP_US = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
DROP_US += "pg_backend_pid()"


def test_who_writes_waits_for_another_process_and_is_told_when_it_stays(tmp_path) -> None:
    from register.migrate import migrate

    storage = Storage(f"sqlite:///{tmp_path / 'atalaya.db'}", tmp_path)
    migrate(storage)
    with closing(open_register(storage)) as register:
        code = populate(register)["second"]
        before = look(register)
        assert register._lock is not None
        with register._lock.path.open("r+b") as other:
            fcntl.flock(other, fcntl.LOCK_EX)
            leaves = threading.Timer(LATE, fcntl.flock, (other, fcntl.LOCK_UN))
            leaves.start()
            act(register, code)
            assert look(register).lines == before.lines + 1
            leaves.join()
            fcntl.flock(other, fcntl.LOCK_EX)
            register._lock._patience = LATE
            with pytest.raises(StorageError) as told:
                act(register, code)
            assert "Otro proceso escribe" in told.value.spanish
        assert look(register).lines == before.lines + 1
        act(register, code)


@pytest.mark.postgres
def test_a_server_that_drops_us_in_a_registration_leaves_one_record_when_it_is_sent_again(served: Any) -> None:
    register, url = served
    row = fill(register, 3)[0]

    def send(trouble: Callable[[], None]) -> once.Answer:
        with register.writing() as session:

            def work() -> str:
                done = reviews.register(
                    session, code=row, version=1, kind=RecordKind.ALERT, level=Level.HIGH, by=ANA, now=NOW
                )
                trouble()
                return done.record

            return once.once(session, key="llave-1", command="alta", asked={"fila": row}, by=ANA, now=NOW, work=work)

    before = look(register)
    with pytest.raises(StorageError):
        send(lambda: alone(url, DROP_US))
    assert look(register) == before
    first, second = send(lambda: None), send(lambda: None)
    assert (first.repeated, second.repeated, second.value) == (False, True, first.value)
    assert len([key for key in look(register).states if key[0] == "record"]) == 1


@pytest.mark.postgres
def test_connections_that_were_dropped_between_two_commands_cost_nobody_anything(served: Any) -> None:
    register, url = served
    code = populate(register)["second"]
    before = look(register)
    alone(url, DROP_US)
    act(register, code)
    assert look(register).lines == before.lines + 1


@pytest.mark.postgres
def test_a_session_that_sits_on_a_record_is_waited_for_no_longer_than_said(
    served: Any, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register, url = served
    code = populate(register)["second"]
    before = look(register)
    monkeypatch.setattr(engine, "PATIENCE", "300ms")
    with psycopg.connect(url) as idle, closing(open_register(Storage(url, tmp_path))) as hasty:
        idle.execute("SELECT id FROM record WHERE code = %s FOR UPDATE", (code,))
        with pytest.raises(StorageError) as told:
            act(hasty, code)
        assert "Reintente" in told.value.spanish
        idle.rollback()
    assert look(register) == before
    act(register, code)


def test_a_change_whose_line_cannot_be_written_is_not_made(register: Register) -> None:
    code = populate(register)["second"]
    before = look(register)
    if register.dialect == "sqlite":
        refuse = ["CREATE TRIGGER full_journal BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'no space'); END"]
    else:
        body = "CREATE FUNCTION full_journal() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'no space'; END$$"
        refuse = [body, "CREATE TRIGGER full_journal BEFORE INSERT ON journal EXECUTE FUNCTION full_journal()"]
    with register.writing() as session:
        for statement in refuse:
            session.execute(text(statement))
    with pytest.raises(StorageError):
        act(register, code)
    assert look(register) == before


def test_every_table_of_the_steps_is_the_one_of_its_model(register: Register) -> None:
    all_tables()
    with register.reading() as session:
        found = inspect(session.connection())
        for table in Base.metadata.sorted_tables:
            columns = {one["name"]: one["nullable"] for one in found.get_columns(table.name)}
            columns.pop("vector", None)  # PostgreSQL's own form of the words of the search
            assert columns == {one.name: bool(one.nullable) for one in table.columns}, table.name
            named = {one["name"] for one in found.get_indexes(table.name) if not one.get("duplicates_constraint")}
            assert named >= {str(one.name) for one in table.indexes}, table.name
        known = {one for one in found.get_table_names() if not one.startswith(("search_index", "alembic"))}
    assert known == set(Base.metadata.tables)


def test_a_moment_without_zone_gets_into_no_table(register: Register) -> None:
    all_tables()
    moments = [
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, DateTime) and not isinstance(column.type, UtcDateTime)
    ]
    assert moments == []
    code = populate(register)["second"]
    with pytest.raises((ValueError, TypeError, StatementError, StorageError)), register.writing() as session:
        records.act(session, code=code, kind=ActionKind.OTHER, at=datetime(2026, 11, 20, 9), words="Se habló otra vez.",  # noqa: DTZ001
                    proof="", by=ANA, now=NOW)  # fmt: skip
