"""What a person decides about a row of the queue: discard, postpone, register, join, and take back.

Every decision is one transaction with its line in the journal. A row that somebody else decided first, or that changed
since the page was opened, is not touched: the caller gets `Stale` and shows what happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from conflict.codebook import DECIDABLE_QUEUE_STATES, Level, QueueState
from conflict.lapaz import local_day
from conflict.lifecycle import OPEN_STATES, DiscardReason, RecordKind, RecordState, ReviewDecision
from conflict.permissions import Ability, demand
from conflict.record import Person, RuleError
from conflict.rulebook import PLAIN, Rulebook
from register.commands import gathering, guarding, journal, records
from register.commands import recordkeeping as keep
from register.commands.corrections import open_entry
from register.commands.matching import hold_rows
from register.record_tables import RecordEntry, RecordRow, ReviewRow
from register.tables import QueueEntry
from register.triage_tables import JoinedRow

LONGEST_POSTPONEMENT = timedelta(hours=72)
"""A row may be put off this long (domain model, life of a signal)."""
UNDONE = "Esa decisión ya se deshizo."
UNDO_WITHIN = timedelta(days=30)
"""A decision may be taken back this long (domain model, life of a signal)."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision stands. `record` is the code of the alert or conflict, "" when there is none."""

    review_id: int
    record: str = ""


@dataclass(frozen=True, slots=True)
class Stale:
    """Nothing was changed: somebody decided before. `record` is the code that came of it, "" for none."""

    state: QueueState
    by: str
    at: datetime | None
    record: str


def discard(
    session: Session, *, code: str, version: int, reason: DiscardReason, comment: str, by: Person, now: datetime
) -> Decided | Stale:
    """Set a row aside, with its reason; words are never asked for, since a form that blocks is a row left open."""
    entry = _decidable(session, code, version, by)
    if isinstance(entry, Stale):
        return entry
    return _decide(
        session, entry, ReviewDecision.DISCARD, QueueState.DISCARDED, by, now, reason=reason, comment=comment
    )


def postpone(
    session: Session, *, code: str, version: int, until: datetime, by: Person, now: datetime
) -> Decided | Stale:
    """Put a row off until a moment within 72 hours, over a weekend until Monday."""
    limit = now + LONGEST_POSTPONEMENT + (timedelta(days=2) if local_day(now).weekday() >= 3 else timedelta())
    if not now < until <= limit:
        raise RuleError(f"postponed to {until.isoformat()}", "Se puede posponer hasta tres días hábiles.")
    entry = _decidable(session, code, version, by)
    if isinstance(entry, Stale):
        return entry
    return _decide(session, entry, ReviewDecision.POSTPONE, QueueState.POSTPONED, by, now, review_by=until)


def register(
    session: Session,
    *,
    code: str,
    version: int,
    kind: RecordKind,
    level: Level,
    by: Person,
    now: datetime,
    rules: Rulebook = PLAIN,
) -> Decided | Stale:
    """Make an alert or a conflict of a row; its first action gets its deadline."""
    entry = _decidable(session, code, version, by)
    if isinstance(entry, Stale):
        return entry
    record = records.open_from_entry(session, entry=entry, kind=kind, level=level, by=by, now=now, rules=rules)
    return _decide(session, entry, ReviewDecision.REGISTER, QueueState.REGISTERED, by, now, record=record)


def link(session: Session, *, code: str, version: int, record: str, by: Person, now: datetime) -> Decided | Stale:
    """Join a row to an open record. Raise RuleError when there is no such record or it is closed."""
    hold_rows(session, QueueEntry.code == code)  # the row before the record, as when a record is made of it
    asked = select(RecordRow).where(RecordRow.code == record.strip().upper()).with_for_update()
    found = session.scalars(asked, execution_options={"populate_existing": True}).one_or_none()
    if found is None:
        raise RuleError(f"no record {record[:40]!r}", guarding.no_record(record))
    guarding.demand_record(session, found, Ability.SEE_RECORDS, by)
    if RecordState(found.state) not in OPEN_STATES:
        raise RuleError(
            f"{found.code} is {found.state}", f"{found.code} ya está cerrada. Reábrala primero o registre aparte."
        )
    entry = _decidable(session, code, version, by)
    if isinstance(entry, Stale):
        return entry
    session.execute(insert(RecordEntry).values(record_id=found.id, entry_id=entry.id))
    keep.change(session, found, now)
    return _decide(session, entry, ReviewDecision.LINK, QueueState.LINKED, by, now, record=found)


def join(session: Session, *, code: str, version: int, into: str, by: Person, now: datetime) -> Decided | Stale:
    """Put the articles of a row into another open row. Raise RuleError when there is no such row or it was decided."""
    hold_rows(session, QueueEntry.code.in_((code, into)))
    target = open_entry(session, into, by)
    entry = _decidable(session, code, version, by)
    if isinstance(entry, Stale):
        return entry
    if entry.id == target.id:
        raise RuleError(f"{code} into itself", "Se unen dos filas distintas.")
    done = _decide(session, entry, ReviewDecision.LINK, QueueState.LINKED, by, now, comment=f"Unida a {target.code}")
    gathering.gather(session, review_id=done.review_id, entry=entry, into=target, by=by, now=now)
    return done


def undo(session: Session, *, review_id: int, by: Person, now: datetime) -> str:
    """Take a decision back and return the code of the row, which is open again as it was.

    A record that came of it and has nothing else yet is annulled, never erased. Raise RuleError when the decision was
    taken back before, is not the row's last one, is too old, or its record has been worked on.
    """
    hold_rows_of(session, [review_id])
    review = session.get(ReviewRow, review_id, with_for_update=True, populate_existing=True)
    if review is None or review.undone_at is not None:
        raise RuleError(f"review {review_id} not open", UNDONE)
    entry = session.get_one(QueueEntry, review.entry_id)
    demand(by, Ability.REVIEW, guarding.thing_of_entry(entry), f"la fila {entry.code}", UNDONE)
    last = session.scalar(
        select(ReviewRow.id)
        .where(ReviewRow.entry_id == review.entry_id, ReviewRow.undone_at.is_(None))
        .order_by(ReviewRow.id.desc())
        .limit(1)
    )
    if last != review.id or now - review.at > UNDO_WITHIN:
        raise RuleError(f"review {review_id} not the last or too old", "Ya no se puede deshacer esa decisión.")
    if review.record_id is not None:
        session.get(RecordRow, review.record_id, with_for_update=True, populate_existing=True)
        session.execute(delete(RecordEntry).where(RecordEntry.entry_id == review.entry_id))
        if review.decision == ReviewDecision.REGISTER.value:
            records.annul_untouched(session, record_id=review.record_id, by=by, now=now)
    gathering.scatter(session, review_id=review.id, by=by, now=now)
    session.execute(
        update(QueueEntry)
        .where(QueueEntry.id == entry.id)
        .values(state=review.state_before, review_by=review.review_by_before, row_version=QueueEntry.row_version + 1)
    )
    session.execute(update(ReviewRow).where(ReviewRow.id == review.id).values(undone_at=now, undone_by=by.name))
    journal.append(
        session,
        now=now,
        actor=by,
        action="cola.deshacer",
        object_type="cola",
        object_id=entry.code,
        details={"decision": review.id},
    )
    return str(entry.code)


def hold_rows_of(session: Session, reviews: Sequence[int]) -> None:
    """Hold the rows that decisions were about, and those that articles were moved to, before any of them is undone."""
    decided = select(ReviewRow.entry_id).where(ReviewRow.id.in_(reviews))
    joined = select(JoinedRow.into_id).where(JoinedRow.review_id.in_(reviews))
    hold_rows(session, QueueEntry.id.in_(decided.union(joined)))


def _decidable(session: Session, code: str, version: int, by: Person) -> QueueEntry | Stale:
    entry = session.scalars(select(QueueEntry).where(QueueEntry.code == code).with_for_update()).one_or_none()
    if entry is None:
        raise RuleError(f"no row {code[:40]!r}", guarding.no_entry(code))
    guarding.demand_entry(entry, Ability.REVIEW, by)
    if entry.row_version == version and QueueState(entry.state) in DECIDABLE_QUEUE_STATES:
        return entry
    review = session.scalars(
        select(ReviewRow)
        .where(ReviewRow.entry_id == entry.id, ReviewRow.undone_at.is_(None))
        .order_by(ReviewRow.id.desc())
        .limit(1)
    ).one_or_none()
    if QueueState(entry.state) in DECIDABLE_QUEUE_STATES and review is None:
        return entry  # the row only gained articles since the page was opened
    record = session.get(RecordRow, review.record_id) if review and review.record_id else None
    return Stale(
        QueueState(entry.state),
        review.by if review else "",
        review.at if review else None,
        record.code if record else "",
    )


def _decide(
    session: Session,
    entry: QueueEntry,
    decision: ReviewDecision,
    state: QueueState,
    by: Person,
    now: datetime,
    *,
    reason: DiscardReason | None = None,
    comment: str = "",
    record: RecordRow | None = None,
    review_by: datetime | None = None,
) -> Decided:
    version = entry.row_version + 1
    review_id = session.execute(
        insert(ReviewRow)
        .values(
            entry_id=entry.id,
            decision=decision.value,
            at=now,
            by=by.name,
            office=by.office,
            reason=None if reason is None else reason.value,
            comment=" ".join(comment.split())[:500],
            record_id=None if record is None else record.id,
            state_before=entry.state,
            review_by_before=entry.review_by,
            undone_at=None,
            undone_by="",
        )
        .returning(ReviewRow.id)
    ).scalar_one()
    session.execute(
        update(QueueEntry)
        .where(QueueEntry.id == entry.id)
        .values(
            state=state.value,
            review_by=review_by or entry.review_by,
            updated=False,
            row_version=QueueEntry.row_version + 1,
        )
    )
    journal.append(
        session,
        now=now,
        actor=by,
        action=f"cola.{decision.value}",
        object_type="cola",
        object_id=entry.code,
        reason="" if reason is None else reason.value,
        details={"decision": review_id, "ficha": record.code if record else ""},
        version=version,
    )
    return Decided(review_id, record.code if record else "")
