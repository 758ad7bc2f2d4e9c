"""Records as pages show them: a list, one with its timeline, the agenda of deadlines, transfers that wait."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Text, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from conflict.clocks import Term
from conflict.codebook import Level
from conflict.lifecycle import (
    OPEN_STATES,
    WAITING_TRANSFERS,
    ActionKind,
    DeadlineState,
    Outcome,
    RecordKind,
    RecordState,
    ReviewDecision,
    TransferState,
)
from conflict.record import RuleError
from conflict.rulebook import AfterAcceptance
from conflict.text import fold
from conflict.vocabulary import TransferReason
from register.claims import claim_in
from register.manyrows import among
from register.record_rows import (
    DeadlineFact,
    DecisionFact,
    RecordDetail,
    RecordFact,
    RecordPage,
    TimelineFact,
    TransferFact,
)
from register.record_tables import ActionRow, DeadlineRow, RecordEntry, RecordRow, ReviewRow, TransferRow
from register.tables import QueueEntry

WAITING = tuple(sorted(state.value for state in WAITING_TRANSFERS))
MOST_CANDIDATES = 3
OPEN = tuple(sorted(state.value for state in OPEN_STATES))
CLOSED = tuple(sorted(state.value for state in RecordState if state not in OPEN_STATES))


def listed(
    session: Session, *, closed: bool = False, department: str = "", text: str = "", limit: int = 200
) -> tuple[RecordFact, ...]:
    """Return records, the last touched first; by department code and by words forgiving accents."""
    query = select(RecordRow.id).where(*_asked(closed, text))
    if department:
        query = query.where(type_coerce(RecordRow.departments, Text).contains(f'"{department}"', autoescape=True))
    order = (RecordRow.updated_at.desc(), RecordRow.id.desc())
    first = session.scalars(query.order_by(*order).limit(limit)).all()
    found = session.scalars(select(RecordRow).where(among(session, RecordRow.id, first)).order_by(*order))
    return _with_work(session, found.all())


def page(session: Session, *, closed: bool, text: str, limit: int, cursor: str = "") -> RecordPage:
    """Return one page of records, the newest first, an order that no work on a record changes.

    `cursor` comes from an earlier page, "" for the first. Raise RuleError for one that does not.
    """
    query = select(RecordRow).where(*_asked(closed, text))
    if cursor:
        if not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 10):
            raise RuleError("cursor of records", "Ese «desde» no vino de una página anterior. Empiece sin él.")
        query = query.where(RecordRow.id < int(cursor))
    found = session.scalars(query.order_by(RecordRow.id.desc()).limit(limit + 1)).all()
    return RecordPage(_with_work(session, found[:limit]), str(found[limit - 1].id) if len(found) > limit else None)


def _asked(closed: bool, text: str) -> list[Any]:
    """Return the conditions of open or closed records that have the words."""
    conditions: list[Any] = [RecordRow.state.in_(CLOSED if closed else OPEN)]
    for word in fold(text).split()[:8]:
        conditions.append(
            or_(
                RecordRow.searchable.contains(word, autoescape=True),
                func.lower(RecordRow.code).contains(word, autoescape=True),
                func.lower(RecordRow.external_code).contains(word, autoescape=True),
            )
        )
    return conditions


def candidates(
    session: Session, *, municipalities: Sequence[str], departments: Sequence[str]
) -> tuple[RecordFact, ...]:
    """Return up to three open records of the same municipality, else of the same department: perhaps one of them."""
    near: list[RecordRow] = []
    for column, names in ((RecordRow.municipalities, municipalities), (RecordRow.departments, departments)):
        if names and len(near) < MOST_CANDIDATES:
            same = or_(*(type_coerce(column, Text).contains(_as_json(name), autoescape=True) for name in names))
            query = select(RecordRow).where(RecordRow.state.in_(OPEN), RecordRow.id.not_in([one.id for one in near]))
            order = query.where(same).order_by(RecordRow.updated_at.desc()).limit(MOST_CANDIDATES - len(near))
            near += session.scalars(order).all()
    return _with_work(session, near)


def _as_json(name: str) -> str:
    """Return a name as it stands within a stored list."""
    return json.dumps(name, ensure_ascii=False)


def detail(session: Session, code: str) -> RecordDetail | None:
    """Return one record with all that hangs from it; None when there is no such code."""
    record = session.scalars(select(RecordRow).where(RecordRow.code == code)).one_or_none()
    if record is None:
        return None
    actions = session.execute(
        select(ActionRow.kind, ActionRow.at, ActionRow.by, ActionRow.office, ActionRow.words, ActionRow.proof)
        .where(ActionRow.record_id == record.id)
        .order_by(ActionRow.at.desc(), ActionRow.id.desc())
    )
    owed = session.scalars(
        select(DeadlineRow).where(DeadlineRow.record_id == record.id).order_by(DeadlineRow.due_at, DeadlineRow.id)
    )
    moved = session.scalars(
        select(TransferRow).where(TransferRow.record_id == record.id).order_by(TransferRow.id.desc())
    )
    rows = session.execute(
        select(QueueEntry.code, QueueEntry.title)
        .join(RecordEntry, RecordEntry.entry_id == QueueEntry.id)
        .where(RecordEntry.record_id == record.id)
        .order_by(QueueEntry.newest_at.desc())
    )
    origin = session.get(RecordRow, record.origin_id) if record.origin_id else None
    became = session.scalar(select(RecordRow.code).where(RecordRow.origin_id == record.id))
    return RecordDetail(
        record=_with_work(session, [record])[0],
        outcome=Outcome(record.outcome) if record.outcome else None,
        closing_words=record.closing_words,
        origin=origin.code if origin else "",
        became=became or "",
        timeline=tuple(
            TimelineFact(ActionKind(one.kind) if one.kind else None, one.at, one.by, one.office, one.words, one.proof)
            for one in actions
        ),
        deadlines=tuple(deadline_fact(one, record) for one in owed),
        transfers=tuple(transfer_fact(one, record) for one in moved),
        entries=tuple((str(entry), str(title)) for entry, title in rows),
    )


def agenda(session: Session, *, limit: int = 400) -> tuple[DeadlineFact, ...]:
    """Return the open deadlines of open records, the nearest first."""
    rows = session.execute(
        select(DeadlineRow, RecordRow)
        .join(RecordRow, RecordRow.id == DeadlineRow.record_id)
        .where(DeadlineRow.state == DeadlineState.OPEN.value)
        .order_by(DeadlineRow.due_at, DeadlineRow.id)
        .limit(limit)
    )
    return tuple(deadline_fact(deadline, record) for deadline, record in rows)


def overdue(session: Session, now: datetime) -> int:
    """Count the open deadlines that have passed."""
    return int(session.scalar(select(func.count()).select_from(DeadlineRow).where(*is_late(now))) or 0)


def is_late(now: datetime) -> tuple[Any, ...]:
    """Return the conditions of an open deadline that has passed."""
    return DeadlineRow.state == DeadlineState.OPEN.value, DeadlineRow.due_at < now


def transfers_waiting(session: Session) -> tuple[TransferFact, ...]:
    """Return the transfers that wait for an answer, the oldest first."""
    rows = session.execute(
        select(TransferRow, RecordRow)
        .join(RecordRow, RecordRow.id == TransferRow.record_id)
        .where(TransferRow.state.in_(WAITING))
        .order_by(TransferRow.answer_by, TransferRow.id)
    )
    return tuple(transfer_fact(transfer, record) for transfer, record in rows)


def decisions_since(session: Session, since: datetime) -> tuple[DecisionFact, ...]:
    """Return what persons decided in the queue since a moment, the newest first, taken-back ones left out."""
    rows = session.execute(
        select(ReviewRow, QueueEntry.code, QueueEntry.title, RecordRow.code)
        .join(QueueEntry, QueueEntry.id == ReviewRow.entry_id)
        .outerjoin(RecordRow, RecordRow.id == ReviewRow.record_id)
        .where(ReviewRow.at >= since, ReviewRow.undone_at.is_(None))
        .order_by(ReviewRow.id.desc())
        .limit(500)
    )
    return tuple(
        DecisionFact(one.id, ReviewDecision(one.decision), one.at, one.by, code, title, record or "")
        for one, code, title, record in rows
    )


def _with_work(session: Session, found: Sequence[RecordRow]) -> tuple[RecordFact, ...]:
    """Add to each record its last action and its next deadline, in one query for all."""
    if not found:
        return ()
    acted = select(func.max(ActionRow.at)).where(ActionRow.record_id == RecordRow.id)
    still = select(func.min(DeadlineRow.due_at)).where(
        DeadlineRow.record_id == RecordRow.id, DeadlineRow.state == DeadlineState.OPEN.value
    )
    last, due = (one.correlate(RecordRow).scalar_subquery() for one in (acted, still))
    here = among(session, RecordRow.id, [one.id for one in found])
    work = {ident: dates for ident, *dates in session.execute(select(RecordRow.id, last, due).where(here))}
    return tuple(
        RecordFact(
            code=one.code,
            kind=RecordKind(one.kind),
            state=RecordState(one.state),
            level=Level(one.level),
            title=one.title,
            departments=tuple(one.departments),
            municipalities=tuple(one.municipalities),
            measures=tuple(one.measures),
            office=one.office,
            responsible=one.responsible,
            external_code=one.external_code,
            opened_at=one.opened_at,
            updated_at=one.updated_at,
            closed_at=one.closed_at,
            last_action=work[one.id][0],
            next_due=work[one.id][1],
            version=one.row_version,
            claim=claim_in(one),
        )
        for one in found
    )


def deadline_fact(one: DeadlineRow, record: RecordRow) -> DeadlineFact:
    """Return a deadline with the record it belongs to."""
    return DeadlineFact(
        one.id,
        record.code,
        record.title,
        record.responsible,
        record.office,
        one.what,
        one.addressee,
        one.due_at,
        DeadlineState(one.state),
        one.closed_at,
        Term(one.term),
        record.row_version,
    )


def transfer_fact(one: TransferRow, record: RecordRow) -> TransferFact:
    """Return a transfer as pages show it."""
    return TransferFact(
        one.id,
        record.code,
        record.title,
        TransferState(one.state),
        one.sender,
        one.receiver,
        one.reason,
        one.asked_at,
        one.asked_by,
        one.answer_by,
        one.answered_at,
        one.answer,
        TransferReason(one.motive),
        one.sent_at,
        AfterAcceptance(one.local_role),
        one.counter_reference,
        record.row_version,
    )
