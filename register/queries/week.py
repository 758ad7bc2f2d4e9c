"""What the register knows for the summary of a week: records with their history, what hangs from them, and coverage.

Everything is read as it stands; `conflict.summary` looks at it from the cut. The history of states and levels is read
from the journal, which keeps them all.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Text, case, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from conflict.clocks import Term
from conflict.codebook import GOOD_OUTCOMES, Level
from conflict.lapaz import local
from conflict.lifecycle import RecordKind, RecordState, RecordStep, TransferState
from conflict.vocabulary import Side, Trend
from conflict.week import Week, week_at, week_of_day
from conflict.weekchance import SPAN
from conflict.weekfacts import SourceWeek, WeekDeadline, WeekFacts, WeekRecord, WeekTransfer
from conflict.weekplaces import TILE_WEEKS
from conflict.weekview import QUARTER_WEEKS
from register.case_tables import CaseFile, RecordActor
from register.queries import week_signs
from register.queries.announced_week import announced
from register.queries.control import sampled
from register.record_tables import DeadlineRow, RecordRow, TransferRow
from register.tables import FetchAttempt, JournalRow, SourceRow

OPENED = "ficha.alta"
_STEPS = [f"ficha.{step.value}" for step in RecordStep if step is not RecordStep.ACT]
_KINDS = {one.value: one for one in RecordKind}
_LEVELS = {one.value: one for one in Level}
_TERMS = {one.value: one for one in Term}
_ABOUT_RECORDS = ("ficha", "registro", "importacion", "retencion")
"""Objects of journal lines that tell of records or of attempts: steps and edits, rectified or suppressed words of
persons, imports undone, what outlived its term."""
LEVEL = "nivel"
"""Name under which a line of the journal tells a level."""
_LISTS = (RecordRow.departments, RecordRow.municipalities, RecordRow.measures, RecordRow.claimants)
"""Columns read as text: decoding twenty thousand short lists took half of the time of a preview."""


def facts(session: Session, week: Week, known: WeekFacts | None = None) -> WeekFacts:
    """Return what is needed to summarise a week and to compare it with the twelve before.

    `known` are facts of the same week, read when no less was told of records (`same_records`): they are taken over as
    far as they come from records, and what cycles bring is read anew.
    """
    weeks = week.last(TILE_WEEKS + 1)
    since = week.shifted(-QUARTER_WEEKS).start
    told = known or WeekFacts(
        records=_records(session, week),
        deadlines=_deadlines(session, since, week.end),
        transfers=_transfers(session, since),
        pressure=week_signs.pressure(session, week),
        signs=week_signs.signs(session, week),
        requests=week_signs.requests(session, week, week.end),
    )
    first_read = session.scalar(select(func.min(FetchAttempt.started_at)))
    begun = [*(one.opened_at for one in told.records), *([first_read] if first_read else [])]
    return replace(
        told,
        sources=_sources(session, weeks),
        announcements=announced(session, week),
        noticed=week_signs.noticed(session, week),
        foretold=week_signs.foretold(session, week),
        control=sampled(session, week.monday, week.sunday),
        since=min(begun, default=None),
    )


def same_records(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Say whether nothing was told of records between two stamps of a week."""
    return one[0] == other[0]


def stamp(session: Session, week: Week) -> tuple[object, ...]:
    """Return what differs whenever the summary of a week may, and for little else; to be compared, nothing more.

    What is many is told by the last line of the journal about records and by what the last day of attempts before the
    cut says of each source; what is few is read as it stands: the cards of the sources, the announcements that the
    summary shows or counts, the sample.
    """
    about = func.coalesce(JournalRow.object_type, "")  # no index: the last such line is near the end of the journal
    line = select(JournalRow.seq).where(about.in_(_ABOUT_RECORDS)).order_by(JournalRow.seq.desc()).limit(1)
    cards = session.execute(
        select(SourceRow.id, SourceRow.name, SourceRow.department, SourceRow.last_attempt_at.is_(None))
        .where(SourceRow.listed, SourceRow.active)
        .order_by(SourceRow.id)
    )
    return (
        session.scalar(line),
        _attempted(session, week),
        tuple(map(tuple, cards)),
        announced(session, week),
        week_signs.noticed(session, week),
        week_signs.foretold(session, week),
        sampled(session, week.monday, week.sunday),
    )


def _attempted(session: Session, week: Week) -> tuple[object, ...]:
    """Return what differs whenever an attempt before the cut adds a day of a source, or a first good answer to one.

    Attempts are only added, so one of an earlier day than the last one's shows in the number of the last of those.
    """
    attempt = select(FetchAttempt.id, FetchAttempt.started_at).order_by(FetchAttempt.id.desc()).limit(1)
    last = session.execute(attempt.where(FetchAttempt.started_at < week.end)).one_or_none()
    if last is None:
        return ()
    day = local(last.started_at).replace(hour=0, minute=0, second=0, microsecond=0)
    earlier = session.execute(attempt.where(FetchAttempt.id < last.id, FetchAttempt.started_at < day)).one_or_none()
    before = earlier.id if earlier else 0
    good = case((FetchAttempt.outcome.in_([one.value for one in GOOD_OUTCOMES]), 1), else_=0)
    named = (FetchAttempt.source_id, _la_paz_day(session).label("day"))
    answers = session.execute(
        select(*named, func.max(good), func.min(FetchAttempt.started_at))
        .where(FetchAttempt.id > before, FetchAttempt.id <= last.id, FetchAttempt.started_at < week.end)
        .group_by(*named)
        .order_by(*named)
    )
    return before, day, tuple(map(tuple, answers))


def offices(session: Session) -> tuple[str, ...]:
    """Return the offices that answer or answered for a record."""
    current = session.scalars(select(RecordRow.office).distinct())
    former = session.scalars(select(TransferRow.sender).distinct())
    return tuple(sorted({*current, *former}))


def _records(session: Session, week: Week) -> tuple[WeekRecord, ...]:
    steps: dict[str, list[tuple[datetime, RecordState]]] = defaultdict(list)
    levels: dict[str, list[tuple[datetime, Level]]] = defaultdict(list)
    first: dict[str, Level] = {}
    lines = session.execute(
        select(JournalRow.object_id, JournalRow.at, JournalRow.action, JournalRow.details)
        .where(JournalRow.object_type == "ficha", JournalRow.action.startswith("ficha."))
        .order_by(JournalRow.seq)
    )
    for code, at, action, details in lines:
        if action in _STEPS:
            steps[code].append(
                (at, RecordState(details.get("estado", RecordState.VOID.value)))
            )  # an undone one is void
        if LEVEL in details and action == OPENED:
            first[code] = Level(details[LEVEL])
        elif LEVEL in details:
            levels[code].append((at, Level(details[LEVEL])))
    demanders, calm = _demanders(session, week), CaseFile.trend == Trend.FALLING.value
    rows = session.execute(
        select(
            RecordRow.id,
            RecordRow.code,
            RecordRow.kind,
            RecordRow.level,
            RecordRow.title,
            *(type_coerce(one, Text).label(one.key) for one in _LISTS),
            RecordRow.office,
            RecordRow.opened_at,
            RecordRow.origin_id,
            func.coalesce(CaseFile.typology, RecordRow.typology).label("topic"),
            CaseFile.parent_id,
            (calm & (CaseFile.edited_at >= week.end - SPAN) & (CaseFile.edited_at < week.end)).label("calming"),
        )
        .outerjoin(CaseFile, CaseFile.record_id == RecordRow.id)
        .where(RecordRow.opened_at < week.end)
        .order_by(RecordRow.id)
    ).all()
    codes = {row[0]: row[1] for row in rows}
    listed = lru_cache(maxsize=None)(_list)  # a register names the same few places and measures again and again
    made = []
    for row in rows:  # taken apart by place: five thousand rows by name are a tenth of a second
        number, code, kind, level, title, departments, municipalities, measures, claimants, *others = row
        office, opened_at, origin, topic, parent, calming = others
        made.append(
            WeekRecord(
                code=code,
                kind=_KINDS[kind],
                level=first.get(code) or _LEVELS[level],
                title=title,
                departments=listed(departments),
                municipalities=listed(municipalities),
                measures=listed(measures),
                office=office,
                opened_at=opened_at,
                steps=tuple(steps.get(code, ())),
                levels=tuple(levels.get(code, ())),
                origin=codes.get(origin, "") if origin else "",
                parent=codes.get(parent, "") if parent else "",
                demands=(topic,) if topic else (),
                actors=tuple(demanders.get(number, ())) or listed(claimants),
                calming=bool(calming),
            )
        )
    return tuple(made)


def _list(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _demanders(session: Session, week: Week) -> dict[int, list[str]]:
    """Return, by record, who demands as persons entered it before the cut; without any, what was read in the news."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = session.execute(
        select(RecordActor.record_id, RecordActor.name)
        .where(
            RecordActor.side == Side.DEMANDER.value,
            RecordActor.entered_at < week.end,
            or_(RecordActor.removed_at.is_(None), RecordActor.removed_at >= week.end),
        )
        .order_by(RecordActor.id)
    )
    for number, name in rows:
        found[number].append(name)
    return found


def _deadlines(session: Session, since: datetime, until: datetime) -> tuple[WeekDeadline, ...]:
    rows = session.execute(
        select(
            *(RecordRow.code, DeadlineRow.what, DeadlineRow.addressee, DeadlineRow.due_at, DeadlineRow.made_at),
            *(DeadlineRow.closed_at, DeadlineRow.term),
        )
        .join(RecordRow, RecordRow.id == DeadlineRow.record_id)
        .where(DeadlineRow.made_at < until, or_(DeadlineRow.closed_at.is_(None), DeadlineRow.closed_at >= since))
    )
    return tuple(
        WeekDeadline(code, what, addressee, due_at, made_at, closed_at, _TERMS[term])
        for code, what, addressee, due_at, made_at, closed_at, term in rows
    )


def _transfers(session: Session, since: datetime) -> tuple[WeekTransfer, ...]:
    rows = session.execute(
        select(TransferRow, RecordRow.code)
        .join(RecordRow, RecordRow.id == TransferRow.record_id)
        .where(or_(TransferRow.answered_at.is_(None), TransferRow.answered_at >= since))
    )
    return tuple(
        WeekTransfer(
            code,
            one.sender,
            one.receiver,
            one.asked_at,
            one.answer_by,
            one.answered_at,
            one.state in (TransferState.ACCEPTED.value, TransferState.CLOSED.value),
        )
        for one, code in rows
    )


def attended(session: Session, week: Week, since: datetime) -> tuple[SourceWeek, ...]:
    """Return how the sources answered in every week from that of a moment on up to one."""
    first = week_at(since)
    return _sources(session, week.last(1 + max(0, (week.monday - first.monday).days // 7)))


def _sources(session: Session, weeks: Iterable[Week]) -> tuple[SourceWeek, ...]:
    """Count, for every listed and active source, the La Paz days of each week with a good answer, and with any try.

    A source counts from the week of its first attempt on; one that was never read counts in the last week.
    """
    asked = tuple(weeks)
    began = {  # noqa: C416 - dict() does not take rows
        source: at
        for source, at in session.execute(
            select(FetchAttempt.source_id, func.min(FetchAttempt.started_at)).group_by(FetchAttempt.source_id)
        )
    }
    day = _la_paz_day(session)
    good = FetchAttempt.outcome.in_([one.value for one in GOOD_OUTCOMES])
    answered: dict[tuple[str, Week], set[str]] = defaultdict(set)
    tried: dict[tuple[str, Week], set[str]] = defaultdict(set)
    rows = session.execute(
        select(FetchAttempt.source_id, day, good)
        .where(
            FetchAttempt.started_at >= asked[0].start,
            FetchAttempt.started_at < asked[-1].end,
        )
        .distinct()
    )
    for source, text, well in rows:
        week = week_of_day(date.fromisoformat(str(text)))
        tried[source, week].add(str(text))
        if well:
            answered[source, week].add(str(text))
    cards = session.execute(
        select(SourceRow.id, SourceRow.name, SourceRow.department)
        .where(SourceRow.listed, SourceRow.active)
        .order_by(SourceRow.id)
    ).all()
    return tuple(
        SourceWeek(week, source, name, department, len(answered[source, week]), len(tried[source, week]))
        for week in asked
        for source, name, department in cards
        if (began[source] < week.end if source in began else week == asked[-1])
    )


def _la_paz_day(session: Session) -> ColumnElement[Any]:
    """Return the calendar day in La Paz of an attempt, as the engine computes it."""
    if session.get_bind().dialect.name == "sqlite":
        return func.date(FetchAttempt.started_at, "-4 hours")
    return func.date(func.timezone("America/La_Paz", FetchAttempt.started_at))
