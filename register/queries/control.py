"""The control sample as pages show it: what waits for a reader, and what the reviewed ones say of the machine."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from conflict.codebook import QueueState
from conflict.control import ControlVerdict, Missed, first_waiting_day
from conflict.shares import Share
from conflict.weekfacts import ControlSample
from register.loop_tables import ControlDay, ControlItem
from register.tables import ArticleRow, QueueEntry, SourceRow

MOST_SHOWN = 100
_MISSED = and_(
    ControlItem.verdict == ControlVerdict.CONFLICT.value,
    func.coalesce(QueueEntry.state, "") != QueueState.DISCARDED.value,
)


@dataclass(frozen=True, slots=True)
class ControlRow:
    """One drawn text that waits. What the machine made of it is not told: the reader is to judge by himself."""

    id: int
    day: date
    title: str
    summary: str
    body: str
    outlet: str
    department: str
    link: str | None
    published_at: datetime | None
    first_seen_at: datetime


def waiting(session: Session, today: date) -> list[ControlRow]:
    """Return the drawn texts that wait for a reader, oldest day first."""
    rows = session.execute(
        select(ControlItem, ArticleRow, SourceRow)
        .join(ArticleRow, ArticleRow.id == ControlItem.article_id)
        .join(SourceRow, SourceRow.id == ArticleRow.source_id)
        .where(*_waits(today))
        .order_by(ControlItem.day, ControlItem.id)
        .limit(MOST_SHOWN)
    )
    return [row_of(item.id, item.day, article, source) for item, article, source in rows]


def row_of(number: int, day: str, article: ArticleRow, source: SourceRow) -> ControlRow:
    """Return a drawn text by its number, for whoever is to judge it."""
    return ControlRow(
        number,
        date.fromisoformat(day),
        article.title,
        article.summary,
        article.body,
        source.name,
        source.department,
        article.link,
        article.published_at,
        article.first_seen_at,
    )


def how_many_wait(session: Session, today: date) -> int:
    """Return how many drawn texts wait for a reader."""
    return session.scalar(select(func.count()).select_from(ControlItem).where(*_waits(today))) or 0


def _waits(today: date) -> list[Any]:
    return [ControlItem.decided_at.is_(None), ControlItem.day >= first_waiting_day(today).isoformat()]


def sampled(session: Session, first: date, last: date) -> ControlSample | None:
    """Return what the texts drawn on those days say, for the summary of a week; None while nobody judged any."""
    reviewed, conflicts = session.execute(
        select(func.count(ControlItem.verdict), func.coalesce(func.sum(case((_MISSED, 1), else_=0)), 0))
        .select_from(ControlItem)
        .outerjoin(QueueEntry, QueueEntry.id == ControlItem.entry_id)
        .where(ControlItem.day >= first.isoformat(), ControlItem.day <= last.isoformat())
    ).one()
    return ControlSample(int(reviewed), int(conflicts)) if reviewed else None


def missed(session: Session, since: date, today: date) -> Missed:
    """Return what the sample of the days from `since` on says.

    A text that was called a conflict and then discarded in the queue is none: the later, closer look counts.
    """
    reviewed, conflicts = session.execute(
        select(
            func.count(ControlItem.verdict),
            func.coalesce(func.sum(case((_MISSED, 1), else_=0)), 0),
        )
        .select_from(ControlItem)
        .outerjoin(QueueEntry, QueueEntry.id == ControlItem.entry_id)
        .where(ControlItem.day >= since.isoformat())
    ).one()
    unflagged = session.scalar(
        select(func.coalesce(func.sum(ControlDay.unflagged), 0)).where(ControlDay.day >= since.isoformat())
    )
    return Missed(Share(int(conflicts), int(reviewed)), how_many_wait(session, today), int(unflagged or 0))
