"""What the register knows of its sources: the state for the next poll, and the health for the page."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from conflict.codebook import GOOD_OUTCOMES, FetchOutcome, SourceReach, SourceType
from conflict.lapaz import LA_PAZ, local_day
from conflict.source import Held, Source, same_feed
from conflict.sourcehealth import FAILURES_IN_A_ROW
from register.rows import AttemptRow, SourceHealth, SourceState
from register.tables import ArticleRow, FetchAttempt, SignalRow, SourceRow

DAYS = 14
LATELY = timedelta(days=1)
"""How far back the time from publication to reading is measured."""
LEAST_NOTES = 5
"""Notes that a median is told of."""
LONGEST_REST = timedelta(days=1)
"""No server is given more when it asks for rest (`feeds/limits.py`)."""


def states(session: Session) -> dict[str, SourceState]:
    """Return what is remembered of each source, by its id."""
    return {row.id: _state(row) for row in session.scalars(select(SourceRow)) if row.last_attempt_at is not None}


def to_read(session: Session) -> list[Source]:
    """Return every listed source as it is to be read: those of the file and those that people added, in no order."""
    return [_card(row) for row in session.scalars(select(SourceRow).where(SourceRow.listed))]


def at_rest(session: Session, now: datetime) -> frozenset[str]:
    """Return the sources that people let rest until later."""
    return frozenset(session.scalars(select(SourceRow.id).where(SourceRow.listed, SourceRow.held_until > now)))


def added(session: Session) -> list[Source]:
    """Return the sources that people added on the page and no card of the file has taken over."""
    rows = select(SourceRow).where(SourceRow.listed, SourceRow.added_at.is_not(None)).order_by(SourceRow.id)
    return [_card(row) for row in session.scalars(rows)]


def who_reads(session: Session, address: str, but: str = "") -> str:
    """Return the name of the listed source, other than `but`, that reads the channel of an address; "" for none."""
    wanted = same_feed(address)
    for row in session.scalars(select(SourceRow).where(SourceRow.listed, SourceRow.id != but)):
        if wanted in {same_feed(one) for one in (row.url, row.accepted_url) if one}:
            return row.name
    return ""


def attempts(session: Session, source_id: str, limit: int) -> list[AttemptRow]:
    """Return the last attempts to read a source, newest first."""
    rows = session.scalars(
        select(FetchAttempt)
        .where(FetchAttempt.source_id == source_id)
        .order_by(FetchAttempt.started_at.desc(), FetchAttempt.id.desc())
        .limit(limit)
    )
    return [
        AttemptRow(row.started_at, FetchOutcome(row.outcome), row.http_status, row.new, row.took_ms) for row in rows
    ]


def left_alone(session: Session, now: datetime) -> dict[str, datetime]:
    """Return until when servers asked not to be asked again (Retry-After), by source; those whose time is over left
    out."""
    rows = session.execute(
        select(FetchAttempt.source_id, FetchAttempt.started_at, FetchAttempt.retry_after)
        .where(FetchAttempt.started_at > now - LONGEST_REST, FetchAttempt.started_at <= now)
        .where(FetchAttempt.retry_after.is_not(None))
        .order_by(FetchAttempt.started_at)
    )
    told = {source: at + timedelta(seconds=seconds or 0) for source, at, seconds in rows}
    return {source: until for source, until in told.items() if until > now}


def failing(session: Session) -> int:
    """Count the listed, active sources that have failed several times in a row: one cheap look for every page."""
    return int(session.scalar(select(func.count()).select_from(SourceRow).where(*fails())) or 0)


def fails() -> tuple[Any, ...]:
    """Return the conditions of a listed, active source that failed several times in a row."""
    return SourceRow.listed, SourceRow.active, SourceRow.failures >= FAILURES_IN_A_ROW


def _state(row: SourceRow) -> SourceState:
    return SourceState(
        source_id=row.id,
        etag=row.etag,
        last_modified=row.last_modified,
        failures=row.failures,
        next_check_at=row.next_check_at,
        paused_until=row.paused_until,
        pause_reason=row.pause_reason,
        last_attempt_at=row.last_attempt_at,
        last_good_at=row.last_good_at,
        last_full_at=row.last_full_at,
        last_keys=tuple(row.last_keys),
        interval_factor=row.interval_factor,
        gone_since=row.gone_since,
        moved_to=row.moved_to,
        moved_since=row.moved_since,
        moved_seen=row.moved_seen,
    )


def _card(row: SourceRow) -> Source:
    return Source(
        id=row.id,
        name=row.name,
        url=row.accepted_url or row.url,
        type=SourceType(row.type),
        department=row.department,
        municipality=row.municipality,
        reach=SourceReach(row.reach),
        cadence_minutes=row.cadence_minutes,
        active=row.active,
        notes=row.notes,
    )


def health(session: Session, now: datetime, source_id: str = "") -> list[SourceHealth]:
    """Return every listed source, or the one asked for, with its last 14 days in La Paz, today last."""
    today = local_day(now)
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    since = datetime.combine(days[0], time(), LA_PAZ).astimezone(UTC)
    counted = _articles_by_day(session, since, source_id)
    answers = _answers(session, since, source_id)
    signals = _signals(session, since, source_id)
    reading = _reading(session, now - LATELY, answers, source_id)
    found = []
    listed = select(SourceRow).where(SourceRow.listed, _of(SourceRow.id, source_id))
    for row in session.scalars(listed.order_by(SourceRow.name, SourceRow.id)):
        answered = {local_day(at) for at in answers.get(row.id, ())}
        daily = tuple(
            counted[row.id].get(day, 0) if day in answered or counted[row.id].get(day) else None for day in days
        )
        found.append(
            SourceHealth(
                source=_card(row),
                state=_state(row) if row.last_attempt_at is not None else None,
                last_outcome=FetchOutcome(row.last_outcome) if row.last_outcome else None,
                last_detail=row.last_detail,
                daily_new=daily,
                signals_14d=signals.get(row.id, 0),
                articles_14d=sum(counted[row.id].values()),
                reading=reading.get(row.id),
                held=_held(row, now),
                added_by=row.added_by or "",
                replaced=row.url if row.accepted_url else "",
            )
        )
    return found


def _of(column: Any, source_id: str) -> ColumnElement[bool]:
    """Return the condition that a row is of the source asked for, of any for ""."""
    return column == source_id if source_id else true()


def _held(row: SourceRow, now: datetime) -> Held | None:
    if row.held_until is None or row.held_until <= now:
        return None
    return Held(row.held_until, row.held_reason or "", row.held_by or "")


def _reading(
    session: Session, since: datetime, answers: Mapping[str, Sequence[datetime]], source_id: str
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
        if published is not None and published >= min(answers.get(source_id, ()), default=seen):
            delays[source_id].append(seen - published)
    return {key: sorted(told)[len(told) // 2] for key, told in delays.items() if len(told) >= LEAST_NOTES}


def _articles_by_day(session: Session, since: datetime, source_id: str) -> dict[str, dict[date, int]]:
    """Count new articles per source and La Paz day, by when they were first seen."""
    counted: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    rows = session.execute(
        select(FetchAttempt.source_id, FetchAttempt.started_at, FetchAttempt.new).where(
            _of(FetchAttempt.source_id, source_id), FetchAttempt.started_at >= since, FetchAttempt.new > 0
        )
    )
    for source_id, started_at, new in rows:
        counted[source_id][local_day(started_at)] += new
    return counted


def _answers(session: Session, since: datetime, source_id: str) -> Mapping[str, Sequence[datetime]]:
    """Return when each source answered well."""
    answered: dict[str, list[datetime]] = defaultdict(list)
    rows = session.execute(
        select(FetchAttempt.source_id, FetchAttempt.started_at)
        .where(_of(FetchAttempt.source_id, source_id), FetchAttempt.started_at >= since)
        .where(FetchAttempt.outcome.in_([o.value for o in GOOD_OUTCOMES]))
    )
    for source_id, started_at in rows:
        answered[source_id].append(started_at)
    return answered


def _signals(session: Session, since: datetime, source_id: str) -> dict[str, int]:
    rows = session.execute(
        select(ArticleRow.source_id, func.count(func.distinct(ArticleRow.id)))
        .join(SignalRow, SignalRow.article_id == ArticleRow.id)
        .where(_of(ArticleRow.source_id, source_id), ArticleRow.first_seen_at >= since, SignalRow.signal)
        .group_by(ArticleRow.source_id)
    )
    return {value: count for value, count in rows}  # noqa: C416 - dict() would take the result for a mapping
