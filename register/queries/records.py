"""Records as pages show them: a list, one with its timeline, the agenda of deadlines, transfers that wait."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, case, func, or_, select, type_coerce
from sqlalchemy.orm import Session, defer, load_only

from conflict.clocks import Term
from conflict.codebook import Level
from conflict.fieldwork import Modality
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
from register.case_tables import OutsideCode
from register.claims import claim_in
from register.duty_tables import RequestRow
from register.manyrows import among
from register.record_rows import (
    DeadlineFact,
    DecisionFact,
    RecordDetail,
    RecordFact,
    RecordPage,
    Regraded,
    TimelineFact,
    TransferFact,
)
from register.record_tables import ActionRow, DeadlineRow, RecordEntry, RecordRow, ReviewRow, TransferRow
from register.remembered import once_read
from register.tables import JournalRow, QueueEntry

WAITING = tuple(sorted(state.value for state in WAITING_TRANSFERS))
MOST_CANDIDATES = 3
OPEN = tuple(sorted(state.value for state in OPEN_STATES))
CLOSED = tuple(sorted(state.value for state in RecordState if state not in OPEN_STATES))
NOWHERE = "sin"
"""In place of a department's code: records that name none."""
LISTED = 200
"""Records of a list that a page shows."""
THIN = (defer(TransferRow.pack), load_only(RecordRow.code, RecordRow.title, RecordRow.row_version))
"""What a line about a transfer needs: not the whole file that went with it."""


def listed(
    session: Session,
    *,
    closed: bool = False,
    department: str = "",
    text: str = "",
    also: Sequence[Any] = (),
    limit: int | None = LISTED,
) -> tuple[RecordFact, ...]:
    """Return records, the last touched first; by department code and by words forgiving accents. None is all.

    `also` is what `record_narrowing.narrowing` says of them.
    """
    query = select(RecordRow.id).where(*_asked(closed, text, department), *also)
    order = (RecordRow.updated_at.desc(), RecordRow.id.desc())
    first = session.scalars(query.order_by(*order).limit(limit)).all()
    found = session.scalars(select(RecordRow).where(among(session, RecordRow.id, first)).order_by(*order))
    return _with_work(session, found.all())


def how_many_listed(
    session: Session, *, closed: bool = False, department: str = "", text: str = "", also: Sequence[Any] = ()
) -> int:
    """Count the same."""
    counted = select(func.count()).select_from(RecordRow).where(*_asked(closed, text, department), *also)
    return session.scalar(counted) or 0


def by_department(
    session: Session, *, closed: bool = False, text: str = "", also: Sequence[Any] = ()
) -> dict[str, dict[Level, int]]:
    """Count the same by department and level, in one statement; a record of two departments in both, of none in ""."""
    counted = select(RecordRow.departments, RecordRow.level, func.count()).where(*_asked(closed, text), *also)
    found: dict[str, dict[Level, int]] = {}
    for departments, level, count in session.execute(counted.group_by(RecordRow.departments, RecordRow.level)):
        for code in departments or ("",):
            levels = found.setdefault(code, {})
            levels[Level(level)] = levels.get(Level(level), 0) + count
    return found


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


def _asked(closed: bool, text: str, department: str = "") -> list[Any]:
    """Return the conditions of open or closed records that have the words, of a department where one is given."""
    conditions: list[Any] = [RecordRow.state.in_(CLOSED if closed else OPEN)]
    if department == NOWHERE:
        conditions.append(type_coerce(RecordRow.departments, Text) == "[]")
    elif department:
        conditions.append(type_coerce(RecordRow.departments, Text).contains(f'"{department}"', autoescape=True))
    numbered = any(letter.isdecimal() for letter in text)
    for word in fold(text).split()[:8]:
        columns = (RecordRow.searchable, func.lower(RecordRow.code), func.lower(RecordRow.external_code))
        met = [column.contains(word, autoescape=True) for column in columns]
        conditions.append(or_(*met, *(_numbered(word) if numbered else ())))
    return conditions


def _numbered(word: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a word stands in the number of a note or of another system."""
    notes = ((RequestRow.record_id, RequestRow.cite), (OutsideCode.record_id, OutsideCode.code))
    return tuple(
        RecordRow.id.in_(select(record).where(func.lower(number).contains(word, autoescape=True)))
        for record, number in notes
    )


def candidates(
    session: Session, *, municipalities: Sequence[str], departments: Sequence[str]
) -> tuple[RecordFact, ...]:
    """Return up to three open records of the same municipality, else of the same department: perhaps one of them."""
    columns = ((RecordRow.municipalities, municipalities), (RecordRow.departments, departments))
    same = [
        or_(*(type_coerce(column, Text).contains(_as_json(name), autoescape=True) for name in names))
        for column, names in columns
        if names
    ]
    if not same:
        return ()
    query = select(RecordRow).where(RecordRow.state.in_(OPEN), or_(*same))
    nearest_first = query.order_by(case((same[0], 0), else_=1), RecordRow.updated_at.desc(), RecordRow.id.desc())
    return _with_work(session, session.scalars(nearest_first.limit(MOST_CANDIDATES)).all())


def _as_json(name: str) -> str:
    """Return a name as it stands within a stored list."""
    return json.dumps(name, ensure_ascii=False)


def stored(session: Session, code: str) -> RecordRow | None:
    """Return the stored record with that code, None when there is none."""
    query = select(RecordRow).where(RecordRow.code == code)
    return once_read(session, (stored, code), lambda: session.scalars(query).one_or_none())


def detail(session: Session, code: str) -> RecordDetail | None:
    """Return one record with all that hangs from it; None when there is no such code."""
    record = stored(session, code)
    if record is None:
        return None
    actions = session.execute(
        select(
            *(ActionRow.kind, ActionRow.at, ActionRow.by, ActionRow.office),
            *(ActionRow.words, ActionRow.proof, ActionRow.modality, ActionRow.place),
        )
        .where(ActionRow.record_id == record.id)
        .order_by(ActionRow.at.desc(), ActionRow.id.desc())
    ).all()
    owed = session.scalars(
        select(DeadlineRow).where(DeadlineRow.record_id == record.id).order_by(DeadlineRow.due_at, DeadlineRow.id)
    ).all()
    still = [one.due_at for one in owed if one.state == DeadlineState.OPEN.value]
    moved = session.scalars(
        select(TransferRow)
        .options(defer(TransferRow.pack))
        .where(TransferRow.record_id == record.id)
        .order_by(TransferRow.id.desc())
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
        record=_fact(record, actions[0].at if actions else None, min(still, default=None)),
        outcome=Outcome(record.outcome) if record.outcome else None,
        closing_words=record.closing_words,
        origin=origin.code if origin else "",
        became=became or "",
        timeline=tuple(
            TimelineFact(
                ActionKind(one.kind) if one.kind else None,
                one.at,
                one.by,
                one.office,
                one.words,
                one.proof,
                Modality(one.modality) if one.modality else None,
                one.place,
            )
            for one in actions
        ),
        deadlines=tuple(deadline_fact(one, record) for one in owed),
        transfers=tuple(transfer_fact(one, record) for one in moved),
        entries=tuple((str(entry), str(title)) for entry, title in rows),
        regraded=_regraded(session, record.code),
        ended_on=date.fromisoformat(record.ended_on) if record.ended_on else None,
    )


def _regraded(session: Session, code: str) -> Regraded | None:
    """Return the last change of a record's level, which the journal alone keeps apart from the words about it."""
    query = (
        select(JournalRow.at, JournalRow.details)
        .where(JournalRow.object_type == "ficha", JournalRow.object_id == code, JournalRow.action == "ficha.nivel")
        .order_by(JournalRow.seq.desc())
        .limit(1)
    )
    found = session.execute(query).one_or_none()
    return None if found is None else Regraded(found.at, Level(found.details["antes"]))


def agenda(session: Session, of: tuple[ColumnElement[bool], ...] = (), *, limit: int = 400) -> tuple[DeadlineFact, ...]:
    """Return the open deadlines of open records, the nearest first; `of` are conditions of their records."""
    rows = session.execute(
        select(
            *(DeadlineRow.id, RecordRow.code, RecordRow.title, RecordRow.responsible, RecordRow.office),
            *(DeadlineRow.what, DeadlineRow.addressee, DeadlineRow.due_at, DeadlineRow.state, DeadlineRow.closed_at),
            *(DeadlineRow.term, RecordRow.row_version),
        )
        .join(RecordRow, RecordRow.id == DeadlineRow.record_id)
        .where(DeadlineRow.state == DeadlineState.OPEN.value, *of)
        .order_by(DeadlineRow.due_at, DeadlineRow.id)
        .limit(limit)
    )
    return tuple(
        DeadlineFact(
            *(one.id, one.code, one.title, one.responsible, one.office, one.what, one.addressee, one.due_at),
            *(DeadlineState(one.state), one.closed_at, Term(one.term), one.row_version),
        )
        for one in rows
    )


def how_many_open(session: Session, of: tuple[ColumnElement[bool], ...] = ()) -> int:
    """Count the open deadlines of open records; `of` are conditions of their records."""
    query = select(func.count()).select_from(DeadlineRow).join(RecordRow, RecordRow.id == DeadlineRow.record_id)
    return session.scalar(query.where(DeadlineRow.state == DeadlineState.OPEN.value, *of)) or 0


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
        .options(*THIN)
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
    return tuple(_fact(one, *work[one.id]) for one in found)


def _fact(one: RecordRow, last_action: datetime | None, next_due: datetime | None) -> RecordFact:
    return RecordFact(
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
        last_action=last_action,
        next_due=next_due,
        version=one.row_version,
        claim=claim_in(one),
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
        one.reminded_at,
    )
