"""The header in a real Chromium: one row at a desk, a menu on a telephone, where one is and what waits always told."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.dashboards.conftest import Site
from tests.dashboards.served import served
from tests.make import an_article

pytestmark = pytest.mark.browser

SECTIONS = ("Cola", "Registros", "Plazos", "Resumen", "Fuentes", "Calendario", "Transferencias", "Calidad")
FIRST = 5
"""Of them at the thumb of a telephone; the others unfold."""
ONE_ROW = 60
"""Pixels: a row of the header, its borders too; two are about a hundred."""


@pytest.fixture(scope="module")
def address(lasting_site: Site) -> Iterator[str]:
    lasting_site.fill(*(an_article(n) for n in range(12)))
    with served(lasting_site) as base:
        yield base


def opened(browser: Browser, address: str, width: int, path: str = "/cola", zoom: float = 1) -> Page:
    context = browser.new_context(
        viewport={"width": int(width / zoom), "height": int(900 / zoom)}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(address + path)
    return page


@pytest.mark.parametrize("width", [1280, 1440])
def test_at_a_desk_all_sections_the_search_and_the_person_stand_in_one_row(
    browser: Browser, address: str, width: int
) -> None:
    page = opened(browser, address, width)
    bar = page.locator(".barra-alta").bounding_box()
    assert bar is not None
    assert bar["height"] <= ONE_ROW
    for name in SECTIONS:
        link = page.locator("nav a", has_text=name)
        box = link.bounding_box()
        assert link.is_visible(), name
        assert box is not None
        assert box["y"] >= bar["y"]
        assert box["x"] + box["width"] <= width
        assert link.evaluate("e => e.scrollWidth <= e.clientWidth + 1"), f"{name} is cut"
    for thing in ("#buscar", ".quien a", ".salir", ".ayuda"):
        assert page.locator(thing).is_visible()
    assert not page.locator(".mas-menu summary").is_visible()
    page.context.close()


@pytest.mark.parametrize(("width", "zoom"), [(390, 1), (320, 1), (1280, 2), (1280, 4)])
def test_on_a_telephone_and_magnified_the_rest_unfolds_without_a_script(
    browser: Browser, address: str, width: int, zoom: float
) -> None:
    page = opened(browser, address, width, zoom=zoom)
    height = page.viewport_size["height"]
    for name in SECTIONS[:FIRST]:
        link = page.locator("nav a", has_text=name)
        box = link.bounding_box()
        assert link.is_visible(), name
        assert box["height"] >= 44
        assert height - 64 <= box["y"] < box["y"] + box["height"] <= height, "at the bottom of the window"
        assert link.evaluate("e => e.scrollWidth <= e.clientWidth + 1"), f"{name} is cut"
    assert not page.get_by_role("link", name="Calidad").is_visible()
    page.locator(".mas-menu summary").click()
    for name in SECTIONS[FIRST:]:
        link = page.locator("nav a", has_text=name)
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width / zoom
    page.locator("nav a", has_text="Calidad").click()
    assert page.locator("h1").inner_text() == "Calidad"
    assert page.locator(".mas-menu summary").inner_text().startswith("Calidad"), "it says where one is"
    page.context.close()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_section_and_what_waits_in_it_are_told(browser: Browser, address: str, width: int) -> None:
    page = opened(browser, address, width)
    current = page.locator("nav a[aria-current=page]")
    assert current.inner_text().split() == ["Cola", "12", "por", "revisar"]
    assert current.locator(".pastilla").is_visible()
    page.context.close()


@pytest.mark.parametrize("path", ["/cola", "/cola/P-261120-003", "/registros", "/plazos", "/fuentes", "/calidad"])
def test_at_twice_the_size_nothing_is_lost_at_the_side(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 640, "height": 450}, device_scale_factor=2)
    page = context.new_page()
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()


def test_on_a_telephone_the_decisions_of_a_row_stand_where_the_sections_stood(browser: Browser, address: str) -> None:
    page = opened(browser, address, 390)
    sections = page.get_by_role("navigation", name="Secciones")
    assert sections.is_visible()
    page.locator(".fila").first.click()
    assert not sections.is_visible()
    box = page.locator(".acciones summary", has_text="Registrar").bounding_box()
    assert box["y"] + box["height"] > page.viewport_size["height"] - 64
    page.locator(".volver a").click()
    assert sections.is_visible()
    page.context.close()
