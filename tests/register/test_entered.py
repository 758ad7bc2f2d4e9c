"""What persons bring to the queue lives there like any other row; each sweep of the queue leaves its proof."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from conflict.attachment import accepted
from conflict.codebook import Level, Measure, QueueState, Stage
from conflict.departments import DEPARTMENTS
from conflict.entered import Told, Town, Way
from conflict.lifecycle import DiscardReason, RecordKind
from conflict.office import Office, OfficeKind, RouteBasis
from conflict.permissions import Forbidden, sight_of
from conflict.record import Person, RuleError
from conflict.roles import Role
from register import evidence
from register.commands import entered, offices, reviews, sweeps
from register.engine import Register
from register.queries import entered as entered_queries
from register.queries import export
from register.queries import quality as quality_queries
from register.queries import queue as queue_queries
from register.queries import search as search_queries
from register.searchindex import SearchKind
from tests.conftest import NOW

ANA = Person("Ana Q.", "Regional Llallagua", 0, Role.NATIONAL)
LLALLAGUA = Town("050203", "Llallagua", "05", "of-llallagua")
CALL = Told(
    way=Way.CALL,
    title="Comunarios avisan bloqueo en el puente",
    words="Piden que se repare el puente antes de las lluvias.",
    said_by="Central campesina de la zona",
    link="",
    seen_at=NOW - timedelta(hours=1),
    stage=Stage.ANNOUNCEMENT,
    measures=(Measure.ROAD_BLOCKADE,),
    department="05",
    town=LLALLAGUA,
)
NEWS = replace(CALL, way=Way.NEWS_LINK, said_by="", link="https://www.radio-cerro.example/nota/77/")


@pytest.fixture
def house(register: Register, rows: list[str]) -> Register:
    """Return a register with three rows and three offices."""
    known = [
        Office("of-05", "Delegación Potosí", "Potosí", OfficeKind.DELEGATION, "05", "050101", "inventada"),
        Office("of-llallagua", "Regional Llallagua", "Llallagua", OfficeKind.COORDINATION, "05", "050203", "inventada"),
        Office("of-nacional", "Unidad", "Unidad", OfficeKind.NATIONAL, "", "020101", "inventada"),
    ]
    with register.writing() as session:
        offices.sync(session, offices=known, now=NOW)
    return register


def add(register: Register, told: Told = CALL, by: Person = ANA, **how) -> entered.Entered:
    with register.writing() as session:
        return entered.add(session, told=told, by=by, now=NOW, folder=register.folder, **how)


def row(register: Register, code: str):
    with register.reading() as session:
        found = queue_queries.detail(session, code)
    assert found is not None
    return found


def test_what_a_call_told_is_a_row_with_the_clock_of_its_stage(house: Register) -> None:
    done = add(house)
    told = row(house, done.code)
    assert (told.row.level, told.row.stage, told.row.state) == (Level.HIGH, Stage.ANNOUNCEMENT, QueueState.NEW)
    assert told.row.municipalities == ("Llallagua",)
    assert not told.row.doubtful
    assert [(note.outlet, note.summary, note.reading) for note in told.notes] == [(CALL.said_by, CALL.words, None)]
    assert (done.office, told.row.office_basis, done.miss) == ("of-llallagua", RouteBasis.SCENE, False)
    assert done.code.endswith("-004"), "codes go on after the rows of the machine"


def test_an_announced_day_hurries_the_clock(house: Register) -> None:
    calm, soon = add(house), add(house, replace(CALL, announced=date(2026, 11, 21)))
    assert row(house, soon.code).row.review_by == NOW + timedelta(hours=2) < row(house, calm.code).row.review_by


@pytest.mark.parametrize(
    ("told", "office", "expected", "basis"),
    [
        (replace(CALL, town=None), "", "of-05", RouteBasis.SCENE),
        (replace(CALL, town=None, department=""), "", "of-nacional", RouteBasis.NOWHERE),
        (replace(CALL, town=None, department="08"), "", "", RouteBasis.PENDING),
        (CALL, "of-05", "of-05", RouteBasis.PERSON),
    ],
)
def test_the_office_is_that_of_the_place_unless_one_is_chosen(
    house: Register, told: Told, office: str, expected: str, basis: RouteBasis
) -> None:
    done = add(house, told, office=office)
    assert (done.office, row(house, done.code).row.office_basis) == (expected, basis)


def test_the_same_decisions_work_on_it(house: Register) -> None:
    codes = [add(house).code for _ in range(4)]
    one = {"version": 1, "by": ANA, "now": NOW}
    with house.writing() as session:
        record = reviews.register(session, code=codes[0], kind=RecordKind.ALERT, level=Level.HIGH, **one).record
        reviews.link(session, code=codes[1], record=record, **one)
        reviews.postpone(session, code=codes[2], until=NOW + timedelta(hours=20), **one)
        gone = reviews.discard(session, code=codes[3], reason=DiscardReason.NO_DEMAND, comment="", **one)
        reviews.undo(session, review_id=gone.review_id, by=ANA, now=NOW)
    states = [row(house, code).row.state for code in codes]
    assert states == [QueueState.REGISTERED, QueueState.LINKED, QueueState.POSTPONED, QueueState.NEW]
    with house.reading() as session:
        assert quality_queries.quality(session, NOW - timedelta(days=1)).precision.whole == 0


def test_its_file_is_kept_under_its_digest(house: Register) -> None:
    content = b"%PDF-1.4 captura inventada"
    done = add(house, file=accepted("captura.pdf", content))
    with house.reading() as session:
        fact = entered_queries.of_row(session, done.code)
    assert fact is not None
    assert (fact.file_name, fact.by, fact.office) == ("captura.pdf", ANA.name, ANA.office)
    assert evidence.fetch(house.folder, fact.digest) == content


def test_news_of_a_listed_outlet_is_a_miss_until_somebody_discards_it(house: Register) -> None:
    codes = [add(house, NEWS).code, add(house).code]
    foreign = add(house, replace(NEWS, link="https://otro.example/x"))
    assert not foreign.miss
    with house.reading() as session:
        assert entered_queries.by_month(session, NOW) == (entered_queries.EnteredMonth("2026-11", 3, 1),)
    with house.writing() as session:
        reviews.discard(session, code=codes[0], version=1, reason=DiscardReason.NO_DEMAND, comment="", by=ANA, now=NOW)
    with house.reading() as session:
        assert entered_queries.by_month(session, NOW) == (entered_queries.EnteredMonth("2026-11", 3, 0),)


def test_a_link_that_a_row_has_already_says_which(house: Register, rows: list[str]) -> None:
    with pytest.raises(RuleError) as told:
        add(house, replace(NEWS, link="https://radio-cerro.example/nota/1"))
    assert "Esa nota ya está en la cola: es la fila P-" in told.value.spanish


def test_it_is_found_by_its_words_and_exported(house: Register) -> None:
    done = add(house)
    with house.reading() as session:
        hits = search_queries.find(session, typed="comunarios puente", kind=SearchKind.ENTRY).hits
        out = list(export.rows(session, "agregadas"))
        lines = [line for line in export.rows(session, "bitacora") if line["accion"] == "cola.agregar"]
    assert [hit.code for hit in hits] == [done.code]
    assert [(one["cola"], one["via"], one["omision"]) for one in out] == [(done.code, "llamada", False)]
    assert [line["objeto"] for line in lines] == [done.code]


def test_somebody_may_bring_what_lies_elsewhere_and_its_office_sees_it(house: Register) -> None:
    other = Person("Luz P.", "Delegación Beni", 9, Role.ANALYST, ("08",))
    done = add(house, by=other)
    with house.reading(sight_of(other)) as session:
        assert queue_queries.detail(session, done.code) is None
        assert entered_queries.of_row(session, done.code) is None
    with house.reading(sight_of(replace(other, office="Regional Llallagua", departments=("05",)))) as session:
        assert entered_queries.of_row(session, done.code) is not None


def test_who_does_not_review_adds_nothing(house: Register) -> None:
    auditor = Person("Inés T.", "Auditoría", 8, Role.AUDITOR, tuple(DEPARTMENTS))
    with pytest.raises(Forbidden):
        add(house, by=auditor)
    with pytest.raises(Forbidden), house.writing() as session:
        sweeps.finish(session, view={}, remaining=0, by=auditor, now=NOW)


def finish(register: Register, remaining: int, now=NOW) -> sweeps.Swept:
    with register.writing() as session:
        return sweeps.finish(session, view={"texto": "", "nivel": "alto"}, remaining=remaining, by=ANA, now=now)


def test_a_sweep_counts_what_was_decided_since_the_one_before(house: Register, rows: list[str]) -> None:
    with house.writing() as session:
        done = [
            reviews.discard(session, code=code, version=1, reason=DiscardReason.PAST, comment="", by=ANA, now=NOW)
            for code in rows[:2]
        ]
        reviews.undo(session, review_id=done[1].review_id, by=ANA, now=NOW)
    first = finish(house, 2, NOW + timedelta(minutes=1))
    assert (first.seen, first.decided, first.remaining) == (3, 1, 2)
    second = finish(house, 0, NOW + timedelta(minutes=2))
    assert (second.seen, second.decided, second.remaining) == (0, 0, 0), "zero is proof too"
    with house.reading() as session:
        last = entered_queries.last_sweep(session, ANA.office)
        out = list(export.rows(session, "barridos"))
        assert entered_queries.last_sweep(session, "otra") is None
    assert last is not None
    assert (last.id, last.by, last.view) == (second.id, ANA.name, {"nivel": "alto"})
    assert [one["decididas"] for one in out] == [1, 0]
