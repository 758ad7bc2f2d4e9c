"""Permanent codes: the next number of a series, taken inside the caller's transaction so that none is skipped."""

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from register.tables import CodeCounter


def next_number(session: Session, series: str) -> int:
    """Return the next number of a series, beginning with 1.

    Two transactions never get the same one: on SQLite only one writes at a time, on PostgreSQL the row is locked.
    """
    last = session.execute(
        select(CodeCounter.last).where(CodeCounter.prefix == series).with_for_update()
    ).scalar_one_or_none()
    if last is None:
        session.execute(insert(CodeCounter).values(prefix=series, last=1))
        return 1
    session.execute(update(CodeCounter).where(CodeCounter.prefix == series).values(last=last + 1))
    return last + 1
