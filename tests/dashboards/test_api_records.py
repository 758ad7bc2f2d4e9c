"""A program adds to a record what a person may add, about the record as it saw it, and once; on both engines."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from conflict.roles import Role
from register.engine import Register
from tests.dashboards.conftest import Site
from tests.dashboards.test_api_decisions import DISCARD, Program
from tests.offices import Filled, fill

ACTION = {"tipo": "verificacion_en_sitio", "texto": "Se visitó el punto y se habló con las partes."}
LATER = {"que": "Volver al mismo punto", "vence_en": "2026-11-25T12:00:00-04:00"}


@pytest.fixture
def made(register: Register) -> Iterator[tuple[Site, Filled, Program]]:
    site = Site(register)
    yield site, fill(register, ("suya", "ajena")), Program(site)


def journal_lines(site: Site) -> int:
    with site.register.reading() as session:
        return int(session.execute(text("SELECT count(*) FROM journal")).scalar_one())


def test_work_on_a_record_is_done_once_and_refused_when_the_record_changed(made: tuple[Site, Filled, Program]) -> None:
    site, codes, program = made
    code, deadline = codes.records["suya"], codes.deadlines["suya"]
    version = program.get(f"/registros/{code}").json()["version"]
    first = program.send(f"/registros/{code}/acciones", ACTION, version, "accion")
    assert first.status_code == 200, first.text
    written = journal_lines(site)
    again = program.send(f"/registros/{code}/acciones", ACTION, version, "accion")
    assert (again.status_code, again.json(), journal_lines(site)) == (200, first.json(), written)
    stale = program.send(f"/registros/{code}/plazos", LATER, version, "plazo")
    assert (stale.status_code, stale.json()["version_actual"]) == (412, first.json()["version"])
    steps: list[tuple[str, Any]] = [
        (f"/registros/{code}/plazos", LATER),
        (f"/plazos/{deadline}/reprogramar", {"vence_en": LATER["vence_en"], "motivo": "El camino sigue cortado hoy."}),
        (f"/plazos/{deadline}/cerrar", {"cumplido": True}),
    ]
    version = first.json()["version"]
    for number, (path, body) in enumerate(steps):
        done = program.send(path, body, version, f"paso-{number}")
        assert done.status_code == 200, done.text
        assert done.headers["etag"] == f'"{done.json()["version"]}"'
        assert done.json()["version"] > version
        version = done.json()["version"]
    told = program.get(f"/registros/{code}").json()
    assert (told["version"], told["acciones"][-1]["texto"]) == (version, told["acciones"][-1]["texto"])
    assert any(one["que"] == LATER["que"] for one in told["plazos"])
    assert next(one for one in told["plazos"] if one["id"] == deadline)["estado"] == "cumplido"


def test_a_decision_sent_twice_is_carried_out_once(made: tuple[Site, Filled, Program]) -> None:
    site, codes, program = made
    path = f"/cola/{codes.rows['suya']}/decision"
    first = program.send(path, DISCARD)
    written = journal_lines(site)
    assert (first.status_code, program.send(path, DISCARD).json()) == (200, first.json())
    assert journal_lines(site) == written
    assert program.send(path, DISCARD | {"motivo": "sin_demanda"}).status_code == 409


def test_what_is_out_of_reach_is_as_if_it_were_not_there(made: tuple[Site, Filled, Program]) -> None:
    _, codes, program = made
    far, none = codes.records["ajena"], "AT-2026-05-9999"
    for end, body in (("acciones", ACTION), ("plazos", LATER)):
        told = [program.send(f"/registros/{code}/{end}", body, 1, f"{end}-{code}") for code in (far, none)]
        assert [(one.status_code, one.json()) for one in told] == [(404, told[1].json())] * 2
    for end, body in (("cerrar", {"cumplido": True}), ("reprogramar", {"vence_en": LATER["vence_en"], "motivo": "x"})):
        told = [
            program.send(f"/plazos/{number}/{end}", body, 1, f"{end}-{number}")
            for number in (codes.deadlines["ajena"], 999_999, 10**30)
        ]
        assert {(one.status_code, one.text) for one in told} == {(404, told[0].text)}


def test_a_rule_of_the_register_is_told_and_who_only_looks_may_not(made: tuple[Site, Filled, Program]) -> None:
    site, codes, program = made
    code = codes.records["suya"]
    version = program.get(f"/registros/{code}").json()["version"]
    for number, body in enumerate(
        ({**ACTION, "fecha": "2027-01-01T00:00:00Z"}, {**ACTION, "texto": "x"}, {**ACTION, "tipo": "baile"})
    ):
        assert program.send(f"/registros/{code}/acciones", body, version, f"r{number}").status_code == 422
    assert Program(site, Role.AUDITOR).send(f"/registros/{code}/acciones", ACTION, version).status_code == 403
