"""What the notes of the same days did to a reading is stored with it, once, and told of those one may see."""

from typing import Any

import pytest
from sqlalchemy import func, select, text

from conflict.codebook import CycleKind
from conflict.drawn import Drawn, Neighbour
from conflict.errors import StorageError
from conflict.permissions import sight_of
from conflict.roles import Role
from register.commands import cycles, fetches, readings
from register.commands import sources as source_commands
from register.commands.cycles import Taken
from register.company_tables import ReadingAlone, ReadingNeighbour
from register.engine import Register
from register.queries import company, export
from register.rows import PendingArticle
from register.tables import ArticleRow, SignalRow
from tests.conftest import NOW
from tests.make import a_reading, a_source, an_article, an_assessed, an_attempt, an_update, no_conflict
from tests.offices import CANARIES, PEOPLE, fill


@pytest.fixture
def waiting(register: Register) -> tuple[PendingArticle, ...]:
    """Return three articles that wait to be read."""
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source()], now=NOW)
        taken = cycles.take(session, kind=CycleKind.FULL, holder="h", now=NOW, wall=NOW, lease_seconds=300)
        assert isinstance(taken, Taken)
        fetches.record(
            session,
            cycle_id=taken.cycle_id,
            attempt=an_attempt(articles=3),
            articles=[an_article(n) for n in (1, 2, 3)],
            update=an_update(),
            now=NOW,
        )
        return readings.claim(session, holder="h", now=NOW, lease_seconds=300, limit=9)


def drawn(alone: float, *by: tuple[int, bool]) -> Drawn:
    return Drawn(alone, False, tuple(Neighbour(str(key), towards) for key, towards in by))


def store(register: Register, *assessed: Any) -> None:
    with register.writing() as session:
        readings.record(session, assessed=assessed, now=NOW)


def counted(register: Register) -> tuple[int, int, int]:
    with register.reading() as session:
        tables = (SignalRow, ReadingAlone, ReadingNeighbour)
        return tuple(session.scalar(select(func.count()).select_from(one)) or 0 for one in tables)  # type: ignore[return-value]


def test_what_drew_a_reading_is_stored_with_it_the_likest_first(
    register: Register, waiting: tuple[PendingArticle, ...]
) -> None:
    one, two, three = waiting
    moved = a_reading(drawn=drawn(0.4, (three.id, True), (two.id, False)))
    store(register, an_assessed(one, reading=moved), an_assessed(two, "new:2", reading=no_conflict()))
    with register.reading() as session:
        found, still = company.of_article(session, one.id), company.of_article(session, two.id)
    assert found is not None
    assert (found.alone, found.signal) == (0.4, False)
    assert [(other.title, other.towards) for other in found.by] == [(three.title, True), (two.title, False)]
    assert [other.outlet for other in found.by] == ["Radio Cerro"] * 2
    assert still is None


def test_the_same_batch_twice_stores_it_once(register: Register, waiting: tuple[PendingArticle, ...]) -> None:
    one, two, _ = waiting
    told = an_assessed(one, reading=a_reading(drawn=drawn(0.4, (two.id, True))))
    store(register, told)
    store(register, told)
    assert counted(register) == (1, 1, 1)


def test_a_reading_that_only_itself_drew_has_nobody(register: Register, waiting: tuple[PendingArticle, ...]) -> None:
    store(register, an_assessed(waiting[0], reading=a_reading(drawn=drawn(0.4))))
    with register.reading() as session:
        found = company.of_article(session, waiting[0].id)
    assert found is not None
    assert found.by == ()


def test_a_batch_that_fails_leaves_neither_reading_nor_neighbours(
    register: Register, waiting: tuple[PendingArticle, ...]
) -> None:
    told = an_assessed(waiting[0], reading=a_reading(drawn=drawn(0.4, (10**6, True))))
    with pytest.raises(StorageError), register.writing() as session:
        readings.record(session, assessed=[told], now=NOW)
    assert counted(register) == (0, 0, 0)


def test_the_newest_reading_is_the_one_told(register: Register, waiting: tuple[PendingArticle, ...]) -> None:
    one, two, _ = waiting
    store(register, an_assessed(one, reading=a_reading(drawn=drawn(0.4, (two.id, True)))))
    store(register, an_assessed(one, reading=a_reading(model_version="otro")))
    with register.reading() as session:
        assert company.of_article(session, one.id) is None


def test_the_export_of_readings_says_the_probability_alone(
    register: Register, waiting: tuple[PendingArticle, ...]
) -> None:
    one, two, three = waiting
    moved = a_reading(drawn=drawn(0.4, (three.id, True), (two.id, False)))
    store(register, an_assessed(one, reading=moved), an_assessed(two, "new:2", reading=no_conflict()))
    with register.reading() as session:
        first, second = export.rows(session, "senales")
    names = ("probabilidad_sola", "la_acercan", "la_alejan")
    assert [first[name] for name in names] == [0.4, [three.id], [two.id]]
    assert [second[name] for name in names] == [None, [], []]


def test_notes_of_another_territory_are_not_told(register: Register) -> None:
    fill(register)
    with register.reading(sight_of(PEOPLE[Role.ANALYST])) as session:
        mine = session.scalar(text("SELECT min(id) FROM article WHERE title LIKE 'Azucena%'")) or 0
        found = company.of_article(session, mine)
        rows = session.execute(select(ArticleRow.title).join(ReadingNeighbour)).all()
    assert found is not None
    told = {one.title.partition(" ")[0] for one in found.by}
    assert CANARIES["suya"] in told
    assert CANARIES["ajena"] not in told
    assert not any(CANARIES["ajena"] in title for (title,) in rows)
