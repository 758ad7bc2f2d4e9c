"""Who asks whom for what is stored with the signal, gathered on the row, and taken over by the record."""

from dataclasses import replace

import pytest

from conflict.actor import ActorKind, ActorMention, ActorReach, ActorRole, Sector
from conflict.claim import NO_CLAIM, Claim, claim_of, joined
from conflict.codebook import CycleKind, Level, Measure
from conflict.lifecycle import RecordKind, RecordStep
from conflict.pressure import Moment, PressureKind, PressureMention
from conflict.record import Person
from conflict.signal import Reading
from conflict.typology import Typology
from register.commands import cycles, fetches, readings, records, reviews
from register.commands import sources as source_commands
from register.engine import Register
from register.queries import export
from register.queries import queue as queue_queries
from tests.conftest import NOW
from tests.make import a_reading, a_source, an_article, an_assessed, an_attempt, an_update


def an_actor(name: str, role: ActorRole, faction: str = "") -> ActorMention:
    return ActorMention(
        "cob", name, name[:3], ActorKind.ORGANISATION, role, Sector.LABOUR, ActorReach.NATIONAL, faction, "", "", 0, 3,
        "hace la medida",
    )  # fmt: skip


def a_told_reading(*actors: ActorMention) -> Reading:
    return replace(
        a_reading(),
        actors=actors,
        demand="la abrogación del decreto",
        demand_span=(10, 35),
        typology=Typology.LAWS,
        pressures=(PressureMention(PressureKind.CIVIC_STOPPAGE, Measure.STOPPAGE, Moment.DONE, 4, 8),),
        vocabulary="abc",
    )


CLAIMANT = an_actor("Central Obrera Boliviana", ActorRole.CLAIMANT)
ADDRESSEE = an_actor("Gobierno nacional", ActorRole.ADDRESSEE)
POLICE = an_actor("Policía Boliviana", ActorRole.OTHER)


def test_a_claim_names_both_sides_and_leaves_out_who_is_neither() -> None:
    claim = claim_of(a_told_reading(CLAIMANT, ADDRESSEE, POLICE))
    assert claim == Claim(
        ("Central Obrera Boliviana",), ("Gobierno nacional",), "la abrogación del decreto", Typology.LAWS
    )


@pytest.mark.parametrize(
    ("name", "faction", "shown"),
    [
        ("CIDOB (orgánica)", "orgánica", "CIDOB (orgánica)"),
        ("CSUTCB", "evista", "CSUTCB (evista)"),
        ("COB", "", "COB"),
    ],
)
def test_the_wing_is_told_once(name: str, faction: str, shown: str) -> None:
    assert claim_of(a_told_reading(an_actor(name, ActorRole.CLAIMANT, faction))).claimants == (shown,)


def test_what_was_told_first_stays_first_and_nobody_is_named_twice() -> None:
    first = Claim(("COB",), (), "aumento", None)
    second = Claim(("cob", "CSUTCB"), ("Gobierno",), "otra cosa", Typology.LABOUR)
    assert joined(first, second) == Claim(("COB", "CSUTCB"), ("Gobierno",), "aumento", Typology.LABOUR)
    assert joined(NO_CLAIM, second) == second
    assert len(joined(Claim(tuple("abcdefgh")), NO_CLAIM).claimants) == 6


ANA = Person("Ana Q.", "del-05")
SECOND = an_actor("Confederación de Choferes", ActorRole.CLAIMANT)


@pytest.fixture
def row(register: Register) -> str:
    """Put two articles of one story into the queue and return its code."""
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source()], now=NOW)
        cycle = cycles.take(session, kind=CycleKind.FULL, holder="h", now=NOW, wall=NOW, lease_seconds=300)
    with register.writing() as session:
        fetches.record(
            session,
            cycle_id=cycle.cycle_id,
            attempt=an_attempt(articles=2),
            articles=[an_article(1), an_article(2)],
            update=an_update(),
            now=NOW,
        )
    with register.writing() as session:
        first, second = readings.claim(session, holder="h", now=NOW, lease_seconds=300, limit=9)
    told = a_told_reading(CLAIMANT, ADDRESSEE, POLICE)
    further = replace(a_told_reading(SECOND), demand="otra cosa", demand_span=None, typology=None)
    with register.writing() as session:
        readings.record(
            session,
            assessed=[an_assessed(first, "new:1", reading=told), an_assessed(second, "new:1", reading=further)],
            now=NOW,
        )
    with register.reading() as session:
        return queue_queries.page(session, now=NOW).rows[0].code


WHOLE = Claim(
    ("Central Obrera Boliviana", "Confederación de Choferes"),
    ("Gobierno nacional",),
    "la abrogación del decreto",
    Typology.LAWS,
)


def test_a_row_gathers_who_asks_whom_from_all_its_articles(register: Register, row: str) -> None:
    with register.reading() as session:
        found = queue_queries.detail(session, row)
        assert found.row.claim == WHOLE
        told = max((note.reading for note in found.notes), key=lambda reading: len(reading.actors))
        assert told.actors == (CLAIMANT, ADDRESSEE, POLICE)
        assert (told.demand_span, told.typology, told.vocabulary) == ((10, 35), Typology.LAWS, "abc")
        assert told.pressures[0].kind is PressureKind.CIVIC_STOPPAGE


def test_a_row_is_found_by_the_name_of_an_actor(register: Register, row: str) -> None:
    with register.reading() as session:
        assert [one.code for one in queue_queries.page(session, text="choferes", now=NOW).rows] == [row]


def test_a_record_takes_the_claim_over_and_its_conflict_too(register: Register, row: str) -> None:
    with register.writing() as session:
        done = reviews.register(session, code=row, version=2, kind=RecordKind.ALERT, level=Level.HIGH, by=ANA, now=NOW)
    with register.writing() as session:
        records.advance(
            session,
            code=done.record,
            asked=RecordStep.BECOME_CONFLICT,
            words="ya hay bloqueo en la ruta",
            by=ANA,
            now=NOW,
        )
    with register.reading() as session:
        kept = {
            one["codigo"]: (one["demandantes"], one["demandados"], one["demanda"], one["tipologia"])
            for one in export.rows(session, "registros")
        }
    whole = (list(WHOLE.claimants), list(WHOLE.addressees), WHOLE.demand, "leyes_y_normas")
    assert kept == {done.record: whole, f"CS-{done.record}": whole}


def test_everything_told_can_be_exported(register: Register, row: str) -> None:
    with register.reading() as session:
        signals = list(export.rows(session, "senales"))
        (entry,) = export.rows(session, "cola")
    assert {actor["papel"] for actor in signals[0]["actores"]} == {"demandante", "demandado", "otro"}
    assert signals[0]["presiones"][0][0] == "paro_civico"
    assert (signals[0]["demanda_en"], signals[0]["vocabulario"]) == ([10, 35], "abc")
    assert entry["demandantes"] == list(WHOLE.claimants)
