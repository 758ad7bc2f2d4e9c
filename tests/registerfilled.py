"""Fill a register as two years of work leave it: invented articles, signals, rows of the queue, records with actions.

Articles go through the command that the cycle uses, the first rows and records through those of the cycle and of the
pages, more of them are copies; what time itself does (rows decided and records closed long ago) is set by hand.
"""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

from sqlalchemy import text

from conflict.article import Article, article_key, content_digest
from conflict.codebook import CycleKind, Level, TimeQuality
from conflict.lifecycle import ActionKind, RecordKind
from conflict.place import Location
from conflict.queue import decide
from conflict.record import Person
from register.commands import articles as article_commands
from register.commands import cycles, readings, records, reviews
from register.commands import sources as source_commands
from register.commands.assessed import Assessed
from register.commands.tidying import tidy
from register.engine import Register
from tests.make import LLALLAGUA, a_reading, a_source
from tests.registercopies import copied_cases, copied_signals

NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)
SOURCES = [f"medio-{n:03}" for n in range(120)]
BATCH = 2_000
LONG_HISTORY = 400
BY_COMMAND = 1_000
"""Articles read, and ten times the records made, by the commands themselves; more are copies of these."""
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


_UNTOUCHED = "id % 10 = 5 AND NOT EXISTS (SELECT 1 FROM record_entry WHERE record_entry.entry_id = queue_entry.id)"


def words(count: int) -> str:
    """Return so many words, a third of them the everyday ones of the trade."""
    return " ".join(DICE.choices(COMMON, k=count // 3) + DICE.choices(RARE, cum_weights=WEIGHTS, k=count - count // 3))


def article(number: int, source: str = "") -> Article:
    """Return an invented article; a title and thirty words below it."""
    source = source or SOURCES[number // 200 % len(SOURCES)]
    at = NOW - timedelta(minutes=number % 500_000)
    return invented(source, number, words(9).capitalize(), words(30), at)


def invented(
    source: str, number: int, title: str, summary: str, at: datetime, body: str = "", salt: str = ""
) -> Article:
    """Return the article of a source with this number and these words; a `salt` makes the same words new content."""
    link = f"//{source}.example/nota/{number}"
    return Article(
        source_id=source,
        key=article_key(source, str(number)),
        guid=str(number),
        link=f"https:{link}",
        canonical_link=link,
        title=title,
        summary=summary,
        body=body,
        author="",
        categories=(),
        published_at=at,
        published_text="",
        time_quality=TimeQuality.EXACT,
        content_hash=content_digest(title, summary, salt),
    )


def begin(register: Register) -> int:
    """Store the sources and begin a cycle; return its number."""
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source(name) for name in SOURCES], now=NOW)
        taken = cycles.take(session, kind=CycleKind.FULL, holder="banco", now=NOW, wall=NOW, lease_seconds=300)
    return taken.cycle_id


def articles(
    register: Register, total: int, *, first: int = 0, silent: bool = False, writers: int = 1
) -> tuple[float, float]:
    """Store so many articles by the command that the cycle uses; return the seconds, of the clock and of our processor.

    Each of the writers stores a batch in a transaction of its own, at the same time as the others. Making the articles
    is not counted.
    """
    seconds, worked = 0.0, 0.0

    def store(by_source: dict[str, list[Article]]) -> None:
        with register.writing() as session:
            for name, some in by_source.items():
                article_commands.store(session, source_id=name, articles=some, now=NOW)

    with ThreadPoolExecutor(writers) as pool:
        for start in range(0, total, BATCH * writers):
            until = min(start + BATCH * writers, total)
            batches = [
                _by_source(range(first + begin, first + min(begin + BATCH, total)))
                for begin in range(start, until, BATCH)
            ]
            begun, at_work = time.perf_counter(), time.process_time()
            list(pool.map(store, batches))
            seconds += time.perf_counter() - begun
            worked += time.process_time() - at_work
            if start % 100_000 == 0 and not silent:
                print(f"  {start:>9,} notas, {until / seconds:,.0f} por segundo", flush=True)
    return seconds, worked


def _by_source(numbers: range) -> dict[str, list[Article]]:
    by_source: dict[str, list[Article]] = {}
    for number in numbers:
        one = article(number)
        by_source.setdefault(one.source_id, []).append(one)
    return by_source


def signals(register: Register, count: int) -> None:
    """Read so many articles, each its own row of the queue, over two years; all but the first are copies."""
    read(register, min(count, BY_COMMAND))
    if count > BY_COMMAND:
        copied_signals(register, count - BY_COMMAND, NOW)
    with register.writing() as session:
        if register.dialect == "postgresql":  # a million rows at once take longer than anybody would wait for
            session.execute(text("SET LOCAL statement_timeout = 0"))
        session.execute(text("UPDATE queue_entry SET state = 'descartada' WHERE id % 10 <> 0 AND state = 'nueva'"))
        session.execute(text("DELETE FROM outbox"))
        session.execute(text("UPDATE article SET reading_state = 'leida' WHERE reading_state = 'pendiente'"))


def read(register: Register, count: int) -> None:
    """Read so many articles by the commands of the cycle."""
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


def cases(register: Register, count: int, history: int = LONG_HISTORY) -> None:
    """Make records of queue rows: nine of ten concluded, each with actions, the first one with a long history."""
    with register.writing() as session:
        codes = list(session.scalars(text(f"SELECT code FROM queue_entry WHERE {_UNTOUCHED} LIMIT :n"), {"n": count}))
        session.execute(text(f"UPDATE queue_entry SET state = 'nueva' WHERE {_UNTOUCHED}"))
    by_command = codes[: BY_COMMAND // 10]
    for start in range(0, len(by_command), 50):
        with register.writing() as session:
            for code in by_command[start : start + 50]:
                done = reviews.register(
                    session, code=code, version=1, kind=RecordKind.CONFLICT, level=Level.HIGH, by=BY, now=NOW
                )
                for _ in range(4):
                    act(session, done.record)
    copied_cases(register, codes[len(by_command) :])
    with register.writing() as session:
        session.execute(text("UPDATE deadline SET state = 'cumplido', closed_at = made_at WHERE record_id % 10 <> 1"))
        session.execute(
            text(
                "UPDATE record SET state = 'concluido', closed_at = updated_at, outcome = 'se_desconoce', "
                "closing_words = 'Fin del caso' WHERE id % 10 <> 1"
            )
        )
        session.execute(text(f"UPDATE queue_entry SET state = 'descartada' WHERE {_UNTOUCHED}"))
        session.execute(text("UPDATE queue_entry SET state = 'registrada' WHERE state = 'nueva' AND id % 10 = 5"))
        first = session.scalar(text("SELECT code FROM record WHERE id = 1"))
        for _ in range(history):
            act(session, first)


def act(session: Any, code: str) -> None:
    """Add one action to a record."""
    said = words(25)
    records.act(session, code=code, kind=ActionKind.FOLLOW_UP, at=NOW, words=said, proof="acta", by=BY, now=NOW)


def settle(register: Register) -> float:
    """Tidy as the cycles after a filling do, and let PostgreSQL's own housekeeping pass; return the longest step.

    The step is what others waited for, in seconds.
    """
    longest, more = 0.0, True
    while more:
        begun = time.perf_counter()
        with register.writing() as session:
            more = tidy(session)
        longest = max(longest, time.perf_counter() - begun)
    if register.dialect == "postgresql":  # what its autovacuum does within a minute of such a filling
        with register._writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("SET statement_timeout = 0")
            connection.exec_driver_sql("VACUUM (ANALYZE)")
            connection.exec_driver_sql("RESET statement_timeout")
    return longest
