"""A page offers nobody a form that is certain to be refused: who reads a record reads it, without buttons of others."""

import pytest

from conflict.permissions import NATIONAL_UNIT
from conflict.record import Person
from conflict.roles import Role
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.full import addresses
from tests.dashboards.seen import seen

READERS = (
    Person("Gema Inventada", "Gerencia", 9, Role.MANAGER),
    Person("Aida Inventada", "Auditoría", 10, Role.AUDITOR),
    Person("Nora Inventada", NATIONAL_UNIT, 11, Role.NATIONAL),
    Person("Rita Inventada", "Regional de Prueba", 12, Role.ANALYST, ("05",)),
)
OWN = Person("Ana Inventada", "Regional Llallagua", 13, Role.ANALYST, ("05",))


def forms(client: Browser, page: str) -> set[str]:
    """Return where the forms of a page lead that write in a record."""
    answer = client.get(page)
    assert answer.status_code == 200, page
    sent = {one.attrs.get("action", "") for one in seen(answer.text).all("form") if one.attrs.get("method") == "post"}
    return {one for one in sent if one.startswith(("/registros/", "/plazos/", "/transferencias/"))}


def links(client: Browser, page: str) -> set[str]:
    return {one.attrs.get("href", "") for one in seen(client.get(page).text).all("a")}


@pytest.mark.parametrize("by", READERS, ids=lambda one: one.role.value)
def test_who_may_not_write_in_a_record_is_offered_no_form_of_it(site: Site, by: Person) -> None:
    code = addresses(site)["code"]
    client = site.client(by=by)
    asked = {one.rpartition("/")[2] for one in forms(client, f"/registros/{code}")}
    assert asked <= {"reservado"}, "identities are shown to whom the table of permissions lets see them"
    offered = {one for one in links(client, f"/registros/{code}") if one.startswith((f"/registros/{code}/", "#"))}
    kept = {f"/registros/{code}/{one}" for one in ("simat", "word", "bitacora", "evidencia/1")} | {"#contenido"}
    assert offered <= kept


def test_who_has_no_queue_is_not_told_that_a_record_has_no_signals(site: Site) -> None:
    code = addresses(site)["code"]
    named = {
        by.role: [
            one.attrs.get("aria-labelledby")
            for one in seen(site.client(by=by).get(f"/registros/{code}").text).all("section")
        ]
        for by in (READERS[0], OWN)
    }
    assert "unidas" not in named[Role.MANAGER]
    assert "unidas" in named[Role.ANALYST]


@pytest.mark.parametrize("by", READERS[:2], ids=lambda one: one.role.value)
@pytest.mark.parametrize("page", ["/plazos", "/transferencias"])
def test_who_only_reads_is_offered_no_form_of_deadlines_and_transfers(site: Site, by: Person, page: str) -> None:
    addresses(site)
    assert forms(site.client(by=by), page) == set()


def test_another_office_is_offered_no_deadline_of_a_record_that_is_not_its_own(site: Site) -> None:
    addresses(site)
    assert not any(one.startswith("/plazos/") for one in forms(site.client(by=READERS[3]), "/plazos"))
    assert any(one.startswith("/plazos/") for one in forms(site.client(by=OWN), "/plazos"))


def test_the_office_in_charge_is_offered_all_of_them(site: Site) -> None:
    code = addresses(site)["code"]
    asked = {one.rpartition("/")[2] for one in forms(site.client(by=OWN), f"/registros/{code}")}
    assert {"accion", "hecho", "plazo", "titulo", "actor", "mover", "codigo", "nivel"} <= asked
    assert f"/registros/{code}/transferir" in links(site.client(by=OWN), f"/registros/{code}")
