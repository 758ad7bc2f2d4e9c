"""Run a flow in this process through Prefect, with settings that came from a command line."""

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import structlog
from prefect import Flow
from prefect.client.schemas.objects import State

from conflict.errors import AtalayaError
from flows import deployed
from flows.cycle import Ended
from flows.settings import Settings

log = structlog.get_logger()
ENGINE = ("prefect", "prefect.engine", "prefect.flow_engine", "prefect.flow_runs", "prefect.task_runs")
"""Loggers with which Prefect's engine tells how a run failed (Prefect 3.8, `prefect/flow_engine.py`)."""
LOST = "El servidor de Prefect no supo del final del ciclo, que terminó y quedó guardado. Revise ese servicio."

_FLOWS: dict[str, Flow[..., Any]] = {
    "ciclo": deployed.cycle_flow,
    "recolectar": deployed.collect_flow,
    "evaluar-noticias": deployed.assess_flow,
}


class _OneLine(logging.Filter):
    """Tell a failure of Prefect by its cause alone, once a cycle has ended: what fails after it is Prefect's own."""

    def __init__(self, ended: list[Ended]) -> None:
        """Look from now on at the cycles that ended."""
        super().__init__()
        self.ended = ended

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, without its trace where that says nothing of our cycle."""
        if self.ended and record.exc_info:
            record.msg, record.args = "%s", (" ".join(record.getMessage().split()),)
            record.exc_info = record.exc_text = None
        return True


def run_flow(kind: str, settings: Settings, now: datetime | None, by_cadence: bool) -> dict[str, Any]:
    """Run the flow of that name and return its summary; what it raises is raised here.

    A cycle that ended is told as such also when Prefect's server was lost meanwhile: `prefect` is then «no_responde».
    """
    parameters: dict[str, Any] = {"now": None if now is None else now.isoformat()}
    if kind != "evaluar-noticias":
        parameters["by_cadence"] = by_cadence
    ended: list[Ended] = []
    with _given(settings, ended):
        try:
            state: State[Any] = asyncio.run(_awaited(_FLOWS[kind](**parameters, return_state=True)))
        except Exception as error:  # whatever Prefect's client says when nobody answers it
            if not ended:
                raise
            return _without_prefect(ended[-1], error)
    if state.is_completed():
        return dict(state.data if isinstance(state.data, dict) else asyncio.run(state.aresult()))
    problem = state.data
    if isinstance(problem, AtalayaError):
        raise problem
    if ended:
        return _without_prefect(ended[-1], problem)
    return dict(asyncio.run(state.aresult()))


def _without_prefect(ended: Ended, error: object) -> dict[str, Any]:
    log.warning("prefect_lost", kind=type(error).__name__, cause=deployed.cause_of(error))
    return deployed.summary_of(ended) | {"avisos": [*ended.notices, LOST], "prefect": "no_responde"}


async def _awaited(running: Any) -> Any:
    """Wait for a flow, which is a coroutine here since all of ours are."""
    return await running


@contextlib.contextmanager
def _given(settings: Settings, ended: list[Ended]) -> Iterator[None]:
    """Let the flows of this process work with these settings and say there how a cycle ended."""
    given, finished = deployed.given_settings.set(settings), deployed.finished.set(ended)
    terse = _OneLine(ended)
    for name in ENGINE:
        logging.getLogger(name).addFilter(terse)
    try:
        yield
    finally:
        for name in ENGINE:
            logging.getLogger(name).removeFilter(terse)
        deployed.given_settings.reset(given)
        deployed.finished.reset(finished)
