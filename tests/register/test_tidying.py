"""The index of the search is kept in few pieces by the cycle, and nobody who writes merges them."""

import pytest
from sqlalchemy import text

from register.commands import fetches
from register.commands.tidying import tidy
from register.engine import Register
from register.queries.search import find
from register.searchindex import SearchKind
from tests.conftest import NOW
from tests.make import an_article, an_attempt, an_update
from tests.register.populated import fill

WRITES = 30


def pieces(register: Register) -> int:
    """Return in how many pieces the index of SQLite is."""
    with register.reading() as session:
        return session.scalar(text("SELECT count(DISTINCT segid) FROM search_index_idx")) or 0


def write(register: Register, times: int) -> None:
    """Store so many articles, each in a transaction of its own."""
    with register.reading() as session:
        cycle = session.scalar(text("SELECT id FROM cycle LIMIT 1"))
        first = session.scalar(text("SELECT max(id) FROM article"))
    for number in range(first + 1_000, first + 1_000 + times):
        with register.writing() as session:
            words = " ".join(f"palabra{number}x{n}" for n in range(100))
            one = an_article(number, title=f"Los regantes anuncian la marcha {number}", summary=words)
            attempt = an_attempt(articles=1)
            fetches.record(session, cycle_id=cycle, attempt=attempt, articles=[one], update=an_update(), now=NOW)


def tidied(register: Register) -> int:
    """Tidy until there is nothing left; return the steps."""
    for steps in range(1, 200):
        with register.writing() as session:
            if not tidy(session):
                return steps
    raise AssertionError("it never ends")


def found(register: Register) -> list[int]:
    with register.reading() as session:
        return [hit.id for hit in find(session, typed="regantes marcha", kind=SearchKind.ARTICLE, limit=100).hits]


def test_who_writes_adds_a_piece_and_merges_none(register: Register) -> None:
    if register.dialect != "sqlite":
        pytest.skip("PostgreSQL keeps its index by itself")
    fill(register)
    before = pieces(register)
    write(register, WRITES)
    assert pieces(register) == before + WRITES


def test_after_tidying_there_are_few_pieces_and_the_same_is_found(register: Register) -> None:
    fill(register)
    write(register, WRITES)
    before = found(register)
    assert len(before) == WRITES
    tidied(register)
    assert found(register) == before
    assert tidied(register) == 1, "the second time there is nothing to do"
    if register.dialect == "sqlite":
        assert pieces(register) < 4
        with register.writing() as session:
            session.execute(text("INSERT INTO search_index(search_index) VALUES ('integrity-check')"))


def test_a_step_is_bounded_and_the_next_goes_on_where_it_stopped(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    if register.dialect != "sqlite":
        pytest.skip("PostgreSQL keeps its index by itself")
    fill(register)
    write(register, WRITES)
    before = found(register)
    monkeypatch.setattr("register.commands.tidying.STEP_PAGES", 1)
    with register.writing() as session:
        assert tidy(session)
    assert found(register) == before, "a half-merged index is whole"
    write(register, 1)
    assert tidied(register) > 1
    assert len(found(register)) == WRITES + 1
