"""What messages are made of: rules of recipients, what waits at an office, rows that are critical; and the outbox."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, literal, or_, select
from sqlalchemy.orm import Session

from conflict.actor import ActorRole, Sector
from conflict.announced import AWAITED
from conflict.clocks import Term
from conflict.codebook import OPEN_QUEUE_STATES, Level, Stage
from conflict.departments import DEPARTMENTS
from conflict.factwords import TERM_WORDS, fact_words
from conflict.lapaz import LA_PAZ, local_day
from conflict.lifecycle import DeadlineState
from conflict.message import CALENDAR_DOMAIN, Due, Line, MessageKind, MessageState, OfficeDay, Rule
from conflict.names import LEVELS
from conflict.record import Person
from register.message_tables import MessageRow, RecipientRule
from register.office_tables import OfficeRow
from register.queries import announcements, counts, offices, sources
from register.record_tables import DeadlineRow, RecordRow
from register.tables import GroupMember, QueueEntry, SignalRow

MOST_LINES = 8
MOST_LATE = 50
MOST_READ = 400
"""Readings that are looked at for the sectors of a message's lines."""
SOON = timedelta(hours=24)
"""A deadline nearer than that goes along as a calendar file (page specification, plumbing)."""
CRITICAL_SINCE = timedelta(hours=6)
"""A row older than that was announced, or waits in the morning's message."""


def rules(session: Session) -> tuple[Rule, ...]:
    """Return the rules in force."""
    rows = session.scalars(select(RecipientRule).where(RecipientRule.ended_at.is_(None)).order_by(RecipientRule.id))
    return tuple(
        Rule(one.id, one.address, one.office, tuple(MessageKind(kind) for kind in one.kinds), one.approval)
        for one in rows
    )


def rules_of(session: Session, office: str, kind: MessageKind) -> tuple[Rule, ...]:
    """Return the rules that bring a kind of message to the office of that name; where it has none, the country's."""
    idents = {one.id for one in offices.called(offices.working(session), office)}
    asked = [one for one in rules(session) if kind in one.kinds]
    own = tuple(one for one in asked if one.office in idents)
    return own or tuple(one for one in asked if not one.office)


def office_day(session: Session, office: str, now: datetime) -> OfficeDay:
    """Return what waits at an office, at all of them for ""."""
    found = session.get(OfficeRow, office) if office else None
    names = (found.name, found.short) if found else (office,)
    open_rows = counts.is_open()
    mine = or_(literal(office) == "", QueueEntry.office == office)
    pending = session.scalar(select(func.count()).select_from(QueueEntry).where(open_rows, mine)) or 0
    rows = session.scalars(
        select(QueueEntry)
        .where(open_rows, mine)
        .order_by(QueueEntry.review_by, QueueEntry.urgency.desc(), QueueEntry.id)
        .limit(MOST_LINES)
    )
    lines = _lines(session, tuple(rows))
    owed = (DeadlineRow.state == DeadlineState.OPEN.value, or_(literal(office) == "", RecordRow.office.in_(names)))
    late = (
        select(func.count())
        .select_from(DeadlineRow)
        .join(RecordRow, RecordRow.id == DeadlineRow.record_id)
        .where(*owed, DeadlineRow.due_at < now)
    )
    near = session.execute(
        select(DeadlineRow, RecordRow)
        .join(RecordRow, RecordRow.id == DeadlineRow.record_id)
        .where(*owed, DeadlineRow.due_at >= now, DeadlineRow.due_at < now + SOON)
        .order_by(DeadlineRow.due_at, DeadlineRow.id)
    )
    ahead = tuple((row.due_at, _owed(row, record)) for row, record in near)
    return OfficeDay(
        office=office,
        name=found.name if found else "Todo el país",
        pending=pending,
        late=session.scalar(late) or 0,
        today=tuple(one for at, one in ahead if local_day(at) == local_day(now)),
        lines=lines,
        failing_sources=sources.failing(session),
        soon=tuple(one for _, one in ahead),
        announced=_announced(session, office, now),
    )


def critical_rows(
    session: Session, now: datetime, levels: Sequence[Level] = (Level.CRITICAL,), since: datetime | None = None
) -> tuple[tuple[str, str, Line], ...]:
    """Return code, office and line of the open rows of those levels that opened since then, or a short while ago."""
    rows = session.scalars(
        select(QueueEntry)
        .where(
            QueueEntry.state.in_([state.value for state in OPEN_QUEUE_STATES]),
            QueueEntry.level.in_([level.value for level in levels]),
            QueueEntry.opened_at >= (since or now - CRITICAL_SINCE),
        )
        .order_by(QueueEntry.opened_at, QueueEntry.id)
    )
    found = tuple(rows)
    return tuple((row.code, row.office, line) for row, line in zip(found, _lines(session, found), strict=True))


def late_of(session: Session, person: Person, now: datetime) -> tuple[Due, ...]:
    """Return the overdue deadlines of the records that are in a person's charge, the oldest first."""
    rows = session.execute(
        select(DeadlineRow, RecordRow)
        .join(RecordRow, RecordRow.id == DeadlineRow.record_id)
        .where(
            DeadlineRow.state == DeadlineState.OPEN.value,
            DeadlineRow.due_at < now,
            RecordRow.responsible == person.name,
        )
        .order_by(DeadlineRow.due_at, DeadlineRow.id)
        .limit(MOST_LATE)
    )
    return tuple(_owed(row, record) for row, record in rows)


def made_already(session: Session, keys: Sequence[str]) -> bool:
    """Say whether one of those messages stands in the outbox, sent or not."""
    return bool(session.scalar(select(func.count()).where(MessageRow.key.in_(keys))))


def announced(session: Session, address: str) -> frozenset[str]:
    """Return the codes of rows that an address was already told of: they stand in the keys of its urgent messages."""
    keys = session.scalars(
        select(MessageRow.key).where(
            func.lower(MessageRow.address) == address.lower(), MessageRow.kind == MessageKind.CRITICAL.value
        )
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


def _lines(session: Session, rows: Sequence[QueueEntry]) -> tuple[Line, ...]:
    """Return rows of the queue as lines of a message, all from closed vocabularies and the gazetteer."""
    sectors = _sectors(session, [row.group_id for row in rows])
    return tuple(
        Line(
            LEVELS[Level(row.level)],
            fact_words(Stage(row.stage), row.measures, sectors.get(row.group_id, ())),
            _place(row.municipalities, row.departments),
            row.code,
            row.notes,
            f"/cola/{row.code}",
        )
        for row in rows
    )


def _sectors(session: Session, groups: Sequence[int]) -> dict[int, tuple[Sector, ...]]:
    """Return by story the sectors of those who demand, as the notes were read."""
    found: dict[int, dict[Sector, None]] = {}
    rows = session.execute(
        select(GroupMember.group_id, SignalRow.actors)
        .join(SignalRow, SignalRow.article_id == GroupMember.article_id)
        .where(GroupMember.group_id.in_(groups))
        .order_by(SignalRow.id.desc())
        .limit(MOST_READ)
    )
    for group, actors in rows:
        for one in actors:
            if one["papel"] == ActorRole.CLAIMANT.value:
                found.setdefault(group, {})[Sector(one["sector"])] = None
    return {group: tuple(sectors) for group, sectors in found.items()}


def _owed(row: DeadlineRow, record: RecordRow) -> Due:
    return Due(
        uid=f"plazo-{row.id}@{CALENDAR_DOMAIN}",
        what=TERM_WORDS[Term(row.term)],
        place=_place(record.municipalities, record.departments),
        code=record.code,
        path=f"/registros/{record.code}",
        version=record.row_version,
        at=row.due_at,
    )


def _announced(session: Session, office: str, now: datetime) -> tuple[Due, ...]:
    """Return what is announced for today and tomorrow and has not passed, in the order of the days."""
    today = local_day(now)
    found = []
    for one in announcements.upcoming(session, today=today, days=2, office=office):
        if one.state not in AWAITED or one.first < today:
            continue
        hour = None if one.hour is None else datetime.combine(one.first, one.hour, LA_PAZ).astimezone(UTC)
        if hour is not None and hour < now:
            continue
        found.append(
            Due(
                uid=f"{one.code}@{CALENDAR_DOMAIN}",
                what=fact_words(Stage.ANNOUNCEMENT, [one.measure.value] if one.measure else []),
                place=_place(one.municipalities, one.departments),
                code=one.entry or one.code,
                path=f"/cola/{one.entry}" if one.entry else "/calendario",
                version=one.version,
                at=hour,
                day=None if hour else one.first,
            )
        )
    return tuple(found[:MOST_LINES])


def _place(municipalities: Sequence[str], departments: Sequence[str]) -> str:
    named = [*municipalities[:2], *(DEPARTMENTS.get(code, code) for code in departments[:2])]
    return ", ".join(named) or "sin ubicar"
