"""«En Llallagua» in a real Chromium: told inside the panel, which stays; without JavaScript it is a page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.dashboards.conftest import Site
from tests.dashboards.served import served
from tests.make import an_article

pytestmark = pytest.mark.browser


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    site.fill(*(an_article(n, title=f"Hecho número {n:02} de la mañana") for n in range(3)))
    with served(site) as base:
        yield base


def test_the_panel_tells_it_in_place_and_the_keys_go_on(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address, viewport={"width": 1440, "height": 900})
    page.goto("/cola")
    where = page.url
    code = page.locator(".detalle").get_attribute("data-codigo")
    link = page.locator(".detalle").get_by_role("link", name="En Llallagua: 12 semanas")
    link.focus()
    page.keyboard.press("Enter")
    told = page.locator(f"#lugar-{code}")
    expect(told).to_contain_text("2 alertas más en la cola")
    expect(told.locator("svg.tira")).to_have_count(1)
    assert page.url == where
    assert link.evaluate("one => one === document.activeElement")
    page.keyboard.press("j")
    expect(page.locator(".detalle")).not_to_have_attribute("data-codigo", code or "")
    expect(page.locator("[id^=lugar-]")).to_be_empty()
    page.close()


def test_without_javascript_it_is_a_page_that_leads_back(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto("/cola")
    page.locator(".fila").first.click()
    page.get_by_role("link", name="En Llallagua: 12 semanas").click()
    expect(page.locator("h1")).to_have_text("En Llallagua")
    expect(page.locator("tbody tr")).to_have_count(12)
    page.locator(".volver-ficha a").click()
    expect(page.locator(".detalle h2")).to_be_visible()
    context.close()
