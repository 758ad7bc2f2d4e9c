"""Store one attempt and all that it brought, in one transaction: items, row, validators, schedule, work to do.

Whatever instant a process dies at, either all of it is there or nothing is, and the source's ETag is as old as the last
body whose every item is stored. The same body again changes nothing but the row of the attempt.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from conflict.article import Article
from conflict.attempt import Attempt
from conflict.codebook import GOOD_OUTCOMES
from conflict.killpoint import KillPoint, reached
from conflict.polling import SourceUpdate
from register.commands import articles as article_commands
from register.tables import FetchAttempt, SourceRow

LAST_KEYS = 2_000
"""Keys of the last document kept for the overlap check; as many as a document may have items."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of the articles of one attempt; the three add up to their number."""

    new: int
    updated: int
    duplicate: int


def record(
    session: Session,
    *,
    cycle_id: int,
    attempt: Attempt,
    articles: Sequence[Article],
    update: SourceUpdate,
    now: datetime,
) -> Recorded:
    """Store an attempt, its articles and the next state of its source; return what became of the articles."""
    session.execute(select(SourceRow.id).where(SourceRow.id == attempt.source_id).with_for_update())
    stored = article_commands.store(session, source_id=attempt.source_id, articles=articles, now=now)
    recorded = Recorded(stored.new, stored.updated, stored.duplicate)
    reached(KillPoint.AFTER_ITEMS)
    _store_attempt(session, cycle_id, attempt, update, recorded)
    _store_schedule(session, attempt, articles, update, now)
    reached(KillPoint.BEFORE_COMMIT)
    return recorded


def _store_attempt(session: Session, cycle_id: int, attempt: Attempt, change: SourceUpdate, recorded: Recorded) -> None:
    session.execute(
        insert(FetchAttempt).values(
            cycle_id=cycle_id,
            source_id=attempt.source_id,
            outcome=attempt.outcome.value,
            started_at=attempt.started_at,
            took_ms=attempt.took_ms,
            url=attempt.url,
            final_url=attempt.final_url,
            http_status=attempt.http_status,
            raw_bytes=attempt.raw_bytes,
            decoded_bytes=attempt.decoded_bytes,
            conditional=attempt.conditional,
            body_digest=attempt.body_digest,
            retry_after=attempt.retry_after,
            detail=attempt.detail,
            counts=attempt.counts,
            flags=list(attempt.flags),
            events=list(change.events),
            new=recorded.new,
            updated=recorded.updated,
            duplicate=recorded.duplicate,
        )
    )


def _store_schedule(
    session: Session, attempt: Attempt, articles: Sequence[Article], change: SourceUpdate, now: datetime
) -> None:
    values: dict[str, Any] = {
        "failures": change.failures,
        "next_check_at": change.next_check_at,
        "interval_factor": change.interval_factor,
        "paused_until": change.paused_until,
        "pause_reason": change.pause_reason,
        "gone_since": change.gone_since,
        "moved_to": change.moved_to,
        "moved_since": change.moved_since,
        "moved_seen": change.moved_seen,
        "last_attempt_at": now,
        "last_outcome": attempt.outcome.value,
        "last_detail": attempt.detail,
    }
    if attempt.outcome in GOOD_OUTCOMES:
        values["last_good_at"] = now
    if change.full:
        values["last_full_at"] = now
    if articles:
        values["last_keys"] = [article.key for article in articles[:LAST_KEYS]]
    if attempt.etag is not None or attempt.last_modified is not None:
        values |= {"etag": attempt.etag, "last_modified": attempt.last_modified}
    elif attempt.decoded_bytes:
        values |= {"etag": None, "last_modified": None}  # a body came that may not be asked for conditionally
    session.execute(update(SourceRow).where(SourceRow.id == attempt.source_id).values(**values))
