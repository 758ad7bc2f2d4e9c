"""One cycle of 300 feeds of 30 items, 10 % new, 5 % slow (3 s), 5 % dead: wall, CPU, memory, plain and through Prefect.

Usage: .venv/bin/python bench/ciclo.py [--canales 300] [--sin-prefect]
Figures to reach on 2 cores: 60 s and 700 MB in all processes, through Prefect with a local server.
"""

import argparse
import csv
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen
from xml.sax.saxutils import escape

import psutil

ROOT = Path(__file__).resolve().parent.parent
ITEMS, NEW, SLOW_SECONDS = 30, 3, 3.0
START = datetime(2026, 11, 20, 12, tzinfo=UTC)
DEAD_PORT = 9  # discard: nothing listens there


def news() -> list[tuple[str, str]]:
    """Return title and summary of every invented item of the corpus."""
    rows = []
    for path in sorted((ROOT / "data" / "corpus").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            rows += [(row["titular"], row["bajada"]) for row in csv.DictReader(lines)]
    return rows


class Farm(ThreadingHTTPServer):
    """Feeds that move by `NEW` items a turn; each twentieth is slow."""

    request_queue_size = 512
    daemon_threads = True
    turn = 0
    rows: tuple[tuple[str, str], ...] = ()


class Answer(BaseHTTPRequestHandler):
    """`/N.xml` is a feed; `/turno/N` sets the turn."""

    protocol_version = "HTTP/1.1"
    server: Farm

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer a feed, or move the turn."""
        if self.path.startswith("/turno/"):
            self.server.turn = int(self.path.rsplit("/", 1)[1])
            return self._send(b"bien", "text/plain")
        number = int(self.path.strip("/").removesuffix(".xml"))
        if number % 20 == 7:
            time.sleep(SLOW_SECONDS)
        return self._send(feed(self.server.rows, number, self.server.turn), "application/rss+xml; charset=utf-8")

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def feed(rows: tuple[tuple[str, str], ...], number: int, turn: int) -> bytes:
    """Return a feed's newest items at a turn; an item keeps its text and address for good."""
    newest = ITEMS + NEW * turn
    entries = []
    for item in range(newest - 1, newest - 1 - ITEMS, -1):
        title, summary = rows[(number * 37 + item * 11) % len(rows)]
        link = f"http://127.0.0.1/{number}/nota/{item}"
        at = format_datetime(START - timedelta(hours=8) + timedelta(minutes=5 * item))
        entries.append(
            f"<item><title>{escape(title)} ({number}.{item})</title><link>{link}</link><guid>{link}</guid>"
            f"<pubDate>{at}</pubDate><description>{escape(summary)}</description></item>"
        )
    head = f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Canal {number}</title>'
    return f"{head}{''.join(entries)}</channel></rss>".encode()


def serve(port: "multiprocessing.Queue[int]") -> None:
    """Serve the farm in a process of its own, so that its CPU is not counted as ours."""
    farm = Farm(("127.0.0.1", 0), Answer)
    farm.rows = tuple(news())
    port.put(farm.server_address[1])
    farm.serve_forever()


def write_sources(folder: Path, port: int, feeds: int) -> Path:
    """Write the cards; each twentieth points where nothing listens."""
    cards = [
        f"- id: canal-{n}\n  nombre: Canal {n}\n"
        f"  url: http://127.0.0.1:{DEAD_PORT if n % 20 == 13 else port}/{n}.xml\n"
        f'  tipo: rss\n  departamento: "0{n % 9 + 1}"\n  municipio: ""\n  alcance: departamental\n'
        f'  cadencia_minutos: 60\n  activa: true\n  notas: ""\n'
        for n in range(feeds)
    ]
    path = folder / "fuentes.yaml"
    path.write_text("".join(cards), encoding="utf-8")
    return path


class Watch:
    """Sums CPU and the highest memory (PSS, so that shared pages count once) of process trees, by sampling."""

    def __init__(self, *roots: int) -> None:
        """Watch these processes and all below them."""
        self.roots, self.peak, self.cpu, self._stop = roots, 0, {}, threading.Event()
        self._before = {pid: self._times(psutil.Process(pid)) for pid in roots}
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @staticmethod
    def _times(process: psutil.Process) -> float:
        times = process.cpu_times()
        return times.user + times.system

    def _run(self) -> None:
        while not self._stop.wait(0.2):
            memory = 0
            for root in self.roots:
                try:
                    top = psutil.Process(root)
                    for process in [top, *top.children(recursive=True)]:
                        memory += process.memory_full_info().pss
                        self.cpu[process.pid] = self._times(process) - self._before.get(process.pid, 0.0)
                except psutil.Error:
                    continue
            self.peak = max(self.peak, memory)

    def end(self) -> tuple[float, float]:
        """Return CPU seconds and peak memory in MB."""
        self._stop.set()
        self._thread.join()
        return sum(self.cpu.values()), self.peak / 1e6


@contextmanager
def prefect_server(environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    """Run a Prefect server; give its API address and process."""
    command = [sys.executable, "-m", "flows.server", "start", "--host", "127.0.0.1", "--port", "4377"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    api = "http://127.0.0.1:4377/api"
    try:
        for _ in range(180):
            time.sleep(1)
            try:
                urlopen(f"{api}/health", timeout=2)
                break
            except OSError:
                continue
        yield api, process.pid
    finally:
        process.terminate()
        process.wait()


def run(environment: dict[str, str], *arguments: str, beside: tuple[int, ...] = ()) -> tuple[dict[str, object], str]:
    """Run one cycle as a command and return its summary and the line of its figures."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "ciclo", "--json", *arguments],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    watch = Watch(process.pid, *beside)
    out, _ = process.communicate()
    wall = time.perf_counter() - started
    cpu, memory = watch.end()
    summary = json.loads(out)
    summary["pared"] = wall
    counts = {name: summary[name] for name in ("ok", "leidas", "nuevas", "evaluadas", "en_cola", "segundos")}
    return summary, f"wall {wall:5.1f} s   cpu {cpu:5.1f} s   memory {memory:4.0f} MB   {counts}"


def main() -> None:
    """Fill the register, then measure a cycle with 10 % new items, plain and through Prefect."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--canales", type=int, default=300)
    parser.add_argument("--sin-prefect", action="store_true")
    chosen = parser.parse_args()
    ports: multiprocessing.Queue[int] = multiprocessing.Queue()
    farm = multiprocessing.Process(target=serve, args=(ports,), daemon=True)
    farm.start()
    port = ports.get()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        environment = os.environ | {
            "ATALAYA_DATOS": str(folder),
            "ATALAYA_FUENTES": str(write_sources(folder, port, chosen.canales)),
            "ATALAYA_RED_PRIVADA": f"127.0.0.1:{port},127.0.0.1:{DEAD_PORT}",
            "ATALAYA_ESPERA_POR_SITIO": "0",
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        }
        print(f"{chosen.canales} feeds x {ITEMS} items")
        print("first, all new      ", run(environment, "--sin-prefect")[1])
        urlopen(f"http://127.0.0.1:{port}/turno/1")
        plain, line = run(environment, "--sin-prefect")
        print("10 % new, plain     ", line)
        if not chosen.sin_prefect:
            with prefect_server(environment) as (api, pid):
                urlopen(f"http://127.0.0.1:{port}/turno/2")
                through, line = run(environment | {"PREFECT_API_URL": api}, beside=(pid,))
                print("10 % new, Prefect   ", line, f"[{through['prefect']}]")
            share = 1 - float(str(plain["pared"])) / float(str(through["pared"]))
            print(f"Prefect's share of the wall: {share:.0%}")
    farm.terminate()


if __name__ == "__main__":
    main()
