"""Write what news announces into the calendar, and what later news proposes; in the transaction of the readings.

No entry changes its state here: a proposal waits for a person (`register.commands.announcement_answers`).
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import Session

from conflict.announced import (
    AWAITED,
    STARTS_WITHIN,
    Decision,
    Entry,
    Join,
    News,
    Open,
    Propose,
    follow,
    lapsed,
)
from conflict.codebook import AnnouncedState, QueueState, Stage
from conflict.lapaz import local_day
from conflict.queue import Enqueue
from conflict.signal import Deadline
from register.announcement_entries import loaded
from register.announcement_tables import (
    AnnouncementDepartment,
    AnnouncementNote,
    AnnouncementProposal,
    AnnouncementRow,
)
from register.commands import journal
from register.commands.assessed import Assessed
from register.commands.codes import next_number
from register.signals import deadline_values
from register.tables import GroupMember, QueueEntry

_TELLING = frozenset({Stage.MEASURE, Stage.VIOLENCE, Stage.WITHDRAWAL})
"""Stages of which later news may say what became of an announcement."""
_STEP = 400
_AWAITED = [state.value for state in AWAITED]
_STARTED = AnnouncedState.STARTED.value


def follow_news(session: Session, *, assessed: Sequence[Assessed], now: datetime) -> None:
    """Open, join and propose what a stored batch of readings says of the calendar; repeated, it changes nothing."""
    telling = [one for one in assessed if isinstance(one.decision, Enqueue) and _tells(one)]
    if not telling:
        return
    groups = _groups_of(session, [one.pending.id for one in telling])
    known = {entry.id: entry for entry in _entries(session, sorted(set(groups.values())), now)}
    for one in sorted(telling, key=lambda one: (one.pending.published_at or one.pending.first_seen_at, one.pending.id)):
        group = groups.get(one.pending.id)
        if group is None:
            continue
        news = _news(one, group)
        touched: set[int] = set()
        for decision in follow(news, list(known.values()), local_day(now)):
            touched.add(_done(session, decision, one, news, now))
        if touched:
            known.update({entry.id: entry for entry in loaded(session, AnnouncementRow.id.in_(touched))})


def _tells(one: Assessed) -> bool:
    reading = one.reading
    return bool(reading.deadline or reading.turn or reading.stage in _TELLING)


def _news(one: Assessed, group: int) -> News:
    reading = one.reading
    return News(
        article=one.pending.id,
        group=group,
        day=local_day(one.pending.published_at or one.pending.first_seen_at),
        stage=reading.stage,
        measures=frozenset(reading.measures),
        dates=tuple(told for told in (reading.deadline, *reading.further) if told is not None),
        turn=reading.turn,
        municipalities=frozenset(one.location.municipality_codes),
    )


def _groups_of(session: Session, articles: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for start in range(0, len(articles), _STEP):
        rows = session.execute(
            select(GroupMember.article_id, GroupMember.group_id).where(
                GroupMember.article_id.in_(articles[start : start + _STEP])
            )
        )
        found.update((row[0], row[1]) for row in rows)
    return found


def _entries(session: Session, groups: Sequence[int], now: datetime) -> list[Entry]:
    """Return the entries of some stories, and all that are awaited about now: other stories may tell of them."""
    today = local_day(now)
    about = AnnouncementRow.first_day.between(
        (today - 2 * STARTS_WITHIN).isoformat(), (today + timedelta(days=1)).isoformat()
    )
    return loaded(
        session,
        or_(AnnouncementRow.group_id.in_(groups), AnnouncementRow.state.in_([*_AWAITED, _STARTED]) & about),
    )


def _done(session: Session, decision: Decision, one: Assessed, news: News, now: datetime) -> int:
    """Store one decision and return the number of the entry that it is about."""
    match decision:
        case Open(told, state):
            return _open(session, told, state, one, news.group, now)
        case Join(entry, told):
            _join(session, entry, told, one, now)
            return entry
        case Propose():
            propose(session, decision, article=news.article, day=news.day, now=now)
            return decision.entry


def _open(session: Session, told: Deadline, state: AnnouncedState, one: Assessed, group: int, now: datetime) -> int:
    series = f"AN-{local_day(now):%y%m%d}"
    code = f"{series}-{next_number(session, series):03d}"
    first, last = told.day.isoformat(), told.last.isoformat() if told.last else None
    location = one.location
    entry: int = session.execute(
        insert(AnnouncementRow)
        .values(
            code=code,
            group_id=group,
            kind=told.kind.value,
            measure=told.measure.value if told.measure else None,
            first_day=first,
            last_day=last,
            day_known=True,
            read_first=first,
            read_last=last,
            hour=f"{told.hour:%H:%M}" if told.hour else "",
            open_ended=told.open_ended,
            conditional=told.conditional,
            announcer=told.announcer,
            words=told.text,
            title=one.pending.title or one.pending.summary[:160],
            departments=list(location.departments),
            municipalities=list(location.municipalities),
            municipality_codes=list(location.municipality_codes),
            state=state.value,
            made_at=now,
            updated_at=now,
            corrected_at=None,
            corrected_by="",
            corrected_why="",
            row_version=1,
        )
        .returning(AnnouncementRow.id)
    ).scalar_one()
    session.execute(
        insert(AnnouncementDepartment),
        [{"announcement_id": entry, "department": where} for where in (location.departments or ("",))],
    )
    _note(session, entry, told, one, now)
    details = {"articulo": one.pending.id, "fecha": first, "clase": told.kind.value, "estado": state.value}
    _tell(session, "anuncio.alta", code, now, details)
    return entry


def _join(session: Session, entry: int, told: Deadline, one: Assessed, now: datetime) -> None:
    """Add an article to an entry, with its places; what the entry did not know of itself it takes over."""
    row = session.get_one(AnnouncementRow, entry, populate_existing=True)
    departments = [*row.departments, *(code for code in one.location.departments if code not in row.departments)]
    codes = {*row.municipality_codes, *one.location.municipality_codes}
    added = [code for code in departments if code not in row.departments]
    if added and not row.departments:
        session.execute(
            update(AnnouncementDepartment)
            .where(AnnouncementDepartment.announcement_id == entry)
            .values(department=added[0])
        )
        added = added[1:]
    for code in added:
        session.execute(insert(AnnouncementDepartment).values(announcement_id=entry, department=code))
    session.execute(
        update(AnnouncementRow)
        .where(AnnouncementRow.id == entry)
        .values(
            departments=departments,
            municipalities=list(dict.fromkeys((*row.municipalities, *one.location.municipalities))),
            municipality_codes=sorted(codes),
            measure=row.measure or (told.measure.value if told.measure else None),
            announcer=row.announcer or told.announcer,
            hour=row.hour or (f"{told.hour:%H:%M}" if told.hour else ""),
            updated_at=now,
            row_version=AnnouncementRow.row_version + 1,
        )
    )
    _note(session, entry, told, one, now)


def _note(session: Session, entry: int, told: Deadline, one: Assessed, now: datetime) -> None:
    session.execute(
        insert(AnnouncementNote).values(
            announcement_id=entry,
            article_id=one.pending.id,
            version=one.pending.version,
            told=deadline_values(told),
            joined_at=now,
        )
    )


def propose(session: Session, asked: Propose, *, article: int | None, day: date, now: datetime) -> None:
    """Store a proposal that waits for a person, with its line in the journal."""
    window = asked.window
    session.execute(
        insert(AnnouncementProposal).values(
            announcement_id=asked.entry,
            state=asked.state.value,
            first_day=window and window.first.isoformat(),
            last_day=window.last.isoformat() if window and window.last > window.first else None,
            reason=asked.reason,
            words=asked.words,
            article_id=article,
            news_day=day.isoformat(),
            made_at=now,
            answer="",
            answered_at=None,
            answered_by="",
            comment="",
        )
    )
    code = session.scalars(select(AnnouncementRow.code).where(AnnouncementRow.id == asked.entry)).one()
    _tell(session, "anuncio.propuesta", code, now, {"estado": asked.state.value, "articulo": article})


def lapse(session: Session, *, now: datetime) -> int:
    """Propose for every announcement a week past its day, of which nothing was heard, that no fact came of it."""
    today = local_day(now)
    past = AnnouncementRow.first_day < today.isoformat()
    discarded = select(QueueEntry.group_id).where(QueueEntry.state == QueueState.DISCARDED.value)
    kept = AnnouncementRow.group_id.not_in(discarded)
    found = loaded(session, AnnouncementRow.state.in_(_AWAITED) & AnnouncementRow.day_known & past & kept)
    asked = [one for one in (lapsed(entry, today) for entry in found) if one is not None]
    for one in asked:
        propose(session, one, article=None, day=today, now=now)
    return len(asked)


def _tell(session: Session, action: str, code: str, now: datetime, details: dict[str, object]) -> None:
    journal.append(
        session,
        now=now,
        actor=journal.MACHINE,
        action=action,
        object_type="anuncio",
        object_id=code,
        details=details,
    )
