"""The calendar in a real Chromium: at a desk and on a telephone, with JavaScript off."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from conflict.codebook import AnnouncedState
from conflict.signal import Turn
from tests.dashboards.conftest import Site
from tests.dashboards.served import served
from tests.dashboards.test_calendar_page import BLOCKADE
from tests.make import a_reading, an_article

pytestmark = pytest.mark.browser

LONG = "Contrataciónirregularydesproporcionadísimadepersonaleventual" * 2


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    off = Turn(AnnouncedState.CALLED_OFF, "suspenden")
    site.fill(
        an_article(1, title=LONG),
        an_article(2),
        reading=lambda n: a_reading(turn=off) if n else a_reading(deadline=BLOCKADE),
        group=lambda n: "new:1",
    )
    with served(site) as base:
        yield base


@pytest.mark.parametrize("width", [1440, 390, 320])
def test_nothing_runs_over_the_edge_and_nothing_complains(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    complaints: list[str] = []
    page.on("console", lambda said: said.type in ("error", "warning") and complaints.append(said.text))
    page.goto(f"{address}/calendario")
    page.locator(".mas-anuncio summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    page.close()


def test_a_person_answers_and_corrects_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/calendario")
    page.get_by_role("button", name="Rechazar").click()
    expect(page.locator(".propuesta")).to_have_count(0)
    page.locator(".mas-anuncio summary").click()
    page.get_by_label("Estado").select_option("iniciada")
    page.get_by_label("Por qué se corrige").fill("la vio el equipo en el lugar")
    page.get_by_role("button", name="Guardar corrección").click()
    expect(page.locator(".anuncio .reloj")).to_have_text("Iniciada")
    expect(page.locator(".anuncio")).to_contain_text("Corregido por")
    context.close()
