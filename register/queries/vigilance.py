"""What was read in each of the last days, for the watch over the classifier."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from conflict.vigilance import DayRead
from register.tables import ArticleRow, SignalRow

DAYS = 28
BINS = 10


def days_read(session: Session, now: datetime, without_model: str) -> tuple[DayRead, list[DayRead]]:
    """Return the last 24 hours, and the 28 times 24 hours before them, newest first.

    `without_model` is the version under which the keyword floor speaks alone: that is no reading.
    """
    day = timedelta(days=1)
    first, *before = [_read(session, now - day * (b + 1), now - day * b, without_model) for b in range(DAYS + 1)]
    empty = session.scalar(
        select(func.count(SignalRow.id))
        .join(ArticleRow, ArticleRow.id == SignalRow.article_id)
        .where(*_within(now - day, now, without_model))
        .where(ArticleRow.title == "", ArticleRow.summary == "", ArticleRow.body == "")
    )
    return replace(first, empty=empty or 0), before


def _read(session: Session, since: datetime, until: datetime, without_model: str) -> DayRead:
    chance = SignalRow.probability
    tenths = [
        _count(and_(chance >= b / BINS, chance < (b + 1) / BINS if b < BINS - 1 else chance <= 1)) for b in range(BINS)
    ]
    texts, flagged, *filled = session.execute(
        select(func.count(SignalRow.id), _count(SignalRow.signal), *tenths).where(*_within(since, until, without_model))
    ).one()
    return DayRead(int(texts), int(flagged), 0, tuple(int(n) for n in filled))


def _within(since: datetime, until: datetime, without_model: str) -> list[Any]:
    return [SignalRow.read_at > since, SignalRow.read_at <= until, SignalRow.model_version != without_model]


def _count(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
