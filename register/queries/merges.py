"""Where a record went that was joined into another."""

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from register.duty_tables import MergeRow
from register.record_tables import RecordRow

FARTHEST = 20
"""Joins that are followed; a record of a record, never a circle, and this would end one."""


def survivor(session: Session, code: str) -> str:
    """Return the code of the record that a record lives on in, the last of the chain; "" when it was not joined.

    In a session that sees a territory, the way ends at what it may see.
    """
    found, other = "", aliased(RecordRow)
    for _ in range(FARTHEST):
        after = session.scalar(
            select(other.code)
            .join(MergeRow, MergeRow.into_id == other.id)
            .join(RecordRow, RecordRow.id == MergeRow.record_id)
            .where(RecordRow.code == (found or code), MergeRow.undone_at.is_(None))
        )
        if after is None:
            break
        found = after
    return found
