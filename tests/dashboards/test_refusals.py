"""What the pages refuse leaves a count: the change is rolled back, the attempt is not forgotten."""

import pytest
from sqlalchemy import text

from conflict.roles import Role
from tests.dashboards.conftest import Site
from tests.dashboards.test_api import token_of
from tests.offices import PEOPLE, fill

Told = list[tuple[str, str, str, int]]


def refused(site: Site) -> Told:
    with site.register.reading() as session:
        rows = session.execute(text("SELECT action, object_id, why, times FROM refused_attempt ORDER BY id"))
        return [(str(action), str(of), str(why), int(times)) for action, of, why, times in rows]


@pytest.fixture
def own(site: Site) -> tuple[Site, str, str]:
    """Return a record that the analyst of Llallagua answers for, and one that is out of sight."""
    codes = fill(site.register, ("suya", "ajena"))
    return site, codes.records["suya"], codes.records["ajena"]


def test_a_page_that_the_role_does_not_have_is_counted(own: tuple[Site, str, str]) -> None:
    site, *_ = own
    client = site.client(PEOPLE[Role.ANALYST])
    for _ in range(3):
        assert client.get("/ajustes/usuarios").status_code == 403
    assert refused(site) == [("GET /ajustes/usuarios", "", "permiso", 3)]


def test_an_act_on_a_record_out_of_sight_is_counted_as_one_that_does_not_exist(own: tuple[Site, str, str]) -> None:
    site, _, other = own
    client = site.client(PEOPLE[Role.ANALYST])
    absent = "CS-2026-05-0999"
    for code in (other, absent):
        found = client.post(f"/registros/{code}/reservado", data={"texto": "Para acompañar a la familia."})
        assert found.status_code == 404
    assert refused(site) == [("POST /registros/{code}/reservado", code, "oculto", 1) for code in (other, absent)]


def test_a_form_that_was_overtaken_is_counted(own: tuple[Site, str, str]) -> None:
    site, code, _ = own
    client = site.client(PEOPLE[Role.ANALYST])
    sent = {"version": "0", "texto": "Se llamó a la dirigencia.", "clase": "llamada"}
    assert client.post(f"/registros/{code}/accion", data=sent).status_code == 409
    assert refused(site) == [("POST /registros/{code}/accion", code, "version", 1)]


def test_a_rule_is_counted_at_protected_acts_and_a_missing_word_elsewhere_is_not(own: tuple[Site, str, str]) -> None:
    site, code, _ = own
    client = site.client(PEOPLE[Role.ANALYST])
    assert client.post(f"/registros/{code}/reservado", data={"texto": ""}).status_code == 422
    assert client.post(f"/registros/{code}/accion", data={"texto": "", "clase": "llamada"}).status_code == 422
    assert refused(site) == [("POST /registros/{code}/reservado", code, "regla", 1)]


def test_a_program_is_counted_as_its_person_is(own: tuple[Site, str, str]) -> None:
    site, code, _ = own
    client, headers = site.client(None), token_of(site, Role.AUDITOR)
    assert client.post(f"/api/v1/registros/{code}/acciones", headers=headers, json={}).status_code == 403
    assert refused(site) == [("POST /api/v1/registros/{code}/acciones", code, "permiso", 1)]


def test_what_is_granted_and_who_has_not_entered_leave_no_count(own: tuple[Site, str, str]) -> None:
    site, code, _ = own
    assert site.client(None).get("/ajustes/usuarios").status_code == 303
    assert site.client(PEOPLE[Role.ANALYST]).get(f"/registros/{code}").status_code == 200
    assert refused(site) == []
