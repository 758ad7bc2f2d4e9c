"""No transaction of SQLite reads first and writes then without having said so at its beginning.

Such a one fails at once with SQLITE_BUSY_SNAPSHOT, however long it would wait, as soon as another has written between.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.pool import Pool

from conflict.errors import StorageError
from register.engine import open_register
from register.migrate import migrate
from register.settings import Storage
from tests.register.populated import populate

WRITES = re.compile(
    r"\s*(?:INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|WITH\b.*\b(?:INSERT|UPDATE|DELETE)\b)", re.I | re.S
)


class Watch:
    """Listens to every connection and keeps what was written in a transaction that was begun as one that reads."""

    def __init__(self) -> None:
        self.begun: dict[int, str] = {}
        self.immediate = 0
        self.wrong: list[str] = []

    def listen(self, connection: Any, record: Any) -> None:
        whose = id(connection)
        connection.set_trace_callback(lambda said: self.hear(whose, said))

    def hear(self, whose: int, said: str) -> None:
        if said.startswith("--"):  # what a trigger does inside a statement that was heard already
            return
        if said.upper().startswith("BEGIN"):
            self.begun[whose] = said.upper()
            self.immediate += said.upper() == "BEGIN IMMEDIATE"
        elif said.upper().startswith(("COMMIT", "ROLLBACK")):
            self.begun.pop(whose, None)
        elif WRITES.match(said) and self.begun.get(whose) != "BEGIN IMMEDIATE":
            self.wrong.append(f"{self.begun.get(whose, 'no transaction')}: {said[:120]}")


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Listen to every connection that is made from now on."""
    found = Watch()
    event.listen(Pool, "connect", found.listen)
    yield found
    event.remove(Pool, "connect", found.listen)


def test_the_steps_and_the_commands_of_people_and_cycles_begin_as_writers(watch: Watch, tmp_path: Path) -> None:
    storage = Storage(f"sqlite:///{tmp_path / 'atalaya.db'}", tmp_path)
    migrate(storage)
    register = open_register(storage)
    populate(register)
    register.close()
    assert watch.wrong == []
    assert watch.immediate >= 7


def test_a_session_that_reads_is_refused_the_write_by_the_engine_itself(watch: Watch, tmp_path: Path) -> None:
    storage = Storage(f"sqlite:///{tmp_path / 'atalaya.db'}", tmp_path)
    migrate(storage)
    register = open_register(storage)
    try:
        with pytest.raises(StorageError, match="readonly"), register.reading() as session:
            session.execute(text("SELECT count(*) FROM source"))
            session.execute(text("UPDATE code_counter SET last = 9"))
    finally:
        register.close()
    assert len(watch.wrong) == 1, "the watch hears what it is there for"
