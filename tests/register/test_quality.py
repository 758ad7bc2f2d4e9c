"""What people decided, counted by office, outlet, reason and tenth of probability; and which model was in use when."""

from datetime import timedelta

import pytest

from conflict.codebook import CycleKind, Level
from conflict.lifecycle import DiscardReason, RecordKind
from conflict.record import Person
from conflict.shares import Share
from register.commands import cycles, fetches, models, readings, reviews
from register.commands import sources as source_commands
from register.commands.models import Shadow
from register.engine import Register
from register.queries import export
from register.queries import models as model_queries
from register.queries import queue as queue_queries
from register.queries.quality import Quality, quality
from tests.conftest import NOW
from tests.make import a_reading, a_source, an_article, an_assessed, an_attempt, an_update

ANA = Person("Ana Q.", "Regional Llallagua")
ROSA = Person("Rosa M.", "Delegación Potosí")
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def rows(register: Register) -> list[tuple[str, int]]:
    """Fill the queue with four rows, the first one in doubt; return codes and versions in order."""
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source()], now=NOW)
        cycle = cycles.take(session, kind=CycleKind.FULL, holder="h", now=NOW, wall=NOW, lease_seconds=300)
        fetches.record(
            session, cycle_id=cycle.cycle_id, attempt=an_attempt(articles=4),
            articles=[an_article(n) for n in range(4)], update=an_update(), now=NOW,
        )  # fmt: skip
        waiting = readings.claim(session, holder="h", now=NOW, lease_seconds=300, limit=9)
        read = [a_reading(probability=0.5, doubtful=True), *(a_reading(probability=0.95) for _ in range(3))]
        assessed = [an_assessed(one, f"new:{n}", reading=read[n]) for n, one in enumerate(waiting)]
        readings.record(session, assessed=assessed, now=NOW)
    with register.reading() as session:
        found = queue_queries.page(session, now=NOW).rows
    return [(row.code, row.version) for row in sorted(found, key=lambda row: row.code)]


def figures(register: Register) -> Quality:
    with register.reading() as session:
        return quality(session, NOW - timedelta(days=1))


def decide(register: Register, command, row: tuple[str, int], by: Person = ANA, **values):
    with register.writing() as session:
        return command(session, code=row[0], version=row[1], by=by, now=LATER, **values)


def test_decisions_give_precision_by_office_outlet_and_tenth(register: Register, rows: list[tuple[str, int]]) -> None:
    kept = decide(register, reviews.register, rows[1], kind=RecordKind.ALERT, level=Level.HIGH)
    decide(register, reviews.link, rows[2], by=ROSA, record=kept.record)
    decide(register, reviews.discard, rows[0], reason=DiscardReason.PAST, comment="")
    decide(register, reviews.postpone, rows[3], until=LATER + timedelta(hours=5))
    told = figures(register)
    assert (told.precision, told.registered, told.linked) == (Share(2, 3), 1, 1)
    assert told.discarded == {DiscardReason.PAST: 1}
    assert told.by_office == {"Regional Llallagua": Share(1, 2), "Delegación Potosí": Share(1, 1)}
    assert told.by_outlet == {"Radio Cerro": Share(2, 3)}
    assert [(one.low, one.kept) for one in told.tenths] == [(0.5, Share(0, 1)), (0.9, Share(2, 2))]
    assert told.median_hours == pytest.approx(2.0)
    assert told.doubt == Share(0, 1)


def test_a_decision_taken_back_does_not_count(register: Register, rows: list[tuple[str, int]]) -> None:
    done = decide(register, reviews.discard, rows[0], reason=DiscardReason.NO_DEMAND, comment="")
    with register.writing() as session:
        reviews.undo(session, review_id=done.review_id, by=ANA, now=LATER)
    told = figures(register)
    assert (told.precision, told.median_hours, told.tenths) == (Share(0, 0), None, ())


def test_a_model_is_remembered_when_it_changes_and_only_then(register: Register) -> None:
    with register.reading() as session:
        assert model_queries.in_use(session) is None
    for version, fresh in (("aaa", True), ("aaa", False), ("bbb", True), ("aaa", True)):
        with register.writing() as session:
            assert models.used(session, version=version, card={"threshold": 0.2}, now=NOW) is fresh
    with register.reading() as session:
        found = model_queries.in_use(session)
        lines = [row["objeto"] for row in export.rows(session, "bitacora") if row["accion"] == "modelo.usar"]
    assert found is not None
    assert (found.version, found.card) == ("aaa", {"threshold": 0.2})
    assert lines == ["aaa", "bbb", "aaa"]


def test_a_challenger_is_stored_beside_the_champion_once(register: Register, rows: list[tuple[str, int]]) -> None:
    pairs = [(True, True), (True, False), (False, True), (True, True)]
    said = [Shadow(n + 1, 1, 0.9 * own, own, 0.9 * other, other) for n, (own, other) in enumerate(pairs)]
    for _ in range(2):
        with register.writing() as session:
            models.shadowed(session, challenger="nuevo", champion="viejo", readings=said, now=NOW)
    with register.reading() as session:
        sums = model_queries.shadow(session)
        assert model_queries.shadow(session, "otro") is None
        assert queue_queries.page(session, now=NOW).total == 4, "what a challenger says is never queued"
    assert sums is not None
    assert (sums.challenger, sums.read, sums.both, sums.only_champion, sums.only_challenger) == ("nuevo", 4, 2, 1, 1)
