"""Fill a register quickly with as many signals and records as a bench asks for: one day of work, done by the commands
that people and cycles use, then copied day after day into the past.

What a copy changes: numbers, codes, moments, and what has to be unique. Words repeat from day to day. The journal is
not copied, since its lines are chained; what is asked of it on a page is found by an index.
"""

import csv
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table, func, insert, select, text, update

from conflict.article import Article
from conflict.codebook import CycleKind, CycleState, Level, Measure, Scope, Stage
from conflict.lapaz import local_day
from conflict.lifecycle import ActionKind, DiscardReason, RecordKind
from conflict.permissions import NATIONAL_UNIT
from conflict.place import Location
from conflict.queue import decide
from conflict.record import Person
from conflict.roles import Role
from conflict.source import Source
from register import searchindex
from register.commands import accounts, cycles, fetches, offices, readings, records, reviews, sessions
from register.commands import sources as source_commands
from register.commands.assessed import Assessed
from register.commands.cycles import Taken
from register.engine import Register
from register.tables import Base, CodeCounter
from register.tableset import all_tables
from territory.gazetteer import load_gazetteer
from territory.offices import load_offices
from territory.routing import route
from tests.make import a_reading, an_attempt, an_update
from tests.registerfilled import invented

ROOT = Path(__file__).resolve().parent.parent
A_DAY = 500
"""Signals of the day that is copied."""
STORIES = 400
OPEN = 200
"""Rows of the day that nobody decided; the others became records or were discarded."""
OPEN_DAYS = 7
"""After so many days a row that nobody looked at has left the open queue, as in service."""
COPIED = (
    *("article", "signal", "story_group", "group_member", "queue_entry", "queue_department", "announcement"),
    *("announcement_department", "announcement_note", "record", "case_file", "record_entry", "review"),
    *("record_action", "deadline", "record_actor", "record_fact"),
)
"""In the order in which one hangs from another."""
UNIQUE = {"article": ("key", "guid", "link", "canonical_link", "content_hash")}
PLACES = ("050203", "050201", "051201", "020105", "022001", "031001", "040801", "071002", "010701", "060201", "080101")
"""Municipalities of all kinds of offices, by code."""
BY = Person("Nora Inventada", NATIONAL_UNIT, 0, Role.NATIONAL)
PEOPLE = (
    ("Coordinación Regional Llallagua", Role.ANALYST, ("05",), ("Llallagua", "Uncía", "Chayanta", "Pocoata")),
    ("Delegación Defensorial Departamental Potosí", Role.DELEGATE, ("05",), ()),
    ("Delegación Defensorial Departamental La Paz", Role.DELEGATE, ("02",), ()),
    (NATIONAL_UNIT, Role.NATIONAL, (), ()),
)
"""Who uses the pages, one after another: most of them see a part of the country only."""


def corpus(dice: random.Random) -> list[tuple[str, str]]:
    """Return title and summary of the invented news of the corpus, shuffled."""
    rows = []
    for path in sorted((ROOT / "data" / "corpus").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            rows += [(row["titular"], row["bajada"]) for row in csv.DictReader(lines)]
    dice.shuffle(rows)
    return rows


def populate(register: Register, *, sources: Sequence[Source], signals: int, count: int, now: datetime) -> None:
    """Fill an empty register with that many signals and about `count` records, the newest of today."""
    days = max(1, signals // A_DAY)
    _first_day(register, sources, min(count // days, STORIES - OPEN), now)
    with register.writing() as session:
        session.execute(text("DELETE FROM outbox"))
        spans = {name: _span(session, _table(name)) for name in COPIED}
        for name in COPIED:
            _copy(session, name, spans, days)
        _let_time_pass(session, now)
        for prefix in ("AT", "CS"):
            session.execute(update(CodeCounter).where(CodeCounter.prefix.like(f"{prefix}-%")).values(last=9_000))
        if register.dialect == "postgresql":
            _move_sequences(session)
    with register.writing() as session:
        searchindex.rebuild(session)
    with register.writing() as session:
        session.execute(text("ANALYZE"))


def people(register: Register, count: int, now: datetime) -> list[tuple[str, str]]:
    """Make so many accounts that have entered; return (role, secret of the session) of each."""
    made = []
    with register.writing() as session:
        for number in range(count):
            office, role, departments, municipalities = PEOPLE[number % len(PEOPLE)]
            account = accounts.create(
                session,
                login=f"persona{number}",
                name=f"Persona Inventada {number}",
                office=office,
                role=role,
                departments=departments,
                municipalities=municipalities,
                by=Person("consola", "Sistemas"),
                now=now,
            )
            secret = sessions.start(session, account_id=account, device="banco", keep=True, before="", now=now)
            made.append((role.value, secret))
    return made


def _first_day(register: Register, sources: Sequence[Source], registered: int, now: datetime) -> None:
    """Bring one day of news through the commands: read, queued, decided, worked on."""
    dice = random.Random(7)
    gazetteer = ROOT / "data" / "gazetteer"
    towns = load_gazetteer(gazetteer).municipalities
    known = load_offices(gazetteer, towns)
    places = [towns[code] for code in PLACES]
    with register.writing() as session:
        source_commands.sync(session, sources=sources, now=now)
        offices.sync(session, offices=known.by_id.values(), now=now)
        taken = cycles.take(session, kind=CycleKind.FULL, holder="banco", now=now, wall=now, lease_seconds=300)
    assert isinstance(taken, Taken)
    news = corpus(dice)
    for place, source in enumerate(sources):
        some = [_article(source.id, n, *news[n], now) for n in range(place, A_DAY, len(sources))]
        with register.writing() as session:
            attempt = an_attempt(source.id, articles=len(some), at=now)
            fetches.record(
                session, cycle_id=taken.cycle_id, attempt=attempt, articles=some, update=an_update(now), now=now
            )
    with register.writing() as session:
        waiting = readings.claim(session, holder="banco", now=now, lease_seconds=300, limit=A_DAY)
        told = []
        for number, one in enumerate(waiting):
            town = dice.choice(places)
            where = Location(
                (), Scope.LOCATED, (town.department,), (town.name,), (town.code,), "nombrado en el titular"
            )
            said = a_reading(
                probability=dice.uniform(0.5, 0.99),
                doubtful=dice.random() < 0.1,
                stage=dice.choice([Stage.ANNOUNCEMENT, Stage.DEMAND, Stage.MEASURE]),
                measures=(dice.choice(list(Measure)),),
            )
            verdict = decide(said, where, one.published_at, now)
            told.append(
                Assessed(one, said, where, verdict, f"new:{number % STORIES}", route(known, where, local_day(now)))
            )
        readings.record(session, assessed=told, now=now)
        cycles.finish(session, cycle_id=taken.cycle_id, state=CycleState.COMPLETE, summary={}, now=now)
    _decide(register, registered, now)


def _decide(register: Register, registered: int, now: datetime) -> None:
    """Register some rows with actions, discard most of the others, leave the rest open."""
    entries = _table("queue_entry").c
    with register.reading() as session:
        rows = session.execute(select(entries.code, entries.row_version).order_by(entries.id)).all()
    with register.writing() as session:
        for code, version in rows[:registered]:
            done = reviews.register(
                session, code=code, version=version, kind=RecordKind.CONFLICT, level=Level.HIGH, by=BY, now=now
            )
            assert isinstance(done, reviews.Decided)
            for _ in range(4):
                records.act(
                    session, code=done.record, kind=ActionKind.FOLLOW_UP, at=now, words="Se llamó al dirigente y "
                    "se tomó nota de lo que pide el sector.", proof="acta", by=BY, now=now,
                )  # fmt: skip
        for code, version in rows[registered : len(rows) - OPEN]:
            reviews.discard(session, code=code, version=version, reason=DiscardReason.PAST, comment="", by=BY, now=now)


def _article(source: str, number: int, title: str, summary: str, now: datetime) -> Article:
    at = now - timedelta(minutes=1 + number % 300)
    return invented(source, number, title, summary, at, f"{summary} {summary}", str(number))


def _table(name: str) -> Table:
    all_tables()
    return Base.metadata.tables[name]


def _span(session: Any, table: Table) -> int:
    """Return by how much the numbers of a table move from one copy to the next; 0 where it has none of its own."""
    return int(session.scalar(select(func.max(table.c.id))) or 0) if "id" in table.c else 0


def _copy(session: Any, name: str, spans: dict[str, int], days: int) -> None:
    """Copy the rows of one table for each day before today."""
    table = _table(name)
    pattern = [dict(row) for row in session.execute(select(table)).mappings()]
    moved = {column.name: spans[owner] for column in table.c if (owner := _owner(column, name)) in spans}
    for day in range(1, days):
        made = [_moved(name, row, moved, day) for row in pattern]
        if made:
            session.execute(insert(table), made)


def _owner(column: Any, name: str) -> str:
    """Return the table whose numbers a column holds, "" when it holds none."""
    if column.name == "id":
        return name
    return next((key.column.table.name for key in column.foreign_keys), "")


def _moved(name: str, row: dict[str, Any], moved: dict[str, int], day: int) -> dict[str, Any]:
    """Return a row as it would have been so many days ago."""
    made = dict(row)
    for column, value in row.items():
        if value is None:
            continue
        if column in moved:
            made[column] = value + day * moved[column]
        elif isinstance(value, datetime):
            made[column] = value - timedelta(days=day)
        elif column in UNIQUE.get(name, ()):
            made[column] = f"{value}-{day}"
        elif column == "code":
            head, _, number = value.rpartition("-")
            made[column] = (
                f"{head}-{int(number) + day * 1_000}" if name != "record" else f"{head}-{day:03}{number[-2:]}"
            )
    return made


def _let_time_pass(session: Any, now: datetime) -> None:
    """Expire old rows and conclude nine records of ten."""
    entries, cases, owed = _table("queue_entry"), _table("record"), _table("deadline")
    old = now - timedelta(days=OPEN_DAYS)
    session.execute(
        update(entries).where(entries.c.state == "nueva", entries.c.review_by < old).values(state="vencida")
    )
    over = cases.c.id % 10 != 1
    session.execute(
        update(cases)
        .where(over)
        .values(state="concluido", closed_at=cases.c.updated_at, outcome="se_desconoce", closing_words="Fin del caso")
    )
    closed = select(cases.c.id).where(over)
    session.execute(
        update(owed)
        .where(owed.c.record_id.in_(closed), owed.c.state == "abierto")
        .values(state="cumplido", closed_at=owed.c.made_at, closed_by="Persona Inventada")
    )


def _move_sequences(session: Any) -> None:
    for name in COPIED:
        if _span(session, _table(name)):
            session.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")
            )


def counts(session: Any) -> Iterator[tuple[str, int]]:
    """Yield what there is: signals, open rows, records, articles."""
    for what, sentence in (
        ("señales", "SELECT count(*) FROM signal"),
        ("filas abiertas", "SELECT count(*) FROM queue_entry WHERE state = 'nueva'"),
        ("fichas", "SELECT count(*) FROM record"),
        ("notas", "SELECT count(*) FROM article"),
    ):
        yield what, int(session.scalar(text(sentence)))
