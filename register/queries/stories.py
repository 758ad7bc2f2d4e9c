"""The articles of the open stories, for the grouping to go on from."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conflict.codebook import Measure
from conflict.story import StoryItem
from register.tables import ArticleRow, GroupMember, SignalRow, StoryGroup


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
            ),
        )
        for row in rows
    ]
