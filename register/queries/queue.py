"""The queue as a page shows it: one page of rows in the order of work, and one row with its articles."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, not_, or_, select
from sqlalchemy.orm import Session

from conflict.codebook import LEVEL_STEPS, OPEN_QUEUE_STATES, Level, QueueState, Stage, TimeQuality
from conflict.entered import host_of
from conflict.lapaz import local, local_day
from conflict.office import RouteBasis
from conflict.text import fold
from register.announcement_tables import AnnouncementRow
from register.claims import claim_in
from register.columns import LARGEST_ID
from register.entered_tables import EnteredRow
from register.manyrows import among
from register.office_tables import QueueMove
from register.queries import doubt, offices
from register.queries.announcements import next_days, of_story
from register.record_tables import ReviewRow
from register.remembered import memory, once_read
from register.rows import QueueDetail, QueueNote, QueuePage, QueueRow
from register.signals import location_of, reading_of
from register.tables import ArticleRow, Base, GroupMember, QueueDepartment, QueueEntry, SignalRow, SourceRow
from register.thereis import there_is
from register.triage_tables import CorrectionRow, JoinedRow

OPEN = "abiertas"
DOUBT = "duda"
"""The open rows about which the machine is in doubt."""
TODAY = "hoy"
"""Rows about which somebody decided today, whatever they are now; a decision that was taken back is none."""
MOST_NOTES = 200
FEW = 2_000
_ORDER = (QueueEntry.review_by, QueueEntry.urgency.desc(), QueueEntry.newest_at.desc(), QueueEntry.id)
_ORDER_BACK = (QueueEntry.review_by.desc(), QueueEntry.urgency, QueueEntry.newest_at, QueueEntry.id.desc())


def page(
    session: Session,
    *,
    department: str | None = None,
    level: Level | None = None,
    stage: Stage | None = None,
    office: str | None = None,
    given: Any = None,
    also: Sequence[Any] = (),
    text: str = "",
    state: str = OPEN,
    limit: int = 50,
    cursor: str | None = None,
    now: datetime,
) -> QueuePage:
    """Return one page: what is due first, then what is graver, then what is newer.

    `department` is a code, or "sin" for rows without any; `office` the id of one; `given` what `triage.given` says of
    whose the rows are; `also` what `queue_narrowing.narrowing` says of them. `cursor` comes from an earlier page;
    one that is not readable means the first page. The counts beside each filter are of all rows that the others leave.
    """
    conditions = [*_conditions(state, text, now), *([] if given is None else [given]), *also]
    plain = state == OPEN and given is None and not (text.strip() or also)
    if text.strip() or also:  # few rows have the words: they are looked for once, not in every count
        found = session.scalars(select(QueueEntry.id).where(*conditions).limit(FEW + 1)).all()
        conditions = conditions if len(found) > FEW else [among(session, QueueEntry.id, found)]
    here = [] if department is None else [_in_department(department)]
    chosen = _chosen(level, stage, office)
    rows = _rows(session, [*conditions, *here, *chosen, *_after(cursor)], limit + 1, now)
    kinds = waiting_kinds(session, now) if plain else _kinds(session, conditions)
    sums = _Sums(kinds, (_code(department), level and level.value, stage and stage.value, office))
    return QueuePage(
        rows=tuple(rows[:limit]),
        total=sums.total,
        by_department=sums.by[0],
        by_level=sums.by[1],
        by_stage=sums.by[2],
        by_office=sums.by[3],
        next_cursor=_cursor(rows[limit - 1]) if len(rows) > limit else None,
    )


def _chosen(level: Level | None, stage: Stage | None, office: str | None) -> list[Any]:
    chosen = [QueueEntry.level == level.value] if level else []
    chosen += [QueueEntry.stage == stage.value] if stage else []
    return chosen + ([QueueEntry.office == office] if office is not None else [])


def waiting_kinds(session: Session, now: datetime) -> tuple[Any, ...]:
    """Return (departments, level, stage, office, how many) of all rows that wait, each kind of row once."""
    return once_read(session, (waiting_kinds, now), lambda: _kinds(session, _conditions(OPEN, "", now)))


def _kinds(session: Session, conditions: Sequence[Any]) -> tuple[Any, ...]:
    columns = (QueueEntry.departments, QueueEntry.level, QueueEntry.stage, QueueEntry.office)
    return tuple(session.execute(select(*columns, func.count()).where(*conditions).group_by(*columns)))


class _Sums:
    """How many rows there are of each department, level, stage and office, out of one count; beside each filter those
    that the others leave. A row of two departments is counted in both, one of none under ""."""

    def __init__(self, kinds: Sequence[Any], chosen: tuple[str | None, ...]) -> None:
        self.by: tuple[dict[str, int], ...] = ({}, {}, {}, {})
        self.total = 0
        for *values, count in kinds:
            members = [tuple(values[0]) or ("",), *((value,) for value in values[1:])]
            fits = [asked is None or asked in some for asked, some in zip(chosen, members, strict=True)]
            self.total += count if all(fits) else 0
            for n, sums in enumerate(self.by):
                if all(fits[:n] + fits[n + 1 :]):
                    for member in members[n]:
                        sums[member] = sums.get(member, 0) + count


def how_many(session: Session, *, now: datetime, **view: Any) -> int:
    """Return how many rows a view has, of the same filters as `page`."""
    return session.scalar(counted(now=now, **view)) or 0


def counted(*, now: datetime, also: Sequence[Any] = (), **view: Any) -> Any:
    """Return the statement that counts the rows of a view."""
    return select(func.count()).select_from(QueueEntry).where(*_of_view(now=now, also=also, **view))


def neighbour(session: Session, code: str, *, now: datetime, **view: Any) -> str | None:
    """Return the code of the row that follows one in a view, else of the one before it; None when there is neither.

    The filters of the view are those of `page`.
    """
    conditions = _of_view(now=now, **view)
    here = session.scalars(select(QueueEntry).where(QueueEntry.code == code)).one_or_none()
    ahead = select(QueueEntry.code).where(*conditions).order_by(*_ORDER).limit(1)
    if here is None:
        return session.scalar(ahead)
    cursor = _after(_cursor(here))
    behind = select(QueueEntry.code).where(*conditions, not_(and_(*cursor)), QueueEntry.id != here.id)
    return session.scalar(ahead.where(*cursor)) or session.scalar(behind.order_by(*_ORDER_BACK).limit(1))


def _of_view(
    *,
    department: str | None = None,
    level: Level | None = None,
    stage: Stage | None = None,
    office: str | None = None,
    given: Any = None,
    also: Sequence[Any] = (),
    text: str = "",
    state: str = OPEN,
    now: datetime,
) -> list[Any]:
    """Return all conditions of a view."""
    conditions = [*_conditions(state, text, now), *_chosen(level, stage, office), *also]
    conditions += [] if given is None else [given]
    return conditions + ([] if department is None else [_in_department(department)])


def _conditions(state: str, text: str, now: datetime) -> list[Any]:
    """Return what the rows of a view share; a postponed row is open again when its time has come."""
    is_open = state in (OPEN, DOUBT)
    states = [s.value for s in OPEN_QUEUE_STATES] if is_open else [] if state == TODAY else [QueueState(state).value]
    conditions: list[Any] = [QueueEntry.state.in_(states) if states else QueueEntry.id.in_(decided_today(now))]
    if state == DOUBT:
        conditions.append(doubt.in_doubt())
    if is_open:
        conditions.append(or_(QueueEntry.state != QueueState.POSTPONED.value, QueueEntry.review_by <= now))
    conditions += [QueueEntry.searchable.contains(word, autoescape=True) for word in fold(text).split()[:8]]
    return conditions


def decided_today(now: datetime, office: str = "") -> Any:
    """Return the numbers of the rows decided since midnight in La Paz, by one office where it is named; a subquery."""
    midnight = local(now).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    rows = select(ReviewRow.entry_id).where(ReviewRow.at >= midnight, ReviewRow.undone_at.is_(None))
    return rows.where(ReviewRow.office == office) if office else rows


def _code(department: str | None) -> str | None:
    return "" if department == "sin" else department


def _in_department(department: str) -> Any:
    code = _code(department)
    return QueueEntry.id.in_(select(QueueDepartment.entry_id).where(QueueDepartment.department == code))


def _rows(session: Session, conditions: Sequence[Any], limit: int, now: datetime) -> list[QueueRow]:
    # The order is made of numbers that an index has, and only the rows of the page are read whole.
    first = session.scalars(select(QueueEntry.id).where(*conditions).order_by(*_ORDER).limit(limit)).all()
    place = {ident: n for n, ident in enumerate(first)}
    whole = session.scalars(select(QueueEntry).where(among(session, QueueEntry.id, first)))
    entries = sorted(whole, key=lambda entry: place[entry.id])
    names, doubtful = offices.names(session), doubt.among(session, [entry.id for entry in entries])
    days = next_days(session, [entry.group_id for entry in entries], local_day(now))
    rows = [_row(entry, names, entry.id in doubtful, days.get(entry.group_id)) for entry in entries]
    if (told := memory(session)) is not None:  # the panel beside the list is of one of these
        told |= {(entry_of, entry.code): entry for entry in entries}
        told |= {(detail, row.code): replace(row, announced=None) for row in rows}
    return rows


def entry_of(session: Session, code: str) -> QueueEntry | None:
    """Return the stored row with that code, None when there is none."""
    query = select(QueueEntry).where(QueueEntry.code == code)
    return once_read(session, (entry_of, code), lambda: session.scalars(query).one_or_none())


def held(session: Session, entry: QueueEntry) -> frozenset[type[Base]]:
    """Return the tables that hold something of a row: moves, dates, decisions, corrections, its joins, its way in."""
    of_row = (QueueMove, CorrectionRow, JoinedRow, EnteredRow, ReviewRow)
    asked: dict[type[Base], Select[Any]] = {
        table: select(table.entry_id).where(table.entry_id == entry.id) for table in of_row
    }
    asked[AnnouncementRow] = select(AnnouncementRow.id).where(AnnouncementRow.group_id == entry.group_id)
    return once_read(session, (held, entry.id), lambda: there_is(session, entry, asked))


def _row(entry: QueueEntry, names: dict[str, str], doubtful: bool, announced: date | None = None) -> QueueRow:
    return QueueRow(
        id=entry.id,
        code=entry.code,
        state=QueueState(entry.state),
        level=Level(entry.level),
        stage=Stage(entry.stage),
        title=entry.title,
        department=entry.departments[0] if entry.departments else "",
        departments=tuple(entry.departments),
        municipalities=tuple(entry.municipalities),
        scope=entry.scope,
        measures=tuple(entry.measures),
        newest_at=entry.newest_at,
        review_by=entry.review_by,
        notes=entry.notes,
        outlets=entry.outlets,
        updated=entry.updated,
        floor=entry.floor,
        version=entry.row_version,
        doubtful=doubtful,
        office=entry.office,
        office_name=names.get(entry.office, ""),
        office_basis=RouteBasis(entry.office_basis),
        announced=announced,
        claim=claim_in(entry),
    )


def _cursor(row: QueueRow | QueueEntry) -> str:
    place = f"{row.review_by.isoformat()}|{LEVEL_STEPS[Level(row.level)]}|{row.newest_at.isoformat()}|{row.id}"
    return base64.urlsafe_b64encode(place.encode()).decode()


def readable(cursor: str) -> bool:
    """Say whether a cursor came from a page."""
    return bool(_after(cursor))


def _after(cursor: str | None) -> list[Any]:
    """Return the condition for rows that come after a cursor."""
    if not cursor:
        return []
    try:
        due, rank, newest, ident = base64.urlsafe_b64decode(cursor.encode()).decode().split("|")
        review_by, newest_at = datetime.fromisoformat(due).astimezone(UTC), datetime.fromisoformat(newest)
        urgency, entry_id, newest_at = int(rank), int(ident), newest_at.astimezone(UTC)
    except (ValueError, binascii.Error, UnicodeError, OverflowError):
        return []
    if urgency not in LEVEL_STEPS.values() or not 0 < entry_id <= LARGEST_ID:
        return []
    entry = QueueEntry
    same_due, same_rank = entry.review_by == review_by, entry.urgency == urgency
    return [
        entry.review_by >= review_by,  # said apart, since an index helps here and not in what follows
        or_(
            entry.review_by > review_by,
            and_(same_due, entry.urgency < urgency),
            and_(same_due, same_rank, entry.newest_at < newest_at),
            and_(same_due, same_rank, entry.newest_at == newest_at, entry.id > entry_id),
        ),
    ]


def detail(session: Session, code: str) -> QueueDetail | None:
    """Return one row with its articles, newest first, each with its newest reading; None when there is no such row."""
    entry = entry_of(session, code)
    if entry is None:
        return None
    newest = (
        select(SignalRow.article_id, func.max(SignalRow.id).label("signal_id"))
        .where(SignalRow.article_id.in_(select(GroupMember.article_id).where(GroupMember.group_id == entry.group_id)))
        .group_by(SignalRow.article_id)
        .subquery()
    )
    rows = session.execute(
        select(ArticleRow, SourceRow.name, SignalRow)
        .join(GroupMember, GroupMember.article_id == ArticleRow.id)
        .join(SourceRow, SourceRow.id == ArticleRow.source_id)
        .outerjoin(newest, newest.c.article_id == ArticleRow.id)
        .outerjoin(SignalRow, SignalRow.id == newest.c.signal_id)
        .where(GroupMember.group_id == entry.group_id)
        .order_by(func.coalesce(ArticleRow.published_at, ArticleRow.first_seen_at).desc(), ArticleRow.id.desc())
        .limit(MOST_NOTES)
    )
    notes = tuple(_note(article, outlet, signal) for article, outlet, signal in rows) or _told(session, entry)
    row = once_read(
        session,
        (detail, code),
        lambda: _row(entry, offices.names(session), entry.id in doubt.among(session, [entry.id])),
    )
    known = held(session, entry)
    return QueueDetail(
        row,
        notes,
        offices.moves(session, entry.id) if QueueMove in known else (),
        of_story(session, entry.group_id) if AnnouncementRow in known else (),
    )


def _told(session: Session, entry: QueueEntry) -> tuple[QueueNote, ...]:
    """Return the one note of a row without articles: what a person told, or its title when its notes went elsewhere."""
    told = session.scalar(select(EnteredRow).where(EnteredRow.entry_id == entry.id))
    return (
        QueueNote(
            article_id=0,
            title=entry.title,
            summary=told.words if told else "",
            body="",
            outlet=(told.said_by or host_of(told.link)) if told else "",
            source_id="",
            link=(told.link or None) if told else None,
            published_at=told.seen_at if told else None,
            time_quality=TimeQuality.EXACT if told else TimeQuality.ABSENT,
            first_seen_at=told.entered_at if told else entry.newest_at,
            version=1,
            reading=None,
            location=None,
        ),
    )


def _note(article: ArticleRow, outlet: str, signal: SignalRow | None) -> QueueNote:
    return QueueNote(
        article_id=article.id,
        title=article.title,
        summary=article.summary,
        body=article.body,
        outlet=outlet,
        source_id=article.source_id,
        link=article.link,
        published_at=article.published_at,
        time_quality=TimeQuality(article.time_quality),
        first_seen_at=article.first_seen_at,
        version=article.version,
        reading=None if signal is None else reading_of(signal),
        location=None if signal is None else location_of(signal),
    )
