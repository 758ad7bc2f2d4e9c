"""Doubt is a state of its own: seen in its view, told in exports, gone once one article is read with certainty."""

import pytest

from conflict.codebook import CycleKind, Scope
from conflict.place import Location
from conflict.queue import Enqueue, Ignore, decide
from register.commands import cycles, fetches, readings
from register.commands import sources as source_commands
from register.engine import Register
from register.queries import export
from register.queries import queue as queue_queries
from tests.conftest import NOW
from tests.make import LLALLAGUA, a_reading, a_source, an_article, an_assessed, an_attempt, an_update, no_conflict

DOUBTFUL = a_reading(probability=0.5, doubtful=True)


@pytest.fixture
def queue(register: Register):
    """Return a way to bring articles, each read as told, the n-th into the group told; and read them again."""
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source()], now=NOW)
        cycle = cycles.take(session, kind=CycleKind.FULL, holder="h", now=NOW, wall=NOW, lease_seconds=300)

    def bring(*told):
        articles = [an_article(n) for n in range(len(told))]
        with register.writing() as session:
            fetches.record(
                session, cycle_id=cycle.cycle_id, attempt=an_attempt(articles=len(told)), articles=articles,
                update=an_update(), now=NOW,
            )  # fmt: skip
            waiting = readings.claim(session, holder="h", now=NOW, lease_seconds=300, limit=99)
            pairs = zip(waiting, told, strict=True)
            assessed = [an_assessed(one, group, reading=reading) for one, (reading, group) in pairs]
            readings.record(session, assessed=assessed, now=NOW)

    return bring


def codes(register: Register, state: str) -> dict[str, bool]:
    with register.reading() as session:
        return {row.title: row.doubtful for row in queue_queries.page(session, now=NOW, state=state).rows}


def test_rows_in_doubt_have_a_view_and_stay_in_the_open_queue(register: Register, queue) -> None:
    queue((a_reading(), "new:1"), (DOUBTFUL, "new:2"))
    doubtful, certain = (f"Transportistas anuncian bloqueo número {n}" for n in (1, 0))
    assert codes(register, "duda") == {doubtful: True}
    assert codes(register, "abiertas") == {doubtful: True, certain: False}
    with register.reading() as session:
        (code,) = (row.code for row in queue_queries.page(session, now=NOW, state="duda").rows)
        found = queue_queries.detail(session, code)
        assert found is not None
        assert found.row.doubtful
        assert {row["titular"]: row["duda"] for row in export.rows(session, "cola")} == {certain: False, doubtful: True}
        assert sorted(row["duda"] for row in export.rows(session, "senales")) == [False, True]


def test_one_certain_article_ends_the_doubt_of_its_row(register: Register, queue) -> None:
    queue((DOUBTFUL, "new:1"), (a_reading(), "new:1"))
    assert codes(register, "duda") == {}


def test_a_rule_of_grave_words_leaves_no_doubt(register: Register, queue) -> None:
    queue((a_reading(probability=0.5, doubtful=True, floor="personas retenidas"), "new:1"))
    assert codes(register, "duda") == {}


def test_doubt_below_the_threshold_is_counted_apart_from_no_signal() -> None:
    assert decide(no_conflict(), LLALLAGUA, NOW, NOW) == Ignore("sin_senal")
    low = a_reading(probability=0.4, signal=False, doubtful=True, stage=no_conflict().stage, measures=())
    assert decide(low, LLALLAGUA, NOW, NOW) == Ignore("en_duda")
    assert isinstance(decide(DOUBTFUL, LLALLAGUA, NOW, NOW), Enqueue)
    abroad = Location((), Scope.ABROAD, (), (), (), "otro país")
    assert decide(DOUBTFUL, abroad, NOW, NOW) == Ignore("extranjero")
