"""The articles of the open stories and those read lately, for grouping and reading to go on from."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from conflict.codebook import Measure
from conflict.story import Claimant, StoryItem
from register.tables import ArticleRow, GroupMember, SignalRow, StoryGroup


@dataclass(frozen=True, slots=True)
class LatelyRead:
    """An article that was read lately, with the probability that it was given."""

    article_id: int
    title: str
    summary: str
    at: datetime
    probability: float


def latest_read(session: Session, model_version: str, since: datetime, limit: int) -> list[LatelyRead]:
    """Return the latest articles with a date that a model read since then as they stand now, the oldest first."""
    rows = session.execute(
        select(ArticleRow.id, ArticleRow.title, ArticleRow.summary, ArticleRow.published_at, SignalRow.probability)
        .join(ArticleRow, and_(ArticleRow.id == SignalRow.article_id, ArticleRow.version == SignalRow.version))
        .where(
            SignalRow.read_at >= since,
            SignalRow.model_version == model_version,
            ArticleRow.published_at.is_not(None),
        )
        .order_by(SignalRow.read_at.desc(), SignalRow.id.desc())
        .limit(limit)
    )
    told = [
        LatelyRead(ident, title, summary, at, chance) for ident, title, summary, at, chance in rows if at is not None
    ]
    return told[::-1]


def open_items(session: Session, since: datetime) -> list[tuple[int, StoryItem]]:
    """Return (group, article) for every group that had an article since then, in the order they came."""
    newest = (
        select(SignalRow.article_id, func.max(SignalRow.id).label("signal_id"))
        .group_by(SignalRow.article_id)
        .subquery()
    )
    rows = session.execute(
        select(
            GroupMember.group_id,
            ArticleRow.id,
            ArticleRow.title,
            ArticleRow.summary,
            ArticleRow.published_at,
            ArticleRow.first_seen_at,
            SignalRow.departments,
            SignalRow.municipality_codes,
            SignalRow.measures,
            SignalRow.actors,
        )
        .select_from(StoryGroup)
        .join(GroupMember, GroupMember.group_id == StoryGroup.id)
        .join(ArticleRow, ArticleRow.id == GroupMember.article_id)
        .join(newest, newest.c.article_id == ArticleRow.id)
        .join(SignalRow, SignalRow.id == newest.c.signal_id)
        .where(StoryGroup.newest_at >= since)
        .order_by(ArticleRow.id)
    )
    return [
        (
            row.group_id,
            StoryItem(
                id=str(row.id),
                title=row.title,
                summary=row.summary,
                at=row.published_at or row.first_seen_at,
                departments=tuple(row.departments),
                municipality_codes=tuple(row.municipality_codes),
                measures=tuple(Measure(value) for value in row.measures),
                claimants=Claimant.stored(row.actors),
            ),
        )
        for row in rows
    ]
