"""A few sums of the whole register, each one query with one meaning."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conflict.codebook import OPEN_QUEUE_STATES, ReadingState
from register.tables import ArticleRow, QueueEntry, SignalRow, SourceRow


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
    states = [state.value for state in OPEN_QUEUE_STATES]
    return session.scalar(select(func.count()).select_from(QueueEntry).where(QueueEntry.state.in_(states))) or 0
