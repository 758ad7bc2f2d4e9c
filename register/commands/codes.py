"""Permanent codes: the next number of a series, taken inside the caller's transaction so that none is skipped."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from register.tables import CodeCounter


def next_number(session: Session, series: str) -> int:
    """Return the next number of a series, beginning with 1.

    Two transactions never get the same one, not even the first of a year: on SQLite only one writes at a time, on
    PostgreSQL whoever comes second waits for the row.
    """
    engine = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    number = session.execute(
        engine.insert(CodeCounter)
        .values(prefix=series, last=1)
        .on_conflict_do_update(index_elements=["prefix"], set_={"last": CodeCounter.last + 1})
        .returning(CodeCounter.last)
    ).scalar_one()
    return int(number)
