"""What the notes tell of a record stands in its forms to be confirmed; only what a person saves is the record's."""

import re

import pytest
from fastapi.testclient import TestClient

from tests.dashboards.conftest import Site, named, shown_fields
from tests.dashboards.seen import Node, seen
from tests.dashboards.test_claim_view import TOLD
from tests.dashboards.test_ficha import registered, send
from tests.make import an_article

HINT = "Leído en las notas"
DEMAND = "la abrogación del decreto 0000"


@pytest.fixture
def ana(site: Site) -> TestClient:
    site.fill(an_article(1), reading=lambda n: TOLD)
    return named(site, "Ana Q.", "Regional Llallagua")


def chosen(page: Node, name: str) -> str:
    box = next(one for one in page.all("select") if one.attrs["name"] == name)
    return next((one.attrs["value"] for one in box.all("option") if "selected" in one.attrs), "")


def test_demand_and_typology_are_offered_and_are_the_records_only_once_saved(ana: TestClient) -> None:
    code = registered(ana)
    page = ana.get(f"/registros/{code}/datos").text
    assert page.count(HINT) == 2
    fields = seen(page)
    assert next(one for one in fields.all("textarea") if one.attrs["name"] == "demand").text == DEMAND
    assert chosen(fields, "typology") == "leyes_y_normas"
    record = ana.get(f"/registros/{code}").text
    assert all(f"Falta {gap}" in record for gap in ("la demanda", "la tipología")), "nobody confirmed them yet"
    before = shown_fields(page)
    assert (before["antes.demand"], before["antes.typology"]) == ("", "")
    saved = {"demand": DEMAND, "typology": "leyes_y_normas"}
    assert ana.post(f"/registros/{code}/datos", data=before | saved).status_code == 303
    record = ana.get(f"/registros/{code}").text
    assert not any(f"Falta {gap}" in record for gap in ("la demanda", "la tipología"))
    page = ana.get(f"/registros/{code}/datos").text
    assert HINT not in page
    assert shown_fields(page)["antes.demand"] == DEMAND


def test_what_a_person_wrote_is_never_covered_by_what_was_read(ana: TestClient) -> None:
    code = registered(ana)
    before = shown_fields(ana.get(f"/registros/{code}/datos").text)
    own = {"demand": "Que se anule la norma", "typology": "laboral"}
    assert ana.post(f"/registros/{code}/datos", data=before | own).status_code == 303
    page = ana.get(f"/registros/{code}/datos").text
    assert "Que se anule la norma" in page
    assert chosen(seen(page), "typology") == "laboral"
    assert HINT not in page


def test_those_whom_the_notes_name_are_offered_one_after_the_other_with_their_side(ana: TestClient) -> None:
    code = registered(ana)
    for name, side in (("Central Obrera Boliviana", "demandante"), ("Gobierno nacional", "demandado")):
        page = ana.get(f"/registros/{code}").text
        assert re.search(r'id="ac-nombre"[^>]*value="([^"]*)"', page).group(1) == name
        assert chosen(seen(page), "lado") == side
        assert HINT in page
        added = {"nombre": name, "lado": side, "rol": "primario", "sector": "otro"}
        assert send(ana, code, "actor", **added).status_code == 303
    page = ana.get(f"/registros/{code}").text
    assert re.search(r'id="ac-nombre"[^>]*value="([^"]*)"', page).group(1) == ""
    assert HINT not in page


def test_a_record_whose_notes_tell_nothing_offers_nothing(site: Site) -> None:
    site.fill(an_article(1))
    client = named(site, "Ana Q.", "Regional Llallagua")
    code = registered(client)
    assert HINT not in client.get(f"/registros/{code}/datos").text
    assert HINT not in client.get(f"/registros/{code}").text
