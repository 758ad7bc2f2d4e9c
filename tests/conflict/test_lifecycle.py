"""Only what the tables say may happen to a record, and every refusal names its rule."""

import itertools
from datetime import UTC, date, datetime

import pytest

from conflict.clocks import ORDINARY, Term
from conflict.lapaz import working_days_after
from conflict.lifecycle import OPEN_STATES, STEPS, Outcome, RecordKind, RecordState, RecordStep, after, possible
from conflict.record import RuleError, record_code, said, step

A, C = RecordKind.ALERT, RecordKind.CONFLICT


def test_everything_not_in_the_table_is_refused() -> None:
    for kind, state, asked in itertools.product(RecordKind, RecordState, RecordStep):
        if (kind, state, asked) not in STEPS:
            assert after(kind, state, asked) is None
            with pytest.raises(RuleError):
                step(kind, state, asked, outcome=Outcome.ATTENDED)


def test_every_open_state_has_a_way_out_and_no_closed_one_acts() -> None:
    for kind, state in {(k, s) for k, s, _ in STEPS}:
        steps = possible(kind, state)
        assert steps
        assert (RecordStep.ACT in steps) == (state in OPEN_STATES - {RecordState.DRAFT})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Falta el resultado"),
        ({"outcome": Outcome.ATTENDED, "open_deadlines": ["informe de la Alcaldía"]}, "informe de la Alcaldía"),
        ({"outcome": Outcome.ATTENDED, "transfer_open": True}, "transferencia sin respuesta"),
    ],
)
def test_concluding_is_refused_until_nothing_is_left_open(changes: dict, words: str) -> None:
    with pytest.raises(RuleError) as told:
        step(C, RecordState.OPEN, RecordStep.CONCLUDE, **changes)
    assert words in told.value.spanish


def test_a_concluded_conflict_is_reopened_and_an_alert_never_returns_from_a_conflict() -> None:
    assert step(C, RecordState.CONCLUDED, RecordStep.REOPEN) is RecordState.OPEN
    assert possible(A, RecordState.BECAME_CONFLICT) == ()


def test_codes_tell_kind_year_and_department() -> None:
    assert record_code(A, "05", 2026, 7) == "AT-2026-05-0007"
    assert record_code(C, "", 2026, 12) == "CS-2026-00-0012"


def test_a_critical_record_is_acted_on_within_four_hours() -> None:
    now = datetime(2026, 11, 20, 16, tzinfo=UTC)
    assert ORDINARY.due(Term.FIRST_ACTION_CRITICAL, "", now) == now.replace(hour=20)
    assert ORDINARY.due(Term.FIRST_ACTION, "", now) == now.replace(day=21)


def test_terms_count_working_days_to_half_past_four() -> None:
    assert working_days_after(date(2026, 11, 20), 10) == date(2026, 12, 4)
    assert working_days_after(date(2026, 11, 20), 1, frozenset({date(2026, 11, 23)})) == date(2026, 11, 24)


@pytest.mark.parametrize("text", ["", "  ", "ok", "muy bien", "\x00\x01 \n"])
def test_a_reason_must_say_something(text: str) -> None:
    with pytest.raises(RuleError, match="too short"):
        said(text, "el motivo")


def test_what_is_written_is_tidied_and_kept() -> None:
    assert said("  Se  visitó\nel punto \x07 de bloqueo ", "la acción") == "Se visitó el punto de bloqueo"
