"""A person adds an outlet in a real Chromium, sees its notes, stores it, and a cycle brings them; axe finds nothing."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from cli.probing import Prober
from conflict.codebook import CycleKind
from conflict.roles import Role
from feeds.sources import written
from flows.cycle import run_cycle
from flows.settings import read_settings
from register.settings import Storage
from tests.conftest import NOW
from tests.dashboards.conftest import Site
from tests.dashboards.served import served
from tests.dashboards.test_accessible import RULES, WIDTHS
from tests.dashboards.test_adding import AGENT
from tests.make import a_source
from tests.offices import PEOPLE
from tests.outlet import TITLES, outlet

pytestmark = pytest.mark.browser


def serves_everybody(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        assert not [one["id"] for one in Axe().run(page, options=RULES).response["violations"]]


@pytest.mark.parametrize("scripts", [True, False], ids=["con programas", "sin programas"])
def test_an_outlet_is_added_on_the_page_and_its_notes_arrive(
    browser: Browser, site: Site, tmp_path: Path, scripts: bool
) -> None:
    with outlet(**{"/": "pagina>/canal.xml", "/canal.xml": "rss"}) as loma:
        context = browser.new_context(java_script_enabled=scripts, viewport={"width": 1440, "height": 900})
        page = context.new_page()
        with served(site, by=PEOPLE[Role.ADMIN], prober=Prober(loma.place, AGENT)) as base:
            page.goto(f"{base}/fuentes")
            page.get_by_role("link", name="Agregar fuente").click()
            page.get_by_label("Dirección del medio o de su canal").fill(loma.address)
            page.get_by_role("button", name="Mirar").click()
            expect(page.locator("#encontrado")).to_be_visible()
            assert page.locator(".notas li strong").all_inner_texts() == list(TITLES[:5])
            if scripts:
                serves_everybody(page)
            expect(page.get_by_label("Nombre del medio")).to_have_value("Radio Loma")
            page.get_by_label("Departamento", exact=True).select_option("05")
            page.get_by_role("button", name="Guardar").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Radio Loma")

            _cycle(tmp_path, loma.place)
            page.reload()
            assert "Respondió con notas" in page.locator("#intentos + table").inner_text()
            if scripts:
                serves_everybody(page)
            page.get_by_label("Por qué").fill("en obras")
            page.get_by_label("Hasta qué día, inclusive").fill("2026-11-24")
            page.get_by_role("button", name="Pausar").click()
            expect(page.locator("main")).to_contain_text("Hasta el mar 24 nov: en obras")
            page.get_by_role("button", name="Reanudar").click()
            expect(page.locator("main")).not_to_contain_text("en obras")
            page.get_by_role("button", name="Probar").click()
            expect(page.locator("#prueba")).to_be_visible()
        context.close()
    with site.register.reading() as session:
        stored = session.connection().exec_driver_sql("SELECT title FROM article WHERE source_id = 'radio-loma'")
        assert {title for (title,) in stored} == set(TITLES)


def _cycle(folder: Path, place: str) -> None:
    """Run the collecting half of a cycle over the same register, with a file of one outlet that is not there."""
    path = folder / "fuentes.yaml"
    path.write_text(written([a_source(url="http://127.0.0.1:9/rss")]))
    settings = replace(
        read_settings(),
        storage=Storage(f"sqlite:///{folder / 'atalaya.db'}", folder),
        sources=path,
        private_network=place,
        spacing_seconds=0.0,
        parse_workers=1,
    )
    with ThreadPoolExecutor(1) as apart:  # Playwright's loop runs in this thread
        apart.submit(asyncio.run, run_cycle(settings, CycleKind.COLLECT, now=lambda: NOW)).result()
