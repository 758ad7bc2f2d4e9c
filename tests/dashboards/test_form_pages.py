"""The pages of a record that only carry a form, typed by address: who may not write is told so and gets no form."""

import pytest

from conflict.permissions import Ability
from conflict.roles import Role
from dashboards.policies import POLICIES
from tests.dashboards.conftest import Site
from tests.dashboards.seen import seen
from tests.offices import PEOPLE, Filled, expected, fill

FORM_PAGES = ("datos", "terminar", "transferir")
"""Whoever edits a record concludes it and asks for its transfer; the table of permissions has the same line for all."""
TO_READ = {"simat", "{code}.pdf", "word", "{code}.xlsx", "bitacora", "{number}", "{code}"}


@pytest.fixture(scope="module")
def filled(lasting_site: Site) -> Filled:
    return fill(lasting_site.register)


def test_every_page_of_a_record_is_one_to_read_or_in_the_table() -> None:
    pages = {
        path.rpartition("/")[2] for method, path in POLICIES if method == "GET" and path.startswith("/registros/{code}")
    }
    assert pages == TO_READ | set(FORM_PAGES)


@pytest.mark.parametrize("page", FORM_PAGES)
@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: role.value)
def test_a_form_page_is_for_those_who_may_send_it(lasting_site: Site, filled: Filled, role: Role, page: str) -> None:
    client = lasting_site.client(PEOPLE[role])
    for place, code in filled.records.items():
        answer = client.get(f"/registros/{code}/{page}")
        shown = seen(answer.text)
        forms = [one for one in shown.all("form") if one.attrs.get("action", "").startswith(f"/registros/{code}/")]
        if not expected(role, Ability.SEE_RECORDS.value, place):
            assert answer.status_code in (403, 404), (place, page)
            assert not forms
        elif expected(role, Ability.EDIT.value, place):
            assert answer.status_code == 200, (place, page)
        else:
            assert answer.status_code == 403, (place, page)
            assert "Usted puede leerla y no escribir en ella. Puede pedir acceso a su responsable." in shown.text
            assert f"/registros/{code}" in {one.attrs.get("href") for one in shown.all("a")}
            assert not forms
            assert not [one for one in shown.all("form") if "/plazos/" in one.attrs.get("action", "")]


@pytest.mark.parametrize("page", FORM_PAGES)
def test_a_form_page_of_a_closed_record_says_that_it_is_closed(site: Site, page: str) -> None:
    made = fill(site.register, ("suya",))
    client = site.client(PEOPLE[Role.REGIONAL])
    code = made.records["suya"]
    done = client.post(f"/registros/{code}/paso", data={"paso": "anular", "texto": "Se registró dos veces."})
    assert done.status_code == 303
    answer = client.get(f"/registros/{code}/{page}")
    assert answer.status_code == 422
    assert "Reábrala" in seen(answer.text).said("p", "alarma")
