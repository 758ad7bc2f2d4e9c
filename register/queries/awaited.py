"""What waits for a person and no deadline keeps: a second signature, an announced day, and what goes to a superior."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, and_, case, false, func, literal, or_, select
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
    proposed = session.execute(_PROPOSED.where(*of).order_by(ProposalRow.proposed_at, ProposalRow.id).limit(limit))
    drafts = session.execute(_DRAFTS.where(*of).order_by(RecordRow.opened_at, RecordRow.id).limit(limit))
    found = [_proposed(row) for row in proposed] + [_draft(row) for row in drafts]
    return tuple(sorted(found, key=lambda one: (one.since, one.code))[:limit])


def how_many_signatures(session: Session, of: Conditions = ()) -> int:
    """Count the same."""
    counted = (query.where(*of).with_only_columns(func.count()) for query in (_PROPOSED, _DRAFTS))
    return sum(session.scalar(query) or 0 for query in counted)


_WHO = (RecordRow.code, RecordRow.title, RecordRow.office, RecordRow.responsible)
_PROPOSED = (
    select(*_WHO, ProposalRow.step, ProposalRow.proposed_by, ProposalRow.proposed_at, ProposalRow.due_at)
    .select_from(ProposalRow)
    .join(RecordRow, RecordRow.id == ProposalRow.record_id)
    .where(ProposalRow.decided_at.is_(None))
)
_DRAFTS = select(*_WHO, RecordRow.opened_at).select_from(RecordRow).where(RecordRow.state == RecordState.DRAFT.value)
"""Each names the table it counts from too: a sight narrows what stands there (`register/sight.py`)."""


def _proposed(row: Any) -> SignatureFact:
    code, title, office, responsible, step, by, since, due = row
    return SignatureFact(code, title, office, responsible, RecordStep(step), by, since, due)


def _draft(row: Any) -> SignatureFact:
    code, title, office, responsible, opened_at = row
    return SignatureFact(code, title, office, responsible, RecordStep.APPROVE, responsible, opened_at, None)


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
    who = (RecordRow.code, RecordRow.title, RecordRow.office, RecordRow.responsible, CaseFile.foreseen_on)
    rows = session.execute(
        _foreseen(until, of).with_only_columns(*who).order_by(CaseFile.foreseen_on, RecordRow.id).limit(limit)
    )
    return tuple(
        ForeseenFact(code, title, office, responsible, date.fromisoformat(day))
        for code, title, office, responsible, day in rows
    )


def how_many_foreseen(session: Session, until: date, of: Conditions = ()) -> int:
    """Count the same."""
    return session.scalar(_foreseen(until, of).with_only_columns(func.count())) or 0


def _foreseen(until: date, of: Conditions) -> Select[Any]:
    carried_out = select(FactRow.id).where(
        FactRow.record_id == RecordRow.id,
        FactRow.annulled_at.is_(None),
        or_(
            FactRow.kind.in_([one.value for one in EXECUTED_FACTS if one is not FactKind.MEASURE]),
            FactRow.measure.in_([one.value for one in EXECUTED_MEASURES]),
        ),
    )
    return (
        select(RecordRow.code)
        .select_from(RecordRow)
        .join(CaseFile, CaseFile.record_id == RecordRow.id)
        .where(
            RecordRow.kind == RecordKind.ALERT.value,
            RecordRow.state.in_(_OPEN),
            CaseFile.foreseen_on != "",
            CaseFile.foreseen_on <= until.isoformat(),
            ~carried_out.exists(),
            *of,
        )
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


@dataclass(frozen=True, slots=True)
class EscalatedOffice:
    """How much of an office goes to its superior, and the first of it by when it was due."""

    office: str
    count: int
    first: tuple[EscalatedFact, ...]


def escalated(session: Session, clocks: Clocks, now: datetime, *, most: int = 20) -> tuple[EscalatedOffice, ...]:
    """Return what goes to the superior now: deadlines, unanswered transfers and unsigned steps, by who owes them.

    All are counted; no more are kept at a time than a few of each office.
    """
    counts: Counter[str] = Counter()
    first: dict[str, list[EscalatedFact]] = defaultdict(list)
    for query, what in (_overdue(clocks, now), _unanswered(clocks, now), _proposed_higher(clocks, now)):
        wholes = {}
        for office, code, of, due_at, whole in session.execute(_first_of_each(query, most)):
            first[office].append(EscalatedFact(office, code, what(of), due_at))
            wholes[office] = whole
        counts.update(wholes)
    drafts: Counter[str] = Counter()
    for office, code, due_at in _unapproved(session, clocks, now):
        drafts[office] += 1
        if drafts[office] <= most:
            first[office].append(EscalatedFact(office, code, _unsigned(RecordStep.APPROVE.value), due_at))
    counts.update(drafts)
    return tuple(
        EscalatedOffice(office, count, tuple(sorted(first[office], key=attrgetter("due_at", "code"))[:most]))
        for office, count in sorted(counts.items())
    )


Named = Callable[[str], str]
Owing = Select[str, str, str, datetime]


def _first_of_each(query: Owing, most: int) -> Select[str, str, str, datetime, int]:
    """Return the query of the first matters of each office with how many it has; the columns are those of a matter."""
    told = query.subquery()
    office, code, what, due_at = told.c
    placed = select(
        *(office, code, what, due_at),
        func.count().over(partition_by=office).label("whole"),
        func.row_number().over(partition_by=office, order_by=(due_at, code)).label("place"),
    ).subquery()
    *shown, place = placed.c
    return select(*shown).where(place <= most)


def _overdue(clocks: Clocks, now: datetime) -> tuple[Owing, Named]:
    since = {term: clocks.higher_since(term, now) for term in Term}
    over = [and_(DeadlineRow.term == term.value, DeadlineRow.due_at <= at) for term, at in since.items() if at]
    query = (
        select(RecordRow.office, RecordRow.code, DeadlineRow.term, DeadlineRow.due_at)
        .join(RecordRow, RecordRow.id == DeadlineRow.record_id)
        .where(DeadlineRow.state == DeadlineState.OPEN.value, DeadlineRow.due_at <= now, or_(false(), *over))
    )
    return query, lambda term: TERM_WORDS[Term(term)]


def _unanswered(clocks: Clocks, now: datetime) -> tuple[Owing, Named]:
    since = clocks.higher_since(Term.TRANSFER, now)
    owing = case((TransferRow.state == TransferState.SENT.value, TransferRow.receiver), else_=TransferRow.sender)
    query = (
        select(
            owing.label("owing"),
            RecordRow.code,
            (TransferRow.sender + literal(" a ") + TransferRow.receiver).label("between"),
            TransferRow.answer_by,
        )
        .join(RecordRow, RecordRow.id == TransferRow.record_id)
        .where(TransferRow.state.in_(WAITING), TransferRow.answer_by <= since if since else false())
    )
    return query, lambda between: f"Transferencia sin respuesta: {between}"


def _proposed_higher(clocks: Clocks, now: datetime) -> tuple[Owing, Named]:
    since = clocks.higher_since(Term.VALIDATION, now)
    query = _PROPOSED.where(ProposalRow.due_at <= since if since else false())
    return query.with_only_columns(RecordRow.office, RecordRow.code, ProposalRow.step, ProposalRow.due_at), _unsigned


def _unapproved(session: Session, clocks: Clocks, now: datetime) -> Iterator[tuple[str, str, datetime]]:
    """Yield office, code and end of the term of drafts, each office's first due first: its calendar says which."""
    since = clocks.higher_since(Term.VALIDATION, now)
    if since is None:
        return
    begun = _DRAFTS.where(RecordRow.opened_at <= clocks.begun_before(Term.VALIDATION, since))
    query = begun.with_only_columns(RecordRow.office, RecordRow.code, RecordRow.opened_at)
    for office, code, opened_at in session.execute(
        query.order_by(RecordRow.opened_at, RecordRow.code), execution_options={"yield_per": 500}
    ):
        due_at = clocks.due(Term.VALIDATION, office, opened_at)
        if due_at <= since:
            yield office, code, due_at


def _unsigned(step: str) -> str:
    return f"Espera segunda firma: {step}"


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
