"""Claim articles to read, and store what was read: signal, group, row of the queue, journal, in one transaction.

A person's word stays: a row that somebody decided is never changed by a later reading, only marked as updated, and an
open row never disappears because the machine changed its mind.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from conflict.codebook import ReadingState
from conflict.killpoint import KillPoint, reached
from conflict.queue import Ignore
from register.commands import queue
from register.commands.articles import READ
from register.commands.assessed import Assessed, Counts
from register.rows import PendingArticle
from register.signals import signal_values
from register.tables import ArticleRow, OutboxRow, SignalRow, SourceRow

MOST_ATTEMPTS = 5
"""Times that reading one article may fail before it is left as an error for a person to see."""

_STORE_LOCK = 7_206_002


def claim(
    session: Session, *, holder: str, now: datetime, lease_seconds: int, limit: int
) -> tuple[PendingArticle, ...]:
    """Claim up to `limit` articles that wait, oldest first; other workers skip them until the lease runs out."""
    free = (
        select(OutboxRow.id)
        .where(
            OutboxRow.kind == READ,
            OutboxRow.attempts < MOST_ATTEMPTS,
            or_(OutboxRow.claimed_until.is_(None), OutboxRow.claimed_until <= now),
        )
        .order_by(OutboxRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(free.scalar_subquery()))
        .values(
            claimed_by=holder,
            claimed_until=now + timedelta(seconds=lease_seconds),
            attempts=OutboxRow.attempts + 1,
        )
        .returning(OutboxRow.article_id)
    ).scalars()
    ids = sorted(claimed)
    rows = session.execute(
        select(ArticleRow, SourceRow.name, SourceRow.department, SourceRow.municipality)
        .join(SourceRow, SourceRow.id == ArticleRow.source_id)
        .where(ArticleRow.id.in_(ids))
        .order_by(ArticleRow.id)
    )
    return tuple(
        PendingArticle(
            id=article.id,
            key=article.key,
            version=article.version,
            title=article.title,
            summary=article.summary,
            body=article.body,
            published_at=article.published_at,
            first_seen_at=article.first_seen_at,
            source_id=article.source_id,
            source_name=name,
            source_department=department,
            source_municipality=municipality,
        )
        for article, name, department, municipality in rows
    )


def record(session: Session, *, assessed: Sequence[Assessed], now: datetime, keep_waiting: bool = False) -> Counts:
    """Store a batch; return its sums.

    With `keep_waiting` the articles go on waiting for the model: only the keyword floor has spoken for them.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _STORE_LOCK})
    counts = Counts()
    _store_signals(session, assessed, now)
    reached(KillPoint.AFTER_SIGNAL)
    for one in assessed:
        counts.signals += one.reading.signal
        if isinstance(one.decision, Ignore):
            counts.ignored[one.decision.reason] += 1
    queue.place(session, assessed=assessed, counts=counts, now=now)
    reached(KillPoint.AFTER_QUEUE)
    ids = [one.pending.id for one in assessed]
    if keep_waiting:
        _free(session, ids)
    else:
        session.execute(update(ArticleRow).where(ArticleRow.id.in_(ids)).values(reading_state=ReadingState.READ.value))
        session.execute(delete(OutboxRow).where(OutboxRow.kind == READ, OutboxRow.article_id.in_(ids)))
    return counts


def _store_signals(session: Session, assessed: Sequence[Assessed], now: datetime) -> None:
    """Store each reading once per version of the article and of the model."""
    if not assessed:
        return
    engine = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(
        engine.insert(SignalRow).on_conflict_do_nothing(index_elements=["article_id", "version", "model_version"]),
        [
            signal_values(
                one.pending.id,
                one.pending.version,
                one.reading,
                one.location,
                one.decision.reason if isinstance(one.decision, Ignore) else "en_cola",
                now,
            )
            for one in assessed
        ],
    )


def fail(session: Session, *, pending: PendingArticle, cause: str, now: datetime) -> None:
    """Set one article aside: it is tried again in later runs, and shown as an error after five."""
    attempts = session.execute(
        update(OutboxRow)
        .where(OutboxRow.kind == READ, OutboxRow.article_id == pending.id)
        .values(last_error=cause[:200])
        .returning(OutboxRow.attempts)
    ).scalar_one_or_none()
    if attempts is not None and attempts >= MOST_ATTEMPTS:
        session.execute(
            update(ArticleRow).where(ArticleRow.id == pending.id).values(reading_state=ReadingState.ERROR.value)
        )


def release(session: Session, *, pending: Sequence[PendingArticle], now: datetime) -> None:
    """Let articles wait again as if nobody had claimed them: the model was not there, nothing failed."""
    _free(session, [one.id for one in pending])


def _free(session: Session, ids: Sequence[int]) -> None:
    for start in range(0, len(ids), 500):
        session.execute(
            update(OutboxRow)
            .where(OutboxRow.kind == READ, OutboxRow.article_id.in_(ids[start : start + 500]))
            .values(claimed_by=None, claimed_until=None, attempts=OutboxRow.attempts - 1)
        )
