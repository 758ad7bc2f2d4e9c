"""The head of the queue, the practice and what only a script can do, in a real Chromium."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.dashboards.conftest import Site
from tests.dashboards.served import served
from tests.make import an_article

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def opened(browser: Browser, site: Site) -> Iterator[Open]:
    """Return what opens a page of a queue of four rows; no worker stands before the network."""
    site.fill(*(an_article(n, title=f"Hecho número {n:02} de la mañana") for n in range(4)))
    with served(site) as base:
        context = browser.new_context(base_url=base, service_workers="block")
        context.grant_permissions(["clipboard-read", "clipboard-write"])

        def at(path: str = "/cola", size: dict[str, int] = WIDE, *, clock: bool = False) -> Page:
            page = context.new_page()
            page.route("**/nunca", lambda route: route.abort())  # who listens before the page is there misses nothing
            page.set_viewport_size(size)
            if clock:
                page.clock.install()
            page.goto(path)
            return page

        yield at
        context.close()


def count(page: Page, view: str) -> str:
    return page.locator(".pestanas a", has_text=view).locator("b").inner_text()


def test_a_decision_moves_the_bar_and_the_views_and_undoing_moves_them_back(opened: Open) -> None:
    page = opened()
    expect(page.locator("#revisadas")).to_have_text("0 de 4 revisadas")
    page.keyboard.press("d")
    page.keyboard.press("5")
    expect(page.locator("#revisadas")).to_have_text("1 de 4 revisadas")
    assert page.evaluate("[avance.value, avance.max]") == [1, 4]
    assert (count(page, "Todas"), count(page, "Decididas hoy")) == ("3", "1")
    expect(page.locator(".hecho")).to_contain_text("Descartada. Pasó a «Decididas hoy».")
    page.keyboard.press("z")
    expect(page.locator("#revisadas")).to_have_text("0 de 4 revisadas")
    assert (count(page, "Todas"), count(page, "Decididas hoy")) == ("4", "0")


def test_what_takes_long_is_told_after_three_seconds_and_after_ten_what_to_do(opened: Open) -> None:
    page = opened(clock=True)
    page.wait_for_load_state("networkidle")
    waiting: list[Route] = []
    last = page.locator(".fila").last  # too far down to have been asked for beforehand
    page.route("**/cola/*parte=detalle*", lambda route: waiting.append(route))
    last.click()
    line = page.locator("#espera")
    expect(line).to_have_text("")
    page.clock.fast_forward(3_500)
    expect(line).to_have_text("Sigue cargando…")
    page.clock.fast_forward(7_000)
    expect(line).to_have_text("No hay respuesta todavía. Reintentar")
    assert (line.locator("a").get_attribute("href") or "").endswith(last.get_attribute("href") or "?")
    for one in waiting:
        one.continue_()
    expect(line).to_have_text("")
    expect(page.locator(".detalle h2")).to_have_text(last.locator(".titulo").inner_text())


def test_what_came_while_one_reads_is_told_and_moves_nothing(opened: Open, site: Site) -> None:
    page = opened(clock=True)
    before = page.locator(".fila").count()
    site.now += timedelta(minutes=6)
    site.fill(an_article(30, "diario-sur", title="Llegó después"), group=lambda n: "new:90")
    page.clock.fast_forward(5 * 60_000 + 1_000)
    line = page.locator("#nuevas")
    expect(line).to_have_text("1 nueva. Mostrar")
    assert page.locator(".fila").count() == before
    line.locator("a").click()
    expect(page.locator(".fila")).to_have_count(before + 1)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "telephone"])
def test_the_practice_is_done_to_its_end(opened: Open, size: dict[str, int]) -> None:
    page = opened("/practica", size)
    if size is PHONE:
        page.locator(".fila").first.click()
    for step, keys in enumerate((("r", "1", "3", "Enter"), ("u", "1"), ("d", "4"), ("p",)), 1):
        if size is WIDE:
            expect(page.locator("#cuenta")).to_contain_text(f"Paso {step} de 4")
        page.locator(f".detalle[data-codigo=EJ-{step}]").wait_for()
        with page.expect_navigation():
            for key in keys:
                page.keyboard.press(key)
    expect(page.locator(".alarma")).to_contain_text("Terminó la práctica")
    page.locator("main").get_by_role("link", name="Ir a la cola").last.click()
    expect(page.locator("#revisadas")).to_have_text("0 de 4 revisadas")


def test_moving_along_the_practice_shows_its_rows(opened: Open) -> None:
    page = opened("/practica")
    page.keyboard.press("j")
    page.locator(".detalle[data-codigo=EJ-2]").wait_for()
    assert page.evaluate("document.activeElement.id") == "f-EJ-2"
    kept = "indexedDB.databases().then((all) => all.length)"
    assert page.locator(".detalle .linea button").count() == 0
    assert page.evaluate(kept) in (0, 1)


def test_the_keys_are_shown_on_any_page(opened: Open) -> None:
    for path in ("/cola", "/fuentes"):
        page = opened(path)
        page.keyboard.press("?")
        expect(page.locator("#teclas")).to_contain_text("Fila siguiente")
        page.keyboard.press("Escape")
        expect(page.locator("#teclas")).not_to_be_visible()
        page.keyboard.press("?")
        expect(page.locator("#teclas")).to_be_visible()


def test_the_address_of_a_row_is_copied(opened: Open) -> None:
    page = opened()
    page.get_by_role("button", name="Copiar enlace").click()
    expect(page.get_by_role("button", name="Copiado")).to_be_visible()
    code = page.locator(".detalle").get_attribute("data-codigo")
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"/cola/{code}")
    page.keyboard.press("j")
    page.locator(f".detalle:not([data-codigo={code}])").wait_for()
    expect(page.get_by_role("button", name="Copiar enlace")).to_have_count(1)


def test_a_password_is_shown_while_somebody_asks_for_it(browser: Browser, site: Site) -> None:
    with served(site, by=None) as base:
        page = browser.new_page()
        page.goto(f"{base}/entrar")
        field = page.get_by_label("Contraseña")
        field.fill("una palabra")
        page.get_by_role("button", name="Mostrar").click()
        assert field.get_attribute("type") == "text"
        page.get_by_role("button", name="Ocultar").click()
        assert (field.get_attribute("type"), field.input_value()) == ("password", "una palabra")
        page.close()
