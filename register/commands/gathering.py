"""Put the articles of one row of the queue into another, and back: the half of a decision that moves articles."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from conflict.codebook import LEVEL_STEPS, Level, Scope
from conflict.record import Person
from register.commands import journal
from register.commands.corrections import columns, set_departments
from register.commands.separating import recounted
from register.tables import GroupMember, QueueEntry
from register.triage_tables import JoinedRow

LISTS = ("departments", "municipalities", "measures")


def gather(session: Session, *, review_id: int, entry: QueueEntry, into: QueueEntry, by: Person, now: datetime) -> None:
    """Move the articles of a row into another one, which takes over what is graver, sooner and further places.

    What a person corrected of the other row stays. Remembered by the number of the decision, for `scatter`.
    """
    articles = list(
        session.scalars(
            update(GroupMember)
            .where(GroupMember.group_id == entry.group_id)
            .values(group_id=into.group_id, placed_by=journal.actor_id(session, by), placed_at=now)
            .returning(GroupMember.article_id)
        )
    )
    becomes: dict[str, Any] = {
        name: list(dict.fromkeys((*getattr(into, name), *getattr(entry, name)))) for name in LISTS
    }
    becomes["scope"] = Scope.LOCATED.value if becomes["departments"] else into.scope
    if LEVEL_STEPS[Level(entry.level)] > LEVEL_STEPS[Level(into.level)]:
        becomes |= {"level": entry.level, "urgency": entry.urgency}
    kept = columns(session, into.id)
    changed = {
        name: [getattr(into, name), value]
        for name, value in becomes.items()
        if name not in kept and getattr(into, name) != value
    }
    _write(session, into, {name: after for name, (_, after) in changed.items()})
    session.execute(
        insert(JoinedRow).values(
            review_id=review_id, entry_id=entry.id, into_id=into.id, articles=sorted(articles), changed=changed
        )
    )
    recounted(session, into.id, into.group_id)


def scatter(session: Session, *, review_id: int, by: Person, now: datetime) -> None:
    """Give a joined row its articles back, those that still lie where they were put; nothing for other decisions."""
    joined = session.get(JoinedRow, review_id)
    if joined is None:
        return
    entry, into = session.get_one(QueueEntry, joined.entry_id), session.get_one(QueueEntry, joined.into_id)
    session.execute(
        update(GroupMember)
        .where(GroupMember.article_id.in_(joined.articles), GroupMember.group_id == into.group_id)
        .values(group_id=entry.group_id, placed_by=journal.actor_id(session, by), placed_at=now)
    )
    session.refresh(into, with_for_update=True)
    same = {name: before for name, (before, after) in joined.changed.items() if getattr(into, name) == after}
    _write(session, into, same)
    session.delete(joined)
    session.flush()
    recounted(session, into.id, into.group_id)
    recounted(session, entry.id, entry.group_id)


def _write(session: Session, into: QueueEntry, values: dict[str, Any]) -> None:
    if values:
        session.execute(update(QueueEntry).where(QueueEntry.id == into.id).values(**values))
    if "departments" in values:
        set_departments(session, into.id, values["departments"])
