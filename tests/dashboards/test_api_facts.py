"""A program reads the facts of a record as its page tells them, and adds one once, about the record as it saw it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from conflict.measure import FactMeasure
from conflict.record import Person
from conflict.roles import Role
from conflict.vocabulary import FactKind
from dashboards import api_facts
from register.commands import facts
from register.engine import Register
from register.queries import casefile as case_queries
from tests.conftest import NOW
from tests.dashboards.conftest import Site
from tests.dashboards.test_api_decisions import Program
from tests.dashboards.test_api_records import journal_lines
from tests.offices import PEOPLE, Filled, fill

FACT = api_facts.SENT | {"fecha": "2026-11-20T08:00:00-04:00"}


@pytest.fixture
def made(register: Register) -> Iterator[tuple[Site, Filled, Program]]:
    site = Site(register)
    yield site, fill(register, ("suya", "ajena")), Program(site)


def test_a_fact_is_added_once_and_read_as_it_was_sent(made: tuple[Site, Filled, Program]) -> None:
    site, codes, program = made
    code = codes.records["suya"]
    path = f"/registros/{code}/hechos"
    seen = program.get(path).json()
    first = program.send(path, FACT, seen["version"], "hecho")
    assert (first.status_code, first.headers["etag"]) == (200, f'"{first.json()["version"]}"')
    written = journal_lines(site)
    assert program.send(path, FACT, seen["version"], "hecho").json() == first.json()
    assert program.send(path, FACT | {"puntos": 3}, seen["version"], "hecho").status_code == 409
    stale = program.send(path, FACT, seen["version"], "otro")
    assert (stale.status_code, stale.json()["version_actual"]) == (412, first.json()["version"])
    assert journal_lines(site) == written
    answer = program.get(path)
    assert answer.headers["etag"] == f'"{first.json()["version"]}"'
    told = answer.json()
    assert len(told["hechos"]) == len(seen["hechos"]) + 1
    one = next(each for each in told["hechos"] if each not in seen["hechos"])
    assert {name: one[name] for name in FACT} == FACT | {"fecha": "2026-11-20T12:00:00Z"}
    assert (one["ficha"], one["anulado"]) == (code, "")
    known = program.token | {"If-None-Match": answer.headers["etag"]}
    kept = program.client.get(f"/api/v1{path}", headers=known)
    assert (kept.status_code, kept.content) == (304, b"")


def test_pages_of_facts_follow_each_other(made: tuple[Site, Filled, Program]) -> None:
    _, codes, program = made
    path = f"/registros/{codes.records['suya']}/hechos"
    version = program.get(path).json()["version"]
    for number in range(3):
        sent = FACT | {"fecha": (NOW - timedelta(hours=number + 1)).isoformat()}
        version = program.send(path, sent, version, f"h{number}").json()["version"]
    whole = program.get(path).json()
    cursor, pages = "", []
    while cursor is not None:
        page = program.get(f"{path}?limite=2&desde={cursor}").json()
        pages, cursor = [*pages, *page["hechos"]], page["siguiente"]
    assert (pages, whole["siguiente"]) == (whole["hechos"], None)
    assert program.get(f"{path}?desde=999999").status_code == 422


def test_what_is_out_of_reach_is_as_if_it_were_not_there(made: tuple[Site, Filled, Program]) -> None:
    _, codes, program = made
    far, none = (f"/registros/{code}/hechos" for code in (codes.records["ajena"], "AT-2026-05-9999"))
    assert [(program.get(path).status_code, program.get(path).json()) for path in (far, none)] == [
        (404, program.get(none).json())
    ] * 2
    told = [program.send(path, FACT, 1, f"lejos-{number}") for number, path in enumerate((far, none))]
    assert [(one.status_code, one.json()) for one in told] == [(404, told[1].json())] * 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"fecha": "2027-01-01T00:00:00Z"},
        {"medida": None},
        {"tipo": "dialogo"},
        {"tipo": "baile"},
        {"medida": "baile"},
        {"fuente": ""},
        {"texto": "x"},
        {"puntos": 1001},
        {"precision_de_lugar": "planeta"},
        {"identidad": "Persona Inventada"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_the_register_or_the_contract_forbids_is_refused(
    made: tuple[Site, Filled, Program], wrong: dict[str, object]
) -> None:
    _, codes, program = made
    path = f"/registros/{codes.records['suya']}/hechos"
    before = program.get(path).json()
    assert program.send(path, FACT | wrong, before["version"], "mal").status_code == 422
    assert program.get(path).json() == before


def test_a_fact_is_struck_out_once_with_its_reason_and_stays(made: tuple[Site, Filled, Program]) -> None:
    site, codes, program = made
    path, why = f"/registros/{codes.records['suya']}/hechos", {"motivo": "El medio corrigió la fecha del hecho."}
    version = program.send(path, FACT, program.get(path).json()["version"], "alta").json()["version"]
    fact = program.get(path).json()["hechos"][0]
    strike = f"/hechos/{fact['id']}/anular"
    assert program.send(strike, why, version - 1, "vieja").status_code == 412
    assert program.send(strike, {"motivo": "mal"}, version, "corta").status_code == 422
    first = program.send(strike, why, version, "anular")
    assert (first.status_code, first.json()["version"]) == (200, version + 1), first.text
    written = journal_lines(site)
    assert program.send(strike, why, version, "anular").json() == first.json()
    assert program.send(strike, why, version + 1, "otra").status_code == 422
    assert journal_lines(site) == written
    assert program.get(path).json()["hechos"][0] == fact | {"anulado": why["motivo"]}


def test_a_fact_out_of_reach_is_as_if_it_were_not_there(made: tuple[Site, Filled, Program]) -> None:
    site, codes, program = made
    code, by = codes.records["ajena"], Person("Bea Inventada", "Delegación Beni")
    with site.register.writing() as session:
        far = facts.add(
            session, code=code, kind=FactKind.DIALOGUE, at=NOW, words="Se abrió la mesa.", source="Acta", by=by, now=NOW
        )
    for number in (far, 99_999, 10**12):
        told = program.send(
            f"/hechos/{number}/anular", {"motivo": "El medio corrigió la fecha."}, key=f"n-{number}", version=2
        )
        assert (told.status_code, told.json()["title"]) == (404, "No existe")
    with site.register.reading() as session:
        assert [one.annulled for one in case_queries.facts_of(session, code)] == [""]


def test_who_only_looks_reads_and_does_not_add(made: tuple[Site, Filled, Program]) -> None:
    site, codes, _ = made
    path = f"/registros/{codes.records['suya']}/hechos"
    auditor = Program(site, Role.AUDITOR)
    told = auditor.get(path)
    assert told.status_code == 200
    assert auditor.send(path, FACT, told.json()["version"]).status_code == 403


def test_the_examples_obey_the_models_that_carry_them() -> None:
    for model in (api_facts.FactOut, api_facts.FactsOut, api_facts.FactIn, api_facts.StrikeIn):
        for example in model.model_config["json_schema_extra"]["examples"]:
            model.model_validate(example)


def test_the_form_of_the_page_offers_every_measure_from_its_day(made: tuple[Site, Filled, Program]) -> None:
    site, codes, _ = made
    code = codes.records["suya"]
    site.now += timedelta(days=2)
    page = site.client(PEOPLE[Role.ANALYST]).get(f"/registros/{code}").text
    assert all(f'<option value="{one.value}"' in page for one in FactMeasure)
