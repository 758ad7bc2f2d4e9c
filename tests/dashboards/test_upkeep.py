"""«Registro al día»: how much of a record is filled in, and a way to the place of each thing that is missing."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from conflict.record import Person
from conflict.roles import Role
from tests.dashboards.conftest import Site, completed, named
from tests.dashboards.seen import Node, seen
from tests.dashboards.served import served
from tests.dashboards.test_ficha import registered, send
from tests.make import an_article

WHOLE = 13
"""Eleven fields that concluding asks for, an action of the last days, and no deadline overdue."""


@pytest.fixture
def ana(site: Site) -> TestClient:
    site.fill(an_article(1), an_article(2))
    return named(site, "Ana Q.", "Regional Llallagua")


def card(client: TestClient, code: str) -> Node:
    page = seen(client.get(f"/registros/{code}").text)
    (found,) = [one for one in page.all("section") if one.attrs.get("aria-labelledby") == "aldia"]
    return found


def links(node: Node) -> dict[str, str]:
    return {one.text.rstrip("."): one.attrs["href"] for one in node.all("a")}


def test_the_card_counts_what_is_done_and_shows_it_as_a_meter(ana: TestClient) -> None:
    code = registered(ana)
    now = card(ana, code)
    missing = len(now.all("li"))
    assert now.one("h2").text == f"Registro al día {WHOLE - missing} de {WHOLE}"
    meter = now.one("meter")
    assert (meter.attrs["value"], meter.attrs["max"]) == (str(WHOLE - missing), str(WHOLE))
    assert meter.attrs["aria-labelledby"] == "aldia"
    assert "style" not in meter.attrs


def test_it_is_whole_once_all_is_filled_and_falls_behind_with_time(ana: TestClient, site: Site) -> None:
    code = registered(ana)
    completed(ana, code)
    send(ana, code, "accion", tipo="verificacion_en_sitio", texto="Se visitó el punto de bloqueo.")
    assert card(ana, code).one("h2").text == f"Registro al día {WHOLE} de {WHOLE}"
    assert "Nada pendiente." in card(ana, code).text
    send(ana, code, "plazo", que="Llamar al sindicato", vence="2026-11-21T10:00")
    site.now += timedelta(days=8)
    behind = card(ana, code)
    assert behind.one("h2").text == f"Registro al día {WHOLE - 2} de {WHOLE}"
    assert [one.text for one in behind.all("li")] == ["Sin acciones en los últimos 7 días.", "1 plazo vencido."]
    assert list(links(behind).values()) == ["#a-tipo", "#plazos"]


def test_what_is_missing_leads_to_a_field_that_is_there(ana: TestClient) -> None:
    code = registered(ana)
    send(ana, code, "lugar", municipios="")
    here = f"/registros/{code}"
    asked = links(card(ana, code))
    assert len(asked) == len(card(ana, code).all("li"))
    assert {"Falta el municipio", "Falta el derecho en riesgo", "Falta quién demanda"} <= set(asked)
    for words, link in asked.items():
        path, _, anchor = link.partition("#")
        assert [one for one in seen(ana.get(path or here).text).walk() if one.attrs.get("id") == anchor], words


def test_the_card_and_the_page_of_the_end_name_the_same_gaps_and_places(ana: TestClient) -> None:
    code = registered(ana)
    here = f"/registros/{code}"
    ending = seen(ana.get(f"{here}/terminar?paso=concluir").text)
    asked = {words: link for words, link in links(ending.one("ul", "faltan")).items() if words.startswith("Falta ")}
    told = {words: link for words, link in links(card(ana, code)).items() if words.startswith("Falta ")}
    assert asked
    assert asked == {words: link if link.startswith("/") else here + link for words, link in told.items()}


def test_who_may_not_write_in_the_record_reads_what_is_missing_without_links(ana: TestClient, site: Site) -> None:
    code = registered(ana)
    for by in (
        Person("Gema Inventada", "Gerencia", 9, Role.MANAGER),
        Person("Nora Inventada", "Unidad de Prevención y Transformación de Conflictos", 11, Role.NATIONAL),
    ):
        read = card(site.client(by), code)
        assert len(read.all("li")) == len(card(ana, code).all("li")), by.name
        assert links(read) == {}, by.name


def test_a_record_that_ended_is_not_measured(ana: TestClient) -> None:
    code = registered(ana)
    completed(ana, code)
    send(ana, code, "accion", tipo="verificacion_en_sitio", texto="Se visitó el punto de bloqueo.")
    ended = {"paso": "concluir", "resultado": "acuerdo_total", "texto": "Se firmó el acta final."}
    assert send(ana, code, "paso", **ended).status_code == 303
    assert "Registro al día" not in ana.get(f"/registros/{code}").text


@pytest.mark.parametrize("script", [True, False])
def test_a_link_opens_the_form_that_was_folded(browser: Chromium, site: Site, script: bool) -> None:
    site.fill(an_article(1))
    ana = named(site, "Ana Q.", "Regional Llallagua")
    code = registered(ana)
    with served(site) as address:
        context = browser.new_context(java_script_enabled=script)
        page = context.new_page()
        page.goto(f"{address}/registros/{code}")
        expect(page.locator("#ac-nombre")).to_be_hidden()
        page.get_by_role("link", name="Falta quién demanda").click()
        expect(page.locator("#ac-nombre")).to_be_visible()
        expect(page.locator("#ac-nombre")).to_be_in_viewport()
        page.get_by_role("link", name="Falta el derecho en riesgo").click()
        expect(page.locator("#f-rights")).to_be_in_viewport()
        context.close()
