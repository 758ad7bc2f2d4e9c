"""Run a flow in this process through Prefect, with settings that came from a command line."""

import asyncio
import contextlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from prefect import Flow
from prefect.client.schemas.objects import State

from conflict.errors import AtalayaError
from flows import deployed
from flows.settings import Settings

_FLOWS: dict[str, Flow[..., Any]] = {
    "ciclo": deployed.cycle_flow,
    "recolectar": deployed.collect_flow,
    "evaluar-noticias": deployed.assess_flow,
}


def run_flow(kind: str, settings: Settings, now: datetime | None, by_cadence: bool) -> dict[str, Any]:
    """Run the flow of that name and return its summary; what it raises is raised here."""
    parameters: dict[str, Any] = {"now": None if now is None else now.isoformat()}
    if kind != "evaluar-noticias":
        parameters["by_cadence"] = by_cadence
    with _given(settings):
        state: State[Any] = asyncio.run(_awaited(_FLOWS[kind](**parameters, return_state=True)))
    if state.is_completed():
        return dict(state.data if isinstance(state.data, dict) else asyncio.run(state.aresult()))
    error = state.data
    if isinstance(error, AtalayaError):
        raise error
    return dict(asyncio.run(state.aresult()))


async def _awaited(running: Any) -> Any:
    """Wait for a flow, which is a coroutine here since all of ours are."""
    return await running


@contextlib.contextmanager
def _given(settings: Settings) -> Iterator[None]:
    """Let the flows of this process work with these settings instead of reading the environment."""
    token = deployed.given_settings.set(settings)
    try:
        yield
    finally:
        deployed.given_settings.reset(token)
