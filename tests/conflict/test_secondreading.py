"""The second reading's arithmetic: agreement, what is left of it without chance, and the draw."""

import csv
from datetime import date

import pytest

from conflict.control import ControlVerdict
from conflict.lifecycle import DiscardReason, ReviewDecision
from conflict.secondreading import Pairs, drawn, first_verdict
from tests.conftest import ROOT

CASES = list(csv.DictReader((ROOT / "tests/cases/acuerdos.csv").open(encoding="utf-8")))
DAY = date(2026, 11, 19)


def number(text: str) -> float | None:
    return None if text == "" else pytest.approx(float(text), abs=1e-6)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["por_que"])
def test_agreement_and_kappa_are_those_of_the_table(case: dict[str, str]) -> None:
    pairs = Pairs(*(int(case[name]) for name in ("ambas", "solo_primera", "solo_segunda", "ninguna")))
    assert pairs.share.value == number(case["coinciden"])
    assert pairs.kappa == number(case["kappa"])
    swapped = Pairs(pairs.both, pairs.only_second, pairs.only_first, pairs.neither)
    assert swapped.kappa == number(case["kappa"]), "who read first makes no difference"


def test_how_many_are_lacking_ends_at_twenty() -> None:
    assert [Pairs(both=n).lacking for n in (0, 1, 19, 20, 21)] == [20, 19, 1, 0, 0]


def test_the_draw_is_the_same_in_any_order_and_another_one_on_another_day() -> None:
    codes = [f"P-261119-{n:03}" for n in range(40)]
    first = drawn(codes, DAY)
    assert first == drawn(reversed(codes), DAY)
    assert len(set(first)) == 3
    assert first != drawn(codes, date(2026, 11, 18))
    assert drawn(codes[:2], DAY) in (codes[:2], codes[1::-1])


@pytest.mark.parametrize(
    ("decision", "reason", "said"),
    [
        (ReviewDecision.REGISTER, None, ControlVerdict.CONFLICT),
        (ReviewDecision.LINK, None, ControlVerdict.CONFLICT),
        (ReviewDecision.DISCARD, DiscardReason.NO_DEMAND, ControlVerdict.NO_CONFLICT),
        (ReviewDecision.DISCARD, DiscardReason.SPORT, ControlVerdict.NO_CONFLICT),
        (ReviewDecision.DISCARD, DiscardReason.OTHER, None),
        (ReviewDecision.DISCARD, DiscardReason.DUPLICATE, None),
        (ReviewDecision.DISCARD, DiscardReason.KNOWN, None),
        (ReviewDecision.POSTPONE, None, None),
    ],
)
def test_a_decision_says_conflict_none_or_nothing(
    decision: ReviewDecision, reason: DiscardReason | None, said: ControlVerdict | None
) -> None:
    assert first_verdict(decision, reason) is said
