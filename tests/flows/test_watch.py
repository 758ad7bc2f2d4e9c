"""A cycle watches the classifier it uses, lets a challenger read beside it, and goes on whatever becomes of both."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from classifiers.floor import WITHOUT_MODEL
from classifiers.model import load_model
from classifiers.shelf import PROPOSED, Pointer
from conflict.codebook import CycleKind, CycleState
from conflict.lifecycle import DiscardReason
from conflict.record import Person
from flows.models import shelf_of
from register.commands import cycles, fetches, readings, reviews
from register.commands import sources as source_commands
from register.engine import Register, open_register
from register.queries import vigilance
from tests.conftest import NOW
from tests.flows.conftest import TONIGHT, House
from tests.make import a_reading, a_source, an_article, an_assessed, an_attempt, an_update, no_conflict


def proposed(house: House) -> Path:
    """Put a copy of the model on the shelf as the challenger."""
    shelf = shelf_of(house.settings)
    version = load_model(house.settings.model).version
    shutil.copytree(house.settings.model, shelf.folder / version)
    shelf.point(PROPOSED, Pointer(version, TONIGHT.isoformat(), "prueba", ""))
    return shelf.folder / version


def test_a_challenger_reads_everything_and_queues_nothing(lite: House) -> None:
    folder = proposed(lite)
    ended = lite.cycle()
    assert ended.state is CycleState.PARTIAL or ended.state is CycleState.COMPLETE
    assert lite.ask("SELECT count(*), count(DISTINCT article_id) FROM shadow_reading") == [(ended.tally.assessed,) * 2]
    assert lite.ask("SELECT DISTINCT challenger FROM shadow_reading") == [(folder.name,)]
    disagree = "SELECT count(*) FROM shadow_reading WHERE signal <> champion_signal"
    assert lite.ask(disagree) == [(0,)], "a copy says what its original says"
    assert lite.ask("SELECT count(DISTINCT model_version) FROM signal") == [(1,)]


def test_a_broken_challenger_costs_a_cycle_nothing(lite: House) -> None:
    (proposed(lite) / "arrays.npz").write_bytes(b"nada")
    ended = lite.cycle()
    assert ended.tally.assessed > 0
    assert ended.tally.pending == 0
    assert lite.ask("SELECT count(*) FROM shadow_reading") == [(0,)]


def test_the_register_knows_which_model_read_and_draws_the_sample_of_the_day_before(lite: House) -> None:
    lite.cycle()
    version = load_model(lite.settings.model).version
    assert lite.ask("SELECT version FROM model_use") == [(version,)]
    assert lite.ask("SELECT count(*) FROM control_item") == [(0,)], "the day is not over"
    lite.cycle(TONIGHT + timedelta(days=1), CycleKind.ASSESS)
    assert lite.ask("SELECT count(*) FROM control_item") == [(10,)]
    in_queue = "SELECT count(*) FROM control_item c JOIN group_member g ON g.article_id = c.article_id"
    assert lite.ask(in_queue) == [(0,)]
    assert lite.ask("SELECT count(*) FROM model_use") == [(1,)]


def test_a_cycle_draws_what_persons_decided_the_day_before_for_a_second_reading(lite: House) -> None:
    lite.cycle()
    codes = [str(code) for (code,) in lite.ask("SELECT code FROM queue_entry ORDER BY id LIMIT 5")]
    register = open_register(lite.settings.storage)
    with register.writing() as session:
        for code in codes:
            asked = {"code": code, "version": 1, "reason": DiscardReason.NO_DEMAND, "comment": ""}
            reviews.discard(session, **asked, by=Person("Ana Inventada", "Regional Llallagua"), now=TONIGHT)
    register.close()
    lite.cycle(TONIGHT + timedelta(hours=1), CycleKind.ASSESS)
    drawn = "SELECT count(*) FROM second_reading"
    assert lite.ask(drawn) == [(0,)], "the day is not over"
    for _ in range(2):
        lite.cycle(TONIGHT + timedelta(days=1), CycleKind.ASSESS)
        assert lite.ask(drawn) == [(3,)]


@pytest.fixture
def filled(register: Register) -> Register:
    """Fill a register with twelve readings, three of them signals, one of a text without a word; one by the floor."""
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source()], now=NOW)
        cycle = cycles.take(session, kind=CycleKind.FULL, holder="h", now=NOW, wall=NOW, lease_seconds=300)
        articles = [an_article(n, title="" if n == 3 else f"Nota {n}", summary="") for n in range(13)]
        fetches.record(
            session, cycle_id=cycle.cycle_id, attempt=an_attempt(articles=13), articles=articles,
            update=an_update(), now=NOW,
        )  # fmt: skip
        waiting = readings.claim(session, holder="h", now=NOW, lease_seconds=300, limit=99)
        read = [a_reading(probability=1.0) if n > 8 else no_conflict() for n in range(13)]
        read[12] = a_reading(probability=0.5, model_version=WITHOUT_MODEL)
        assessed = [an_assessed(one, f"new:{n}", reading=read[n]) for n, one in enumerate(waiting)]
        readings.record(session, assessed=assessed[:12], now=NOW - timedelta(hours=30))
        readings.record(session, assessed=assessed[12:], now=NOW)
    return register


def test_days_are_counted_by_what_a_model_read(filled: Register) -> None:
    with filled.reading() as session:
        today, before = vigilance.days_read(session, NOW, WITHOUT_MODEL)
        yesterday, _ = vigilance.days_read(session, NOW - timedelta(days=1), WITHOUT_MODEL)
    assert (today.texts, today.flagged) == (0, 0), "what the floor said alone is no reading"
    assert len(before) == 28
    assert (before[0].texts, before[0].flagged, before[0].tenths[0], before[0].tenths[9]) == (12, 3, 9, 3)
    assert (yesterday.texts, yesterday.empty) == (12, 1)


def test_a_day_without_a_model_loses_no_alert_and_is_read_afterwards(lite: House, tmp_path: Path) -> None:
    codes: set[str] = set()
    for hours in (24, 16, 8, 0):
        ended = lite.cycle(TONIGHT - timedelta(hours=hours), model=tmp_path / "no-hay")
        assert any("clasificador" in notice for notice in ended.notices)
        assert ended.tally.assessed == 0, "what nobody read is not called calm"
        now = {code for (code,) in lite.ask("SELECT code FROM queue_entry")}
        assert codes <= now
        codes = now
    assert codes, "grave words reach the queue without a model"
    waiting = ended.tally.pending
    assert lite.ask("SELECT count(*) FROM article WHERE reading_state = 'pendiente'") == [(waiting,)]
    assert lite.ask("SELECT count(*) FROM model_use") == [(0,)]
    caught_up = lite.cycle(TONIGHT + timedelta(hours=1), CycleKind.ASSESS)
    assert (caught_up.tally.assessed, caught_up.tally.pending) == (waiting, 0)
    assert codes <= {code for (code,) in lite.ask("SELECT code FROM queue_entry")}
    sampled = "SELECT count(*) FROM signal s JOIN control_item c ON c.signal_id = s.id"
    assert lite.ask(f"{sampled} WHERE s.model_version = '{WITHOUT_MODEL}'") == [(0,)], "the floor's word is no reading"
