"""One fetched body is one transaction, and the same body again changes nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conflict.codebook import CycleKind, FetchOutcome
from conflict.errors import StorageError
from register.commands import cycles, fetches
from register.commands import sources as source_commands
from register.commands.cycles import Taken
from register.commands.fetches import Recorded
from register.engine import Register
from register.queries import export
from register.queries import sources as source_queries
from tests.conftest import NOW
from tests.make import a_source, an_article, an_attempt, an_update


@pytest.fixture
def cycle_id(register: Register) -> int:
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source()], now=NOW)
        taken = cycles.take(session, kind=CycleKind.FULL, holder="aquí:1:1", now=NOW, wall=NOW, lease_seconds=300)
    assert isinstance(taken, Taken)
    return taken.cycle_id


def store(register: Register, cycle_id: int, articles, at=NOW, **changes) -> Recorded:
    attempt = an_attempt(articles=len(articles), at=at, **changes)
    with register.writing() as session:
        return fetches.record(
            session, cycle_id=cycle_id, attempt=attempt, articles=articles, update=an_update(at), now=at
        )


def articles_of(register: Register) -> list[dict]:
    with register.reading() as session:
        return list(export.rows(session, "articulos"))


def test_every_article_of_a_body_is_stored_once(register: Register, cycle_id: int) -> None:
    articles = [an_article(n) for n in range(30)]
    assert store(register, cycle_id, articles) == Recorded(new=30, updated=0, duplicate=0)
    assert store(register, cycle_id, articles) == Recorded(new=0, updated=0, duplicate=30)
    assert len(articles_of(register)) == 30


def test_a_changed_text_is_a_new_version_of_the_same_article(register: Register, cycle_id: int) -> None:
    store(register, cycle_id, [an_article(1)])
    changed = an_article(1, title="Transportistas levantan el bloqueo")
    assert store(register, cycle_id, [changed]) == Recorded(new=0, updated=1, duplicate=0)
    (stored,) = articles_of(register)
    assert (stored["version"], stored["titular"]) == (2, "Transportistas levantan el bloqueo")


def test_bi_090_a_guid_that_changes_each_time_is_one_article_by_its_link(register: Register, cycle_id: int) -> None:
    store(register, cycle_id, [an_article(1)])
    assert store(register, cycle_id, [an_article(1, key="f" * 64, guid="otro")]).new == 0
    assert len(articles_of(register)) == 1


def test_without_any_link_the_same_words_are_the_same_article(register: Register, cycle_id: int) -> None:
    store(register, cycle_id, [an_article(1, link=None, canonical_link=None)])
    again = an_article(1, link=None, canonical_link=None, key="e" * 64)
    assert store(register, cycle_id, [again]).duplicate == 1
    later = NOW + timedelta(days=15)
    assert store(register, cycle_id, [replace(again, key="d" * 64)], at=later).new == 1


def test_a_link_that_all_articles_share_identifies_none(register: Register, cycle_id: int) -> None:
    home = "//radio-cerro.example"
    store(register, cycle_id, [an_article(n, canonical_link=home) for n in range(3)])
    assert store(register, cycle_id, [an_article(9, canonical_link=home)]).new == 1
    assert len(articles_of(register)) == 4


def test_validators_are_kept_only_with_a_body_that_may_keep_them(register: Register, cycle_id: int) -> None:
    store(register, cycle_id, [an_article(1)])
    store(register, cycle_id, [an_article(2)], outcome=FetchOutcome.DEGRADED, etag=None)
    with register.reading() as session:
        assert source_queries.states(session)["radio-cerro"].etag is None


def test_an_answer_without_news_leaves_the_validators_alone(register: Register, cycle_id: int) -> None:
    store(register, cycle_id, [an_article(1)])
    store(register, cycle_id, [], outcome=FetchOutcome.UNCHANGED, etag=None, decoded_bytes=0, raw_bytes=0)
    with register.reading() as session:
        state = source_queries.states(session)["radio-cerro"]
    assert state.etag == '"v1"'
    assert state.last_keys == (an_article(1).key,)


def test_an_error_in_the_middle_leaves_nothing_behind(register: Register, cycle_id: int) -> None:
    broken = replace(an_article(2), source_id="no-existe")
    with pytest.raises(StorageError):
        store(register, cycle_id, [an_article(1), broken])
    assert articles_of(register) == []
    with register.reading() as session:
        assert source_queries.states(session) == {}


def test_strange_characters_are_stored_alike_on_both_engines(register: Register, cycle_id: int) -> None:
    title = "Ñuflo de Chávez: «sin agua» \u200b\U0001f6a7 K'ara K'ara"
    store(register, cycle_id, [an_article(1, title=title)])
    assert articles_of(register)[0]["titular"] == title


def test_a_new_address_of_a_source_forgets_the_old_validators(register: Register, cycle_id: int) -> None:
    store(register, cycle_id, [an_article(1)])
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source(url="https://otra.example/rss")], now=NOW)
    with register.reading() as session:
        assert source_queries.states(session)["radio-cerro"].etag is None


def test_ten_thousand_articles_of_one_backlog_are_all_stored(register: Register, cycle_id: int) -> None:
    for start in range(0, 10_000, 2_000):
        assert store(register, cycle_id, [an_article(n) for n in range(start, start + 2_000)]).new == 2_000
