"""A few sums of the whole register, each one query with one meaning."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from conflict.codebook import OPEN_QUEUE_STATES, ReadingState
from register.queries import records, sources
from register.record_tables import DeadlineRow
from register.tables import ArticleRow, QueueEntry, SignalRow, SourceRow

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around every page: rows that wait, sources that fail, deadlines that have passed."""

    open_rows: int
    failing_sources: int
    overdue: int


def overview(session: Session) -> dict[str, int]:
    """Return the numbers of sources, articles, those that wait or failed, signals, and open rows of the queue."""
    states = session.execute(select(ArticleRow.reading_state, func.count()).group_by(ArticleRow.reading_state)).all()
    waiting = {state: count for state, count in states}  # noqa: C416 - dict() does not take rows
    return {
        "fuentes": session.scalar(select(func.count()).select_from(SourceRow).where(SourceRow.listed)) or 0,
        "articulos": sum(waiting.values()),
        "pendientes": waiting.get(ReadingState.PENDING.value, 0),
        "errores": waiting.get(ReadingState.ERROR.value, 0),
        "senales": session.scalar(select(func.count()).select_from(SignalRow).where(SignalRow.signal)) or 0,
        "cola": open_rows(session),
    }


def waiting(session: Session) -> int:
    """Return how many articles wait for the model."""
    pending = ArticleRow.reading_state == ReadingState.PENDING.value
    return session.scalar(select(func.count()).select_from(ArticleRow).where(pending)) or 0


def open_rows(session: Session) -> int:
    """Return how many rows of the queue wait for somebody."""
    return session.scalar(select(func.count()).select_from(QueueEntry).where(is_open())) or 0


def around(session: Session, now: datetime) -> Around:
    """Return what stands around every page, out of one statement."""
    failing = select(func.count()).select_from(SourceRow).where(*sources.fails()).scalar_subquery()
    late = select(func.count()).select_from(DeadlineRow).where(*records.is_late(now)).scalar_subquery()
    found = session.execute(select(func.count(), failing, late).select_from(QueueEntry).where(is_open())).one()
    return Around(*found)


def is_open() -> ColumnElement[bool]:
    """Return the condition of rows that wait.

    Every row is reviewed after 1970; that is said so that SQLite, which takes all states for equally frequent, looks
    the few open rows up in the index of the queue instead of reading a year of decided ones for every page.
    """
    states = [state.value for state in OPEN_QUEUE_STATES]
    return and_(QueueEntry.state.in_(states), QueueEntry.review_by >= EPOCH)
