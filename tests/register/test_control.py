"""The control sample: reproducible, blind, each text once; what it finds goes to the queue, what it says is counted."""

from datetime import timedelta

import pytest

from conflict.codebook import CycleKind, Level, QueueState, Stage
from conflict.control import ControlVerdict, drawn
from conflict.lapaz import local_day
from conflict.lifecycle import DiscardReason
from conflict.permissions import Forbidden, sight_of
from conflict.record import Person, RuleError
from conflict.roles import Role
from conflict.shares import Share
from register.commands import control, cycles, fetches, readings, reviews
from register.commands import sources as source_commands
from register.engine import Register
from register.queries import control as control_queries
from register.queries import export
from register.queries import queue as queue_queries
from tests.conftest import NOW
from tests.make import a_reading, a_source, an_article, an_assessed, an_attempt, an_update, no_conflict

ANA = Person("Ana Q.", "Regional Llallagua")
TODAY = local_day(NOW)
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def day(register: Register) -> Register:
    """Fill one day: twenty texts without signal, three with."""
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source()], now=NOW)
        cycle = cycles.take(session, kind=CycleKind.FULL, holder="h", now=NOW, wall=NOW, lease_seconds=300)
        fetches.record(
            session, cycle_id=cycle.cycle_id, attempt=an_attempt(articles=23),
            articles=[an_article(n, title=f"Titular número {n}") for n in range(23)], update=an_update(), now=NOW,
        )  # fmt: skip
    with register.writing() as session:
        waiting = readings.claim(session, holder="h", now=NOW, lease_seconds=300, limit=99)
        read = [no_conflict() if n < 20 else a_reading() for n in range(23)]
        assessed = [an_assessed(one, f"new:{n}", reading=read[n]) for n, one in enumerate(waiting)]
        readings.record(session, assessed=assessed, now=NOW)
    return register


def draw(register: Register, now=TOMORROW, size: int = 10) -> list[control.Drawn]:
    with register.writing() as session:
        return control.draw_due(session, now=now, size=size)


def waiting(register: Register) -> list[control_queries.ControlRow]:
    with register.reading() as session:
        return control_queries.waiting(session)


def decide(register: Register, item: int, verdict: ControlVerdict, stage: Stage | None = None):
    with register.writing() as session:
        return control.decide(session, item_id=item, verdict=verdict, stage=stage, by=ANA, now=TOMORROW)


def missed(register: Register):
    with register.reading() as session:
        return control_queries.missed(session, TODAY - timedelta(days=28))


def test_a_day_is_drawn_once_when_it_is_over(day: Register) -> None:
    assert draw(day, NOW) == [], "the day is not over"
    assert draw(day) == [control.Drawn(TODAY, 20, 10)]
    assert draw(day) == [] == draw(day, TOMORROW + timedelta(hours=3))
    titles = {row.title for row in waiting(day)}
    assert len(titles) == 10
    assert not titles & {f"Titular número {n}" for n in (20, 21, 22)}, "what was flagged is not in the sample"


def test_the_draw_is_the_same_on_any_machine_and_in_any_order() -> None:
    keys = [(n, f"clave-{n}") for n in range(100)]
    first = drawn(keys, TODAY)
    assert first == drawn(reversed(keys), TODAY)
    assert len(first) == 10
    other_numbers = [(n + 1_000, key) for n, key in keys]
    assert [n + 1_000 for n in first] == drawn(other_numbers, TODAY), "ids of another database draw the same texts"
    assert first != drawn(keys, TODAY + timedelta(days=1))
    assert first[:3] == drawn(keys, TODAY, 3)


def test_a_small_day_is_drawn_whole_and_no_text_twice(day: Register) -> None:
    assert draw(day, size=50) == [control.Drawn(TODAY, 20, 20)]
    with day.writing() as session:
        assert control.draw(session, day=TODAY, now=TOMORROW) is None


def test_days_without_the_machine_are_drawn_late_but_not_for_ever(day: Register) -> None:
    assert [one.day for one in draw(day, NOW + timedelta(days=7))] == [TODAY]


def test_what_is_too_old_is_not_drawn(day: Register) -> None:
    assert draw(day, NOW + timedelta(days=9)) == []


def test_a_missed_conflict_opens_its_row_of_the_queue(day: Register) -> None:
    draw(day)
    item = waiting(day)[0]
    done = decide(day, item.id, ControlVerdict.CONFLICT, Stage.VIOLENCE)
    with day.reading() as session:
        found = queue_queries.detail(session, done.entry)
    assert found is not None
    assert (found.row.title, found.row.level, found.row.stage) == (item.title, Level.CRITICAL, Stage.VIOLENCE)
    reading = found.notes[0].reading
    assert reading is not None
    assert not reading.signal, "the machine's own reading stays as it was"
    assert item.id not in {row.id for row in waiting(day)}


def test_verdicts_give_the_missed_rate_with_its_interval(day: Register) -> None:
    draw(day)
    items = waiting(day)
    decide(day, items[0].id, ControlVerdict.CONFLICT, Stage.DEMAND)
    for item in items[1:8]:
        decide(day, item.id, ControlVerdict.NO_CONFLICT)
    told = missed(day)
    assert (told.share, told.waiting, told.unflagged, told.lacking) == (Share(1, 8), 2, 20, 32)
    assert told.share.interval == pytest.approx((0.0224, 0.4709), abs=1e-4)


def test_a_conflict_that_the_queue_discards_was_none(day: Register) -> None:
    draw(day)
    done = decide(day, waiting(day)[0].id, ControlVerdict.CONFLICT, Stage.DEMAND)
    assert missed(day).share == Share(1, 1)
    with day.writing() as session:
        reviews.discard(
            session, code=done.entry, version=1, reason=DiscardReason.NO_DEMAND, comment="", by=ANA, now=TOMORROW
        )
    assert missed(day).share == Share(0, 1)


def test_a_verdict_is_given_once_and_can_be_taken_back(day: Register) -> None:
    draw(day)
    item = waiting(day)[0].id
    decide(day, item, ControlVerdict.NO_CONFLICT)
    with pytest.raises(RuleError, match="decided"):
        decide(day, item, ControlVerdict.NO_CONFLICT)
    with day.writing() as session:
        control.take_back(session, item_id=item, by=ANA, now=TOMORROW)
    assert item in {row.id for row in waiting(day)}
    with pytest.raises(RuleError), day.writing() as session:
        control.take_back(session, item_id=item, by=ANA, now=TOMORROW)


@pytest.mark.parametrize("stage", [None, Stage.NONE, Stage.BACKGROUND])
def test_a_conflict_needs_a_stage(day: Register, stage: Stage | None) -> None:
    draw(day)
    with pytest.raises(RuleError, match="without stage"):
        decide(day, waiting(day)[0].id, ControlVerdict.CONFLICT, stage)
    assert missed(day).share == Share(0, 0)


def test_an_unknown_item_is_said(day: Register) -> None:
    with pytest.raises(RuleError) as told:
        decide(day, 999, ControlVerdict.NO_CONFLICT)
    assert "no está en la muestra" in told.value.spanish


def test_every_step_has_its_line_in_the_journal(day: Register) -> None:
    draw(day)
    first, second = waiting(day)[:2]
    decide(day, first.id, ControlVerdict.CONFLICT, Stage.DEMAND)
    decide(day, second.id, ControlVerdict.NO_CONFLICT)
    with day.reading() as session:
        lines = [row for row in export.rows(session, "bitacora") if row["accion"].startswith("muestra.")]
    assert [line["accion"] for line in lines] == ["muestra.sortear", "muestra.revisar", "muestra.revisar"]
    assert lines[0]["detalles"] == {"sin_senal": 20, "sorteadas": 10}
    assert lines[1]["detalles"]["fila"].startswith("P-")


def test_the_open_queue_does_not_hold_the_sample(day: Register) -> None:
    draw(day)
    with day.reading() as session:
        page = queue_queries.page(session, now=NOW)
    assert page.total == 3
    assert {row.state for row in page.rows} == {QueueState.NEW}


def test_only_who_answers_for_the_place_sees_and_judges_a_text(day: Register) -> None:
    draw(day)
    item = waiting(day)[0].id
    elsewhere = Person("Bea Inventada", "Delegación Beni", 8, Role.DELEGATE, ("08",))
    here = Person("Ana Inventada", "Regional Llallagua", 1, Role.ANALYST, ("05",), ("Llallagua",))
    for by, seen in ((elsewhere, 0), (here, 10)):
        with day.reading(sight_of(by)) as session:
            assert len(control_queries.waiting(session)) == control_queries.how_many_wait(session) == seen
    for command in (control.decide, control.take_back):
        more = {"verdict": ControlVerdict.NO_CONFLICT, "stage": None} if command is control.decide else {}
        decide(day, item, ControlVerdict.NO_CONFLICT) if command is control.take_back else None
        with pytest.raises(Forbidden) as told, day.writing() as session:
            command(session, item_id=item, by=elsewhere, now=TOMORROW, **more)
        assert told.value.spanish == control.NOT_THERE
    with day.writing() as session:
        control.take_back(session, item_id=item, by=here, now=TOMORROW)
