"""Work costs the same number of statements whatever it is about, and the big tables are never read from end to end.

No clock is asked: a page that asks once more for each of its rows, or a condition that no index serves, is slow on a
million articles and passes unnoticed on nine.
"""

import json
from collections.abc import Callable
from pathlib import Path

from conflict.article import Article
from conflict.codebook import Level, Stage
from conflict.lifecycle import DiscardReason, RecordKind
from conflict.week import week_at
from register.commands import fetches, reviews
from register.engine import Register, open_register
from register.migrate import migrate
from register.queries import (
    casefile,
    company,
    counts,
    queue,
    queue_repeats,
    queue_views,
    records,
    search,
    sources,
    town,
    upkeep,
)
from register.queries.queue_narrowing import narrowing
from register.searchindex import SearchKind
from register.settings import Storage
from tests import registerfilled as filled
from tests.make import an_attempt, an_update
from tests.statements import Asked, plan, statements

NOW, BY = filled.NOW, filled.BY
SOURCE = filled.SOURCES[0]
LARGE = ("article", "article_version", "signal", "journal", "fetch_attempt", "outbox", "group_member", "search_doc")
LARGE += ("search_word", "search_trigram", "record_action", "review", "queue_department", "record_entry")

READS: dict[str, Callable[..., object]] = {
    "queue": lambda session, **_: queue.page(session, now=NOW),
    "queue filtered": lambda session, **_: queue.page(
        session, now=NOW, level=Level.HIGH, stage=Stage.ANNOUNCEMENT, department="05", text="litio"
    ),
    "queue discarded": lambda session, **_: queue.page(session, now=NOW, state="descartada"),
    "queue of today": lambda session, **_: queue.page(session, now=NOW, state="hoy"),
    "queue narrowed": lambda session, **_: queue.page(
        session, now=NOW, also=narrowing(town="Llallagua, Potosí", demand="agua", repeated=True, now=NOW)
    ),
    "queue perhaps registered": lambda session, **_: queue.page(
        session, now=NOW, also=narrowing(repeated=True, now=NOW)
    ),
    "records of the rows' towns": lambda session, **_: queue_repeats.open_in(session, municipalities=["Llallagua"]),
    "views of the queue": lambda session, **_: queue_views.view_counts(
        session, office="Delegación Potosí", department="05", now=NOW
    ),
    "row": lambda session, row, **_: queue.detail(session, row),
    "town of a row": lambda session, row, **_: town.of_row(session, row, week=week_at(NOW)),
    "what drew a note": lambda session, **_: company.of_article(session, 1),
    "next row": lambda session, row, **_: queue.neighbour(session, row, now=NOW),
    "records": lambda session, **_: records.listed(session),
    "records closed": lambda session, **_: records.listed(session, closed=True, department="05", text="litio"),
    "records up to date": lambda session, **_: upkeep.kept(session, records.listed(session), NOW),
    "candidates": lambda session, near, **_: records.candidates(session, municipalities=("Ninguno",), departments=near),
    "history": lambda session, record, **_: records.detail(session, record),
    "case file": lambda session, record, **_: casefile.case(session, record),
    "agenda": lambda session, **_: records.agenda(session),
    "open rows": lambda session, **_: counts.open_rows(session),
    "failing sources": lambda session, **_: sources.failing(session),
    "overdue": lambda session, **_: records.overdue(session, NOW),
    "search": lambda session, **_: search.find(session, typed="lítio", kind=SearchKind.ARTICLE),
    "search with a slip": lambda session, **_: search.find(session, typed="bloqueeo", kind=SearchKind.ARTICLE),
    "search of rows": lambda session, **_: search.find(session, typed="litio", kind=SearchKind.ENTRY),
    "search of records": lambda session, **_: search.find(session, typed="litio", kind=SearchKind.RECORD),
}

MOST = {"row": 10, "case file": 22, "records closed": 3}
"""Of reads whose statements depend on what is there: a list that is empty asks for no work of its records."""


def grow(register: Register, turn: int) -> None:
    """Add articles, rows of the queue and records, and twenty entries to the history of the first record."""
    filled.articles(register, 120, first=turn * 1_000, silent=True)
    filled.signals(register, 60)
    filled.cases(register, 6, history=20)


def documents(register: Register, cycle: int, new: int, changed: int, first: int) -> int:
    """Store a document with so many new articles and so many changed ones; return how many statements it took."""
    before = [filled.article(first + n, SOURCE) for n in range(changed)]
    store(register, cycle, before)
    told = [*(filled.article(first + n, SOURCE) for n in range(changed)), *more(first + 500, new)]
    with statements() as asked:
        recorded = store(register, cycle, told)
    assert (recorded.new, recorded.updated) == (new, changed)
    return len(asked)


def more(first: int, count: int) -> list[Article]:
    return [filled.article(first + n, SOURCE) for n in range(count)]


def store(register: Register, cycle: int, told: list[Article]) -> fetches.Recorded:
    with register.writing() as session:
        attempt = an_attempt(SOURCE, articles=len(told))
        return fetches.record(
            session, cycle_id=cycle, attempt=attempt, articles=told, update=an_update(), now=NOW
        )  # fmt: skip


def test_a_document_takes_as_many_statements_for_hundreds_of_articles_as_for_a_few(register: Register) -> None:
    cycle = filled.begin(register)
    few = documents(register, cycle, new=20, changed=10, first=100_000)
    many = documents(register, cycle, new=200, changed=100, first=200_000)
    assert few == many <= 20


def test_an_article_told_twice_and_differently_keeps_both_of_its_texts(register: Register) -> None:
    cycle = filled.begin(register)
    first, second, third = (filled.article(7, SOURCE) for _ in range(3))
    store(register, cycle, [first])
    assert store(register, cycle, [second, third]).updated == 2
    with register.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT title, version FROM article").all()
        past = session.connection().exec_driver_sql("SELECT title, version FROM article_version ORDER BY version").all()
    assert [tuple(row) for row in rows] == [(third.title, 3)]
    assert [tuple(row) for row in past] == [(first.title, 1), (second.title, 2)]


def asked_by(register: Register) -> dict[str, list[Asked]]:
    """Return the statements of every read."""
    with register.reading() as session:
        connection = session.connection()
        row = connection.exec_driver_sql("SELECT code FROM queue_entry WHERE state = 'nueva' ORDER BY id").scalar()
        record, near = connection.exec_driver_sql("SELECT code, departments FROM record ORDER BY id").first()
    found = {}
    for name, read in READS.items():
        with statements() as asked, register.reading() as session:
            read(session, row=row, record=record, near=json.loads(near))
        found[name] = [one for one in asked if not one.sql.startswith("BEGIN")]
    return found


def test_reading_takes_no_more_statements_when_there_is_more_to_read(register: Register) -> None:
    """It may take fewer or one more: a search that finds enough looks for no similar words.

    What asks only for what a row has takes as many as it has, and no more than there are kinds of it.
    """
    filled.begin(register)
    grow(register, 0)
    before = {name: len(asked) for name, asked in asked_by(register).items()}
    grow(register, 1)
    after = {name: len(asked) for name, asked in asked_by(register).items()}
    assert {
        name: count
        for name, count in after.items()
        if count > (MOST[name] if name in MOST else before[name] + ("search" in name))
    } == {}
    assert max(before.values()) <= 30


def test_no_large_table_is_read_from_end_to_end(tmp_path: Path) -> None:
    """SQLite, which nobody has told to count rows, says how it looks for them; PostgreSQL's plans follow its counts."""
    storage = Storage(f"sqlite:///{tmp_path / 'atalaya.db'}", tmp_path)
    migrate(storage)
    register = open_register(storage)
    cycle = filled.begin(register)
    grow(register, 0)
    asked = asked_by(register)
    with statements() as wrote:
        store(register, cycle, [filled.article(n, SOURCE) for n in range(9_000, 9_010)])
        with register.writing() as session:
            one, other = (row.code for row in queue.page(session, now=NOW, limit=2).rows)
            reviews.register(session, code=one, version=1, kind=RecordKind.CONFLICT, level=Level.HIGH, by=BY, now=NOW)
            reviews.discard(session, code=other, version=1, reason=DiscardReason.PAST, comment="", by=BY, now=NOW)
    asked["writes"] = wrote
    scans = {
        (name, line)
        for name, all_asked in asked.items()
        for one in all_asked
        for line in plan(register, one)
        if line.startswith("SCAN") and line.split()[1] in LARGE
    }
    register.close()
    assert scans == set()


def test_a_page_is_ordered_and_counted_out_of_indexes_alone(tmp_path: Path) -> None:
    storage = Storage(f"sqlite:///{tmp_path / 'atalaya.db'}", tmp_path)
    migrate(storage)
    register = open_register(storage)
    filled.begin(register)
    grow(register, 0)
    with statements() as asked, register.reading() as session:
        queue.page(session, now=NOW)
        queue.page(session, now=NOW, state="descartada")
        records.listed(session, closed=True)
    worked_out = (
        "GROUP BY queue_entry",
        "ORDER BY queue_entry",
        "ORDER BY record.updated_at DESC, record.id DESC LIMIT",
    )
    ordered = [plan(register, one) for one in asked if any(words in one.sql for words in worked_out)]
    register.close()
    assert len(ordered) == 5
    assert all(any("USING COVERING INDEX" in line for line in lines) for lines in ordered)
