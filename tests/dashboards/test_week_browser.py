"""The editing forms of the summary in a real Chromium: by keyboard, on a telephone, without JavaScript, on paper."""

import io
from collections.abc import Iterator
from datetime import timedelta

import pypdf
import pytest
from playwright.sync_api import Browser, Page

from conflict.record import Person
from conflict.roles import Role
from conflict.week import week_named
from tests.dashboards.conftest import Site
from tests.dashboards.served import served
from tests.golden_register import write_golden

pytestmark = pytest.mark.browser

WEEK = week_named("2027-S01")
PAGE = f"/resumen/{WEEK.code}"
DRAFT = f"{PAGE}?version=borrador"
EVA = Person("Eva Inventada", "Unidad de Prevención", 4, Role.NATIONAL)
GEMA = Person("Gema Inventada", "Gerencia", 5, Role.MANAGER)
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LONG = "Ultra" + "largo" * 36
NAME = "Zenobia Inventada Mamani"
DAY = (WEEK.end + timedelta(days=2)).date().isoformat()
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT = """() => [...document.querySelectorAll('#vigilar td, #agenda td, #que-cambio li')]
    .filter(one => one.scrollWidth > one.clientWidth + 1 || one.getBoundingClientRect().right > innerWidth).length"""


@pytest.fixture
def golden(site: Site) -> Site:
    with site.register.writing() as session:
        write_golden(session)
    site.now = WEEK.end + timedelta(hours=9)
    return site


@pytest.fixture
def address(golden: Site) -> Iterator[str]:
    with served(golden, EVA) as base:
        yield base


def opened(browser: Browser, address: str, **how: object) -> Page:
    page = browser.new_context(base_url=address, **({"viewport": DESK} | how)).new_page()
    page.set_default_timeout(30_000)
    page.goto(PAGE)
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def unfold(page: Page, ident: str) -> None:
    """Open a fold, whether it was open or not."""
    if page.locator(f"#{ident}").get_attribute("open") is None:
        page.locator(f"#{ident} > summary").click()


def add_line(page: Page, what: str, place: str = "Llallagua") -> None:
    unfold(page, "editar-vigilar")
    page.fill("#f-dia", DAY)
    page.fill("#f-hora", "09:00")
    page.fill("#f-que", what)
    page.select_option("#f-donde", "05")
    page.fill("#f-lugar", place)
    page.fill("#f-sigue", "Regional Llallagua")
    page.fill("#f-fuente", "https://radio.example/ampliado")
    press(page, "Agregar la línea")


@pytest.mark.parametrize("script", [True, False], ids=["with_javascript", "without"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_summary_is_drafted_edited_hidden_added_to_and_published(
    browser: Browser, address: str, size: dict[str, int], script: bool
) -> None:
    page = opened(browser, address, viewport=size, java_script_enabled=script)
    complaints: list[str] = []
    page.on("console", lambda said: said.type in ("error", "warning") and complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    press(page, "Hacer el borrador")
    page.fill("#frases", f"Lo primero que cambió.\nSigue {LONG} en pie.")
    press(page, "Guardar el borrador")
    assert page.locator("#que-cambio").get_by_text("Lo primero que cambió.").is_visible()
    add_line(page, f"Se reúne {LONG[:180]} hoy")
    added = page.locator("#vigilar tr", has_text="Agregado por una persona")
    assert added.count() == 1
    if script:
        assert page.evaluate(WIDE) <= 0
        assert page.evaluate(CUT) == 0
    unfold(page, "editar-vigilar")
    before = page.locator("#vigilar tbody tr").count()
    page.get_by_label("Mostrar la línea 1", exact=True).uncheck()
    press(page, "Guardar el orden")
    assert page.locator("#vigilar tbody tr").count() == before - 1
    press(page, "Publicar")
    assert page.get_by_text("Publicado, versión 1").first.is_visible()
    assert "Lo primero que cambió." in page.locator("#que-cambio").inner_text()
    assert complaints == []
    page.context.close()


def test_words_that_look_like_a_name_are_shown_and_answered_for_before_publishing(
    browser: Browser, address: str
) -> None:
    page = opened(browser, address)
    press(page, "Hacer el borrador")
    page.fill("#frases", f"Habló {NAME} en el ampliado.")
    press(page, "Guardar el borrador")
    asked = page.locator("#publicar")
    assert f"«{NAME}» (Qué cambió)" in asked.inner_text()
    press(page, "Publicar")  # the browser itself asks for the tick
    assert page.locator("input[name=confirmo]:invalid").count() == 1
    assert page.url.endswith("version=borrador") or "Borrador" in page.locator(".cabeza").inner_text()
    page.locator("input[name=confirmo]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Publicado, versión 1")
    assert NAME in page.locator("#que-cambio").inner_text()
    page.context.close()


def test_the_forms_are_reached_and_sent_by_keyboard_alone(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    page.get_by_role("button", name="Hacer el borrador").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#frases")
    page.locator("#frases").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Una sola frase, escrita sin ratón.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('#que-cambio').innerText.includes('sin ratón')")
    page.locator("#clases > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "f-territorio"
    page.keyboard.type("La Paz")
    page.keyboard.press("Tab")
    page.keyboard.type("mejoró")
    page.keyboard.press("Tab")
    page.keyboard.type("Es el mismo sector que ya negocia")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#clases-cambiadas")
    assert "La Paz" in page.locator("#clases-cambiadas").inner_text()
    assert page.evaluate("document.activeElement.tagName") in ("BODY", "H1", "MAIN", "A")
    page.context.close()


def test_who_may_not_publish_is_shown_no_form_for_it(browser: Browser, golden: Site, address: str) -> None:
    page = opened(browser, address)
    press(page, "Hacer el borrador")
    with served(golden, GEMA) as other:
        reader = opened(browser, other)
        reader.goto(DRAFT)
        assert reader.locator("#edicion form").count() == 0
        assert reader.locator("#que-cambio li").count() >= 1
        reader.context.close()
    page.context.close()


def test_a_very_long_word_is_whole_on_paper_too(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    press(page, "Hacer el borrador")
    add_line(page, f"Se reúne {LONG[:180]} hoy")
    content = page.context.request.get(f"{PAGE}/pdf").body()
    text = "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert LONG[:180] in "".join(text.replace("\u200b", "").split())
    page.context.close()
