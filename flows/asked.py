"""Ask Prefect for a collection now, and ask it how far the last one is.

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

DEPLOYMENT = "ciclo/a-mano"
"""Flow and deployment, as `flows.deployments` and `prefect.yaml` name them."""
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

    def ask(self) -> None:
        """Ask for a whole cycle. Raise NetworkError when Prefect does not answer or knows no such deployment."""
        self._call("POST", f"deployments/{self._deployment()}/create_flow_run", {})

    def latest(self) -> AskedRun | None:
        """Return the last one asked for, None when there is none. Raise NetworkError as `ask` does."""
        wanted = {"deployments": {"id": {"any_": [self._deployment()]}}, "sort": "EXPECTED_START_TIME_DESC", "limit": 1}
        found = self._call("POST", "flow_runs/filter", wanted)
        if not found:
            return None
        run = found[0]
        at = run.get("end_time") or run.get("start_time") or run["expected_start_time"]
        state = _STATES.get(run.get("state_type") or "", AskedState.FAILED)
        return AskedRun(state, datetime.fromisoformat(at).astimezone(UTC))

    def _deployment(self) -> str:
        return str(self._call("GET", f"deployments/name/{DEPLOYMENT}")["id"])

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
