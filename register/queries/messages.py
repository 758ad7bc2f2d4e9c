"""What messages are made of: rules of recipients, what waits at an office, rows that are critical; and the outbox."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, literal, or_, select
from sqlalchemy.orm import Session

from conflict.codebook import OPEN_QUEUE_STATES, Level
from conflict.departments import DEPARTMENTS
from conflict.lapaz import local_day
from conflict.lifecycle import DeadlineState
from conflict.message import Line, MessageKind, MessageState, OfficeDay, Rule
from conflict.names import LEVELS
from register.message_tables import MessageRow, RecipientRule
from register.office_tables import OfficeRow
from register.queries import sources
from register.record_tables import DeadlineRow, RecordRow
from register.tables import QueueEntry

MOST_LINES = 8
CRITICAL_SINCE = timedelta(hours=6)
"""A row older than that was announced, or waits in the morning's message."""


def rules(session: Session) -> tuple[Rule, ...]:
    """Return the rules in force."""
    rows = session.scalars(select(RecipientRule).where(RecipientRule.ended_at.is_(None)).order_by(RecipientRule.id))
    return tuple(
        Rule(one.id, one.address, one.office, tuple(MessageKind(kind) for kind in one.kinds), one.approval)
        for one in rows
    )


def office_day(session: Session, office: str, now: datetime) -> OfficeDay:
    """Return what waits at an office, at all of them for ""."""
    found = session.get(OfficeRow, office) if office else None
    names = (found.name, found.short) if found else (office,)
    open_rows = QueueEntry.state.in_([state.value for state in OPEN_QUEUE_STATES])
    mine = or_(literal(office) == "", QueueEntry.office == office)
    pending = session.scalar(select(func.count()).select_from(QueueEntry).where(open_rows, mine)) or 0
    rows = session.scalars(
        select(QueueEntry)
        .where(open_rows, mine)
        .order_by(QueueEntry.review_by, QueueEntry.urgency.desc(), QueueEntry.id)
        .limit(MOST_LINES)
    )
    lines = tuple(_line(row) for row in rows)
    owed = session.execute(
        select(DeadlineRow.due_at, DeadlineRow.what, RecordRow.code)
        .join(RecordRow, RecordRow.id == DeadlineRow.record_id)
        .where(DeadlineRow.state == DeadlineState.OPEN.value, or_(literal(office) == "", RecordRow.office.in_(names)))
        .order_by(DeadlineRow.due_at)
    ).all()
    today = tuple((at, what, code) for at, what, code in owed if at >= now and local_day(at) == local_day(now))
    return OfficeDay(
        office=office,
        name=found.name if found else "Todo el país",
        pending=pending,
        late=sum(at < now for at, _, _ in owed),
        today=today,
        lines=lines,
        failing_sources=sources.failing(session),
    )


def critical_rows(session: Session, now: datetime) -> tuple[tuple[str, str, Line], ...]:
    """Return code, office and line of the open critical rows that opened a short while ago."""
    rows = session.scalars(
        select(QueueEntry)
        .where(
            QueueEntry.state.in_([state.value for state in OPEN_QUEUE_STATES]),
            QueueEntry.level == Level.CRITICAL.value,
            QueueEntry.opened_at >= now - CRITICAL_SINCE,
        )
        .order_by(QueueEntry.opened_at, QueueEntry.id)
    )
    return tuple((row.code, row.office, _line(row)) for row in rows)


def announced(session: Session, address: str) -> frozenset[str]:
    """Return the codes of rows that an address was already told of: they stand in the keys of its urgent messages."""
    keys = session.scalars(
        select(MessageRow.key).where(MessageRow.address == address, MessageRow.kind == MessageKind.CRITICAL.value)
    )
    return frozenset(code for key in keys for code in key.split("/")[1].split(","))


def outbox(session: Session, limit: int = 100) -> tuple[tuple[int, MessageKind, MessageState, str, datetime], ...]:
    """Return the last messages, the newest first: number, kind, state, subject, when it may go."""
    rows = session.scalars(select(MessageRow).order_by(MessageRow.id.desc()).limit(limit))
    return tuple((r.id, MessageKind(r.kind), MessageState(r.state), r.subject, r.not_before) for r in rows)


def trouble(session: Session) -> tuple[int, int]:
    """Return how many messages wait after a failure, and how many of the last hundred were refused for good."""
    failing = select(func.count()).where(MessageRow.state == MessageState.WAITING.value, MessageRow.attempts > 0)
    refused = sum(state is MessageState.REFUSED for _, _, state, _, _ in outbox(session))
    return session.scalar(failing) or 0, refused


def addresses(session: Session) -> tuple[str, ...]:
    """Return the addresses that rules in force name, each once."""
    return tuple(dict.fromkeys(one.address for one in rules(session)))


def _line(row: QueueEntry) -> Line:
    return Line(
        LEVELS[Level(row.level)], row.title, _place(row.municipalities, row.departments), row.notes, f"/cola/{row.code}"
    )


def _place(municipalities: Sequence[str], departments: Sequence[str]) -> str:
    named = [*municipalities[:2], *(DEPARTMENTS.get(code, code) for code in departments[:2])]
    return ", ".join(named) or "sin ubicar"
