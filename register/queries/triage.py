"""What pages show of the work on the queue: who has a row, whose it is, what was corrected, which views there are."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from conflict.lifecycle import DiscardReason, ReviewDecision
from conflict.permissions import Ability, Thing, allowed
from conflict.record import Person
from conflict.triage import CorrectedField
from register.columns import LARGEST_ID
from register.manyrows import among
from register.queries import offices
from register.queries.accounts import colleagues
from register.queries.queue import entry_of, held
from register.record_tables import RecordEntry, RecordRow, ReviewRow
from register.remembered import memory
from register.tables import QueueEntry
from register.triage_rows import NO_MARK, CorrectionFact, DecidedFact, LastStep, Mark, SavedView, Worked, lease_of
from register.triage_tables import AssignmentRow, BatchRow, CorrectionRow, JoinedRow, LeaseRow, ViewRow

SESSION = timedelta(hours=12)
"""How far back one goes step by step: as far as the longest session reaches."""


def marks(session: Session, entries: Sequence[int], now: datetime) -> dict[int, Mark]:
    """Return what the list says of rows, by their numbers; rows of which there is nothing to say are not in it."""
    known = memory(session)
    if known is None:
        return _marks(session, entries, now)
    told: dict[int, Mark | None] = known.setdefault((marks, now), {})
    if new := [number for number in entries if number not in told]:
        told |= dict.fromkeys(new) | _marks(session, new, now)
    return {number: mark for number in entries if (mark := told[number]) is not None}


def _marks(session: Session, entries: Sequence[int], now: datetime) -> dict[int, Mark]:
    claimed = select(LeaseRow).where(among(session, LeaseRow.entry_id, entries), LeaseRow.until > now)
    leases = {row.entry_id: lease_of(row) for row in session.scalars(claimed)}
    to = select(AssignmentRow).where(among(session, AssignmentRow.entry_id, entries))
    given = {row.entry_id: row for row in session.scalars(to)}
    return {
        number: Mark(
            leases.get(number),
            given[number].name if number in given else "",
            given[number].account_id if number in given else 0,
        )
        for number in leases.keys() | given.keys()
    }


def given(whose: str, me: int) -> Any:
    """Return the condition for rows given to an account («mi»), to another one («otra»), or to nobody («nadie»)."""
    rows = select(AssignmentRow.entry_id)
    match whose:
        case "mi":
            return QueueEntry.id.in_(rows.where(AssignmentRow.account_id == me))
        case "otra":
            return QueueEntry.id.in_(rows.where(AssignmentRow.account_id != me))
        case "nadie":
            return QueueEntry.id.not_in(rows)
        case _:
            raise ValueError(f"whose rows: {whose[:20]!r}")


def worked(session: Session, code: str, office: str, now: datetime) -> Worked:
    """Return what the panel of a row says of the work on it; nothing where there is no such row.

    `people` are those of the office who may decide it.
    """
    entry = entry_of(session, code)
    if entry is None:
        return Worked(NO_MARK, (), (), "")
    known = held(session, entry)
    corrections = select(CorrectionRow).where(CorrectionRow.entry_id == entry.id).order_by(CorrectionRow.id)
    fixed = session.scalars(corrections) if CorrectionRow in known else ()
    thing = Thing(tuple(entry.departments), tuple(entry.municipalities), offices.name_of(session, entry.office))
    people = tuple(
        (one.id, one.name) for one in colleagues(session, office) if allowed(one.person(), Ability.REVIEW, thing)
    )
    return Worked(
        marks(session, [entry.id], now).get(entry.id, NO_MARK),
        tuple(CorrectionFact(CorrectedField(one.field), one.at, one.by, one.reason, one.id) for one in fixed),
        people,
        _joined_to(session, entry.id) if JoinedRow in known else "",
        _decided(session, entry) if ReviewRow in known else None,
    )


def _decided(session: Session, entry: QueueEntry) -> DecidedFact | None:
    """Return the last decision about a row that nobody took back, None for none."""
    found = session.execute(
        select(ReviewRow, RecordRow.code)
        .outerjoin(RecordRow, RecordRow.id == ReviewRow.record_id)
        .where(ReviewRow.entry_id == entry.id, ReviewRow.undone_at.is_(None))
        .order_by(ReviewRow.id.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    one, record = found
    decision = ReviewDecision(one.decision)
    reason = DiscardReason(one.reason) if one.reason else None
    until = entry.review_by if decision is ReviewDecision.POSTPONE else None
    return DecidedFact(decision, one.at, one.by, reason, one.comment, record or "", until)


def _joined_to(session: Session, entry_id: int) -> str:
    """Return the code of the row that has the articles of a joined row, "" when it is in none."""
    found = session.scalar(
        select(QueueEntry.code)
        .join(JoinedRow, JoinedRow.into_id == QueueEntry.id)
        .where(JoinedRow.entry_id == entry_id)
        .order_by(JoinedRow.review_id.desc())
        .limit(1)
    )
    return found or ""


def record_of(session: Session, code: str) -> str:
    """Return the code of the record that a row belongs to, "" for none."""
    found = session.scalar(
        select(RecordRow.code)
        .join(RecordEntry, RecordEntry.record_id == RecordRow.id)
        .join(QueueEntry, QueueEntry.id == RecordEntry.entry_id)
        .where(QueueEntry.code == code)
    )
    return found or ""


def decisions_of_batch(session: Session, number: int) -> dict[str, int]:
    """Return the decisions of a batch by the code of their row; nothing where there is no such batch."""
    batch = session.get(BatchRow, number)
    made = () if batch is None else batch.reviews
    asked = select(QueueEntry.code, ReviewRow.id).join(QueueEntry, QueueEntry.id == ReviewRow.entry_id)
    return {row.code: row.id for row in session.execute(asked.where(among(session, ReviewRow.id, made)))}


def decision_of(session: Session, review_id: int) -> ReviewDecision | None:
    """Return what a decision was, None where it was taken back or there is none."""
    asked = select(ReviewRow.decision).where(ReviewRow.id == review_id, ReviewRow.undone_at.is_(None))
    found = session.scalar(asked) if review_id <= LARGEST_ID else None
    return ReviewDecision(found) if found else None


def last_step(session: Session, person: Person, now: datetime) -> LastStep | None:
    """Return the last decision or correction of a person of the last twelve hours that stands, None for none."""
    mine = ReviewRow.by == person.name, ReviewRow.office == person.office
    review = session.execute(
        select(ReviewRow.id, ReviewRow.at)
        .where(*mine, ReviewRow.undone_at.is_(None), ReviewRow.at > now - SESSION)
        .order_by(ReviewRow.id.desc())
        .limit(1)
    ).one_or_none()
    put_right = session.execute(
        select(QueueEntry.code, CorrectionRow.id, CorrectionRow.at)
        .join(QueueEntry, QueueEntry.id == CorrectionRow.entry_id)
        .where(CorrectionRow.by == person.name, CorrectionRow.office == person.office)
        .where(CorrectionRow.at > now - SESSION)
        .order_by(CorrectionRow.id.desc())
        .limit(1)
    ).one_or_none()
    if put_right is not None and (review is None or put_right.at > review.at):
        return LastStep(correction=(put_right.code, put_right.id))
    last = None if review is None else review.id
    batch = session.scalars(
        select(BatchRow)
        .where(BatchRow.by == person.name, BatchRow.office == person.office, BatchRow.undone_at.is_(None))
        .order_by(BatchRow.id.desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        return None
    return LastStep(batch=batch.id) if batch is not None and last in batch.reviews else LastStep(review=last)


def saved_views(session: Session, person: Person) -> tuple[SavedView, ...]:
    """Return the views of a person and of their office, own ones first, by name."""
    rows = session.scalars(
        select(ViewRow)
        .where(or_(ViewRow.account_id == person.user_id, ViewRow.office == person.office))
        .order_by(ViewRow.account_id.desc(), ViewRow.name)
    )
    return tuple(SavedView(row.id, row.name, bool(row.account_id), dict(row.filters)) for row in rows)
