"""Reading that is cut short, as often as it may be, leaves no article unread and unseen."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from conflict.codebook import CycleKind, ReadingState
from register.commands import cycles, readings
from register.commands.cycles import Taken
from register.engine import Register
from register.rows import PendingArticle
from tests.conftest import NOW
from tests.make import a_reading, an_article, an_assessed
from tests.register.test_readings import assess, bring, claim, cycle_id, queue_page

__all__ = ["cycle_id"]  # the fixture


def crash(register: Register, at: datetime) -> int:
    """Claim as a run does and die; let the next cycle take over. Return how many articles were in hand."""
    in_hand = claim(register, now=at)
    with register.writing() as session:
        taken = cycles.take(
            session, kind=CycleKind.FULL, holder="h", now=at, wall=at, lease_seconds=300, holder_is_dead=True
        )
    assert isinstance(taken, Taken)
    return len(in_hand)


def states(register: Register) -> list[str]:
    with register.reading() as session:
        return [row[0] for row in session.execute(text("SELECT reading_state FROM article ORDER BY id"))]


def read_all(register: Register, at: datetime) -> list[PendingArticle]:
    """Read what can be claimed, the way a run does: until there is nothing more."""
    read: list[PendingArticle] = []
    while batch := claim(register, now=at):
        assess(register, *(an_assessed(one, f"new:{one.id}") for one in batch), now=at)
        read += batch
    return read


@pytest.mark.parametrize("crashes", [1, 5, 6, 9])
def test_a_batch_whose_reader_died_many_times_is_read_in_the_end(
    register: Register, cycle_id: int, crashes: int
) -> None:
    bring(register, cycle_id, *(an_article(n) for n in range(8)))
    for number in range(crashes):
        assert crash(register, NOW + timedelta(minutes=number)) > 0
    read = read_all(register, NOW + timedelta(hours=1))
    assert sorted(one.id for one in read) == list(range(1, 9))
    assert set(states(register)) == {ReadingState.READ.value}


def test_after_two_deaths_articles_are_read_one_by_one(register: Register, cycle_id: int) -> None:
    bring(register, cycle_id, *(an_article(n) for n in range(4)))
    assert [crash(register, NOW), crash(register, NOW), crash(register, NOW)] == [4, 4, 1]
    bring(register, cycle_id, an_article(9))
    assert [one.id for one in claim(register)] == [5], "what is new does not wait behind what is suspect"


def test_a_text_that_ends_every_reader_is_shown_and_tried_again_the_next_day(register: Register, cycle_id: int) -> None:
    bring(register, cycle_id, an_article(1))
    for _ in range(readings.MOST_ATTEMPTS):
        assert crash(register, NOW) == 1
    with register.writing() as session:
        assert readings.set_aside(session, now=NOW) == 1
        assert readings.set_aside(session, now=NOW) == 0
    assert states(register) == [ReadingState.ERROR.value]
    assert claim(register, now=NOW + timedelta(hours=20)) == ()
    assert len(read_all(register, NOW + timedelta(hours=25))) == 1
    assert states(register) == [ReadingState.READ.value]


def test_a_corrected_text_gets_all_its_tries_again(register: Register, cycle_id: int) -> None:
    bring(register, cycle_id, an_article(1))
    for _ in range(readings.MOST_ATTEMPTS):
        crash(register, NOW)
    bring(register, cycle_id, an_article(1, title="Transportistas corrigen la hora de su bloqueo"))
    assert [one.version for one in claim(register)] == [2]


def test_who_takes_the_lease_takes_the_work_of_a_run_that_stopped_badly(register: Register, cycle_id: int) -> None:
    bring(register, cycle_id, an_article(1))
    assert len(claim(register)) == 1
    with register.writing() as session:  # the run ended by an error: its row is closed, its claim is not
        session.execute(text("UPDATE cycle SET state = 'detenido_disco'"))
    with register.writing() as session:
        cycles.take(session, kind=CycleKind.ASSESS, holder="otro", now=NOW, wall=NOW, lease_seconds=300)
    assert len(claim(register)) == 1


def test_the_same_reading_twice_changes_nothing(register: Register, cycle_id: int) -> None:
    bring(register, cycle_id, an_article(1))
    (pending,) = claim(register)
    floor = an_assessed(pending, reading=a_reading(floor="dinamita", model_version="sin-modelo"))
    for turn in range(3):
        with register.writing() as session:
            done = readings.record(session, assessed=[floor], now=NOW, keep_waiting=True)
        assert (done.signals, done.queued, done.extended) == ((1, 1, 0) if turn == 0 else (0, 0, 0))
    assert not queue_page(register).rows[0].updated
