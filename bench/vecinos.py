"""Sixty feeds, twenty of them hostile: are the other forty stored byte for byte as without them, and at what wall?

Usage: .venv/bin/python bench/vecinos.py
Figures to reach: tables equal; wall at most 2.5 times that of the forty alone (reliability bar R3).
"""

import asyncio
import sys
import tempfile
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from sqlalchemy import text

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from conflict.codebook import CycleKind  # noqa: E402
from flows.cycle import run_cycle  # noqa: E402
from flows.settings import read_settings  # noqa: E402
from register.engine import open_register  # noqa: E402
from register.migrate import migrate  # noqa: E402
from register.settings import Storage  # noqa: E402
from tests.feeds.parse.conftest import item, rss  # noqa: E402
from tests.feeds.parse.test_box_limits import HOSTILE  # noqa: E402

NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)
GOOD = 40
HARM = [body.encode() if isinstance(body, str) else body for body in HOSTILE.values()]
COLUMNS = "source_id, guid, link, title, summary, body, author, published_at, content_hash, version"


class Server(ThreadingHTTPServer):
    """Serves /buena-N and /mala-N."""

    request_queue_size = 128
    daemon_threads = True


class Answer(BaseHTTPRequestHandler):
    """A good feed of thirty notes, or one of the hostile ones in turn."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer."""
        kind, _, number = self.path.strip("/").partition("-")
        n = int(number)
        links = ({"link": f"http://127.0.0.1/{n}/nota/{i}", "guid": f"{n}-{i}"} for i in range(30))
        body = HARM[n % len(HARM)] if kind == "mala" else rss(*(item(i, **one) for i, one in enumerate(links))).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def run(folder: Path, port: int, names: list[str]) -> tuple[float, list[tuple[object, ...]], dict[str, int]]:
    """Run one cycle over these feeds; return wall, the rows of the good ones, and how the sources ended."""
    folder.mkdir()
    storage = Storage(f"sqlite:///{folder / 'atalaya.db'}", folder)
    migrate(storage)
    cards = "".join(
        f"- id: {name}\n  nombre: {name}\n  url: http://127.0.0.1:{port}/{name}\n  tipo: rss\n"
        '  departamento: "05"\n  municipio: ""\n  alcance: local\n  cadencia_minutos: 60\n  activa: true\n  notas: ""\n'
        for name in names
    )
    (folder / "fuentes.yaml").write_text(cards, encoding="utf-8")
    settings = replace(
        read_settings(),
        storage=storage,
        sources=folder / "fuentes.yaml",
        private_network=f"127.0.0.1:{port}",
        spacing_seconds=0.0,
    )
    started = time.perf_counter()
    ended = asyncio.run(run_cycle(settings, CycleKind.COLLECT, now=lambda: NOW))
    wall = time.perf_counter() - started
    register = open_register(storage)
    with register.reading() as session:
        query = f"SELECT {COLUMNS} FROM article WHERE source_id LIKE 'buena-%' ORDER BY source_id, guid"
        rows = [tuple(row) for row in session.execute(text(query))]
    register.close()
    return wall, rows, dict(ended.tally.failed)


def main() -> int:
    """Measure and print."""
    server = Server(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    good = [f"buena-{n}" for n in range(GOOD)]
    mixed = sorted([*good, *(f"mala-{n}" for n in range(20))])
    with tempfile.TemporaryDirectory() as place:
        alone, expected, _ = run(Path(place) / "solas", port, good)
        both, found, failed = run(Path(place) / "juntas", port, mixed)
    server.shutdown()
    print(f"40 good alone   {alone:5.1f} s   {len(expected)} notes")
    print(f"with 20 hostile {both:5.1f} s   {len(found)} notes   {both / alone:.1f} times   {failed}")
    print("tables of the good ones", "equal" if found == expected else "DIFFER")
    return 0 if found == expected else 1


if __name__ == "__main__":
    raise SystemExit(main())
