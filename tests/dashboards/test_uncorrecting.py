"""A correction taken back from the page of its row, as a browser without JavaScript does."""

import re

import pytest

from conflict.record import Person
from conflict.roles import Role
from tests.dashboards.conftest import PERSON, Browser, Site
from tests.dashboards.test_triage_pages import FIRST, PART, SECOND, discarded, row_of
from tests.make import an_article

ROSA = Person("Rosa María Inventada", PERSON.office, 7, Role.NATIONAL)
TOLD = {"version": 1, "municipio": "camiri", "etapa": "demanda", "nivel": "bajo", "medida": ["marcha"]}
WHY = {"motivo": "El hecho fue en Camiri"}


@pytest.fixture
def client(site: Site) -> Browser:
    site.fill(*(an_article(n) for n in range(3)))
    return site.client()


def corrected(client: Browser, code: str, **more: object) -> str:
    """Correct a row and return where the page goes."""
    return client.post(f"/cola/{code}/corregir", data=TOLD | WHY | more).headers["location"]


def way_back(page: str) -> tuple[str, str]:
    """Return where the notice of a page takes back what was done, and what it says."""
    (form,) = re.findall(r'<form class="hecho".*?</form>', page, re.DOTALL)
    assert 'data-tecla="z"' in form
    return re.search(r'action="([^"]+)"', form)[1], re.search(r"<span>(.*?)</span>", form)[1]


def test_the_notice_of_a_correction_takes_it_back(site: Site, client: Browser) -> None:
    before = row_of(site, FIRST).row
    undo, words = way_back(client.get(corrected(client, FIRST)).text)
    assert (undo, words) == (f"/cola/{FIRST}/corregir/4/deshacer", "Corregida: lo que usted puso vale.")
    done = client.post(undo)
    assert done.headers["location"] == f"/cola/{FIRST}?deshecha=si"
    after = row_of(site, FIRST).row
    assert (after.municipalities, after.stage, after.level) == (before.municipalities, before.stage, before.level)
    assert (after.measures, after.review_by) == (before.measures, before.review_by)
    page = client.get(done.headers["location"]).text
    assert "deshacer" not in page
    assert "corrigió el lugar" not in page
    again = client.post(undo)
    assert again.status_code == 422
    assert "Esa corrección ya se deshizo." in again.text


def test_steps_go_back_through_corrections_and_decisions_in_order(client: Browser) -> None:
    corrected(client, FIRST)
    last = discarded(client, SECOND).headers["location"]
    undo, _ = way_back(client.get(last).text)
    assert undo.startswith("/decisiones/")
    last = client.post(undo).headers["location"]
    undo, words = way_back(client.get(last).text)
    assert (undo, words) == (f"/cola/{FIRST}/corregir/4/deshacer", "Se deshizo. Queda la corrección anterior.")
    last = client.post(undo).headers["location"]
    assert "deshacer" not in client.get(last).text


def test_nobody_else_takes_it_back(site: Site, client: Browser) -> None:
    undo, _ = way_back(client.get(corrected(client, FIRST)).text)
    refused = site.client(ROSA).post(undo, headers=PART)
    assert refused.status_code == 422
    assert "La corrigió otra persona. La deshace solo quien la hizo." in refused.text
    assert row_of(site, FIRST).row.municipalities == ("Camiri",)


def test_with_javascript_the_list_comes_back_with_its_notice(client: Browser) -> None:
    there = client.post(f"/cola/{FIRST}/corregir", data=TOLD | WHY, headers=PART).headers["location"]
    answer = client.get(there, headers=PART)
    assert answer.headers["HX-Replace-Url"] == f"/cola/{FIRST}"
    assert way_back(answer.text)[0] == f"/cola/{FIRST}/corregir/4/deshacer"


@pytest.mark.parametrize("number", ["0", "99", "9" * 19])
def test_a_number_that_is_none_changes_nothing(site: Site, client: Browser, number: str) -> None:
    corrected(client, FIRST)
    assert client.post(f"/cola/{FIRST}/corregir/{number}/deshacer").status_code in (404, 422)
    assert client.get(f"/cola/{FIRST}?corregida={number}").status_code == 200
    assert row_of(site, FIRST).row.municipalities == ("Camiri",)
