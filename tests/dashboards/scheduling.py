"""The part of Prefect's HTTP interface that a page asks, on loopback; what it says of the run is set by the test."""

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WORD = "atalaya:palabra"


class Scheduler:
    """What it was asked, and what it knows of the last run; with `silent` it answers nothing that is right."""

    def __init__(self) -> None:
        self.address = ""
        self.asked: list[str] = []
        self.runs: list[dict[str, Any]] = []
        self.silent = False

    def collector(self) -> Any:
        """Return who collects by way of it."""
        from flows.asked import Collector

        return Collector(f"{self.address}/api", WORD)

    def run(self, state: str, at: str) -> None:
        """Say that the last run is in a state since a moment."""
        self.runs = [{"state_type": state, "expected_start_time": at, "start_time": None, "end_time": None}]

    def answer(self, method: str, path: str, word: str) -> Any:
        """Return what is answered, None for a refusal."""
        import base64

        self.asked.append(f"{method} {path}")
        if self.silent or word != f"Basic {base64.b64encode(WORD.encode()).decode()}":
            return None
        return {
            "GET /api/deployments/name/ciclo/a-mano": {"id": "uno"},
            "POST /api/deployments/uno/create_flow_run": {"id": "otra"},
            "POST /api/flow_runs/filter": self.runs,
        }.get(f"{method} {path}")


@contextlib.contextmanager
def scheduling() -> Iterator[Scheduler]:
    """Serve one on a port of loopback until the block ends."""
    scheduler = Scheduler()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.tell("GET")

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.tell("POST")

        def tell(self, method: str) -> None:
            told = scheduler.answer(method, self.path, self.headers.get("Authorization", ""))
            body = json.dumps(told).encode()
            self.send_response(500 if told is None else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *told: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    scheduler.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield scheduler
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
