"""What fails after a cycle has ended is Prefect's own: one line tells it, and a failure of ours keeps its trace."""

import io
import logging

import pytest

from flows.cycle import Ended
from flows.through_prefect import ENGINE, _given, _OneLine
from tests.flows.conftest import House

FAILED = "Encountered exception during execution: %r"


def told(ended: list[Ended]) -> str:
    """Return what a logger with the filter writes of a failure of two lines."""
    out = io.StringIO()
    logger = logging.Logger("prefect.of_this_test")
    logger.addHandler(logging.StreamHandler(out))
    logger.addFilter(_OneLine(ended))
    try:
        raise ConnectionError("All connection\nattempts failed")
    except ConnectionError as error:
        logger.exception(FAILED, error)
    return out.getvalue()


def test_a_failure_before_the_end_of_the_cycle_keeps_its_trace() -> None:
    assert "Traceback" in told([])


def test_a_failure_after_the_end_is_one_line_with_its_cause() -> None:
    ended: list = [object()]
    assert (
        told(ended) == "Encountered exception during execution: ConnectionError('All connection\\nattempts failed')\n"
    )


def test_the_filter_is_there_while_the_flow_runs_and_gone_after_it(lite: House) -> None:
    def filters() -> list[int]:
        return [sum(isinstance(one, _OneLine) for one in logging.getLogger(name).filters) for name in ENGINE]

    with pytest.raises(RuntimeError), _given(lite.settings, []):
        assert filters() == [1] * len(ENGINE)
        raise RuntimeError
    assert filters() == [0] * len(ENGINE)
