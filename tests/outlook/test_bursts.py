"""The count model: what it calls, what it leaves, and how it compares with the two plain baselines."""

import pandas as pd
import pytest

from conflict.week import week_named
from conflict.weekfacts import WeekFacts
from conflict.weekplaces import territories
from conflict.weeksummary import COUNTRY
from conflict.weekview import view_of
from outlook.backtest import backtest, four_week_mean, model_calls, same_as_last, synthetic
from outlook.bursts import COOLDOWN, judge_series, moments, tail
from outlook.weekly import baselines, counts, covered, municipal_counts
from tests.golden import golden_facts

FACTS = golden_facts()
LAST = week_named("2027-S02")
CALM = [1, 2, 1, 0, 2, 1, 2, 1, 1, 2, 0, 1, 2, 1]


@pytest.mark.parametrize(
    ("series", "called", "why"),
    [
        ([*CALM, 1], set(), "una semana como las otras"),
        ([*CALM, 9], {14}, "nueve donde hubo una o dos"),
        ([*CALM, 3], set(), "menos del mínimo"),
        ([*CALM, 9, 9, 9, 9], {14, 17}, "en el reposo no se avisa otra vez"),
        ([*CALM, None, 9], {15}, "una semana sin cobertura no se juzga ni se usa"),
        ([None] * 14 + [9], set(), "sin pasado no se juzga"),
        ([8, 1, 20, 3, 15, 2, 19, 4, 9, 1, 14, 6, 2, 11, 18], set(), "lo muy disperso espera más"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_called_a_burst(series: list[int | None], called: set[int], why: str) -> None:
    assert model_calls(series) == called


def test_a_past_outbreak_does_not_hide_the_next() -> None:
    outbreak = [*CALM, 30, 28, 1, 1, 2, 1]
    plain = sum(outbreak[-13:-1]) / 12
    expected = judge_series([*outbreak, 12])[-1].expected
    assert expected < plain / 2
    assert 20 in model_calls([*outbreak, 12])


def test_the_tail_is_poisson_where_counts_vary_no_more_than_that_and_wider_elsewhere() -> None:
    assert tail(0, 3, 3) == 1.0
    assert tail(5, 3, 3) == pytest.approx(0.1847, abs=1e-4)
    assert tail(5, 3, 9) > tail(5, 3, 3)
    assert moments([0] * 12) == (0.1, 0.1)


def test_tables_hold_the_same_counts_as_the_summary() -> None:
    table = counts(FACTS, LAST)
    assert list(table.index) == [week.code for week in LAST.last(8)]
    for place in territories(view_of(FACTS, LAST, COUNTRY)):
        known = [n for n in place.series if n is not None]
        if place.code in table.columns and place.code != "07":
            assert list(table[place.code]) == known
    assert table["02"].tolist() == [2, 2, 2, 2, 2, 4, 6, 3]
    assert not covered(FACTS, table).loc["2027-S02", "07"]
    assert municipal_counts(FACTS, LAST)["05/Uncía"].tolist() == [0, 0, 0, 0, 1, 3, 0, 0]


def test_baselines_stand_beside_and_an_empty_register_has_none() -> None:
    last, mean = baselines(counts(FACTS, LAST))
    assert last.loc["2027-S02", "02"] == 6
    assert mean.loc["2027-S02", "02"] == 3.5
    assert counts(WeekFacts(), LAST).empty
    assert backtest(pd.DataFrame(), pd.DataFrame()).as_text() == "El registro no tiene semanas que probar."


def test_planted_bursts_are_found_with_few_false_alarms_and_the_plain_rules_cry_far_more_often() -> None:
    table, planted = synthetic(seed=4)
    seen = pd.DataFrame(True, index=table.index, columns=table.columns)
    model, last, mean = backtest(table, seen, planted).scores
    assert model.found >= 0.6 * model.planted
    assert (model.delay or 0) <= 1
    assert model.false_per_year <= 1
    assert min(last.false_per_year, mean.false_per_year) >= 4 * model.false_per_year


def test_the_plain_rules_leave_low_counts_alone() -> None:
    assert four_week_mean([1, 1, 1, 1, 5]) == frozenset()
    assert same_as_last([3, 4]) == {1}


def test_the_cooldown_is_two_weeks() -> None:
    assert COOLDOWN == 2
