"""How each source is doing: what it brought day by day, and in the hours that other weeks are compared with."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true
from sqlalchemy.orm import Session

from conflict.codebook import GOOD_OUTCOMES, FetchOutcome
from conflict.lapaz import LA_PAZ, local_day
from conflict.source import Held
from conflict.sourcehealth import SILENT_HOURS, WEEKS
from register.queries.sources import card_of, state_of
from register.rows import SourceHealth
from register.tables import ArticleRow, FetchAttempt, SignalRow, SourceRow

DAYS = 14
LATELY = timedelta(days=1)
"""How far back the time from publication to reading is measured."""
LEAST_NOTES = 5
"""Notes that a median is told of."""
_GOOD = tuple(one.value for one in GOOD_OUTCOMES)

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class _Brought:
    """What a source brought in a span: new articles, good answers, and the first of these; None where there is none."""

    new: int
    answers: int
    first: datetime | None


def health(session: Session, now: datetime, source_id: str = "") -> list[SourceHealth]:
    """Return every listed source, or the one asked for, with its last 14 days in La Paz, today last."""
    midnight = datetime.combine(local_day(now), time(), LA_PAZ).astimezone(UTC)
    day, week = timedelta(days=1), timedelta(weeks=1)
    days = [(midnight - back * day, midnight - (back - 1) * day) for back in range(DAYS - 1, -1, -1)]
    weekdays = [(midnight - back * week, midnight + day - back * week) for back in range(WEEKS, 0, -1)]
    hours = [(now - SILENT_HOURS - back * week, now - back * week) for back in range(WEEKS, -1, -1)]
    daily, same, halves = (_brought(session, spans, source_id) for spans in (days, weekdays, hours))
    first = {one: min((at.first for at in told.values() if at.first), default=now) for one, told in daily.items()}
    signals = _signals(session, days[0][0], source_id)
    reading = _reading(session, now - LATELY, first, source_id)
    found = []
    listed = select(SourceRow).where(SourceRow.listed, _of(SourceRow.id, source_id))
    for row in session.scalars(listed.order_by(SourceRow.name, SourceRow.id)):
        windows = _counts(halves[row.id], len(hours))
        found.append(
            SourceHealth(
                source=card_of(row),
                state=state_of(row) if row.last_attempt_at is not None else None,
                last_outcome=FetchOutcome(row.last_outcome) if row.last_outcome else None,
                last_detail=row.last_detail,
                daily_new=_counts(daily[row.id], len(days)),
                same_weekdays=_counts(same[row.id], len(weekdays)),
                same_hours=windows[:-1],
                last_hours=windows[-1],
                signals_14d=signals.get(row.id, 0),
                articles_14d=sum(one.new for one in daily[row.id].values()),
                reading=reading.get(row.id),
                held=_held(row, now),
                added_by=row.added_by or "",
                replaced=row.url if row.accepted_url else "",
            )
        )
    return found


def _counts(told: Mapping[int, _Brought], spans: int) -> tuple[int | None, ...]:
    """Return the new articles span by span; None for a span without a good answer, which tells nothing."""
    found = (told.get(number) for number in range(spans))
    return tuple(one.new if one and (one.answers or one.new) else None for one in found)


def _brought(session: Session, spans: Sequence[Span], source_id: str) -> Mapping[str, Mapping[int, _Brought]]:
    """Count what each source brought in spans of time, by when it was read; the database counts, not Python."""
    at = FetchAttempt.started_at
    within = [and_(at >= begin, at < end) for begin, end in spans]
    good = FetchAttempt.outcome.in_(_GOOD)
    told = (
        select(
            FetchAttempt.source_id,
            case(*((one, number) for number, one in enumerate(within))).label("span"),
            FetchAttempt.new,
            case((good, 1), else_=0).label("good"),
            case((good, at)).label("answered"),
        )
        .where(_of(FetchAttempt.source_id, source_id), at >= spans[0][0], at < spans[-1][1], or_(*within))
        .subquery()
    )
    query = select(
        told.c.source_id, told.c.span, func.sum(told.c.new), func.sum(told.c.good), func.min(told.c.answered)
    ).group_by(told.c.source_id, told.c.span)
    found: dict[str, dict[int, _Brought]] = defaultdict(dict)
    for source, number, new, answers, first in session.execute(query):
        found[source][number] = _Brought(int(new), int(answers), first)
    return found


def _of(column: Any, source_id: str) -> ColumnElement[bool]:
    """Return the condition that a row is of the source asked for, of any for ""."""
    return column == source_id if source_id else true()


def _held(row: SourceRow, now: datetime) -> Held | None:
    if row.held_until is None or row.held_until <= now:
        return None
    return Held(row.held_until, row.held_reason or "", row.held_by or "")


def _reading(
    session: Session, since: datetime, answers: Mapping[str, datetime], source_id: str
) -> dict[str, timedelta]:
    """Return the median time from publication to reading of the notes first seen lately.

    What was published before the source first answered us was there before we looked, and is nobody's delay.
    """
    delays: dict[str, list[timedelta]] = defaultdict(list)
    rows = session.execute(
        select(ArticleRow.source_id, ArticleRow.published_at, ArticleRow.first_seen_at)
        .join(SourceRow, SourceRow.id == ArticleRow.source_id)
        .where(
            SourceRow.listed,
            _of(SourceRow.id, source_id),
            ArticleRow.first_seen_at >= since,
            ArticleRow.published_at.is_not(None),
        )
    )
    for source_id, published, seen in rows:
        if published is not None and published >= answers.get(source_id, seen):
            delays[source_id].append(seen - published)
    return {key: sorted(told)[len(told) // 2] for key, told in delays.items() if len(told) >= LEAST_NOTES}


def _signals(session: Session, since: datetime, source_id: str) -> dict[str, int]:
    rows = session.execute(
        select(ArticleRow.source_id, func.count(func.distinct(ArticleRow.id)))
        .join(SignalRow, SignalRow.article_id == ArticleRow.id)
        .where(_of(ArticleRow.source_id, source_id), ArticleRow.first_seen_at >= since, SignalRow.signal)
        .group_by(ArticleRow.source_id)
    )
    return {value: count for value, count in rows}  # noqa: C416 - dict() would take the result for a mapping
