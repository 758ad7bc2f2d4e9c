"""Offices on the queue page: whose row it is and why, the filter in the address, and passing a row on."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from conflict.office import Office, OfficeKind, Route, RouteBasis
from conflict.record import Person
from conflict.roles import Role
from register.commands import offices, readings
from register.commands.assessed import Assessed
from tests.dashboards.conftest import Site, named
from tests.dashboards.seen import rows, seen
from tests.dashboards.test_ficha import registered
from tests.make import a_source, an_article, an_assessed

POTOSI = Office("of-05", "Delegación Departamental Potosí", "Delegación Potosí", OfficeKind.DELEGATION, "05", "", "")
NATIONAL = Office("of-nacional", "Unidad de Conflictos", "Unidad nacional", OfficeKind.NATIONAL, "", "", "")
ROUTES = (Route("of-05", RouteBasis.SCENE), Route("of-nacional", RouteBasis.NOWHERE))


@pytest.fixture
def client(site: Site) -> TestClient:
    site.begin(a_source())
    site.fetched("radio-cerro", [an_article(1, title="Bloqueo en el valle"), an_article(2, title="Paro sin lugar")])
    with site.register.writing() as session:
        offices.sync(session, offices=(POTOSI, NATIONAL), now=site.now)
        waiting = readings.claim(session, holder="prueba", now=site.now, lease_seconds=300, limit=10)
        assessed: list[Assessed] = [
            replace(an_assessed(one, f"new:{n}"), route=ROUTES[n]) for n, one in enumerate(waiting)
        ]
        readings.record(session, assessed=assessed, now=site.now)
    site.end()
    return site.client()


def test_a_row_says_whose_it_is_and_the_panel_says_why(client: TestClient) -> None:
    page = client.get("/cola").text
    assert "Delegación Potosí" in page
    assert "Unidad nacional" in page
    assert "por el lugar del hecho" in client.get("/cola/P-261120-001").text
    assert "la atiende la oficina nacional" in client.get("/cola/P-261120-002").text


@pytest.mark.parametrize(("query", "count"), [("oficina=of-05", 1), ("oficina=of-09", 0), ("oficina=%27--", 2)])
def test_the_filter_is_in_the_address_and_an_unknown_one_breaks_nothing(
    client: TestClient, query: str, count: int
) -> None:
    answer = client.get(f"/cola?{query}")
    assert answer.status_code == 200
    assert len(rows(seen(answer.text))) == count
    assert "Delegación Potosí (1)" in answer.text


def test_a_person_passes_a_row_on_and_everybody_reads_it(client: TestClient) -> None:
    form = {"version": 1, "oficina": "of-nacional", "motivo": "Toca a varios departamentos"}
    answer = client.post("/cola/P-261120-001/mover?oficina=of-05", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/cola/P-261120-001?oficina=of-05")
    page = client.get("/cola/P-261120-001").text
    assert "De Delegación Potosí a Unidad nacional, por Persona de la demostración" in page
    assert "Toca a varios departamentos" in page
    assert "la movió una persona" in page
    assert len(rows(seen(client.get("/cola?oficina=of-nacional").text))) == 2


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"oficina": "", "motivo": "Toca a varios departamentos"}, "Falta elegir la oficina"),
        ({"oficina": "of-nacional", "motivo": ""}, "Falta decir por qué se mueve"),
    ],
)
def test_a_form_that_lacks_something_says_what(client: TestClient, form: dict[str, str], words: str) -> None:
    answer = client.post("/cola/P-261120-001/mover", data={"version": 1} | form)
    assert answer.status_code == 422
    assert words in answer.text


def test_an_account_and_a_transfer_choose_their_office_from_the_table(client: TestClient, site: Site) -> None:
    admin = site.client(Person("Tita Inventada", "Sistemas", 91, Role.ADMIN))
    assert f"<option>{POTOSI.name}</option>" in admin.get("/ajustes/usuarios").text
    account = {"usuario": "nueva.persona", "nombre": "Persona Nueva", "rol": "analista", "departamento": "05"}
    refused = admin.post("/ajustes/usuarios", data=account | {"oficina": "Potosí centro"})
    assert refused.status_code == 422
    assert f"Elija una de estas: {POTOSI.name}" in refused.text
    assert admin.post("/ajustes/usuarios", data=account | {"oficina": "Delegación Potosí"}).status_code == 200
    assert POTOSI.name in admin.get("/ajustes/usuarios").text.partition("nueva.persona")[2].partition("</tr>")[0]
    ana = named(site, "Ana Q.", "Regional Llallagua")
    code = registered(ana)
    form = ana.get(f"/registros/{code}/transferir").text
    assert f">{POTOSI.name}</option>" in form
    assert "Delegación Departamental Oruro" not in form
