"""Fill a register and measure what people wait for: registering, listing, searching, a long history, the queue.

Usage: .venv/bin/python bench/registro.py [--escala 0.05] [--motor sqlite|postgresql] [--url postgresql://...]
Scale 1 is a million articles, 50,000 signals with their queue rows, 5,000 records; the default is a twentieth of it.
Figures to reach at scale 1: every p95 at most 50 ms on both engines; at least 5,000 articles a second stored in bulk.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import text  # noqa: E402

from conflict.article import Article, article_key, content_digest  # noqa: E402
from conflict.codebook import CycleKind, Level, TimeQuality  # noqa: E402
from conflict.lifecycle import ActionKind, RecordKind  # noqa: E402
from conflict.place import Location  # noqa: E402
from conflict.queue import decide  # noqa: E402
from conflict.record import Person  # noqa: E402
from register.commands import articles as article_commands  # noqa: E402
from register.commands import cycles, readings, records, reviews  # noqa: E402
from register.commands import sources as source_commands  # noqa: E402
from register.commands.assessed import Assessed  # noqa: E402
from register.engine import Register, open_register  # noqa: E402
from register.migrate import migrate  # noqa: E402
from register.queries import queue, search  # noqa: E402
from register.queries import records as record_queries  # noqa: E402
from register.searchindex import SearchKind  # noqa: E402
from register.settings import Storage  # noqa: E402
from tests.make import LLALLAGUA, a_reading, a_source  # noqa: E402
from tests.postgres import start_cluster, stop_cluster  # noqa: E402

NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)
ARTICLES, SIGNALS, RECORDS = 1_000_000, 50_000, 5_000
SOURCES = [f"medio-{n:03}" for n in range(120)]
BATCH = 2_000
BAR_MS, BAR_ARTICLES = 50.0, 5_000
DICE = random.Random(7)
BY = Person("Ana Q.", "Regional Llallagua")
PLACES = [
    ("05", "Llallagua"),
    ("05", "Uncía"),
    ("02", "El Alto"),
    ("03", "Sacaba"),
    ("04", "Challapata"),
    ("07", "Yapacaní"),
]

_LETTERS = ["b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t"]
_SYLLABLES = [f"{consonant}{vowel}" for consonant in _LETTERS for vowel in "aeio"]
COMMON = [
    *("bloqueo", "marcha", "paro", "cívico", "transportistas", "maestros", "mineros", "anuncian", "exigen", "gobierno"),
    *("federación", "regantes", "agua", "litio", "carretera", "ampliado", "plazo", "horas", "dirigentes", "salud"),
    *("comunarios", "cooperativistas", "alcaldía", "gobernación", "diálogo"),
]
RARE = ["".join(DICE.choices(_SYLLABLES, k=DICE.randint(2, 5))) for _ in range(60_000)]
WEIGHTS = list(accumulate(1 / (n + 3) for n in range(len(RARE))))


def words(count: int) -> str:
    """Return so many words, a third of them the everyday ones of the trade."""
    return " ".join(DICE.choices(COMMON, k=count // 3) + DICE.choices(RARE, cum_weights=WEIGHTS, k=count - count // 3))


def article(number: int) -> Article:
    """Return an invented article; a title and thirty words below it."""
    source = SOURCES[number // 200 % len(SOURCES)]
    title, summary = words(9).capitalize(), words(30)
    link = f"//{source}.example/nota/{number}"
    return Article(
        source_id=source,
        key=article_key(source, str(number)),
        guid=str(number),
        link=f"https:{link}",
        canonical_link=link,
        title=title,
        summary=summary,
        body="",
        author="",
        categories=(),
        published_at=NOW - timedelta(minutes=number % 500_000),
        published_text="",
        time_quality=TimeQuality.EXACT,
        content_hash=content_digest(title, summary, ""),
    )


def fill(register: Register, scale: float) -> float:
    """Fill the register; return how many articles a second were stored by the command that the cycle uses."""
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source(name) for name in SOURCES], now=NOW)
        cycles.take(session, kind=CycleKind.FULL, holder="banco", now=NOW, wall=NOW, lease_seconds=300)
    total, seconds = int(ARTICLES * scale), 0.0
    for start in range(0, total, BATCH):
        made = [article(number) for number in range(start, min(start + BATCH, total))]
        by_source: dict[str, list[Article]] = {}
        for one in made:
            by_source.setdefault(one.source_id, []).append(one)
        begun = time.perf_counter()
        with register.writing() as session:
            for name, some in by_source.items():
                article_commands.store(session, source_id=name, articles=some, now=NOW)
        seconds += time.perf_counter() - begun
        if start % 100_000 == 0:
            print(f"  {start + len(made):>9,} articles, {(start + len(made)) / seconds:,.0f} a second", flush=True)
    signals(register, int(SIGNALS * scale))
    cases(register, int(RECORDS * scale))
    with register.writing() as session:
        session.execute(text("ANALYZE"))
    return total / seconds


def signals(register: Register, count: int) -> None:
    """Read so many articles, each its own row of the queue, over two years."""
    for start in range(0, count, 500):
        with register.writing() as session:
            waiting = readings.claim(session, holder="b", now=NOW, lease_seconds=300, limit=min(500, count - start))
            told = []
            for number, one in enumerate(waiting):
                department, municipality = DICE.choice(PLACES)
                where = Location((), LLALLAGUA.scope, (department,), (municipality,), ("050203",), "")
                said = a_reading(probability=DICE.uniform(0.4, 0.99))
                decision = decide(said, where, one.published_at, NOW)
                told.append(Assessed(one, said, where, decision, f"new:{number}"))
            readings.record(session, assessed=told, now=NOW)
    # As after two years of work: nine rows of ten are decided.
    with register.writing() as session:
        session.execute(text("UPDATE queue_entry SET state = 'descartada' WHERE id % 10 <> 0"))
        session.execute(text("DELETE FROM outbox"))


def cases(register: Register, count: int) -> None:
    """Make records of queue rows: nine of ten concluded, each with actions, the first one with a long history."""
    with register.reading() as session:
        codes = list(session.scalars(text("SELECT code FROM queue_entry WHERE id % 10 = 5 LIMIT :n"), {"n": count}))
    with register.writing() as session:
        session.execute(text("UPDATE queue_entry SET state = 'nueva' WHERE id % 10 = 5"))
    for start in range(0, len(codes), 200):
        with register.writing() as session:
            for code in codes[start : start + 200]:
                done = reviews.register(
                    session, code=code, version=1, kind=RecordKind.CONFLICT, level=Level.HIGH, by=BY, now=NOW
                )
                for _ in range(4):
                    act(session, done.record)
    with register.writing() as session:
        session.execute(
            text(
                "UPDATE record SET state = 'concluido', closed_at = updated_at, outcome = 'se_desconoce' "
                "WHERE id % 10 <> 1"
            )
        )
        session.execute(text("UPDATE queue_entry SET state = 'descartada' WHERE id % 10 = 5 AND state = 'nueva'"))
        first = session.scalar(text("SELECT code FROM record WHERE id = 1"))
        for _ in range(1_000):
            act(session, first)


def act(session: object, code: str) -> None:
    """Add one action."""
    records.act(
        session,
        code=code,
        kind=ActionKind.FOLLOW_UP,
        at=NOW,
        words=words(25),
        proof="acta",
        by=BY,
        now=NOW,  # type: ignore[arg-type]
    )


def timed(work: Callable[[], object], times: int) -> tuple[float, float]:
    """Return p50 and p95 in milliseconds; the first of all is not counted."""
    work()
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        took.append((time.perf_counter() - begun) * 1_000)
    took.sort()
    return statistics.median(took), took[max(0, round(len(took) * 0.95) - 1)]


def measure(register: Register, times: int) -> dict[str, tuple[float, float]]:
    """Return p50 and p95 of everything that people wait for."""
    with register.reading() as session:
        open_codes = list(session.scalars(text("SELECT code FROM queue_entry WHERE state = 'nueva' ORDER BY id")))
        long_code = session.scalar(text("SELECT code FROM record WHERE id = 1"))
        sample = list(session.execute(text("SELECT title FROM article WHERE id % 997 = 0 LIMIT 400")).scalars())
    deep = deep_cursor(register)
    waiting = iter(open_codes)

    def read(query: Callable[..., object], **how: object) -> Callable[[], object]:
        def work() -> object:
            with register.reading() as session:
                return query(session, **how)

        return work

    def typed(change: Callable[[str], str], kind: SearchKind) -> Callable[[], object]:
        def work() -> object:
            chosen = DICE.choice(sample).split()
            asked = " ".join(change(word) for word in DICE.sample(chosen, 2))
            with register.reading() as session:
                return search.find(session, typed=asked, kind=kind)

        return work

    def register_one() -> object:
        code = next(waiting)
        with register.writing() as session:
            return reviews.register(
                session, code=code, version=1, kind=RecordKind.CONFLICT, level=Level.HIGH, by=BY, now=NOW
            )

    def conclude_nothing() -> object:
        with register.writing() as session:
            return act(session, long_code)

    accents = str.maketrans("aeiou", "áéíóú")
    return {
        "registrar": timed(register_one, min(times, len(open_codes) // 2)),
        "anotar acción, caso largo": timed(conclude_nothing, times),
        "cola, primera página": timed(read(queue.page, now=NOW), times),
        "cola, página profunda": timed(read(queue.page, now=NOW, cursor=deep), times),
        "cola, filtro por texto": timed(read(queue.page, now=NOW, text="litio uncia"), times),
        "cola, detalle": timed(read(queue.detail, code=open_codes[-1]), times),
        "cola, la fila que sigue": timed(read(queue.neighbour, code=open_codes[-1], now=NOW), times),
        "registros abiertos": timed(read(record_queries.listed), times),
        "registros cerrados": timed(read(record_queries.listed, closed=True), times),
        "registros por texto": timed(read(record_queries.listed, text="litio uncia"), times),
        "candidatos": timed(read(record_queries.candidates, municipalities=("Llallagua",), departments=("05",)), times),
        "ficha de un caso largo": timed(read(record_queries.detail, code=long_code), times),
        "agenda": timed(read(record_queries.agenda), times),
        "buscar notas, tildes": timed(typed(lambda word: word.translate(accents).upper(), SearchKind.ARTICLE), times),
        "buscar notas, un error de tecla": timed(typed(slip, SearchKind.ARTICLE), times),
        "buscar notas, palabra común": timed(read(search.find, typed="bloqueo", kind=SearchKind.ARTICLE), times),
        "buscar notas, dos comunes": timed(read(search.find, typed="litio diálogo", kind=SearchKind.ARTICLE), times),
        "buscar en la cola": timed(typed(lambda word: word, SearchKind.ENTRY), times),
        "buscar fichas": timed(typed(lambda word: word, SearchKind.RECORD), times),
    }


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


def run(name: str, storage: Storage, scale: float, times: int) -> bool:
    """Fill, measure and print; return whether every figure is reached."""
    print(f"{name}, escala {scale:g}", flush=True)
    migrate(storage)
    register = open_register(storage)
    begun = time.perf_counter()
    speed = fill(register, scale)
    print(f"  lleno en {time.perf_counter() - begun:.0f} s; {speed:,.0f} notas por segundo (meta {BAR_ARTICLES:,})")
    good = speed >= BAR_ARTICLES
    for what, (p50, p95) in measure(register, times).items():
        late = p95 > BAR_MS
        good = good and not late
        print(f"  {what:34} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms{'   NO LLEGA' if late else ''}", flush=True)
    register.close()
    return good


def main() -> int:
    """Measure on the engines asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--escala", type=float, default=0.05)
    asked.add_argument("--motor", choices=("sqlite", "postgresql", "los dos"), default="los dos")
    asked.add_argument("--veces", type=int, default=60)
    told = asked.parse_args()
    good = True
    with tempfile.TemporaryDirectory() as place:
        if told.motor != "postgresql":
            storage = Storage(f"sqlite:///{Path(place) / 'atalaya.db'}", Path(place))
            good = run("SQLite", storage, told.escala, told.veces)
        if told.motor != "sqlite":
            cluster = start_cluster()
            if isinstance(cluster, str):
                print(f"PostgreSQL: {cluster}")
                return 1
            try:
                cluster.run("CREATE DATABASE banco")
                good = run("PostgreSQL", Storage(cluster.url("banco"), Path(place)), told.escala, told.veces) and good
            finally:
                stop_cluster(cluster)
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
