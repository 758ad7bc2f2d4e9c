"""How far a record is up to date: the gaps of its end, an action of the last seven days, no deadline overdue."""

from datetime import timedelta

import pytest

from conflict.checklist import ACTION, OVERDUE, Checklist, Fields, gaps_of, upkeep_of
from tests.conftest import NOW

FILLED = Fields(*(True for _ in Fields.__slots__))


def test_the_whole_are_the_fields_and_two_more() -> None:
    kept = upkeep_of(Checklist(gaps=gaps_of(FILLED)), NOW, 0, NOW)
    assert (kept.done, kept.whole, kept.missing) == (13, len(Fields.__slots__) + 2, ())


def test_an_empty_record_has_nothing_done_and_names_each_gap() -> None:
    empty = Checklist(gaps=gaps_of(Fields(*(False for _ in Fields.__slots__))))
    kept = upkeep_of(empty, None, 2, NOW)
    assert kept.done == 0
    assert [name for name, _ in kept.missing] == [*Fields.__slots__, ACTION, OVERDUE]
    assert kept.missing[-1][1] == "2 plazos vencidos."


@pytest.mark.parametrize(("since", "behind"), [(timedelta(days=7), False), (timedelta(days=7, seconds=1), True)])
def test_an_action_counts_for_seven_days(since: timedelta, behind: bool) -> None:
    kept = upkeep_of(Checklist(), NOW - since, 0, NOW)
    assert ([name for name, _ in kept.missing] == [ACTION]) is behind
