"""Rows of the queue about which the machine is in doubt: none of their articles was read with certainty."""

from typing import Any

from sqlalchemy import and_, exists, not_, or_, select
from sqlalchemy.orm import Session

from register import manyrows
from register.entered_tables import EnteredRow
from register.tables import GroupMember, QueueEntry, SignalRow


def in_doubt() -> Any:
    """Return the condition on rows of the queue.

    A reading is certain when it is a signal outside the abstention band, or when a rule of grave words spoke too. What
    a person brought is not the machine's to doubt.
    """
    certain = and_(SignalRow.signal, or_(not_(SignalRow.doubtful), SignalRow.floor != ""))
    brought = exists(select(EnteredRow.id).where(EnteredRow.entry_id == QueueEntry.id).correlate(QueueEntry))
    certainly_read = exists(
        select(GroupMember.article_id)
        .join(SignalRow, SignalRow.article_id == GroupMember.article_id)
        .where(GroupMember.group_id == QueueEntry.group_id, certain)
        .correlate(QueueEntry)
    )
    return not_(or_(brought, certainly_read))


def among(session: Session, entries: list[int]) -> set[int]:
    """Return which of those rows are in doubt."""
    return set(
        session.scalars(select(QueueEntry.id).where(manyrows.among(session, QueueEntry.id, entries), in_doubt()))
    )
