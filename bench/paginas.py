"""What people at the pages wait for: several users click at once, with and without a cycle running beside them.

Usage: .venv/bin/python bench/paginas.py [--motor sqlite|postgresql|"los dos"] [--usuarios 20] [--senales 50000]
                                         [--registros 5000] [--segundos 60] [--pausa 3] [--canales 60]
                                         [--veces 20]
The register is made by `poblado.py` in a temporary folder; the pages are served by `atalaya servir` in a process of its
own, the users click in another, the cycle is `atalaya ciclo` reading feeds of this machine. Each user clicks about once
in `--pausa` seconds, quicker than people do for long. Before that each kind of page is asked for `--veces` times, one
after another with nobody else clicking, and what it cost the serving process in processor time is printed: a figure
that says the same on a machine that does other things too. With `--segundos 0` this is all.
Figures to reach with 20 users, every p95: queue 300 ms, decision 150 ms, search 400 ms, summary 800 ms, every other
page 300 ms.
"""

import argparse
import gzip
import http.client
import multiprocessing
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import ciclo  # noqa: E402
import poblado  # noqa: E402

from dashboards.gate import DEVICE, SESSION  # noqa: E402
from feeds.sources import load_sources  # noqa: E402
from register.engine import open_register  # noqa: E402
from register.migrate import migrate  # noqa: E402
from register.settings import Storage  # noqa: E402
from tests.postgres import start_cluster, stop_cluster  # noqa: E402

BARS = {"decisión: descartar": 150.0, "decisión: deshacer": 150.0, "buscar": 400.0, "resumen": 800.0}
BAR = 300.0
"""Milliseconds, p95: those of the pages' budgets."""
WORDS = ("bloqueo", "agua", "maestros llallagua", "transportistas", "potosi", "litio", "cooperativistas", "bloqeo")
ROW = re.compile(r'href="/cola/(P-[\d-]+)')
CASE = re.compile(r'href="/registros/([A-Z]{2}-[A-Z\d-]+)"')
VERSION = re.compile(r'name="version" value="(\d+)"')
TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')
UNDO = re.compile(r"hecho=(\d+)")


class User:
    """One browser: keeps its connection and its cookie, notes what each page took and weighed."""

    def __init__(self, port: int, role: str, secret: str, seed: int) -> None:
        """Sit down before the pages."""
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.role, self.dice = role, random.Random(seed)
        self.cookie = f"{SESSION}={secret}; {DEVICE}=banco"
        self.took: list[tuple[str, float, int]] = []
        self.refused: dict[str, int] = defaultdict(int)
        self.codes: list[str] = []
        self.cases: list[str] = []

    def ask(self, what: str, path: str, form: dict[str, str] | None = None) -> tuple[str, str]:
        """Send one request; return the page and where it leads."""
        headers = {"Cookie": self.cookie, "Accept-Encoding": "gzip"}
        body = None
        if form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        self.connection.request("GET" if form is None else "POST", path, body=body, headers=headers)
        answer = self.connection.getresponse()
        raw = answer.read()
        took = (time.perf_counter() - begun) * 1_000
        if answer.status not in (200, 303):
            self.refused[f"{what} {answer.status}"] += 1
            return "", ""
        self.took.append((what, took, len(raw)))
        page = gzip.decompress(raw).decode() if answer.headers.get("Content-Encoding") == "gzip" else raw.decode()
        return page, answer.headers.get("Location", "")

    def queue(self) -> None:
        """Open the queue."""
        page, _ = self.ask("cola", "/cola")
        self.codes = sorted(set(ROW.findall(page)))

    def row(self) -> None:
        """Move to a row of the queue, as the keys do."""
        if self.codes:
            self.ask("detalle de una fila", f"/cola/{self.dice.choice(self.codes)}?parte=detalle")

    def decide(self) -> None:
        """Discard a row and take it back."""
        if not self.codes:
            return
        code = self.dice.choice(self.codes)
        page, _ = self.ask("fila en su página", f"/cola/{code}")
        version, token = VERSION.search(page), TOKEN.search(page)
        if version is None or token is None:
            return
        form = {"csrf": token[1], "version": version[1], "motivo": "hecho_pasado"}
        _, leads = self.ask("decisión: descartar", f"/cola/{code}/descartar", form)
        undo = UNDO.search(leads)
        if undo is None:
            return
        self.ask("cola después de decidir", leads)
        self.ask("decisión: deshacer", f"/decisiones/{undo[1]}/deshacer", {"csrf": token[1]})

    def records(self) -> None:
        """Open the list of records, then one of them."""
        page, _ = self.ask("registros", "/registros")
        self.cases = sorted(set(CASE.findall(page)))
        if self.cases:
            self.ask("ficha", f"/registros/{self.dice.choice(self.cases)}")

    def page(self, what: str, path: str) -> Callable[[], None]:
        """Return what opens a page that is always the same."""

        def open_page() -> None:
            self.ask(what, path)

        return open_page

    def search(self) -> None:
        """Look for words."""
        self.ask("buscar", f"/buscar?texto={quote(self.dice.choice(WORDS))}")

    def click(self, until: float, pause: float) -> None:
        """Click until it is time to go home; what is done most is clicked most."""
        doings = {
            self.queue: 5,
            self.row: 8,
            self.decide: 4,
            self.records: 3,
            self.search: 2,
            **{self.page(what, path): 1 for what, path in fixed_pages().items()},
        }
        time.sleep(self.dice.random() * pause)
        self.queue()
        while time.monotonic() < until:
            begun = time.monotonic()
            self.dice.choices(list(doings), list(doings.values()))[0]()
            time.sleep(max(0.0, begun + pause * self.dice.uniform(0.5, 1.5) - time.monotonic()))


Told = tuple[list[tuple[str, float, int]], dict[str, int]]


def sit_down(
    port: int, who: list[tuple[str, str]], seconds: float, pause: float, told: "multiprocessing.Queue[Told]"
) -> None:
    """Let all users click in a process of their own, and tell what they saw."""
    users = [User(port, role, secret, seed) for seed, (role, secret) in enumerate(who)]
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=user.click, args=(until, pause)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused: dict[str, int] = defaultdict(int)
    for user in users:
        for what, times in user.refused.items():
            refused[what] += times
    told.put(([one for user in users for one in user.took], dict(refused)))


def clicked(port: int, who: list[tuple[str, str]], seconds: float, pause: float) -> Told:
    """Return what the users saw."""
    told: multiprocessing.Queue[Told] = multiprocessing.Queue()
    process = multiprocessing.Process(target=sit_down, args=(port, who, seconds, pause, told))
    process.start()
    found = told.get()
    process.join()
    return found


@contextmanager
def pages(environment: dict[str, str]) -> Iterator[tuple[int, psutil.Process]]:
    """Serve the pages as an operator does; give their port and process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "servir", "--puerto", str(port)],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            time.sleep(0.2)
            try:
                urlopen(f"http://127.0.0.1:{port}/salud", timeout=2)
                break
            except OSError:
                continue
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def cycles(environment: dict[str, str], farm: int) -> Iterator[list[float]]:
    """Run cycles one after another, each with new items, until the block ends; give what each took."""
    over = threading.Event()
    took: list[float] = []

    def run() -> None:
        turn = 0
        while not over.is_set():
            turn += 1
            urlopen(f"http://127.0.0.1:{farm}/turno/{turn}")
            begun = time.perf_counter()
            command = [sys.executable, "-m", "cli", "ciclo", "--sin-prefect"]
            subprocess.run(
                command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
            )
            took.append(time.perf_counter() - begun)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield took
    finally:
        over.set()
        thread.join()


def taken_by(process: psutil.Process) -> float:
    """Return the seconds of processor that a server and the processes it serves with have taken."""
    return sum(sum(one.cpu_times()[:2]) for one in (process, *process.children(recursive=True)))


def processor(port: int, who: list[tuple[str, str]], process: psutil.Process, times: int) -> None:
    """Print what each kind of page costs the serving process, one after another; decisions are taken back."""
    users = [User(port, role, secret, seed) for seed, (role, secret) in enumerate(who[: len(poblado.PEOPLE)])]
    for user in users:
        user.queue()
        user.records()
    kinds: dict[str, Callable[[User], object]] = {
        "cola": User.queue,
        "detalle de una fila": User.row,
        "decidir y deshacer": User.decide,
        "registros y ficha": User.records,
        "buscar": User.search,
    }
    kinds |= {what: partial(User.ask, what=what, path=path) for what, path in fixed_pages().items()}
    for what, ask in kinds.items():
        for user in users:  # what is compiled once is compiled here
            ask(user)
        before, asked = taken_by(process), sum(len(user.took) for user in users)
        for turn in range(times):
            ask(users[turn % len(users)])
        spent = (taken_by(process) - before) * 1_000
        asked = sum(len(user.took) for user in users) - asked
        print(f"  {what:24} {asked:5} pedidos   procesador {spent / max(1, asked):6.1f} ms por pedido", flush=True)


def fixed_pages() -> dict[str, str]:
    """Return the pages that are the same whoever opens them, and their addresses."""
    return {
        "resumen": f"/resumen/{datetime.now(UTC):%G-S%V}",
        "plazos": "/plazos",
        "calendario": "/calendario",
        "fuentes": "/fuentes",
        "calidad": "/calidad",
    }


def printed(told: Told) -> bool:
    """Print the figures of every page; return whether all are reached."""
    took, refused = told
    by_page: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for what, milliseconds, size in took:
        by_page[what].append((milliseconds, size))
    good = not any(int(what[-3:]) >= 500 for what in refused)  # a row that somebody else has just decided is no fault
    for what in sorted(by_page):
        times = sorted(one for one, _ in by_page[what])
        weight = max(size for _, size in by_page[what])
        p50, p95, p99 = (times[min(len(times) - 1, int(len(times) * share))] for share in (0.50, 0.95, 0.99))
        bar = BARS.get(what, BAR)
        good = good and p95 <= bar
        late = "" if p95 <= bar else f"   NO LLEGA ({bar:.0f})"
        print(
            f"  {what:24} {len(times):5} veces   p50 {p50:6.0f}   p95 {p95:6.0f}   p99 {p99:6.0f} ms   "
            f"{weight / 1024:5.1f} KB{late}",
            flush=True,
        )
    for what, count in refused.items():
        print(f"  no se atendió: {what}, {count} veces")
    return good


def run(name: str, storage: Storage, chosen: argparse.Namespace, farm: int) -> bool:
    """Fill, serve, click, print; return whether every figure is reached."""
    now, begun = datetime.now(UTC), time.perf_counter()
    cards = ciclo.write_sources(storage.folder, farm, chosen.canales)
    migrate(storage)
    register = open_register(storage)
    poblado.populate(register, sources=load_sources(cards), signals=chosen.senales, count=chosen.registros, now=now)
    who = poblado.people(register, chosen.usuarios, now)
    with register.reading() as session:
        told = ", ".join(f"{count:,} {what}" for what, count in poblado.counts(session))
    register.close()
    print(f"{name}: {told}; lleno en {time.perf_counter() - begun:.0f} s", flush=True)
    environment = os.environ | {
        "ATALAYA_BASE_DE_DATOS": storage.url,
        "ATALAYA_DATOS": str(storage.folder),
        "ATALAYA_FUENTES": str(cards),
        "ATALAYA_RED_PRIVADA": f"127.0.0.1:{farm},127.0.0.1:{ciclo.DEAD_PORT}",
        "ATALAYA_ESPERA_POR_SITIO": "0",
    }
    with pages(environment) as (port, process):
        if chosen.veces:
            processor(port, who, process, chosen.veces)
        if not chosen.segundos:
            return True
        clicked(port, who, 5, chosen.pausa)  # what is read once for a day is read here
        print(f" {len(who)} personas, sin ciclo; carga del equipo antes {os.getloadavg()[0]:.1f}", flush=True)
        before = taken_by(process)
        told_alone = clicked(port, who, chosen.segundos, chosen.pausa)
        spent = (taken_by(process) - before) * 1_000 / max(1, len(told_alone[0]))
        print(f"  procesador por petición {spent:.0f} ms")
        good = printed(told_alone)
        with cycles(environment, farm) as took:
            time.sleep(3)
            told_beside = clicked(port, who, chosen.segundos, chosen.pausa)
        print(f" {len(who)} personas, con {len(took)} ciclos al lado ({', '.join(f'{one:.0f} s' for one in took)})")
        return printed(told_beside) and good


def main() -> int:
    """Measure on the engines asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--motor", choices=("sqlite", "postgresql", "los dos"), default="sqlite")
    asked.add_argument("--usuarios", type=int, default=20)
    asked.add_argument("--senales", type=int, default=50_000)
    asked.add_argument("--registros", type=int, default=5_000)
    asked.add_argument("--segundos", type=float, default=60)
    asked.add_argument("--pausa", type=float, default=3.0)
    asked.add_argument("--canales", type=int, default=60)
    asked.add_argument("--veces", type=int, default=20)
    chosen = asked.parse_args()
    ports: multiprocessing.Queue[int] = multiprocessing.Queue()
    farm = multiprocessing.Process(target=ciclo.serve, args=(ports,), daemon=True)
    farm.start()
    port, good = ports.get(), True
    with tempfile.TemporaryDirectory() as place:
        if chosen.motor != "postgresql":
            folder = Path(place) / "sqlite"
            folder.mkdir()
            good = run("SQLite", Storage(f"sqlite:///{folder / 'atalaya.db'}", folder), chosen, port)
        if chosen.motor != "sqlite":
            cluster = start_cluster()
            if isinstance(cluster, str):
                print(f"PostgreSQL: {cluster}")
                return 1
            folder = Path(place) / "postgresql"
            folder.mkdir()
            try:
                cluster.run("CREATE DATABASE banco")
                good = run("PostgreSQL", Storage(cluster.url("banco"), folder), chosen, port) and good
            finally:
                stop_cluster(cluster)
    farm.terminate()
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
