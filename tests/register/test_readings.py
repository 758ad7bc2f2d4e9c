"""From waiting article to row of the queue, and never over the head of a person."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from conflict.actor import ActorKind, ActorMention, ActorRole, Sector
from conflict.codebook import CycleKind, Level, QueueState, Stage
from conflict.story import Claimant
from register.commands import cycles, fetches, queue, readings
from register.commands import sources as source_commands
from register.commands.cycles import Busy, Taken
from register.engine import Register
from register.queries import counts, export
from register.queries import queue as queue_queries
from register.queries import stories as story_queries
from tests.conftest import NOW
from tests.make import LLALLAGUA, a_reading, a_source, an_article, an_assessed, an_attempt, an_update, no_conflict


@pytest.fixture
def cycle_id(register: Register) -> int:
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source(), a_source("diario-sur")], now=NOW)
        taken = cycles.take(session, kind=CycleKind.FULL, holder="h", now=NOW, wall=NOW, lease_seconds=300)
    assert isinstance(taken, Taken)
    return taken.cycle_id


def bring(register: Register, cycle_id: int, *articles) -> None:
    for source in {article.source_id for article in articles}:
        own = [article for article in articles if article.source_id == source]
        with register.writing() as session:
            fetches.record(
                session,
                cycle_id=cycle_id,
                attempt=an_attempt(source, articles=len(own)),
                articles=own,
                update=an_update(),
                now=NOW,
            )


def claim(register: Register, now=NOW, limit=50):
    with register.writing() as session:
        return readings.claim(session, holder="h", now=now, lease_seconds=300, limit=limit)


def assess(register: Register, *assessed, now=NOW):
    with register.writing() as session:
        return readings.record(session, assessed=assessed, now=now)


def queue_page(register: Register, **filters):
    with register.reading() as session:
        return queue_queries.page(session, now=NOW, **filters)


def test_what_waits_is_claimed_once_until_the_lease_runs_out(register: Register, cycle_id: int) -> None:
    bring(register, cycle_id, an_article(1), an_article(2))
    assert len(claim(register)) == 2
    assert claim(register) == ()
    assert len(claim(register, now=NOW + timedelta(seconds=301))) == 2


def test_a_signal_becomes_one_row_with_its_reading(register: Register, cycle_id: int) -> None:
    bring(register, cycle_id, an_article(1))
    (pending,) = claim(register)
    done = assess(register, an_assessed(pending))
    assert (done.signals, done.queued) == (1, 1)
    (row,) = queue_page(register).rows
    assert (row.code, row.level, row.municipalities) == ("P-261120-001", Level.HIGH, ("Llallagua",))
    with register.reading() as session:
        detail = queue_queries.detail(session, row.code)
    assert detail is not None
    assert detail.notes[0].reading == a_reading()
    assert detail.notes[0].location == LLALLAGUA


def test_what_is_no_signal_is_counted_and_stays_out(register: Register, cycle_id: int) -> None:
    bring(register, cycle_id, an_article(1))
    (pending,) = claim(register)
    done = assess(register, an_assessed(pending, reading=no_conflict()))
    assert done.ignored == {"sin_senal": 1}
    assert queue_page(register).total == 0
    assert claim(register, now=NOW + timedelta(hours=1)) == ()


def test_articles_of_one_story_share_a_row(register: Register, cycle_id: int) -> None:
    bring(register, cycle_id, an_article(1), an_article(1, "diario-sur"))
    first, second = claim(register)
    done = assess(register, an_assessed(first, "new:1"), an_assessed(second, "new:1"))
    assert (done.queued, done.extended) == (1, 1)
    (row,) = queue_page(register).rows
    assert (row.notes, row.outlets) == (2, 2)
    with register.reading() as session:
        items = story_queries.open_items(session, NOW - timedelta(days=14))
    assert {group for group, _ in items} == {done.groups["new:1"]}


def test_grouping_goes_on_from_who_demands_as_the_notes_were_read(register: Register, cycle_id: int) -> None:
    bring(register, cycle_id, an_article(1))
    (pending,) = claim(register)
    cob = ActorMention(
        "cob", "COB", "COB", ActorKind.ORGANISATION, ActorRole.CLAIMANT, Sector.LABOUR, None, "", "", "", 0, 3, "pide"
    )
    asked = replace(cob, key="ministerio", kind=ActorKind.INSTITUTION, role=ActorRole.ADDRESSEE)
    assess(register, an_assessed(pending, reading=a_reading(actors=(asked, cob))))
    with register.reading() as session:
        ((_, item),) = story_queries.open_items(session, NOW - timedelta(days=14))
    assert item.claimants == (Claimant("cob", ActorKind.ORGANISATION),)


def test_a_graver_article_raises_the_row(register: Register, cycle_id: int) -> None:
    bring(register, cycle_id, an_article(1), an_article(2))
    first, second = claim(register)
    done = assess(register, an_assessed(first))
    assess(register, an_assessed(second, done.groups["new:1"], reading=a_reading(stage=Stage.VIOLENCE)))
    assert queue_page(register).rows[0].level is Level.CRITICAL


def test_a_second_reading_of_the_same_article_opens_nothing(register: Register, cycle_id: int) -> None:
    bring(register, cycle_id, an_article(1))
    (pending,) = claim(register)
    assess(register, an_assessed(pending))
    bring(register, cycle_id, an_article(1, title="Transportistas anuncian bloqueo, corrigen la hora"))
    (again,) = claim(register)
    assert again.version == 2
    done = assess(register, an_assessed(again, "new:7"))
    assert done.queued == 0
    (row,) = queue_page(register).rows
    assert row.updated


def test_a_row_that_a_person_decided_is_never_reopened_by_the_machine(register: Register, cycle_id: int) -> None:
    bring(register, cycle_id, an_article(1), an_article(2))
    first, second = claim(register)
    done = assess(register, an_assessed(first))
    with register.writing() as session:
        session.execute(text("UPDATE queue_entry SET state = 'descartada'"))
    assess(register, an_assessed(second, done.groups["new:1"], reading=a_reading(stage=Stage.VIOLENCE)))
    page = queue_page(register, state="descartada")
    assert (page.total, page.rows[0].level, page.rows[0].updated) == (1, Level.HIGH, True)
    assert queue_page(register).total == 0


def test_an_open_row_stays_when_the_machine_changes_its_mind(register: Register, cycle_id: int) -> None:
    bring(register, cycle_id, an_article(1))
    (pending,) = claim(register)
    assess(register, an_assessed(pending))
    bring(register, cycle_id, an_article(1, title="Aclaración de la radio"))
    (again,) = claim(register)
    assess(register, an_assessed(again, reading=no_conflict()))
    assert queue_page(register).rows[0].updated


def test_the_keyword_floor_queues_and_the_article_goes_on_waiting(register: Register, cycle_id: int) -> None:
    bring(register, cycle_id, an_article(1))
    (pending,) = claim(register)
    with register.writing() as session:
        readings.record(
            session,
            assessed=[an_assessed(pending, reading=a_reading(floor="dinamita", model_version="sin-modelo"))],
            now=NOW,
            keep_waiting=True,
        )
    assert queue_page(register).total == 1
    assert [one.id for one in claim(register)] == [pending.id]


def test_an_article_that_keeps_failing_is_set_aside_and_shown(register: Register, cycle_id: int) -> None:
    bring(register, cycle_id, an_article(1))
    for attempt in range(readings.MOST_ATTEMPTS):
        (pending,) = claim(register, now=NOW + timedelta(hours=attempt))
        with register.writing() as session:
            readings.fail(session, pending=pending, cause="ValueError", now=NOW)
    assert claim(register, now=NOW + timedelta(days=1)) == ()
    with register.reading() as session:
        assert counts.overview(session)["errores"] == 1


def test_codes_follow_one_another_and_start_anew_each_day_of_la_paz(register: Register, cycle_id: int) -> None:
    bring(register, cycle_id, *(an_article(n) for n in range(3)))
    first, second, third = claim(register)
    night = NOW.replace(hour=23) + timedelta(hours=4, minutes=59)  # 23:59 in La Paz
    assess(register, an_assessed(first, "new:1"), an_assessed(second, "new:2"), now=night)
    assess(register, an_assessed(third, "new:3"), now=night + timedelta(minutes=2))
    codes = [row.code for row in queue_page(register).rows]
    assert sorted(codes) == ["P-261120-001", "P-261120-002", "P-261121-001"]


def test_a_row_nobody_looked_at_leaves_the_open_queue_with_its_line(register: Register, cycle_id: int) -> None:
    bring(register, cycle_id, an_article(1))
    (pending,) = claim(register)
    assess(register, an_assessed(pending))
    with register.writing() as session:
        assert queue.expire(session, now=NOW + timedelta(days=3)) == 0
        assert queue.expire(session, now=NOW + timedelta(days=9)) == 1
    assert queue_page(register).total == 0
    assert queue_page(register, state=QueueState.EXPIRED.value).total == 1
    with register.reading() as session:
        assert [line["accion"] for line in export.rows(session, "bitacora")][-1] == "cola.vencida"


def test_pages_of_the_queue_follow_one_another_without_gap_or_repeat(register: Register, cycle_id: int) -> None:
    bring(register, cycle_id, *(an_article(n) for n in range(25)))
    assess(register, *(an_assessed(one, f"new:{one.id}") for one in claim(register)))
    seen: list[str] = []
    cursor = None
    while True:
        page = queue_page(register, limit=10, cursor=cursor)
        seen += [row.code for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 25


@pytest.mark.parametrize("words", ["LLALLAGUA", "llallagua bloqueo", "ampliado"])
def test_search_forgives_capitals_and_accents(register: Register, cycle_id: int, words: str) -> None:
    bring(register, cycle_id, an_article(1))
    (pending,) = claim(register)
    assess(register, an_assessed(pending))
    assert queue_page(register, text=words).total == 1


@pytest.mark.parametrize("words", ["%", "_", "nada-parecido", "\\"])
def test_search_takes_every_sign_literally(register: Register, cycle_id: int, words: str) -> None:
    bring(register, cycle_id, an_article(1))
    (pending,) = claim(register)
    assess(register, an_assessed(pending))
    assert queue_page(register, text=words).total == 0


def test_a_second_cycle_waits_for_the_lease_and_takes_over_a_dead_one(register: Register, cycle_id: int) -> None:
    def take(wall, dead=False):
        with register.writing() as session:
            return cycles.take(
                session,
                kind=CycleKind.FULL,
                holder="otro",
                now=NOW,
                wall=wall,
                lease_seconds=300,
                holder_is_dead=dead,
            )

    assert isinstance(take(NOW + timedelta(seconds=299)), Busy)
    assert take(NOW + timedelta(seconds=1), dead=True).recovered == cycle_id
    assert isinstance(take(NOW + timedelta(seconds=302)), Taken)


def test_what_a_model_read_lately_is_told_as_it_stands_now(register: Register, cycle_id: int) -> None:
    bring(register, cycle_id, *(an_article(n) for n in range(1, 6)), an_article(6, published_at=None))
    one, two, three, four, five, six = claim(register)
    assess(register, an_assessed(one, reading=a_reading(probability=0.9)), now=NOW - timedelta(days=9))
    assess(register, an_assessed(two, reading=a_reading(probability=0.8)), now=NOW - timedelta(hours=2))
    assess(
        register,
        an_assessed(three, reading=a_reading(probability=0.7, model_version="otro")),
        an_assessed(six, reading=a_reading()),
    )
    assess(register, an_assessed(four, reading=no_conflict()), an_assessed(five, reading=a_reading(probability=0.6)))
    bring(register, cycle_id, an_article(5, title="Otro titular del mismo enlace"))
    since = NOW - timedelta(days=6)
    with register.reading() as session:
        told = story_queries.latest_read(session, a_reading().model_version, since, 10)
        newest = story_queries.latest_read(session, a_reading().model_version, since, 1)
    assert [(found.title, found.probability) for found in told] == [(two.title, 0.8), (four.title, 0.02)]
    assert newest == told[1:]
    assert {found.at for found in told} == {two.published_at}
