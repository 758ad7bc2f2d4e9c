"""Claim a row of the queue while somebody decides it: a courtesy with an end, which stops nobody.

No line in the journal: a claim changes nothing and is over by itself.
"""

from datetime import datetime

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.orm import Session

from conflict.codebook import DECIDABLE_QUEUE_STATES, QueueState
from conflict.permissions import Ability, allowed
from conflict.record import Person, RuleError
from conflict.triage import LEASE, Lease
from register.commands import guarding
from register.tables import QueueEntry
from register.triage_rows import lease_of
from register.triage_tables import LeaseRow


def claim(session: Session, *, code: str, by: Person, now: datetime) -> Lease | None:
    """Claim a row and give up the one claimed before; return who has it: `by`, or somebody who was first.

    None for a row that was decided. Raise RuleError when there is no such row for this person.
    """
    entry = session.scalars(select(QueueEntry).where(QueueEntry.code == code).with_for_update()).one_or_none()
    if entry is None:
        raise RuleError(f"no row {code[:40]!r}", guarding.no_entry(code))
    guarding.demand_entry(entry, Ability.REVIEW, by)
    if QueueState(entry.state) not in DECIDABLE_QUEUE_STATES:
        return None
    other = _others(session, entry.id, by, now)
    if other is not None:
        return lease_of(other)
    mine = session.scalar(select(LeaseRow).where(LeaseRow.account_id == by.user_id))
    since = mine.since if mine and mine.entry_id == entry.id and mine.until > now else now
    session.execute(delete(LeaseRow).where(or_(LeaseRow.account_id == by.user_id, LeaseRow.entry_id == entry.id)))
    found = Lease(by.user_id, by.name, by.office, since, now + LEASE)
    session.execute(
        insert(LeaseRow).values(
            entry_id=entry.id,
            account_id=by.user_id,
            by=by.name,
            office=by.office,
            since=found.since,
            until=found.until,
        )
    )
    return found


def held_by_other(session: Session, *, code: str, by: Person, now: datetime) -> Lease | None:
    """Return the standing claim of somebody else on a row, None for none or a row that the person may not decide."""
    entry = session.scalars(select(QueueEntry).where(QueueEntry.code == code)).one_or_none()
    if entry is None or not allowed(by, Ability.REVIEW, guarding.thing_of_entry(entry)):
        return None
    found = _others(session, entry.id, by, now)
    return None if found is None else lease_of(found)


def release(session: Session, *, code: str) -> None:
    """End the claim on a row that was decided."""
    entry = select(QueueEntry.id).where(QueueEntry.code == code).scalar_subquery()
    session.execute(delete(LeaseRow).where(LeaseRow.entry_id == entry))


def _others(session: Session, entry_id: int, by: Person, now: datetime) -> LeaseRow | None:
    return session.scalar(
        select(LeaseRow).where(LeaseRow.entry_id == entry_id, LeaseRow.account_id != by.user_id, LeaseRow.until > now)
    )
