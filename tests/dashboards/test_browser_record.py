"""A record and its transfers by keyboard alone, a refused form under axe, a heavy photograph: in a real Chromium."""

import base64
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from conflict.permissions import NATIONAL_UNIT
from conflict.record import Person
from conflict.roles import Role
from tests.dashboards.conftest import Site, named
from tests.dashboards.served import served
from tests.dashboards.test_accessible import RULES
from tests.dashboards.test_ficha import registered
from tests.dashboards.test_record_answers import handed
from tests.make import an_article

pytestmark = pytest.mark.browser
OFFICE = "Regional Llallagua"
CHIEF = Person("Eva Inventada", OFFICE, 8, Role.REGIONAL, ("05",))
READER = Person("Gema Inventada", "Gerencia", 9, Role.MANAGER)
NORA = Person("Nora Inventada", NATIONAL_UNIT, 51, Role.NATIONAL)
FOCUS = "document.activeElement.id"


@pytest.fixture
def code(site: Site) -> str:
    site.fill(*(an_article(n) for n in range(1, 4)))
    return registered(named(site, "Ana Q.", OFFICE))


@pytest.fixture
def opened(browser: Browser, site: Site, code: str) -> Iterator[Page]:
    with served(site, by=CHIEF) as base:
        page = browser.new_page(base_url=base, viewport={"width": 1440, "height": 900})
        page.goto(f"/registros/{code}")
        yield page
        page.close()


def test_n_t_and_c_lead_to_the_action_the_transfer_and_the_end(opened: Page, code: str) -> None:
    opened.keyboard.press("n")
    assert opened.evaluate(FOCUS) == "a-tipo"
    opened.keyboard.press("Escape")
    opened.keyboard.press("?")
    expect(opened.locator("#teclas")).to_contain_text("Nueva acción")
    opened.locator("#teclas button").click()
    opened.keyboard.press("t")
    opened.wait_for_url(f"**/registros/{code}/transferir")
    opened.goto(f"/registros/{code}")
    opened.keyboard.press("c")
    opened.wait_for_url(f"**/registros/{code}/terminar?paso=*")


def test_who_only_reads_has_no_such_keys(browser: Browser, site: Site, code: str) -> None:
    with served(site, by=READER) as base:
        page = browser.new_page(base_url=base)
        page.goto(f"/registros/{code}")
        address = page.url
        for key in ("n", "t", "c"):
            page.keyboard.press(key)
        page.wait_for_timeout(300)
        assert page.url == address
        page.close()


def test_a_date_ahead_is_asked_about_in_a_browser_too_and_its_button_makes_the_deadline(opened: Page) -> None:
    opened.locator("#a-texto").fill("Marcha anunciada de la Federación hasta la plaza.")
    opened.locator("#a-cuando").fill("2026-11-25T10:00")
    opened.get_by_role("button", name="Guardar acción").click()
    error = opened.locator("#falla")
    expect(error).to_contain_text("¿Es un plazo?")
    for width in (1440, 390):
        opened.set_viewport_size({"width": width, "height": 900})
        assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        found = Axe().run(opened, options=RULES)
        assert found.violations_count == 0, found.generate_report()
    opened.locator(".alarma a").click()
    assert opened.evaluate(FOCUS) == "a-cuando"
    opened.get_by_role("button", name="Pasar a plazo").click()
    expect(opened.locator("section:has(#plazos)")).to_contain_text("Marcha anunciada")


def test_a_transfer_is_answered_by_its_keys(browser: Browser, site: Site) -> None:
    site.fill(*(an_article(n) for n in range(1, 4)))
    ana = named(site, "Ana Q.", OFFICE)
    first, _ = handed(ana)
    second, _ = handed(ana)
    site.session_of(Person("Tomás Inventado", NATIONAL_UNIT, 52, Role.NATIONAL))
    with served(site, by=NORA) as base:
        page = browser.new_page(base_url=base, viewport={"width": 1440, "height": 900})
        page.goto("/transferencias")
        for key, at in (("j", 0), ("j", 1), ("k", 0)):
            page.keyboard.press(key)
            assert page.locator("[data-fila]").nth(at).evaluate("one => one === document.activeElement")
        page.keyboard.press("v")
        assert page.evaluate("document.activeElement.name") == "texto"
        page.keyboard.type("Falta el informe de la alcaldía.")
        page.keyboard.press("Enter")
        page.wait_for_url("**/transferencias?hecha=*")
        expect(page.locator("form.hecho")).to_contain_text("Devuelta; sigue a cargo de")
        expect(page.locator("[data-letra=a]")).to_have_count(1)
        page.keyboard.press("z")
        page.wait_for_url("**/transferencias?deshecha=si")
        expect(page.locator("p.hecho")).to_contain_text("espera respuesta otra vez")
        expect(page.locator("[data-letra=a]")).to_have_count(2)
        page.keyboard.press("j")
        page.keyboard.press("v")
        page.keyboard.type("Falta el informe de la alcaldía.")
        page.keyboard.press("Enter")
        page.wait_for_url("**/transferencias?hecha=*")
        page.keyboard.press("j")
        page.keyboard.press("a")
        assert page.evaluate("document.activeElement.name") == "persona"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/transferencias?hecha=*")
        expect(page.locator("form.hecho a")).to_have_text(second)
        expect(page.locator("main")).to_contain_text("Sin transferencias por responder.")
        assert page.locator("section:has-text('Terminadas')").inner_text().count(first) == 1
        page.close()


PHOTO = """async (side) => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [side, side];
  const paper = canvas.getContext('2d');
  const noise = paper.createImageData(side, side);
  for (let n = 0; n < noise.data.length; n += 65536) crypto.getRandomValues(noise.data.subarray(n, n + 65536));
  for (let n = 3; n < noise.data.length; n += 4) noise.data[n] = 255;
  paper.putImageData(noise, 0, 0);
  const made = await new Promise((done) => canvas.toBlob(done, 'image/png'));
  const read = new FileReader();
  read.readAsDataURL(made);
  await new Promise((done) => { read.onload = done; });
  return read.result.split(',')[1];
}"""


def test_a_heavy_photograph_is_sent_smaller_and_is_told(opened: Page, code: str) -> None:
    photo = base64.b64decode(opened.evaluate(PHOTO, 1400))
    assert len(photo) > 5 * 1024 * 1024, "heavier than what the register takes"
    opened.locator("summary", has_text="Adjuntar").click()
    field = opened.locator("#ev-archivo")
    field.set_input_files({"name": "cruce.png", "mimeType": "image/png", "buffer": photo})
    expect(opened.locator("form:has(#ev-archivo) [role=status]")).to_contain_text("MB; se envía reducida")
    opened.locator("form:has(#ev-archivo) button[type=submit]").click()
    expect(opened.locator("section:has(#evidencia)")).to_contain_text("cruce.jpg")
    opened.locator("summary", has_text="Adjuntar").click()
    pdf = {"name": "acta.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"}
    field.set_input_files(pdf)
    opened.locator("form:has(#ev-archivo) button[type=submit]").click()
    expect(opened.locator("section:has(#evidencia)")).to_contain_text("acta.pdf")
