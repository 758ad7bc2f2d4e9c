"""What the notes of the same days did to a reading, as the page of its row tells it."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from register.company_tables import ReadingAlone, ReadingNeighbour
from register.tables import ArticleRow, SignalRow, SourceRow


@dataclass(frozen=True, slots=True)
class NeighbourFact:
    """An article that drew another: `towards` a conflict, or away from it."""

    title: str
    outlet: str
    link: str | None
    towards: bool


@dataclass(frozen=True, slots=True)
class DrawnFact:
    """What a reading was alone, and those that drew it, the likest first; without those a person may not see."""

    alone: float
    signal: bool
    by: tuple[NeighbourFact, ...]


def of_article(session: Session, article_id: int) -> DrawnFact | None:
    """Return what drew the newest reading of an article, None when nothing did or nobody stored it."""
    newest = select(func.max(SignalRow.id)).where(SignalRow.article_id == article_id).scalar_subquery()
    columns = (ArticleRow.title, SourceRow.name, ArticleRow.link, ReadingNeighbour.towards)
    rows = session.execute(
        select(ReadingAlone.probability, ReadingAlone.signal, *columns)
        .outerjoin(ReadingNeighbour, ReadingNeighbour.signal_id == ReadingAlone.signal_id)
        .outerjoin(ArticleRow, ArticleRow.id == ReadingNeighbour.article_id)
        .outerjoin(SourceRow, SourceRow.id == ArticleRow.source_id)
        .where(ReadingAlone.signal_id == newest)
        .order_by(ReadingNeighbour.place)
    ).all()
    if not rows:
        return None
    return DrawnFact(rows[0][0], rows[0][1], tuple(NeighbourFact(*row[2:]) for row in rows if row[2] is not None))


def of_readings(session: Session, idents: Collection[int]) -> dict[int, tuple[float, list[int], list[int]]]:
    """Return by number of a reading what it was alone, and the articles that drew it towards a conflict and away."""
    alone = select(ReadingAlone.signal_id, ReadingAlone.probability).where(ReadingAlone.signal_id.in_(idents))
    found: dict[int, tuple[float, list[int], list[int]]] = {row[0]: (row[1], [], []) for row in session.execute(alone)}
    drawing = select(ReadingNeighbour.signal_id, ReadingNeighbour.towards, ReadingNeighbour.article_id)
    asked = drawing.where(ReadingNeighbour.signal_id.in_(found)).order_by(
        ReadingNeighbour.signal_id, ReadingNeighbour.place
    )
    for signal, towards, article in session.execute(asked):
        _, closer, away = found[signal]
        (closer if towards else away).append(article)
    return found
