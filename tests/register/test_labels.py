"""Decisions come out as labels with office and date, and without a name."""

import json
from datetime import timedelta

import pytest

from conflict.codebook import CycleKind, Level, Stage
from conflict.control import ControlVerdict
from conflict.lifecycle import DiscardReason, RecordKind
from conflict.record import Person
from register.commands import control, cycles, fetches, readings, reviews
from register.commands import sources as source_commands
from register.engine import Register
from register.queries import export
from register.queries.control import waiting
from register.queries.labels import labels
from tests.conftest import NOW
from tests.make import a_reading, a_source, an_article, an_assessed, an_attempt, an_update, no_conflict

ANA = Person("Ana Quispe Inventada", "Regional Llallagua")
LATER = NOW + timedelta(days=1)


@pytest.fixture
def filled(register: Register) -> Register:
    """Fill the queue with three rows (two articles in the first) and draw four quiet texts."""
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source(), a_source("diario-sur")], now=NOW)
        cycle = cycles.take(session, kind=CycleKind.FULL, holder="h", now=NOW, wall=NOW, lease_seconds=300)
        fetches.record(
            session, cycle_id=cycle.cycle_id, attempt=an_attempt(articles=8),
            articles=[an_article(n) for n in range(8)], update=an_update(), now=NOW,
        )  # fmt: skip
        pending = readings.claim(session, holder="h", now=NOW, lease_seconds=300, limit=99)
        groups = ["new:1", "new:1", "new:2", "new:3"]
        assessed = [an_assessed(one, group) for one, group in zip(pending[:4], groups, strict=True)]
        assessed += [an_assessed(one, reading=no_conflict()) for one in pending[4:]]
        readings.record(session, assessed=assessed, now=NOW)
        control.draw_due(session, now=LATER)
    return register


def decide(register: Register, command, number: int, **values):
    with register.writing() as session:
        return command(session, code=f"P-261120-{number:03d}", version=1, by=ANA, now=LATER, **values)


def told(register: Register) -> dict[int, tuple[bool | None, Stage | None]]:
    with register.reading() as session:
        return {one.article_id: (one.signal, one.stage) for one in labels(session)}


def test_every_decision_becomes_the_labels_of_its_texts(filled: Register) -> None:
    decide(filled, reviews.register, 1, kind=RecordKind.ALERT, level=Level.HIGH)
    decide(filled, reviews.discard, 2, reason=DiscardReason.PAST, comment="")
    decide(filled, reviews.discard, 3, reason=DiscardReason.ELSEWHERE, comment="")
    stage = a_reading().stage
    assert told(filled) == {
        1: (True, stage),
        2: (True, stage),
        3: (False, Stage.BACKGROUND),
        4: (None, None),
    }


def test_a_decision_taken_back_teaches_nothing(filled: Register) -> None:
    done = decide(filled, reviews.discard, 2, reason=DiscardReason.NO_DEMAND, comment="")
    with filled.writing() as session:
        reviews.undo(session, review_id=done.review_id, by=ANA, now=LATER)
    assert told(filled) == {}


def test_the_control_sample_teaches_with_the_stage_that_a_person_gave(filled: Register) -> None:
    with filled.reading() as session:
        items = waiting(session)
    with filled.writing() as session:
        missed = control.decide(
            session, item_id=items[0].id, verdict=ControlVerdict.CONFLICT, stage=Stage.DEMAND, by=ANA, now=LATER
        )
        control.decide(session, item_id=items[1].id, verdict=ControlVerdict.NO_CONFLICT, stage=None, by=ANA, now=LATER)
    assert sorted(told(filled).values(), key=str) == [(False, Stage.NONE), (True, Stage.DEMAND)]
    with filled.writing() as session:
        reviews.register(
            session, code=missed.entry, version=1, kind=RecordKind.ALERT, level=Level.LOW, by=ANA, now=LATER
        )
    assert sorted(told(filled).values(), key=str) == [(False, Stage.NONE), (True, Stage.DEMAND)], "told once"


def test_only_what_the_row_held_was_judged(filled: Register) -> None:
    with filled.writing() as session:
        reviews.discard(
            session, code="P-261120-001", version=2, reason=DiscardReason.NO_DEMAND, comment="", by=ANA,
            now=NOW - timedelta(minutes=1),
        )  # fmt: skip
    assert told(filled) == {}, "its articles were placed after the decision"


def test_labels_go_out_with_office_and_date_and_no_name(filled: Register) -> None:
    decide(filled, reviews.register, 1, kind=RecordKind.ALERT, level=Level.HIGH)
    decide(filled, reviews.discard, 3, reason=DiscardReason.OTHER, comment="se repite mucho")
    with filled.reading() as session:
        rows = list(export.rows(session, "etiquetas"))
    assert [row["sin_uso"] for row in rows] == ["", "copia_en_la_misma_fuente", "motivo_ambiguo"]
    assert {row["oficina"] for row in rows} == {"Regional Llallagua"}
    assert rows[0]["decidida_en"] == LATER.isoformat()
    assert "Quispe" not in json.dumps(rows)
