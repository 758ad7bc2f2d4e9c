"""How probable the machine thinks the rows of the queue: the most of any of their articles, as it was read last."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from register.manyrows import among
from register.tables import GroupMember, QueueEntry, SignalRow


def chances(session: Session, entries: list[int]) -> dict[int, float]:
    """Return the probability of each of those rows by its number; one without any article read is left out.

    The statement stands over the rows, so that a reader's sight narrows it.
    """
    if not entries:
        return {}
    later = (
        select(func.max(SignalRow.id))
        .where(SignalRow.article_id == GroupMember.article_id)
        .correlate(GroupMember)
        .scalar_subquery()
    )
    rows: Any = session.execute(
        select(QueueEntry.id, func.max(SignalRow.probability))
        .join(GroupMember, GroupMember.group_id == QueueEntry.group_id)
        .join(SignalRow, SignalRow.id == later)
        .where(among(session, QueueEntry.id, entries))
        .group_by(QueueEntry.id)
        .order_by(QueueEntry.id)
    ).all()
    return dict(rows)
