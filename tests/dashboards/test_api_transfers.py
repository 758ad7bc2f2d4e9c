"""A program reads transfers, asks for one and answers it as the page lets its person, once, about the record it saw."""

from collections.abc import Iterator

import pytest

from conflict.permissions import NATIONAL_UNIT
from conflict.roles import Role
from dashboards.api_transfers import ASKED
from register.engine import Register
from tests.dashboards.conftest import Site
from tests.dashboards.test_api_decisions import Program
from tests.dashboards.test_api_records import journal_lines
from tests.offices import Filled, fill

ASK = ASKED | {"oficina": NATIONAL_UNIT}
Made = tuple[Site, Filled, Program, Program]


@pytest.fixture
def made(register: Register) -> Iterator[Made]:
    site = Site(register)
    yield site, fill(register, ("suya", "ajena")), Program(site), Program(site, Role.NATIONAL)


def asked(made: Made) -> dict[str, object]:
    """Ask for the transfer of the analyst's record, with an action done before, and return what was answered."""
    _, codes, program, _ = made
    code = codes.records["suya"]
    version = program.get(f"/registros/{code}").json()["version"]
    first = program.send(f"/registros/{code}/transferencias", ASK, version, "pedir")
    assert first.status_code == 200, first.text
    return first.json()


def test_it_is_asked_for_once_and_read_by_both_sides(made: Made) -> None:
    site, codes, program, unit = made
    told = asked(made)
    written = journal_lines(site)
    code, path = codes.records["suya"], f"/registros/{codes.records['suya']}/transferencias"
    version = told["version"]
    assert isinstance(version, int)
    stale = program.send(path, ASK, version - 1, "otra")
    assert (stale.status_code, stale.json()["version_actual"]) == (412, version)
    twice = program.send(path, ASK, version, "otra")
    assert twice.status_code == 422, "one is on its way"
    assert journal_lines(site) == written
    for one in (program, unit):
        answer = one.get("/transferencias")
        (read,) = answer.json()["transferencias"]
        assert (read["id"], read["ficha"], read["version"]) == (told["id"], code, version)
        assert (read["a"], read["motivo"], read["texto"]) == (NATIONAL_UNIT, ASK["motivo"], ASK["texto"])
        known = one.token | {"If-None-Match": answer.headers["etag"]}
        assert one.client.get("/api/v1/transferencias", headers=known).status_code == 304
        assert one.get("/transferencias?terminadas=true").json()["transferencias"] == []


def test_the_receiver_answers_and_what_came_of_it_goes_back(made: Made) -> None:
    _, codes, program, unit = made
    told = asked(made)
    path = f"/transferencias/{told['id']}/respuesta"
    version = told["version"]
    assert isinstance(version, int)
    assert program.send(path, {"respuesta": "aceptar"}, version, "propia").status_code == 403
    assert unit.send(path, {"respuesta": "devolver"}, version, "sin motivo").status_code == 422
    assert unit.send(path, {"respuesta": "aceptar"}, version - 1, "vieja").status_code == 412
    done = unit.send(path, {"respuesta": "aceptar"}, version, "aceptar")
    assert (done.status_code, done.json()["ficha"]) == (200, codes.records["suya"]), done.text
    assert done.json()["version"] > version
    assert unit.send(path, {"respuesta": "aceptar"}, version, "aceptar").json() == done.json()
    closed = unit.send(
        path, {"respuesta": "cerrar", "texto": "Se firmó un acta con el sector."}, done.json()["version"], "cerrar"
    )
    assert closed.status_code == 200, closed.text
    (ended,) = program.get("/transferencias?terminadas=true").json()["transferencias"]
    assert (ended["estado"], ended["resultado"]) == ("cerrada", "Se firmó un acta con el sector.")


@pytest.mark.parametrize("verb", ["devolver", "retirar"])
def test_a_transfer_that_is_given_back_or_withdrawn_leaves_the_record_where_it_was(made: Made, verb: str) -> None:
    _, codes, program, unit = made
    told = asked(made)
    by = unit if verb == "devolver" else program
    version = told["version"]
    assert isinstance(version, int)
    sent = {"respuesta": verb, "texto": "La demanda es local."}
    assert by.send(f"/transferencias/{told['id']}/respuesta", sent, version, verb).status_code == 200
    assert program.get(f"/registros/{codes.records['suya']}").json()["oficina"] != NATIONAL_UNIT
    assert program.get("/transferencias").json()["transferencias"] == []


def test_what_is_out_of_reach_is_as_if_it_were_not_there(made: Made) -> None:
    _, codes, program, _ = made
    far = program.send(f"/registros/{codes.records['ajena']}/transferencias", ASK, 1, "lejos")
    none = program.send("/registros/AT-2026-05-9999/transferencias", ASK, 1, "nada")
    assert (far.status_code, far.json()) == (404, none.json())
    for number in (0, 999, 10**12):
        assert program.send(f"/transferencias/{number}/respuesta", {"respuesta": "retirar"}, 1, "x").status_code in (
            404,
            422,
        )


@pytest.mark.parametrize(
    "wrong", [{"oficina": "Oficina de nadie"}, {"motivo": "baile"}, {"texto": "x"}, {"sobra": 1}], ids=str
)
def test_what_the_register_or_the_contract_forbids_is_refused(made: Made, wrong: dict[str, object]) -> None:
    site, codes, program, _ = made
    path, before = f"/registros/{codes.records['suya']}", journal_lines(site)
    version = program.get(path).json()["version"]
    assert program.send(f"{path}/transferencias", ASK | wrong, version, "mal").status_code == 422
    assert journal_lines(site) == before


def test_pages_of_transfers_follow_each_other(made: Made) -> None:
    _, _, program, _ = made
    assert program.get("/transferencias?desde=nada").status_code == 422
    told = asked(made)
    first = program.get("/transferencias?limite=1").json()
    assert [one["id"] for one in first["transferencias"]] == [told["id"]]
    assert first["siguiente"] is None


def test_territories_and_probabilities_are_told(made: Made) -> None:
    _, codes, program, _ = made
    places = program.get("/territorios").json()["departamentos"]
    assert [one["codigo"] for one in places] == [f"0{n}" for n in range(1, 10)]
    assert all(town["codigo"].startswith(one["codigo"]) for one in places for town in one["municipios"])
    assert sum(len(one["municipios"]) for one in places) > 300
    (row,) = program.get("/cola").json()["filas"]
    assert row["codigo"] == codes.rows["suya"]
    assert 0 < row["probabilidad"] <= 1
