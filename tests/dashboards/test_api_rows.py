"""A program reads a row, corrects it and takes that back, separates a note, gives it: once, about the row it saw."""

from typing import Any

import pytest

from conflict.claim import MOST
from conflict.roles import Role
from register.commands import offices
from tests.conftest import NOW
from tests.dashboards.conftest import Site
from tests.dashboards.test_api_decisions import Program, journal_lines
from tests.make import an_article
from tests.offices import fill
from tests.register.test_office_day import OFFICES

FIRST, LAST = "P-261120-001", "P-261120-004"
WHY = {"motivo": "El hecho es en otro lugar."}
EVERYTHING: dict[str, Any] = WHY | {
    "municipio": "camiri, santa cruz",
    "etapa": "demanda",
    "nivel": "bajo",
    "medidas": ["marcha", "marcha"],
    "demandantes": ["Junta Vecinal Inventada", " COB "],
    "demandados": ["Gobernación Inventada"],
    "demanda": "Agua para el barrio nuevo",
}


@pytest.fixture
def program(site: Site) -> Program:
    site.fill(*(an_article(n) for n in range(6)), group=lambda n: f"new:{min(n, 3)}")
    return Program(site, Role.NATIONAL)


def row(program: Program, code: str = FIRST) -> dict[str, Any]:
    answer = program.get(f"/cola/{code}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_row_is_read_whole_and_its_etag_is_what_an_order_names(program: Program) -> None:
    answer = program.get(f"/cola/{LAST}")
    told = answer.json()
    (listed,) = [one for one in program.get("/cola").json()["filas"] if one["codigo"] == LAST]
    assert {name: told[name] for name in listed} == listed
    assert len(told["articulos"]) == 3
    assert told["articulos"][0]["enlace"].startswith("https://")
    known = program.token | {"If-None-Match": answer.headers["etag"]}
    assert program.client.get(f"/api/v1/cola/{LAST}", headers=known).status_code == 304
    done = program.send(f"/cola/{LAST}/asignar", {"persona": 1}, None, **{"If-Match": answer.headers["etag"]})
    assert done.status_code == 200, done.text
    after = program.client.get(f"/api/v1/cola/{LAST}", headers=known)
    assert (after.status_code, after.json()["persona_a_cargo"]) == (200, 1), "it changed without a new version"


def test_every_field_is_corrected_and_comes_back(program: Program) -> None:
    before = row(program)
    done = program.send(f"/cola/{FIRST}/correcciones", EVERYTHING, before["version"])
    assert done.status_code == 200, done.text
    changed = {"lugar", "etapa", "medidas", "nivel", "demandantes", "demandados", "demanda"}
    assert set(done.json()["campos"]) == changed
    told = row(program)
    assert done.headers["etag"] == f'"{told["version"]}"'
    assert (told["departamentos"], told["municipios"], told["medidas"]) == (["07"], ["Camiri"], ["marcha"])
    assert (told["etapa"], told["nivel"], told["demanda"]) == ("demanda", "bajo", EVERYTHING["demanda"])
    assert (told["demandantes"], told["demandados"]) == (["Junta Vecinal Inventada", "COB"], EVERYTHING["demandados"])
    assert {one["campo"] for one in told["correcciones"]} == changed
    assert max(one["id"] for one in told["correcciones"]) == done.json()["id"]
    path = f"/cola/{FIRST}/correcciones/{done.json()['id']}/deshacer"
    stale = program.send(path, None, before["version"], "b")
    assert (stale.status_code, stale.json()["version_actual"]) == (412, told["version"])
    back = program.send(path, None, told["version"], "c")
    assert back.status_code == 200, back.text
    version = back.json()["version"]
    assert row(program) == before | {"version": version}
    again = program.send(path, None, told["version"], "c")
    assert (again.status_code, again.json()) == (200, back.json()), "the same order is answered the same"
    twice = program.send(path, None, version, "d")
    assert (twice.status_code, twice.json()["detail"]) == (422, "Esa corrección ya se deshizo.")


def test_what_is_left_out_stays_and_a_row_is_taken_off_the_map(program: Program) -> None:
    before = row(program)
    done = program.send(f"/cola/{FIRST}/correcciones", WHY | {"departamento": "sin"}, before["version"])
    assert done.json()["campos"] == ["lugar"], done.text
    left = {name: before[name] for name in ("etapa", "nivel", "medidas", "demanda", "demandantes")}
    told = row(program)
    assert {name: told[name] for name in left} == left
    assert (told["departamentos"], told["municipios"]) == ([], [])


@pytest.mark.parametrize(
    "put",
    [
        {},
        {"municipio": "Camirí Alto"},
        {"departamento": "99"},
        {"municipio": "Uyuni, Potosí", "departamento": "05"},
        {"demandantes": ["x"]},
        {"demandantes": [f"Sector {n}" for n in range(MOST + 1)]},
        {"medidas": ["ninguna"]},
        {"nivel": None, "titular": "Otro"},
        {"demanda": "Agua\u0000"},
    ],
)
def test_a_correction_that_is_none_changes_nothing(site: Site, program: Program, put: dict[str, Any]) -> None:
    before, written = row(program), journal_lines(site)
    refused = program.send(f"/cola/{FIRST}/correcciones", WHY | put, before["version"])
    assert refused.status_code == 422, refused.text
    assert (row(program), journal_lines(site)) == (before, written)


def test_only_who_corrected_takes_it_back(site: Site, program: Program) -> None:
    done = program.send(f"/cola/{FIRST}/correcciones", WHY | {"nivel": "bajo"}, 1).json()
    other = Program(site, Role.DELEGATE)
    path = f"/cola/{FIRST}/correcciones/{done['id']}/deshacer"
    refused = other.send(path, None, done["version"])
    assert (refused.status_code, row(program)["nivel"]) == (422, "bajo")
    assert program.send(path, None, done["version"], "b").status_code == 200


def test_a_note_gets_a_row_of_its_own(program: Program) -> None:
    told = row(program, LAST)
    note = told["articulos"][0]["articulo"]
    done = program.send(f"/cola/{LAST}/separar", {"articulo": note}, told["version"])
    assert done.status_code == 200, done.text
    assert [one["articulo"] for one in row(program, done.json()["fila"])["articulos"]] == [note]
    assert len(row(program, LAST)["articulos"]) == 2
    again = program.send(f"/cola/{LAST}/separar", {"articulo": note}, done.json()["version"], "b")
    assert again.status_code == 422


def test_a_row_is_given_to_a_person_who_may_decide_it_and_to_an_office(site: Site, program: Program) -> None:
    with site.register.writing() as session:
        offices.sync(session, offices=OFFICES, now=NOW)
    version = row(program)["version"]
    for wrong in ({}, {"persona": 1, "oficina": "of-05"}, {"persona": 999}, {"oficina": "ninguna", **WHY}):
        refused = program.send(f"/cola/{FIRST}/asignar", wrong, version, str(wrong)[:60])
        assert refused.status_code == 422, wrong
    given = program.send(f"/cola/{FIRST}/asignar", {"persona": 0}, version, "nadie")
    assert (given.status_code, row(program)["persona_a_cargo"]) == (200, None)
    moved = program.send(f"/cola/{FIRST}/asignar", {"oficina": "of-05", **WHY}, version, "oficina")
    assert moved.status_code == 200, moved.text
    assert row(program)["oficina"] == "of-05"


def test_what_lies_elsewhere_is_not_there(site: Site) -> None:
    codes, program = fill(site.register, ("suya", "ajena")), Program(site)
    there, nowhere = codes.rows["ajena"], "P-261120-999"
    orders = {
        "correcciones": WHY | {"nivel": "bajo"},
        "correcciones/1/deshacer": None,
        "separar": {"articulo": 1},
        "asignar": {"persona": 0},
    }
    for code in (there, nowhere):
        assert program.get(f"/cola/{code}").status_code == 404
        for path, body in orders.items():
            assert program.send(f"/cola/{code}/{path}", body, 1, f"{path}{code}").status_code == 404, path
