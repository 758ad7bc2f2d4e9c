"""Rows of the queue in the care of offices: by the machine's rule, and by a person's word."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from conflict.codebook import CycleKind
from conflict.office import Office, OfficeKind, Route, RouteBasis
from conflict.record import Person, RuleError
from register.commands import cycles, fetches, offices, readings, routing
from register.commands import sources as source_commands
from register.commands.cycles import Taken
from register.engine import Register
from register.queries import export
from register.queries import offices as office_queries
from register.queries import queue as queue_queries
from register.rows import QueueRow
from tests.conftest import NOW
from tests.make import a_source, an_article, an_assessed, an_attempt, an_update

PERSON = Person("Elva Mamani", "Regional Llallagua")
POTOSI, LLALLAGUA, NATIONAL = (
    Office(
        "of-05", "Delegación Departamental Potosí", "Delegación Potosí", OfficeKind.DELEGATION, "05", "050101", "prueba"
    ),
    Office(
        "of-llallagua",
        "Coordinación Regional Llallagua",
        "Regional Llallagua",
        OfficeKind.COORDINATION,
        "05",
        "050203",
        "prueba",
    ),
    Office("of-nacional", "Unidad de Conflictos", "Unidad nacional", OfficeKind.NATIONAL, "", "020101", "prueba"),
)


def filled(register: Register, *routes: Route) -> None:
    """Bring one story, an article for each route, one after the other."""
    with register.writing() as session:
        offices.sync(session, offices=(POTOSI, LLALLAGUA, NATIONAL), now=NOW)
        source_commands.sync(session, sources=[a_source()], now=NOW)
        taken = cycles.take(session, kind=CycleKind.FULL, holder="h", now=NOW, wall=NOW, lease_seconds=300)
    assert isinstance(taken, Taken)
    for number, route in enumerate(routes):
        bring(register, taken.cycle_id, number, route)


def bring(register: Register, cycle_id: int, number: int, route: Route) -> None:
    """Bring one more article of the story."""
    with register.writing() as session:
        fetches.record(
            session,
            cycle_id=cycle_id,
            attempt=an_attempt(articles=1),
            articles=[an_article(number)],
            update=an_update(),
            now=NOW,
        )
    with register.writing() as session:
        (pending,) = readings.claim(session, holder="h", now=NOW, lease_seconds=300, limit=5)
        group: int | str = 1 if number else "new:1"
        readings.record(session, assessed=[replace(an_assessed(pending, group), route=route)], now=NOW)


def row_of(register: Register) -> QueueRow:
    with register.reading() as session:
        (row,) = queue_queries.page(session, now=NOW).rows
    return row


def move(
    register: Register, office: str = "of-05", reason: str = "El hecho es en la capital", version: int = 1
) -> None:
    with register.writing() as session:
        routing.move(session, code="P-261120-001", version=version, office=office, reason=reason, by=PERSON, now=NOW)


SCENE = Route("of-llallagua", RouteBasis.SCENE)
ACTOR = Route("of-05", RouteBasis.ACTOR_HOME)
NOWHERE = Route("of-nacional", RouteBasis.NOWHERE)


@pytest.mark.parametrize(
    ("routes", "office"),
    [
        ((SCENE,), "of-llallagua"),
        ((NOWHERE, ACTOR), "of-05"),
        ((NOWHERE, ACTOR, SCENE), "of-llallagua"),
        ((SCENE, ACTOR), "of-llallagua"),
        ((SCENE, Route("of-05", RouteBasis.SCENE)), "of-llallagua"),
    ],
)
def test_a_row_goes_to_a_better_founded_office_and_never_to_a_worse(
    register: Register, routes: tuple[Route, ...], office: str
) -> None:
    filled(register, *routes)
    assert row_of(register).office == office


def test_a_person_moves_a_row_and_the_machine_leaves_it_there(register: Register) -> None:
    filled(register, ACTOR)
    move(register, "of-nacional", "Es un asunto de varios departamentos")
    bring(register, 1, 1, SCENE)
    row = row_of(register)
    assert (row.office, row.office_basis, row.office_name) == ("of-nacional", RouteBasis.PERSON, "Unidad nacional")
    with register.reading() as session:
        detail = queue_queries.detail(session, row.code)
        lines = [line for line in export.rows(session, "bitacora") if line["accion"] == "cola.mover"]
        exported = next(iter(export.rows(session, "cola")))
    assert detail is not None
    assert [(one.sender, one.receiver, one.by) for one in detail.moves] == [
        ("Delegación Potosí", "Unidad nacional", "Elva Mamani")
    ]
    assert [(line["objeto"], line["motivo"]) for line in lines] == [(row.code, "")]
    assert (exported["oficina"], exported["oficina_por"]) == ("of-nacional", "persona")


@pytest.mark.parametrize(
    ("office", "reason", "words"),
    [
        ("of-99", "Es un asunto de la capital", "Falta elegir la oficina"),
        ("", "Es un asunto de la capital", "Falta elegir la oficina"),
        ("of-llallagua", "Es un asunto de la capital", "ya está a cargo de Coordinación Regional Llallagua"),
        ("of-05", "porque sí", "por qué se mueve"),
    ],
)
def test_a_move_that_cannot_be_is_refused_with_the_reason(
    register: Register, office: str, reason: str, words: str
) -> None:
    filled(register, SCENE)
    with pytest.raises(RuleError) as caught:
        move(register, office, reason)
    assert words in caught.value.spanish
    assert row_of(register).office == "of-llallagua"


def test_who_moves_second_from_an_old_page_is_told(register: Register) -> None:
    filled(register, SCENE)
    move(register, "of-05")
    with pytest.raises(RuleError) as caught:
        move(register, "of-nacional", "Es un asunto de varios departamentos")
    assert "cambió mientras la miraba" in caught.value.spanish
    move(register, "of-nacional", "Es un asunto de varios departamentos", row_of(register).version)


def test_rows_of_an_older_register_are_routed_by_what_is_stored_of_them(register: Register) -> None:
    filled(register, SCENE)
    with register.writing() as session:
        session.execute(text("UPDATE queue_entry SET office = 'of-05', office_basis = 'por_precisar'"))
    asked: list[date] = []
    with register.writing() as session:
        settled = routing.settle(session, route=lambda where, at: asked.append(at.date()) or SCENE, now=NOW)
    assert (settled, asked) == (1, [NOW.date()])
    assert row_of(register).office == "of-llallagua"
    with register.writing() as session:
        assert routing.settle(session, route=lambda where, at: SCENE, now=NOW) == 0


def test_offices_follow_their_table_and_one_that_is_gone_keeps_its_name(register: Register) -> None:
    filled(register, SCENE)
    renamed = replace(LLALLAGUA, name="Coordinación Llallagua y valles")
    with register.writing() as session:
        assert offices.sync(session, offices=(renamed, NATIONAL), now=NOW) == 2
        assert offices.sync(session, offices=(renamed, NATIONAL), now=NOW) == 0
    with register.reading() as session:
        assert [one.id for one in office_queries.working(session)] == ["of-llallagua", "of-nacional"]
        assert office_queries.names(session)["of-05"] == "Delegación Potosí"
        page = queue_queries.page(session, office="of-llallagua", now=NOW)
    assert (page.total, page.by_office) == (1, {"of-llallagua": 1})
