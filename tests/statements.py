"""What a piece of work asks of the database: its statements, and how SQLite would look for each one's rows."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from register.engine import Register


@dataclass(frozen=True, slots=True)
class Asked:
    """One statement as the driver got it; `rows` when it was run once for each of many."""

    sql: str
    values: Any
    rows: bool


@contextlib.contextmanager
def statements() -> Iterator[list[Asked]]:
    """Give the list that all statements are put into while it lasts, whoever runs them."""
    asked: list[Asked] = []

    def note(connection: Any, cursor: Any, sql: str, values: Any, context: Any, many: bool) -> None:
        asked.append(Asked(" ".join(sql.split()), values, many))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def plan(register: Register, asked: Asked) -> list[str]:
    """Return the lines of SQLite's plan for a statement, nothing for what looks for no row.

    Rows that are only put in show the tables that point to theirs, which are looked into when keys are broken already.
    """
    puts_in = asked.sql.startswith("INSERT") and " VALUES " in asked.sql
    if puts_in or not asked.sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
        return []
    values = asked.values[0] if asked.rows else asked.values
    with register.reading() as session:
        found = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked.sql}", values)
        return [row[3] for row in found]
