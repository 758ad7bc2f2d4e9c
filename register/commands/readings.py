"""Claim articles to read, and store what was read: signal, group, row of the queue, journal, in one transaction.

A person's word stays: a row that somebody decided is never changed by a later reading, only marked as updated, and an
open row never disappears because the machine changed its mind.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from conflict.codebook import ReadingState
from conflict.killpoint import KillPoint, reached
from conflict.queue import Ignore
from register.advisory import Advisory, hold
from register.commands import announcements, company, queue
from register.commands.articles import READ
from register.commands.assessed import Assessed, Counts
from register.inserting import insert_on
from register.pending import pending_of
from register.rows import PendingArticle
from register.signals import signal_values
from register.tables import ArticleRow, OutboxRow, SignalRow, SourceRow

MOST_ATTEMPTS = 5
"""Times that reading one article may fail before it is shown as an error for a person to see."""

SUSPECT_AFTER = 2
"""Claims without an end after which an article is read alone: if its text ends the process, the others still pass."""

TRY_AGAIN = timedelta(days=1)
"""How long an article shown as an error rests before it is tried once more."""


def claim(
    session: Session, *, holder: str, now: datetime, lease_seconds: int, limit: int
) -> tuple[PendingArticle, ...]:
    """Claim up to `limit` articles that wait, oldest first; other workers skip them until the lease runs out.

    Every claim counts as an attempt until the reading is stored, since a process that dies cannot say that it failed.
    So what was claimed twice in vain comes last and one by one, and what failed five times once a day.
    """
    free = or_(OutboxRow.claimed_until.is_(None), OutboxRow.claimed_until <= now)
    suspect = and_(OutboxRow.attempts >= SUSPECT_AFTER, OutboxRow.attempts < MOST_ATTEMPTS)
    rested = or_(OutboxRow.claimed_until.is_(None), OutboxRow.claimed_until <= now - TRY_AGAIN)
    until = now + timedelta(seconds=lease_seconds)
    ids = (
        _claim(session, and_(OutboxRow.attempts < SUSPECT_AFTER, free), holder, until, limit)
        or _claim(session, and_(suspect, free), holder, until, 1)
        or _claim(session, and_(OutboxRow.attempts >= MOST_ATTEMPTS, rested), holder, until, 1)
    )
    rows = session.execute(
        select(ArticleRow, SourceRow.name, SourceRow.department, SourceRow.municipality)
        .join(SourceRow, SourceRow.id == ArticleRow.source_id)
        .where(ArticleRow.id.in_(ids))
        .order_by(ArticleRow.id)
    )
    return tuple(pending_of(*row) for row in rows)


def _claim(session: Session, which: ColumnElement[bool], holder: str, until: datetime, limit: int) -> list[int]:
    """Claim some of those rows and return the ids of their articles, sorted."""
    order = (OutboxRow.id,) if limit > 1 else (OutboxRow.attempts, OutboxRow.id)
    rows = (
        select(OutboxRow.id)
        .where(OutboxRow.kind == READ, which)
        .order_by(*order)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(rows.scalar_subquery()))
        .values(claimed_by=holder, claimed_until=until, attempts=OutboxRow.attempts + 1)
        .returning(OutboxRow.article_id)
    ).scalars()
    return sorted(claimed)


def record(session: Session, *, assessed: Sequence[Assessed], now: datetime, keep_waiting: bool = False) -> Counts:
    """Store a batch; return its sums. A reading that is stored already changes nothing and counts for nothing.

    With `keep_waiting` the articles go on waiting for the model: only the keyword floor has spoken for them.
    """
    hold(session, Advisory.READINGS)
    counts = Counts()
    fresh = _not_stored(session, assessed)
    _store_signals(session, fresh, now)
    company.store(session, fresh)
    reached(KillPoint.AFTER_SIGNAL)
    for one in fresh:
        counts.signals += one.reading.signal
        if isinstance(one.decision, Ignore):
            counts.ignored[one.decision.reason] += 1
    queue.place(session, assessed=fresh, counts=counts, now=now)
    announcements.follow_news(session, assessed=fresh, now=now)
    reached(KillPoint.AFTER_QUEUE)
    ids = [one.pending.id for one in assessed]
    if keep_waiting:
        _free(session, ids)
    else:
        session.execute(update(ArticleRow).where(ArticleRow.id.in_(ids)).values(reading_state=ReadingState.READ.value))
        session.execute(delete(OutboxRow).where(OutboxRow.kind == READ, OutboxRow.article_id.in_(ids)))
    return counts


def _not_stored(session: Session, assessed: Sequence[Assessed]) -> list[Assessed]:
    """Return the readings that the register does not have: another version of the article, or another model."""
    columns = select(SignalRow.article_id, SignalRow.version, SignalRow.model_version)
    stored: set[tuple[int, int, str]] = set()
    for start in range(0, len(assessed), 200):
        ids = [one.pending.id for one in assessed[start : start + 200]]
        found = session.execute(columns.where(SignalRow.article_id.in_(ids)))
        stored.update((row[0], row[1], row[2]) for row in found)
    return [one for one in assessed if (one.pending.id, one.pending.version, one.reading.model_version) not in stored]


def _store_signals(session: Session, assessed: Sequence[Assessed], now: datetime) -> None:
    """Store each reading once per version of the article and of the model."""
    if not assessed:
        return
    session.execute(
        insert_on(session, SignalRow).on_conflict_do_nothing(index_elements=["article_id", "version", "model_version"]),
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


def set_aside(session: Session, *, now: datetime) -> int:
    """Show as errors the articles that no process lived to read in five tries; return how many are new among them."""
    given_up = select(OutboxRow.article_id).where(
        OutboxRow.kind == READ,
        OutboxRow.attempts >= MOST_ATTEMPTS,
        or_(OutboxRow.claimed_by.is_(None), OutboxRow.claimed_until <= now),
    )
    shown = session.execute(
        update(ArticleRow)
        .where(ArticleRow.id.in_(given_up), ArticleRow.reading_state == ReadingState.PENDING.value)
        .values(reading_state=ReadingState.ERROR.value)
        .returning(ArticleRow.id)
    ).all()
    return len(shown)


def release(session: Session, *, pending: Sequence[PendingArticle], now: datetime) -> None:
    """Let articles wait again as if nobody had claimed them: the model was not there, nothing failed."""
    _free(session, [one.id for one in pending])


def free_all(session: Session) -> None:
    """Take every claim back: their runs are over. What failed five times keeps the hour of its last try."""
    claimed = OutboxRow.claimed_by.is_not(None)
    session.execute(update(OutboxRow).where(claimed, OutboxRow.attempts < MOST_ATTEMPTS).values(claimed_until=None))
    session.execute(update(OutboxRow).where(claimed).values(claimed_by=None))


def _free(session: Session, ids: Sequence[int]) -> None:
    for start in range(0, len(ids), 500):
        session.execute(
            update(OutboxRow)
            .where(OutboxRow.kind == READ, OutboxRow.article_id.in_(ids[start : start + 500]))
            .values(claimed_by=None, claimed_until=None, attempts=OutboxRow.attempts - 1)
        )
