"""In = out + counted reasons, and what a run may call itself."""

import pytest

from conflict.codebook import CycleState
from conflict.tally import Tally, end_state, no_network


def test_everything_that_came_in_is_accounted_for() -> None:
    good = Tally(
        sources=3, ok=2, failed={"dns": 1}, read=10, new=4, updated=1, duplicate=3, dropped={"sin_identidad": 2}
    )
    assert good.balances()
    assert not Tally(sources=3, ok=2).balances()
    assert not Tally(read=10, new=9).balances()


@pytest.mark.parametrize(
    ("tally", "state"),
    [
        (Tally(sources=10, ok=10), CycleState.COMPLETE),
        (Tally(sources=10, ok=8, failed={"http_5xx": 2}), CycleState.COMPLETE),
        (Tally(sources=10, ok=7, failed={"http_5xx": 3}), CycleState.PARTIAL),
        (Tally(sources=10, ok=10, pending=4), CycleState.PARTIAL),
        (Tally(sources=10, ok=10, errors=1), CycleState.PARTIAL),
        (Tally(sources=2, failed={"dns": 1, "conexion": 1}), CycleState.NO_NETWORK),
        (Tally(sources=2, failed={"dns": 1, "no_es_feed": 1}), CycleState.PARTIAL),
        (Tally(), CycleState.COMPLETE),
    ],
)
def test_a_run_is_called_what_it_was(tally: Tally, state: CycleState) -> None:
    assert end_state(tally) is state


def test_one_answer_is_enough_to_say_that_there_is_network() -> None:
    assert not no_network(Tally(sources=2, ok=1, failed={"dns": 1}))
