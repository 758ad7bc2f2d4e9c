"""Fill a register and measure what people and the cycle wait for: storing, registering, listing, searching, a history.

Usage: .venv/bin/python bench/registro.py [--articulos 1000000] [--motor sqlite|postgresql] [--veces 60]
With a million articles there are 50,000 signals with their queue rows and 5,000 records; fewer articles, fewer of all.
Figures to reach with a million: every p95 at most 50 ms on both engines; at least 5,000 articles a second in bulk.

The bars are of the clock on a machine that does nothing else. Beside it stands the processor's time: our own process,
and for PostgreSQL that of its server too, which on a busy machine says what the clock cannot.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import text  # noqa: E402

from conflict.clocks import ORDINARY  # noqa: E402
from conflict.codebook import Level, Stage  # noqa: E402
from conflict.lifecycle import DiscardReason, RecordKind  # noqa: E402
from register.commands import fetches, reviews  # noqa: E402
from register.engine import Register, open_register  # noqa: E402
from register.migrate import migrate  # noqa: E402
from register.queries import awaited, casefile, counts, queue, search, sources  # noqa: E402
from register.queries import records as record_queries  # noqa: E402
from register.searchindex import SearchKind  # noqa: E402
from register.settings import Storage  # noqa: E402
from tests import registerfilled as filled  # noqa: E402
from tests.engines import add_choice, on_each, storage_of  # noqa: E402
from tests.make import an_attempt, an_update  # noqa: E402
from tests.postgres import Cluster  # noqa: E402

MILLION = 1_000_000
SIGNALS, RECORDS = 50_000, 5_000
BAR_MS, BAR_ARTICLES = 50.0, 5_000
WRITERS = 2
"""Transactions that store articles at once on PostgreSQL, one for each processor; SQLite has one writer."""
SERVER = {"shared_buffers": "512MB", "max_wal_size": "4GB"}
"""What a server with a million articles is given: its indexes stay in memory, and it is not made to write every page
again each gigabyte of its log (PostgreSQL comes with 128 MB and 1 GB)."""
NOW, BY, DICE = filled.NOW, filled.BY, filled.DICE
TICKS = os.sysconf("SC_CLK_TCK")
ACCENTS = str.maketrans("aeiou", "áéíóú")
Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds: of the clock at three places of the order, of our processor at two, of the server's on average."""

    p50: float
    p95: float
    p99: float
    ours50: float
    ours95: float
    server: float


def server_seconds(cluster: Cluster | None) -> float:
    """Return the processor's time that the server's processes have had, those that ended included; 0 without one."""
    if cluster is None:
        return 0.0
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            name = (stat.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if name.startswith(b"postgres:") or str(cluster.folder).encode() in name:
            ticks += sum(int(fields[n]) for n in (11, 12, 13, 14))
    return ticks / TICKS


def timed(work: Work, times: int, cluster: Cluster | None) -> Took:
    """Do the work so many times, and once before that does not count."""
    work()
    took, ours, served = [], [], server_seconds(cluster)
    for _ in range(times):
        begun, at_work = time.perf_counter(), time.process_time()
        work()
        took.append((time.perf_counter() - begun) * 1_000)
        ours.append((time.process_time() - at_work) * 1_000)
    served = (server_seconds(cluster) - served) * 1_000 / times

    def at(values: list[float], share: float) -> float:
        return sorted(values)[min(times - 1, round(times * share))]

    return Took(at(took, 0.5), at(took, 0.95), at(took, 0.99), at(ours, 0.5), at(ours, 0.95), served)


def works(register: Register, cycle: int, total: int) -> Iterator[tuple[str, Work, int]]:
    """Yield everything that is waited for: what it is, the work, the most times that it can be done."""
    with register.reading() as session:
        open_codes = list(session.scalars(text("SELECT code FROM queue_entry WHERE state = 'nueva' ORDER BY id")))
        long_code = session.scalar(text("SELECT code FROM record WHERE id = 1"))
        query = text("SELECT title FROM article WHERE id % 997 = 0 LIMIT 400")
        sample = [title.split() for title in session.scalars(query)]
    waiting = iter(open_codes)
    most = len(open_codes) // 4 - 1

    def read(query: Callable[..., object], **how: object) -> Work:
        def work() -> object:
            with register.reading() as session:
                return query(session, **how)

        return work

    def typed(change: Callable[[str], str], kind: SearchKind) -> Work:
        def work() -> object:
            asked = " ".join(change(word) for word in DICE.sample(DICE.choice(sample), 2))
            with register.reading() as session:
                return search.find(session, typed=asked, kind=kind)

        return work

    def wrote(command: Callable[..., object], **how: object) -> Work:
        def work() -> object:
            code = next(waiting)
            with register.writing() as session:
                return command(session, code=code, version=1, by=BY, now=NOW, **how)

        return work

    def act() -> None:
        with register.writing() as session:
            filled.act(session, long_code)

    yield "documento: 30 nuevas de 60", document(register, cycle, total), 10_000
    yield "registrar de la cola", wrote(reviews.register, kind=RecordKind.CONFLICT, level=Level.HIGH), most
    yield "descartar", wrote(reviews.discard, reason=DiscardReason.PAST, comment=""), most
    yield "vincular a un caso largo", wrote(reviews.link, record=long_code), most
    yield "anotar acción, caso largo", act, 10_000
    left = open_codes[-1]
    filters = {"level": Level.HIGH, "stage": Stage.ANNOUNCEMENT, "department": "05"}
    reads = {
        "cola, primera página": read(queue.page, now=NOW),
        "cola, página profunda": read(queue.page, now=NOW, cursor=deep_cursor(register)),
        "cola, con filtros": read(queue.page, now=NOW, **filters),
        "cola, por texto": read(queue.page, now=NOW, text="litio uncia"),
        "cola, descartadas": read(queue.page, now=NOW, state="descartada"),
        "cola, abrir una fila": read(queue.detail, code=left),
        "cola, la fila que sigue": read(queue.neighbour, code=left, now=NOW),
        "registros abiertos": read(record_queries.listed),
        "registros cerrados": read(record_queries.listed, closed=True),
        "cuenta: registros cerrados": read(record_queries.how_many_listed, closed=True),
        "registros con filtros": read(record_queries.listed, closed=True, department="05", text="litio uncia"),
        "candidatos": read(record_queries.candidates, municipalities=("Llallagua",), departments=("05",)),
        "historia de 400 entradas": read(record_queries.detail, code=long_code),
        "expediente del mismo": read(casefile.case, code=long_code),
        "agenda": read(record_queries.agenda),
        "lo que pasa al superior": read(awaited.escalated, clocks=ORDINARY, now=NOW + timedelta(days=30)),
        "cuenta: filas abiertas": read(counts.open_rows),
        "cuenta: fuentes que fallan": read(sources.failing),
        "cuenta: plazos vencidos": read(record_queries.overdue, now=NOW),
        "buscar notas, tildes": typed(lambda word: word.translate(ACCENTS).upper(), SearchKind.ARTICLE),
        "buscar notas, error de tecla": typed(slip, SearchKind.ARTICLE),
        "buscar notas, palabra común": read(search.find, typed="bloqueo", kind=SearchKind.ARTICLE),
        "buscar notas, dos comunes": read(search.find, typed="litio diálogo", kind=SearchKind.ARTICLE),
        "buscar en la cola": typed(str, SearchKind.ENTRY),
        "buscar fichas": typed(str, SearchKind.RECORD),
    }
    for name, work in reads.items():
        yield name, work, 10_000


def document(register: Register, cycle: int, total: int) -> Work:
    """Return the work of storing one document of sixty articles, thirty of which the register has."""
    numbers = count(total, 30)
    source = filled.SOURCES[0]
    known = [filled.article(number, source) for number in range(30)]

    def work() -> None:
        nonlocal known
        told = [*known, *new.pop()]
        with register.writing() as session:
            fetches.record(
                session,
                cycle_id=cycle,
                attempt=an_attempt(source, articles=len(told), at=NOW),
                articles=told,
                update=an_update(NOW),
                now=NOW,
            )
        known = told[30:]

    new = [[filled.article(next(numbers) + n, source) for n in range(30)] for _ in range(130)]
    return work


def slip(word: str) -> str:
    """Return a word with two neighbours changed, where it is long enough."""
    at = len(word) // 2
    return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if len(word) > 4 else word


def deep_cursor(register: Register) -> str | None:
    """Return the cursor of a page far down the queue."""
    cursor = None
    with register.reading() as session:
        for _ in range(8):
            page = queue.page(session, now=NOW, limit=200, cursor=cursor)
            if page.next_cursor is None:
                return cursor
            cursor = page.next_cursor
    return cursor


def run(storage: Storage, articles: int, times: int, cluster: Cluster | None) -> bool:
    """Fill, measure and print; return whether every figure is reached."""
    migrate(storage)
    register = open_register(storage)
    begun = time.perf_counter()
    cycle = filled.begin(register)
    served = server_seconds(cluster)
    writers = WRITERS if cluster else 1
    seconds, ours = filled.articles(register, articles, writers=writers)
    served = server_seconds(cluster) - served
    good = articles / seconds >= BAR_ARTICLES
    print(
        f"  {articles / seconds:,.0f} notas por segundo, {writers} a la vez (meta {BAR_ARTICLES:,}): {verdict(good)}; "
        f"por segundo de procesador {articles / (ours + served):,.0f}"
        f" ({ours / articles * 1e6:.0f} µs nuestros, {served / articles * 1e6:.0f} µs del servidor por nota)",
        flush=True,
    )
    filled.signals(register, SIGNALS * articles // MILLION)
    filled.cases(register, RECORDS * articles // MILLION)
    longest = filled.settle(register)
    print(f"  el índice ordenado por el final de los ciclos, en pasos de hasta {longest * 1_000:.0f} ms", flush=True)
    print(f"  lleno en {time.perf_counter() - begun:.0f} s; carga de la máquina {os.getloadavg()[0]:.1f}", flush=True)
    print(
        f"  {'ms':32}{'p50':>8}{'p95':>8}{'p99':>8}{'proc. p50':>11}{'p95':>8}{'servidor':>10}   meta p95 {BAR_MS:.0f}"
    )
    for what, work, most in works(register, cycle, articles):
        took = timed(work, min(times, most), cluster)
        kept = took.p95 <= BAR_MS
        good = good and kept
        print(
            f"  {what:32}{took.p50:8.1f}{took.p95:8.1f}{took.p99:8.1f}"
            f"{took.ours50:11.1f}{took.ours95:8.1f}{took.server:10.1f}   "
            f"{verdict(kept)}",
            flush=True,
        )
    register.close()
    return good


def verdict(kept: bool) -> str:
    """Return a verdict as it is printed."""
    return "cumple" if kept else "NO CUMPLE"


def main() -> int:
    """Measure on the engines asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--articulos", type=int, default=MILLION // 20)
    add_choice(asked)
    asked.add_argument("--veces", type=int, default=60)
    told = asked.parse_args()

    def measure(name: str, place: Path, cluster: Cluster | None) -> bool:
        print(f"{name}, {told.articulos:,} notas", flush=True)
        return run(storage_of(place, cluster), told.articulos, told.veces, cluster)

    return on_each(told.motor, measure, **SERVER)


if __name__ == "__main__":
    raise SystemExit(main())
