"""A cycle reads what is new in the company of what earlier cycles read."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from classifiers.company import MOST_REMEMBERED, Met
from conflict.signal import ArticleText
from flows.models import load_champion, shelf_of
from register.company_tables import ReadingAlone, ReadingNeighbour
from register.engine import open_register
from register.queries.stories import latest_read
from register.tables import ArticleRow, SignalRow
from tests.flows.conftest import TONIGHT, House

YESTERDAY = TONIGHT - timedelta(days=1)


def test_a_cycle_remembers_what_the_one_before_it_read(lite: House) -> None:
    lite.cycle(YESTERDAY)
    model = load_champion(shelf_of(lite.settings))
    before, alone = model.company(), model.company()
    register = open_register(lite.settings.storage)
    with register.reading() as session:
        last = session.scalar(select(func.max(ArticleRow.id))) or 0
        told = latest_read(session, model.version, YESTERDAY, MOST_REMEMBERED)
    lite.cycle()
    fresh = (
        select(
            *(ArticleRow.title, ArticleRow.summary, ArticleRow.body, ArticleRow.published_at, ArticleRow.id),
            *(SignalRow.probability, ReadingAlone.probability),
        )
        .join(SignalRow, SignalRow.article_id == ArticleRow.id)
        .outerjoin(ReadingAlone, ReadingAlone.signal_id == SignalRow.id)
        .where(ArticleRow.id > last)
        .order_by(ArticleRow.id)
    )
    drawing = select(SignalRow.article_id, ReadingNeighbour.article_id, ReadingNeighbour.towards)
    drawing = drawing.join(SignalRow, SignalRow.id == ReadingNeighbour.signal_id).where(SignalRow.article_id > last)
    with register.reading() as session:
        rows = session.execute(fresh).all()
        drew = session.execute(drawing.order_by(SignalRow.article_id, ReadingNeighbour.place)).all()
    register.close()
    texts = [ArticleText(*row[:4], str(row.id)) for row in rows]
    before.remember([Met.of(one.title, one.summary, one.at, one.probability, str(one.article_id)) for one in told])
    stored = [row[5] for row in rows]
    assert len(told) > 50
    expected = model.read(texts, company=before)
    assert stored == pytest.approx([one.probability for one in expected])
    assert stored != pytest.approx([one.probability for one in model.read(texts, company=alone)])
    assert [row[6] for row in rows] == [
        None if one.drawn is None else pytest.approx(one.drawn.alone) for one in expected
    ]
    assert [tuple(row) for row in drew] == [
        (row.id, int(other.key), other.towards)
        for row, one in zip(rows, expected, strict=True)
        if one.drawn is not None
        for other in one.drawn.by
    ]
    assert any(neighbour <= last for _, neighbour, _ in drew)
