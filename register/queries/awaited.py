"""What waits for a person and no deadline keeps: a second signature, an announced day, and what goes to a superior."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from conflict.clocks import Clocks, Heat, Term
from conflict.codebook import Level, QueueState, Stage
from conflict.factwords import TERM_WORDS, fact_words
from conflict.lifecycle import OPEN_STATES, DeadlineState, RecordKind, RecordState, RecordStep, TransferState
from conflict.measure import EXECUTED_MEASURES
from conflict.vocabulary import EXECUTED_FACTS, FactKind
from register.case_tables import CaseFile, FactRow
from register.duty_tables import ProposalRow
from register.queries.agenda import Conditions
from register.queries.records import WAITING
from register.record_tables import DeadlineRow, RecordRow, TransferRow
from register.tables import QueueEntry

_OPEN = tuple(one.value for one in OPEN_STATES)


@dataclass(frozen=True, slots=True)
class SignatureFact:
    """A step that waits for somebody else's signature. `due_at` is None for a draft: its clock began at `since`."""

    code: str
    title: str
    office: str
    responsible: str
    step: RecordStep
    by: str
    since: datetime
    due_at: datetime | None

    def due(self, clocks: Clocks) -> datetime:
        """Return until when it waits."""
        return self.due_at or clocks.due(Term.VALIDATION, self.office, self.since)


def signatures(session: Session, of: Conditions = (), *, limit: int = 200) -> tuple[SignatureFact, ...]:
    """Return proposals nobody decided and drafts nobody approved, the oldest first; `of` are conditions of records."""
    who = (RecordRow.code, RecordRow.title, RecordRow.office, RecordRow.responsible)
    proposed = session.execute(
        select(*who, ProposalRow.step, ProposalRow.proposed_by, ProposalRow.proposed_at, ProposalRow.due_at)
        .join(RecordRow, RecordRow.id == ProposalRow.record_id)
        .where(ProposalRow.decided_at.is_(None), *of)
        .order_by(ProposalRow.id)
        .limit(limit)
    )
    drafts = session.execute(
        select(*who, RecordRow.opened_at)
        .where(RecordRow.state == RecordState.DRAFT.value, *of)
        .order_by(RecordRow.updated_at, RecordRow.id)  # as the index has them: by number, all records were read
        .limit(limit)
    )
    found = [
        SignatureFact(code, title, office, responsible, RecordStep(step), by, since, due)
        for code, title, office, responsible, step, by, since, due in proposed
    ]
    found += [
        SignatureFact(code, title, office, responsible, RecordStep.APPROVE, responsible, opened_at, None)
        for code, title, office, responsible, opened_at in drafts
    ]
    return tuple(sorted(found, key=lambda one: (one.since, one.code)))


@dataclass(frozen=True, slots=True)
class ForeseenFact:
    """An open alert with the day that was announced, while no executed fact is written down in it."""

    code: str
    title: str
    office: str
    responsible: str
    day: date


def foreseen(session: Session, until: date, of: Conditions = (), *, limit: int = 400) -> tuple[ForeseenFact, ...]:
    """Return the open alerts announced for a day not after `until` in which nothing executed is written, by day."""
    carried_out = select(FactRow.id).where(
        FactRow.record_id == RecordRow.id,
        FactRow.annulled_at.is_(None),
        or_(
            FactRow.kind.in_([one.value for one in EXECUTED_FACTS if one is not FactKind.MEASURE]),
            FactRow.measure.in_([one.value for one in EXECUTED_MEASURES]),
        ),
    )
    rows = session.execute(
        select(RecordRow.code, RecordRow.title, RecordRow.office, RecordRow.responsible, CaseFile.foreseen_on)
        .join(CaseFile, CaseFile.record_id == RecordRow.id)
        .where(
            RecordRow.kind == RecordKind.ALERT.value,
            RecordRow.state.in_(_OPEN),
            CaseFile.foreseen_on != "",
            CaseFile.foreseen_on <= until.isoformat(),
            ~carried_out.exists(),
            *of,
        )
        .order_by(CaseFile.foreseen_on, RecordRow.id)
        .limit(limit)
    )
    return tuple(
        ForeseenFact(code, title, office, responsible, date.fromisoformat(day))
        for code, title, office, responsible, day in rows
    )


@dataclass(frozen=True, slots=True)
class EscalatedFact:
    """A matter whose term is over for so long that it goes to the superior of the office that owes it.

    `office` is a name, or the id of one for a row of the queue; `code` that of the record or row; `what` is of closed
    words (`conflict.factwords`), since it goes by mail.
    """

    office: str
    code: str
    what: str
    due_at: datetime


def escalated(session: Session, clocks: Clocks, now: datetime) -> tuple[EscalatedFact, ...]:
    """Return deadlines, unanswered transfers and unsigned steps that go to the superior now, the latest due last."""
    late = session.execute(
        select(DeadlineRow, RecordRow)
        .join(RecordRow, RecordRow.id == DeadlineRow.record_id)
        .where(DeadlineRow.state == DeadlineState.OPEN.value, DeadlineRow.due_at < now)
    )
    found = [
        EscalatedFact(record.office, record.code, TERM_WORDS[Term(one.term)], one.due_at)
        for one, record in late
        if clocks.heat(Term(one.term), one.due_at, now) is Heat.ESCALATE
    ]
    moving = session.execute(
        select(TransferRow, RecordRow.code)
        .join(RecordRow, RecordRow.id == TransferRow.record_id)
        .where(TransferRow.state.in_(WAITING), TransferRow.answer_by < now)
    )
    found += [
        EscalatedFact(
            one.receiver if one.state == TransferState.SENT.value else one.sender,
            code,
            f"Transferencia sin respuesta: {one.sender} a {one.receiver}",
            one.answer_by,
        )
        for one, code in moving
        if clocks.heat(Term.TRANSFER, one.answer_by, now) is Heat.ESCALATE
    ]
    found += [
        EscalatedFact(one.office, one.code, f"Espera segunda firma: {one.step.value}", one.due(clocks))
        for one in signatures(session)
        if clocks.heat(Term.VALIDATION, one.due(clocks), now) is Heat.ESCALATE
    ]
    return tuple(sorted(found, key=lambda one: (one.due_at, one.code)))


def unseen(session: Session, clocks: Clocks, now: datetime) -> tuple[EscalatedFact, ...]:
    """Return the critical rows of the queue that nobody opened within their term, the oldest first."""
    rows = session.scalars(
        select(QueueEntry)
        .where(QueueEntry.state == QueueState.NEW.value, QueueEntry.level == Level.CRITICAL.value)
        .order_by(QueueEntry.opened_at, QueueEntry.id)
    )
    timed = ((row, clocks.due(Term.CRITICAL_SEEN, row.office, row.opened_at)) for row in rows)
    return tuple(
        EscalatedFact(row.office, row.code, fact_words(Stage(row.stage), row.measures), due)
        for row, due in timed
        if clocks.heat(Term.CRITICAL_SEEN, due, now) is Heat.ESCALATE
    )
