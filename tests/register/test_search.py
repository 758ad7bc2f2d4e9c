"""What is written is found at once, without accents and with slips of the keys, alike on both engines."""

import pytest
from sqlalchemy import text

from conflict.lifecycle import ActionKind
from conflict.searchwords import distance, nearest, search_words, spans
from register import searchindex
from register.commands import records
from register.engine import Register, open_register
from register.journal_key import make_key
from register.migrate import migrate
from register.queries.search import _MATCHING, find
from register.searchindex import SearchKind
from register.settings import Storage
from tests.conftest import NOW
from tests.postgres import Cluster
from tests.register.populated import ANA, fill, populate


def hits(register: Register, typed: str, kind: SearchKind = SearchKind.ARTICLE, **how) -> list[str]:
    with register.reading() as session:
        return [hit.title for hit in find(session, typed=typed, kind=kind, **how).hits]


@pytest.mark.parametrize("typed", ["ÑANDÚ", "nandu", "Ñandu uncia", "k'ara", "K’ARA uncía", "ñand", "uncai ñandu"])
def test_accents_case_and_slips_do_not_matter(typed: str, register: Register) -> None:
    fill(register)
    assert [title[:5] for title in hits(register, typed)] == ["Ñandú"]


@pytest.mark.parametrize("typed", ["", "  ", "de la", "'\"*()", '" OR "', "_article", "zzzz", "100 200 300", "\x00"])
def test_what_says_nothing_finds_nothing(typed: str, register: Register) -> None:
    fill(register)
    assert hits(register, typed) == []


def test_newest_come_first_and_pages_follow_each_other(register: Register) -> None:
    fill(register)
    with register.reading() as session:
        first = find(session, typed="transportistas", kind=SearchKind.ARTICLE, limit=5)
        second = find(session, typed="transportistas", kind=SearchKind.ARTICLE, limit=5, before=first.older)
    numbers = [int(hit.title.rsplit(" ", 1)[1]) for hit in (*first.hits, *second.hits)]
    assert numbers == [8, 7, 6, 5, 4, 3, 2, 1]
    assert second.older is None


def test_a_slip_is_said_and_the_words_are_there_to_be_marked(register: Register) -> None:
    fill(register)
    with register.reading() as session:
        found = find(session, typed="trasnportistas", kind=SearchKind.ARTICLE)
    assert found.like == {"trasnportistas": ("transportistas",)}
    hit = found.hits[0]
    assert [hit.title[a:b] for a, b in spans(hit.title, found.words)] == ["Transportistas"]


def test_records_and_rows_are_found_by_code_place_and_what_was_done(register: Register) -> None:
    codes = populate(register)
    with register.reading() as session:
        by_code = find(session, typed=codes["conflict"], kind=SearchKind.RECORD)
        row = find(session, typed="llallagua", kind=SearchKind.ENTRY, department="05")
        elsewhere = find(session, typed="llallagua", kind=SearchKind.ENTRY, department="02")
    assert by_code.hits[0].code == codes["conflict"]
    assert (len(row.hits), elsewhere.hits) == (9, ())
    assert hits(register, "pancartas", SearchKind.RECORD) == []
    with register.writing() as session:
        records.act(
            session, code=codes["second"], kind=ActionKind.MEDIATION, at=NOW, words="Se retiraron las pancartas.",
            proof="", by=ANA, now=NOW,
        )  # fmt: skip
    assert len(hits(register, "pancarta", SearchKind.RECORD)) == 1


def test_what_is_taken_back_was_never_found(register: Register) -> None:
    codes = populate(register)
    with pytest.raises(RuntimeError), register.writing() as session:
        records.act(
            session, code=codes["second"], kind=ActionKind.MEDIATION, at=NOW, words="Se retiraron las pancartas.",
            proof="", by=ANA, now=NOW,
        )  # fmt: skip
        searchindex.settle(session)
        raise RuntimeError
    assert hits(register, "pancartas", SearchKind.RECORD) == []


def test_a_register_filled_before_the_search_existed_is_indexed_by_migrating(storage: Storage) -> None:
    register = open_register(storage)
    fill(register)
    with register.writing() as session:
        for table in ("search_trigram", "search_word", "search_doc"):
            session.execute(text(f"DELETE FROM {table}"))
    with register.writing() as session:
        assert searchindex.missing(session)
        assert searchindex.rebuild(session) == 18
    assert len(hits(register, "transportistas")) == 8
    register.close()
    migrate(storage)


@pytest.mark.postgres
def test_both_engines_find_the_same(tmp_path, cluster: Cluster) -> None:
    lite = Storage(f"sqlite:///{tmp_path / 'a.db'}", tmp_path)
    migrate(lite)
    found = []
    for storage in (lite, Storage(cluster.new_database(), tmp_path)):
        register = open_register(storage)
        populate(register)
        found.append(
            {
                (typed, kind): hits(register, typed, kind)
                for kind in SearchKind
                for typed in (
                    "bloqeo",
                    "POTOSI",
                    "potosí",
                    "acta",
                    "ñandu",
                    "k'ara k'ara",
                    "AT-2026",
                    "48",
                    "trans num",
                )
            }
        )
        register.close()
    assert found[0] == found[1]
    assert sum(map(len, found[0].values())) > 40


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("kind", "index"),
    [
        (SearchKind.ENTRY, "ix_search_doc_entry"),
        (SearchKind.RECORD, "ix_search_doc_record"),
        (SearchKind.ARTICLE, "ix_search_doc_vector"),
    ],
)
def test_words_that_stand_in_nothing_are_asked_of_an_index_and_not_of_every_document(
    kind: SearchKind, index: str, tmp_path, cluster: Cluster
) -> None:
    make_key(tmp_path)
    register = open_register(Storage(cluster.new_database(), tmp_path))
    populate(register)
    asked = {"asked": "'nadaquesediga' | 'tampocoesto'", "before": 2**31 - 1, "limit": 21}
    with register.reading() as session:
        session.execute(text("SET LOCAL enable_seqscan = off"))  # a few rows are read faster than any index
        plan = " ".join(session.scalars(text(f"EXPLAIN {_MATCHING[kind]}"), asked))
    register.close()
    assert f"Bitmap Index Scan on {index} " in plan
    assert "pk_search_doc" not in plan


def test_the_index_says_what_the_tables_say(register: Register) -> None:
    populate(register)
    with register.reading() as session:
        before = session.execute(text("SELECT id, words FROM search_doc ORDER BY id")).all()
    with register.writing() as session:
        searchindex.rebuild(session)
    with register.reading() as session:
        assert session.execute(text("SELECT id, words FROM search_doc ORDER BY id")).all() == before
    if register.dialect == "sqlite":
        with register.writing() as session:
            session.execute(text("INSERT INTO search_index(search_index) VALUES ('integrity-check')"))


def test_words_are_told_apart_by_slips() -> None:
    assert search_words("El bloqueo de la ruta a K'ara K’ara, 48 h") == ["bloqueo", "ruta", "kara", "48"]
    assert distance("llallagua", "llalagua", 2) == 1
    assert distance("uncai", "uncia", 1) == 1
    assert distance("marcha", "mancha", 1) == 1
    assert distance("paro", "bloqueo", 2) == 3
    assert nearest("cochabmaba", ["cochabamba", "cochabambino", "caracollo"]) == ["cochabamba"]


def test_what_was_done_last_in_a_long_history_is_found_and_its_index_stays_small(register: Register) -> None:
    code = populate(register)["second"]
    for block in range(6):
        with register.writing() as session:
            for line in range(10):
                words = " ".join(f"p{block}x{line}y{n}" for n in range(75))
                records.act(session, code=code, kind=ActionKind.OTHER, at=NOW, words=words, proof="", by=ANA, now=NOW)
        with register.reading() as session:
            longest = session.scalar(
                text("SELECT max(length(words) - length(replace(words, ' ', ''))) FROM search_doc")
            )
        assert longest < searchindex.MOST_GROWN
        assert len(hits(register, f"p{block}x9y74", SearchKind.RECORD)) == 1
    assert len(hits(register, code, SearchKind.RECORD)) == 1
