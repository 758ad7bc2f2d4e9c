"""«Imprimir» in a real Chromium: it opens the browser's own window, and what gets on the paper has nothing to press."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from conflict.record import Person
from conflict.roles import Role
from tests.dashboards.conftest import Site, named
from tests.dashboards.served import served
from tests.dashboards.test_ficha import registered
from tests.make import an_article

pytestmark = pytest.mark.browser
OFFICE = "Regional Llallagua"
CHIEF = Person("Eva Inventada", OFFICE, 8, Role.REGIONAL, ("05",))
COUNTED = "window.printed = 0; window.print = () => { window.printed += 1 }"
SEEN = """what => [...document.querySelectorAll(what)].filter(one => one.getClientRects().length)
  .map(one => one.tagName + ' ' + one.textContent.trim().slice(0, 40))"""
TO_PRESS = "button, a.boton, input:not([type=hidden]), select, textarea, nav, form, .pestanas, .saltar, .barra-alta"


@pytest.fixture
def paths(site: Site) -> tuple[str, str]:
    site.fill(*(an_article(n) for n in range(1, 4)))
    return f"/registros/{registered(named(site, 'Ana Q.', OFFICE))}", "/plazos"


@pytest.fixture
def opened(browser: Browser, site: Site, paths: tuple[str, str]) -> Iterator[Page]:
    with served(site, by=CHIEF) as base:
        page = browser.new_page(base_url=base, viewport={"width": 1440, "height": 900})
        page.add_init_script(COUNTED)
        yield page
        page.close()


def test_the_button_opens_the_window_of_the_browser(opened: Page, paths: tuple[str, str]) -> None:
    for path in paths:
        opened.goto(path)
        opened.get_by_role("button", name="Imprimir", exact=True).click()
        assert opened.evaluate("window.printed") == 1, path
        assert opened.url.endswith(path)


def test_on_paper_there_is_what_is_told_and_nothing_to_press(opened: Page, paths: tuple[str, str]) -> None:
    for path in paths:
        opened.goto(path)
        opened.emulate_media(media="screen")
        assert opened.evaluate(SEEN, TO_PRESS), path
        opened.emulate_media(media="print")
        assert opened.evaluate(SEEN, TO_PRESS) == [], path
        expect(opened.locator("main")).to_contain_text("Primera acción", use_inner_text=True)


def test_a_sheet_of_deadlines_says_whose_they_are_and_of_when(opened: Page, paths: tuple[str, str]) -> None:
    opened.goto("/plazos?ver=oficina")
    line = opened.locator(".solo-papel")
    expect(line).to_be_hidden()
    opened.emulate_media(media="print")
    expect(line).to_be_visible()
    expect(line).to_have_text("Mi oficina · Eva Inventada, Regional Llallagua · 20/11/2026 12:00")


def test_without_javascript_there_is_no_such_button(browser: Browser, site: Site, paths: tuple[str, str]) -> None:
    with served(site, by=CHIEF) as base:
        context = browser.new_context(base_url=base, java_script_enabled=False)
        page = context.new_page()
        for path in paths:
            page.goto(path)
            expect(page.locator("[data-imprimir]")).to_have_count(1)
            expect(page.locator("[data-imprimir]")).to_be_hidden()
        context.close()
