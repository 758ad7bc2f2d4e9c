"""A program reads, keeps and throws away the saved views that the page shows to its person."""

from typing import Any

import pytest

from conflict.roles import Role
from conflict.triage import MOST_VIEWS
from tests.dashboards.conftest import Site
from tests.dashboards.test_api_decisions import Program
from tests.offices import PEOPLE

VIEW: dict[str, Any] = {"nombre": " Potosí,  alto ", "filtros": {"departamento": "05", "nivel": "alto"}}


@pytest.fixture
def program(site: Site) -> Program:
    return Program(site, Role.NATIONAL)


def kept(program: Program) -> list[dict[str, Any]]:
    return list(program.get("/vistas").json()["vistas"])


def test_a_view_is_kept_listed_opened_by_the_page_and_dropped(site: Site, program: Program) -> None:
    done = program.send("/vistas", VIEW, None)
    assert done.status_code == 200, done.text
    told = done.json()
    assert told["nombre"] == "Potosí, alto"
    assert kept(program) == [told]
    page = site.client(PEOPLE[Role.NATIONAL]).get("/cola").text
    assert f'<a href="{told["direccion"].replace("&", "&amp;")}">Potosí, alto</a>' in page
    assert program.send("/vistas", VIEW, None).json() == told, "the same order is answered the same"
    assert len(kept(program)) == 1
    assert program.send(f"/vistas/{told['id']}/borrar", None, None, "b").json() == {"id": told["id"]}
    assert kept(program) == []
    gone = program.send(f"/vistas/{told['id']}/borrar", None, None, "c")
    assert (gone.status_code, gone.json()["detail"]) == (422, "Esa vista ya no está.")


def test_a_view_of_the_office_is_of_that_office_alone(site: Site, program: Program) -> None:
    other = Program(site, Role.DELEGATE)
    assert program.send("/vistas", VIEW | {"oficina_entera": True}, None).status_code == 200
    assert [one["oficina_entera"] for one in kept(program)] == [True]
    assert kept(other) == []
    number = kept(program)[0]["id"]
    assert other.send(f"/vistas/{number}/borrar", None, None).status_code == 422
    assert len(kept(program)) == 1
    assert Program(site, Role.AUDITOR).get("/vistas").status_code == 403


@pytest.mark.parametrize(
    "change",
    [
        {"filtros": {}},
        {"filtros": {"estado": "abiertas"}},
        {"filtros": {"departamento": "99"}},
        {"filtros": {"dia_desde": "ayer"}},
        {"filtros": {"texto": "   "}},
        {"filtros": {"orden": "titular"}},
        {"filtros": {"etapa": "bloqueo en curso de dos días"}},
        {"nombre": "   "},
        {"nombre": "x" * 41},
    ],
)
def test_a_view_of_nothing_is_not_kept(program: Program, change: dict[str, Any]) -> None:
    assert program.send("/vistas", VIEW | change, None).status_code == 422
    assert kept(program) == []


def test_there_are_as_many_as_on_the_page(program: Program) -> None:
    for n in range(MOST_VIEWS):
        assert program.send("/vistas", VIEW | {"nombre": f"Vista {n}"}, None, f"v{n}").status_code == 200
    full = program.send("/vistas", VIEW | {"nombre": "Una más"}, None, "mas")
    assert (full.status_code, len(kept(program))) == (422, MOST_VIEWS)
