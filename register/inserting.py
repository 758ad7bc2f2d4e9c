"""The INSERT that says what happens where the row is there already; both engines have it, each under its own name."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert_on(session: Session, table: type[Any]) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT into a table that takes `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
