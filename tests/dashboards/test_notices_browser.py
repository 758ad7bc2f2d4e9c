"""Notificaciones and Plantillas in a real Chromium, with JavaScript and without: asked, refused, tried, put back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from conflict.roles import Role
from tests.dashboards.conftest import Site
from tests.dashboards.served import served
from tests.offices import PEOPLE

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["con_javascript", "sin_javascript"])
def page(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Page]:
    with served(site, by=PEOPLE[Role.NATIONAL]) as base:
        wide = {"width": 1440, "height": 900} if request.param else {"width": 390, "height": 844}
        context = browser.new_context(base_url=base, java_script_enabled=request.param, viewport=wide)
        yield context.new_page()
        context.close()


def test_what_a_person_asks_for_is_kept_and_what_is_refused_stays_typed(page: Page) -> None:
    page.goto("/ajustes")
    page.get_by_role("link", name="Cambiar mis notificaciones").click()
    page.get_by_label("Su correo").fill("nora@oficina")
    page.get_by_label("Lo que espera en mi oficina").check()
    page.get_by_label("A qué hora").select_option("6")
    page.get_by_role("button", name="Guardar").click()
    expect(page.locator(".falla")).to_contain_text("un solo correo")
    expect(page.get_by_label("Su correo")).to_have_value("nora@oficina")
    expect(page.get_by_label("Lo que espera en mi oficina")).to_be_checked()
    page.get_by_label("Su correo").fill("nora@oficina.example")
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("status").filter(has_text="Guardado.")).to_be_visible()
    expect(page.get_by_label("A qué hora")).to_have_value("6")
    assert "oficina.example" not in page.url
    page.get_by_role("link", name="Ajustes", exact=True).first.click()
    expect(page.get_by_text("correo a las 06:00")).to_be_visible()


def test_words_are_tried_saved_and_put_back(page: Page) -> None:
    page.goto("/ajustes/plantillas")
    page.get_by_role("link", name="Plazos propios").click()
    page.get_by_label("Asunto").fill("{plazos} de usted")
    page.get_by_role("button", name="Ver cómo queda").click()
    expect(page.get_by_role("heading", name="Cómo quedaría, sin guardar")).to_be_visible()
    expect(page.locator(".extracto")).to_contain_text("2 plazos vencidos de usted")
    page.get_by_label("Asunto").press("Enter")  # saves: it is the first button
    expect(page.get_by_text("Rige la versión 1")).to_be_visible()
    page.get_by_role("button", name="Volver al texto de origen").click()
    expect(page.get_by_text("Rige el texto de origen")).to_be_visible()
    expect(page.get_by_label("Asunto")).to_have_value("Atalaya: {plazos} a su cargo")
