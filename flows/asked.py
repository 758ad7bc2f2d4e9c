"""Ask Prefect for a collection now, how far the last one is, and when the next one comes by the clock.

Over its HTTP interface: its library takes a second and 100 MB, which the processes of the pages do not have.
"""

import base64
import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from conflict.asked import AskedRun, AskedState
from conflict.errors import NetworkError

FLOW = "ciclo"
BY_HAND = "a-mano"
BY_CLOCK = "cada-tres-horas"
"""The flow and its two deployments, as `flows.deployments` and `prefect.yaml` name them."""
ONLY_BY_HAND = "--a-mano"
"""Said to `python -m flows.deployments`: nothing runs by the clock, only what is asked for, as in the demo."""
PATIENCE = 2.0
"""Seconds that a page waits for Prefect, which is on this machine or beside it."""
MOST_BYTES = 1_000_000
_STATES = {
    "SCHEDULED": AskedState.QUEUED,
    "PENDING": AskedState.QUEUED,
    "RUNNING": AskedState.READING,
    "COMPLETED": AskedState.DONE,
}
"""Types of a Prefect run's state; whatever else it is, it will not be done (Prefect 3.8, `StateType`)."""


@dataclass(frozen=True, slots=True)
class Collector:
    """The Prefect that serves the deployments: `api` its address with `/api`, `word` the one it asks for or ""."""

    api: str
    word: str = field(default="", repr=False)

    @property
    def panel(self) -> str:
        """Return where people see the runs."""
        return f"{self.api.rstrip('/').removesuffix('/api')}/runs"

    def ask(self) -> None:
        """Ask for a whole cycle. Raise NetworkError when Prefect does not answer or knows no such deployment."""
        deployment = self._call("GET", f"deployments/name/{FLOW}/{BY_HAND}")["id"]
        self._call("POST", f"deployments/{deployment}/create_flow_run", {})

    def latest(self) -> AskedRun | None:
        """Return the last one asked for, None when there is none. Raise NetworkError when Prefect does not answer."""
        run = self._first(BY_HAND, "EXPECTED_START_TIME_DESC", {})
        if run is None:
            return None
        at = run.get("end_time") or run.get("start_time") or run["expected_start_time"]
        return AskedRun(_STATES.get(run.get("state_type") or "", AskedState.FAILED), _moment(at))

    def next_run(self, now: datetime) -> datetime | None:
        """Return when the next one comes by the clock, None when none is planned. Raise NetworkError as `latest`."""
        planned = {"state": {"type": {"any_": ["SCHEDULED"]}}, "expected_start_time": {"after_": now.isoformat()}}
        run = self._first(BY_CLOCK, "EXPECTED_START_TIME_ASC", planned)
        return None if run is None else _moment(run["expected_start_time"])

    def _first(self, deployment: str, order: str, runs: dict[str, Any]) -> dict[str, Any] | None:
        """Return the first run of a deployment of the cycle, found by its names in one question."""
        wanted: dict[str, Any] = {
            "flows": {"name": {"any_": [FLOW]}},
            "deployments": {"name": {"any_": [deployment]}},
            "sort": order,
            "limit": 1,
        }
        found = self._call("POST", "flow_runs/filter", wanted | ({"flow_runs": runs} if runs else {}))
        return found[0] if found else None

    def _call(self, method: str, path: str, body: object = None) -> Any:
        request = urllib.request.Request(  # noqa: S310 - the address is the operator's own
            f"{self.api.rstrip('/')}/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        if self.word:
            request.add_header("Authorization", f"Basic {base64.b64encode(self.word.encode()).decode()}")
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
                return json.loads(answer.read(MOST_BYTES))
        except (urllib.error.URLError, OSError, ValueError) as error:
            raise NetworkError(
                f"Prefect at {self.api} did not answer {method} {path.partition('/')[0]}: {error}",
                "El servicio que recolecta no responde. Avise a quien administra el sistema; las recolecciones de cada "
                "tres horas siguen si él vuelve.",
            ) from error


def _moment(told: str) -> datetime:
    return datetime.fromisoformat(told).astimezone(UTC)
