"""What waits for a person and no deadline keeps: a second signature, an announced day, and what goes to a superior."""

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, and_, false, func, or_, select
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
    for one in chain(
        _overdue(session, clocks, now), _unanswered(session, clocks, now), _unsigned(session, clocks, now)
    ):
        counts[one.office] += 1
        insort(first[one.office], one, key=_ORDER)
        del first[one.office][most:]
    return tuple(EscalatedOffice(office, counts[office], tuple(kept)) for office, kept in sorted(first.items()))


_ORDER = attrgetter("due_at", "code")
_BY_THE_PAGE = {"yield_per": 500}


def _overdue(session: Session, clocks: Clocks, now: datetime) -> Iterator[EscalatedFact]:
    since = {term: clocks.higher_since(term, now) for term in Term}
    over = [and_(DeadlineRow.term == term.value, DeadlineRow.due_at <= at) for term, at in since.items() if at]
    found = session.execute(
        select(RecordRow.office, RecordRow.code, DeadlineRow.term, DeadlineRow.due_at)
        .join(RecordRow, RecordRow.id == DeadlineRow.record_id)
        .where(DeadlineRow.state == DeadlineState.OPEN.value, DeadlineRow.due_at <= now, or_(false(), *over))
        .order_by(DeadlineRow.due_at),
        execution_options=_BY_THE_PAGE,
    )
    for office, code, term, due_at in found:
        yield EscalatedFact(office, code, TERM_WORDS[Term(term)], due_at)


def _unanswered(session: Session, clocks: Clocks, now: datetime) -> Iterator[EscalatedFact]:
    since = clocks.higher_since(Term.TRANSFER, now)
    if since is None:
        return
    found = session.execute(
        select(TransferRow.sender, TransferRow.receiver, TransferRow.state, TransferRow.answer_by, RecordRow.code)
        .join(RecordRow, RecordRow.id == TransferRow.record_id)
        .where(TransferRow.state.in_(WAITING), TransferRow.answer_by <= since)
        .order_by(TransferRow.answer_by),
        execution_options=_BY_THE_PAGE,
    )
    for sender, receiver, state, answer_by, code in found:
        owing = receiver if state == TransferState.SENT.value else sender
        yield EscalatedFact(owing, code, f"Transferencia sin respuesta: {sender} a {receiver}", answer_by)


def _unsigned(session: Session, clocks: Clocks, now: datetime) -> Iterator[EscalatedFact]:
    since = clocks.higher_since(Term.VALIDATION, now)
    if since is None:
        return
    proposed = _PROPOSED.where(ProposalRow.due_at <= since).order_by(ProposalRow.due_at)
    begun = clocks.begun_before(Term.VALIDATION, since)  # which of them are over says the calendar of each office
    drafts = _DRAFTS.where(RecordRow.opened_at <= begun).order_by(RecordRow.opened_at)
    for query, made in ((proposed, _proposed), (drafts, _draft)):
        for row in session.execute(query, execution_options=_BY_THE_PAGE):
            one = made(row)
            if (due := one.due(clocks)) <= since:
                yield EscalatedFact(one.office, one.code, f"Espera segunda firma: {one.step.value}", due)


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
