"""A program takes a record through its life as its page would, once, about the record as it saw it."""

from collections.abc import Iterator

import pytest

from register.engine import Register
from tests.dashboards.conftest import Site
from tests.dashboards.test_api_decisions import Program
from tests.dashboards.test_api_facts import FACT
from tests.dashboards.test_api_records import journal_lines
from tests.offices import Filled, fill

Made = tuple[Site, Filled, Program]
WHY = {"texto": "Hay personas retenidas en el lugar."}


@pytest.fixture
def made(register: Register) -> Iterator[Made]:
    site = Site(register)
    yield site, fill(register, ("suya", "ajena")), Program(site)


def test_level_phase_and_person_are_changed_once(made: Made) -> None:
    site, codes, program = made
    path = f"/registros/{codes.records['suya']}"
    version = program.get(path).json()["version"]
    own = program.client.get("/api/v1/registros", headers=program.token).json()["fichas"][0]
    assert own["codigo"] == codes.records["suya"]
    for number, (part, body) in enumerate((("nivel", {"nivel": "critico"}), ("etapa", {"etapa": "gestion"}))):
        done = program.send(f"{path}/{part}", body | WHY, version, f"k{number}")
        assert (done.status_code, done.headers["etag"]) == (200, f'"{done.json()["version"]}"'), done.text
        written = journal_lines(site)
        assert program.send(f"{path}/{part}", body | WHY, version, f"k{number}").json() == done.json()
        assert program.send(f"{path}/{part}", body | WHY, version, f"x{number}").status_code == 412
        assert journal_lines(site) == written
        version = done.json()["version"]
    assert program.get(path).json()["nivel"] == "critico"
    assert program.send(f"{path}/cargo", {"persona": 999} | WHY, version, "nadie").status_code == 422


def test_an_alert_becomes_a_conflict_once_its_measure_is_written_down(made: Made) -> None:
    _, codes, program = made
    code = codes.records["suya"]
    path = f"/registros/{code}"
    step = {"paso": "convertir", "texto": "Comenzó el bloqueo en los dos accesos."}
    version = program.get(path).json()["version"]
    assert program.send(f"{path}/paso", step, version, "sin hecho").status_code == 422
    version = program.send(f"{path}/hechos", FACT, version, "hecho").json()["version"]
    done = program.send(f"{path}/paso", step, version, "convertir")
    assert done.status_code == 200, done.text
    assert done.json()["ficha"] == f"CS-{code}"
    conflict = program.get(f"/registros/CS-{code}").json()
    assert (conflict["tipo"], conflict["version"]) == ("conflicto", done.json()["version"])


@pytest.mark.parametrize("step", ["actuar", "fusionar", "concluir", "baile"])
def test_a_step_that_is_not_taken_so_is_refused(made: Made, step: str) -> None:
    site, codes, program = made
    path, before = f"/registros/{codes.records['suya']}", journal_lines(site)
    version = program.get(path).json()["version"]
    assert (
        program.send(f"{path}/paso", {"paso": step, "texto": "Se cerró el caso hoy."}, version, "p").status_code == 422
    )
    assert journal_lines(site) == before


def test_what_is_out_of_reach_is_as_if_it_were_not_there(made: Made) -> None:
    _, codes, program = made
    for part, body in (("paso", {"paso": "desactivar"}), ("nivel", {"nivel": "bajo"}), ("cargo", {"persona": 1})):
        far = program.send(f"/registros/{codes.records['ajena']}/{part}", body | WHY, 1, f"lejos-{part}")
        none = program.send(f"/registros/AT-2026-05-9999/{part}", body | WHY, 1, f"nada-{part}")
        assert (far.status_code, far.json()) == (404, none.json())
