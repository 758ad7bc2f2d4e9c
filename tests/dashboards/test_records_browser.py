"""The narrowed list and its map in a real Chromium, at a desk and on a telephone, without scripts too."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from conflict.roles import Role
from tests.dashboards.conftest import Site
from tests.dashboards.served import served
from tests.dashboards.test_accessible import OPEN_ALL, RULES, WIDEST, WIDTHS
from tests.offices import PEOPLE, Filled, fill

pytestmark = pytest.mark.browser

VIEWS = ("/registros?mapa=si", "/registros?nivel=alto&departamento=05&texto=bloqueo", "/registros?texto=camelya")


@pytest.fixture(scope="module")
def made(lasting_site: Site) -> Filled:
    return fill(lasting_site.register)


@pytest.fixture(scope="module")
def door(lasting_site: Site, made: Filled) -> Iterator[str]:
    with served(lasting_site, by=PEOPLE[Role.NATIONAL]) as address:
        yield address


@pytest.mark.parametrize("path", VIEWS)
def test_every_view_of_the_list_serves_everybody(browser: Browser, door: str, path: str) -> None:
    page = browser.new_page()
    page.goto(door + path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate(OPEN_ALL)
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert over <= 0, page.evaluate(WIDEST)
        assert not Axe().run(page, options=RULES).response["violations"]
    page.close()


def test_how_far_a_record_is_up_to_date_stands_on_one_line(browser: Browser, door: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{door}/registros")
    cell = page.locator("td.entero").first
    lines = cell.evaluate("e => { const r = document.createRange(); r.selectNodeContents(e); "
                          "return new Set([...r.getClientRects()].map(x => x.top)).size }")  # fmt: skip
    assert lines == 1
    page.close()


def test_the_chips_and_the_map_work_without_a_script(browser: Browser, door: str, made: Filled) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{door}/registros?nivel=alto&departamento=08")
    page.click("text=Quitar Departamento: Beni")
    assert page.url.endswith("/registros?nivel=alto")
    page.click("text=Ver en el mapa")
    page.click("main table a:has-text('Beni')")
    assert [one.text_content() for one in page.locator("a.codigo").all()] == [made.records["ajena"]]
    page.select_option("#f-departamento", "05")
    page.click("main button:has-text('Filtrar')")
    assert page.locator("a.codigo").count() == 2
    page.context.close()
