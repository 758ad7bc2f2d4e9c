"""The part of Prefect's HTTP interface that a page asks, on loopback; what it says of the run is set by the test."""

import contextlib
import json
from collections.abc import Iterator
from typing import Any

from tests.dashboards.loopback import Answers, served

WORD = "atalaya:palabra"


class Scheduler:
    """What it was asked, and what it knows of the last run; with `silent` it answers nothing that is right."""

    def __init__(self) -> None:
        self.address = ""
        self.asked: list[str] = []
        self.questions: list[str] = []
        self.runs: list[dict[str, Any]] = []
        self.planned: list[dict[str, Any]] = []
        self.silent = False

    def collector(self) -> Any:
        """Return who collects by way of it."""
        from flows.asked import Collector

        return Collector(f"{self.address}/api", WORD)

    def run(self, state: str, at: str) -> None:
        """Say that the last run is in a state since a moment."""
        self.runs = [{"state_type": state, "expected_start_time": at, "start_time": None, "end_time": None}]

    def plan(self, at: str) -> None:
        """Say when the next run by the clock comes."""
        self.planned = [{"state_type": "SCHEDULED", "expected_start_time": at}]

    def answer(self, method: str, path: str, word: str, body: dict[str, Any]) -> Any:
        """Return what is answered, None for a refusal."""
        import base64

        self.questions += body.get("deployments", {}).get("name", {}).get("any_", [])
        by_clock = body.get("deployments", {}).get("name", {}).get("any_") == ["cada-tres-horas"]

        self.asked.append(f"{method} {path}")
        if self.silent or word != f"Basic {base64.b64encode(WORD.encode()).decode()}":
            return None
        return {
            "GET /api/deployments/name/ciclo/a-mano": {"id": "uno"},
            "POST /api/deployments/uno/create_flow_run": {"id": "otra"},
            "POST /api/flow_runs/filter": self.planned if by_clock else self.runs,
        }.get(f"{method} {path}")


@contextlib.contextmanager
def scheduling() -> Iterator[Scheduler]:
    """Serve one on a port of loopback until the block ends."""
    scheduler = Scheduler()

    class Answer(Answers):
        def do_GET(self) -> None:
            self.say("GET")

        def do_POST(self) -> None:
            self.say("POST", json.loads(self.body()))

        def say(self, method: str, body: Any = None) -> None:
            told = scheduler.answer(method, self.path, self.headers.get("Authorization", ""), body or {})
            self.tell(500 if told is None else 200, told)

    with served(Answer) as scheduler.address:
        yield scheduler
