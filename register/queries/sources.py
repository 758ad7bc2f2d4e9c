"""What the register knows of its sources: the state for the next poll, the attempts, and what people added."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conflict.codebook import FetchOutcome, SourceReach, SourceType
from conflict.source import Source, same_feed
from conflict.sourcehealth import FAILURES_IN_A_ROW
from register.rows import AttemptRow, SourceState
from register.tables import FetchAttempt, SourceRow

LONGEST_REST = timedelta(days=1)
"""No server is given more when it asks for rest (`feeds/limits.py`)."""


def states(session: Session) -> dict[str, SourceState]:
    """Return what is remembered of each source, by its id."""
    return {row.id: state_of(row) for row in session.scalars(select(SourceRow)) if row.last_attempt_at is not None}


def to_read(session: Session) -> list[Source]:
    """Return every listed source as it is to be read: those of the file and those that people added, in no order."""
    return [card_of(row) for row in session.scalars(select(SourceRow).where(SourceRow.listed))]


def at_rest(session: Session, now: datetime) -> frozenset[str]:
    """Return the sources that people let rest until later."""
    return frozenset(session.scalars(select(SourceRow.id).where(SourceRow.listed, SourceRow.held_until > now)))


def added(session: Session) -> list[Source]:
    """Return the sources that people added on the page and no card of the file has taken over."""
    rows = select(SourceRow).where(SourceRow.listed, SourceRow.added_at.is_not(None)).order_by(SourceRow.id)
    return [card_of(row) for row in session.scalars(rows)]


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


def state_of(row: SourceRow) -> SourceState:
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


def card_of(row: SourceRow) -> Source:
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
