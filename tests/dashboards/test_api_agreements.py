"""A program reads agreements, writes one down with its commitments, and says whether they were kept."""

from typing import Any

import pytest

from conflict.roles import Role
from tests.dashboards.conftest import Site
from tests.dashboards.test_api_decisions import Program, journal_lines
from tests.offices import Filled, fill
from tests.register.test_out_of_sight import hung

SIGNED = {"firmado_el": "2026-11-19", "firman": "Vecinos y la Alcaldía", "texto": "Se abre el camino y se revisa."}
MADE = {"texto": "Entregar el informe de aguas.", "quien": "Alcaldía de Aldea Uno", "vence": "2026-12-04"}
KEPT = {"estado": "cumplido", "texto": "El informe se vio en la Alcaldía."}
Made = tuple[Site, Filled, Program]


@pytest.fixture
def made(site: Site) -> Made:
    return site, fill(site.register, ("suya", "ajena")), Program(site)


def version(program: Program, code: str) -> int:
    return int(program.get(f"/registros/{code}").json()["version"])


def signed(made: Made, n: int = 1) -> dict[str, Any]:
    _, codes, program = made
    code = codes.records["suya"]
    done = program.send(f"/registros/{code}/acuerdos", SIGNED, version(program, code), f"acuerdo-{n}")
    assert done.status_code == 200, done.text
    return dict(done.json())


def test_an_agreement_lives_from_its_signature_to_its_end(made: Made) -> None:
    site, codes, program = made
    code, agreement = codes.records["suya"], signed(made)
    assert agreement["version"] == version(program, code)
    path = f"/acuerdos/{agreement['id']}/compromisos"
    stale = program.send(path, MADE, agreement["version"] - 1, "c")
    assert (stale.status_code, stale.json()["version_actual"]) == (412, agreement["version"])
    promised = program.send(path, MADE, agreement["version"], "c")
    assert promised.status_code == 200, promised.text
    written = journal_lines(site)
    assert program.send(path, MADE, agreement["version"], "c").json() == promised.json()
    assert journal_lines(site) == written
    (deadline,) = [one for one in program.get("/plazos").json()["plazos"] if one["entidad"] == MADE["quien"]]
    assert deadline["ficha"] == code
    (told,) = program.get(f"/registros/{code}/acuerdos").json()["acuerdos"]
    assert {name: told[name] for name in SIGNED} == SIGNED
    (commitment,) = told["compromisos"]
    assert {name: commitment[name] for name in MADE} == MADE
    assert (commitment["id"], commitment["estado"]) == (promised.json()["id"], "pendiente")
    done = program.send(f"/compromisos/{commitment['id']}/estado", KEPT, promised.json()["version"], "d")
    assert done.status_code == 200, done.text
    ended = program.send(f"/acuerdos/{agreement['id']}/estado", KEPT, done.json()["version"], "e")
    assert ended.status_code == 200, ended.text
    answer = program.get(f"/registros/{code}/acuerdos")
    (told,) = answer.json()["acuerdos"]
    (commitment,) = told["compromisos"]
    assert (told["estado"], commitment["estado"], commitment["verificacion"]) == ("cumplido", "cumplido", KEPT["texto"])
    assert commitment["cumplido_el"] == "2026-11-20"
    assert answer.headers["etag"] == f'"{ended.json()["version"]}"'
    assert MADE["quien"] not in program.get("/plazos").text


def test_agreements_are_paged(made: Made) -> None:
    _, codes, program = made
    numbers = [signed(made, n)["id"] for n in (1, 2, 3)]
    path = f"/registros/{codes.records['suya']}/acuerdos"
    page = program.get(f"{path}?limite=2").json()
    assert [one["id"] for one in page["acuerdos"]] == numbers[:2]
    rest = program.get(f"{path}?limite=2&desde={page['siguiente']}").json()
    assert ([one["id"] for one in rest["acuerdos"]], rest["siguiente"]) == (numbers[2:], None)
    assert program.get(f"{path}?desde=99").status_code == 422


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/registros/{code}/acuerdos", SIGNED | {"firmado_el": "2026-11-25"}),
        ("/registros/{code}/acuerdos", SIGNED | {"firmado_el": "0001-01-01"}),
        ("/registros/{code}/acuerdos", SIGNED | {"firman": ""}),
        ("/acuerdos/{id}/compromisos", MADE | {"vence": "2026-11-01"}),
        ("/acuerdos/{id}/compromisos", MADE | {"quien": "x"}),
        ("/acuerdos/{id}/estado", KEPT | {"estado": "vigente"}),
        ("/acuerdos/{id}/estado", KEPT | {"estado": "pendiente"}),
    ],
)
def test_what_a_rule_forbids_changes_nothing(made: Made, path: str, body: dict[str, str]) -> None:
    site, codes, program = made
    told, written = signed(made), journal_lines(made[0])
    asked = path.format(code=codes.records["suya"], id=told["id"])
    refused = program.send(asked, body, told["version"], "x")
    assert refused.status_code == 422, refused.text
    assert journal_lines(site) == written


def test_of_a_record_of_others_nothing_is_there_and_a_reader_writes_nothing(made: Made) -> None:
    site, codes, program = made
    told, code = signed(made), codes.records["ajena"]
    theirs = hung(site.register, code, site.register.folder)
    orders = {
        f"/registros/{code}/acuerdos": SIGNED,
        f"/acuerdos/{theirs['agreement_id']}/compromisos": MADE,
        f"/acuerdos/{theirs['agreement_id']}/estado": KEPT,
        f"/compromisos/{theirs['commitment_id']}/estado": KEPT,
    }
    assert program.get(f"/registros/{code}/acuerdos").status_code == 404
    for path, body in orders.items():
        assert program.send(path, body, 1, path).status_code == 404, path
    auditor = Program(site, Role.AUDITOR)
    assert auditor.get(f"/registros/{codes.records['suya']}/acuerdos").status_code == 200
    assert auditor.send(f"/acuerdos/{told['id']}/estado", KEPT, told["version"]).status_code == 403
