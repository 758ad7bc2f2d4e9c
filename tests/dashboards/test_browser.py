"""The pages in a real Chromium: at a desk and on a telephone, with keys, with fingers, and with JavaScript off."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from cli.demo_people import invent_people
from register.settings import Storage
from tests.dashboards.conftest import Site, opened_copy
from tests.dashboards.hostile import TEXTS, fill_every_field
from tests.dashboards.served import served
from tests.make import an_article

pytestmark = pytest.mark.browser

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def address(lasting_site: Site) -> Iterator[str]:
    lasting_site.fill(
        *(an_article(n, title=f"Hecho número {n:02} en una comunidad de nombre largo de Potosí") for n in range(45)),
        an_article(90, title="Contrataciónirregularydesproporcionadísimadepersonaleventual" * 2),
    )
    with served(lasting_site) as base:
        yield base


class Visit:
    """One tab, and everything it complained about."""

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", lambda said: said.type in ("error", "warning") and self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("dialog", lambda dialog: (self.complaints.append("dialog"), dialog.dismiss()))

    def titles(self) -> list[str]:
        return self.page.locator(".fila .titulo").all_inner_texts()

    def current(self) -> str:
        return self.page.locator(".fila[aria-current=true] .titulo").inner_text()

    def overflow(self) -> int:
        """Return how many pixels the page is wider than the window."""
        return self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def visit(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    context = browser.new_context(viewport=request.param, base_url=address)
    made = Visit(context)
    yield made
    context.close()
    assert made.complaints == []
    assert {url.split("/")[2] for url in made.asked} == {address.split("/")[2]}


@pytest.fixture
def desk(browser: Browser, address: str) -> Iterator[Visit]:
    context = browser.new_context(viewport=DESK, base_url=address)
    made = Visit(context)
    made.page.goto("/cola")
    yield made
    context.close()
    assert made.complaints == []


def test_the_queue_and_the_sources_open_without_a_complaint_and_fit_the_window(visit: Visit) -> None:
    for path in ("/cola", "/cola/P-261120-007", "/fuentes", "/muestra", "/calidad", "/cola?texto=nada", "/no-hay"):
        visit.page.goto(path)
        assert visit.page.locator("h1").first.inner_text() or "cola/" in path
        assert visit.overflow() <= 0, path
    visit.complaints = [one for one in visit.complaints if "404" not in one]


@pytest.mark.parametrize("path", ["/cola", "/cola/P-261120-046", "/fuentes", "/muestra", "/calidad"])
def test_the_page_fits_the_smallest_telephone(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(viewport=SMALL, base_url=address)
    visit = Visit(context)
    visit.page.goto(path)
    assert visit.overflow() <= 0
    context.close()


@pytest.mark.parametrize(("forth", "back"), [("j", "k"), ("ArrowDown", "ArrowUp")])
def test_keys_move_along_the_queue_and_the_panel_follows(desk: Visit, forth: str, back: str) -> None:
    names = desk.titles()
    assert desk.current() == names[0]
    for step in (1, 2, 3):
        desk.page.keyboard.press(forth)
        assert desk.current() == names[step]
    desk.page.keyboard.press(back)
    assert desk.current() == names[2]
    desk.page.wait_for_function("t => document.querySelector('.detalle h2').textContent === t", arg=names[2])
    desk.page.wait_for_url("**/cola/P-261120-003")
    assert desk.page.evaluate("document.activeElement.classList.contains('fila')")


def test_keys_held_down_end_on_the_row_they_reached(desk: Visit) -> None:
    names = desk.titles()
    for _ in range(60):
        desk.page.keyboard.press("j")
    assert desk.current() == names[-1]
    desk.page.wait_for_function("t => document.querySelector('.detalle h2').textContent === t", arg=names[-1])
    seen = desk.page.locator(".fila[aria-current=true]").bounding_box()
    assert seen["y"] >= -1
    assert seen["y"] + seen["height"] <= DESK["height"] + 1


def test_keys_do_nothing_while_somebody_types_or_holds_control(desk: Visit) -> None:
    first = desk.current()
    desk.page.keyboard.press("/")
    desk.page.keyboard.type("jkjko")
    assert desk.page.locator("#buscar").input_value() == "jkjko"
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Alt+j")
    assert desk.current() == first


HELD_TIMERS = """
const held = [], real = window.setTimeout;
window.setTimeout = (does, wait, ...more) => (wait ? real(does, wait, ...more) : held.push(does));
addEventListener("load", () => {
  for (const key of ["j", "j"]) document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  window.setTimeout = real;
  for (const does of held) does();
});
"""
"""The machine is so busy that the page is there and keys are pressed before the first timer of any script runs."""


def test_keys_pressed_before_htmx_is_ready_open_the_row_they_reached(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=DESK, base_url=address)
    visit = Visit(context)
    visit.page.add_init_script(HELD_TIMERS)
    visit.page.goto("/cola")
    visit.page.wait_for_url("**/cola/P-261120-003")
    assert visit.page.locator(".detalle h2").inner_text() == visit.current() == visit.titles()[2]
    assert visit.complaints == []
    context.close()


def test_the_address_of_a_chosen_row_can_be_passed_on(desk: Visit) -> None:
    desk.page.keyboard.press("j")
    desk.page.keyboard.press("j")
    desk.page.wait_for_url("**/cola/P-261120-003")
    title = desk.current()
    desk.page.reload()
    assert desk.current() == title
    assert desk.page.locator(".detalle h2").inner_text() == title


def test_a_click_shows_the_row_beside_the_list_and_keeps_the_place(desk: Visit) -> None:
    row = desk.page.locator(".fila").nth(25)
    row.scroll_into_view_if_needed()
    before = desk.page.evaluate("scrollY")
    row.click()
    desk.page.wait_for_url("**/cola/P-261120-026")
    assert abs(desk.page.evaluate("scrollY") - before) < 5
    assert desk.page.locator(".detalle h2").is_visible()


def test_searching_and_going_on_work_by_keyboard_alone(desk: Visit) -> None:
    desk.page.keyboard.press("/")
    desk.page.keyboard.type("número 07")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/cola?texto=**")
    assert desk.titles() == ["Hecho número 07 en una comunidad de nombre largo de Potosí"]


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_on_a_telephone_a_row_is_its_own_page_and_back_keeps_the_place(
    browser: Browser, address: str, javascript: bool
) -> None:
    context = browser.new_context(
        viewport=PHONE, base_url=address, has_touch=True, is_mobile=True, java_script_enabled=javascript
    )
    visit = Visit(context)
    visit.page.goto("/cola")
    row = visit.page.locator(".fila").nth(20)
    row.scroll_into_view_if_needed()
    place = row.bounding_box()
    row.tap()
    visit.page.wait_for_url("**/cola/P-261120-021")
    assert visit.page.locator(".detalle h2").is_visible()
    assert not visit.page.locator(".lista").is_visible()
    visit.page.go_back()
    visit.page.wait_for_url("**/cola")
    assert abs(row.bounding_box()["y"] - place["y"]) < 80
    assert visit.complaints == []
    context.close()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_without_javascript_everything_can_be_reached(browser: Browser, address: str, size: dict[str, int]) -> None:
    context = browser.new_context(viewport=size, base_url=address, java_script_enabled=False)
    visit = Visit(context)
    visit.page.goto("/cola")
    visit.page.locator(".fila").nth(3).click()
    assert (
        visit.page.locator(".detalle h2").inner_text() == "Hecho número 03 en una comunidad de nombre largo de Potosí"
    )
    visit.page.goto("/cola")
    visit.page.locator(".mas a").click()
    assert len(visit.titles()) == 6
    visit.page.goto("/cola")
    visit.page.locator(".filtros summary").click()
    visit.page.locator("#f-departamento").select_option("09")
    visit.page.locator(".filtros button.fuerte").click()
    assert visit.titles() == []
    visit.page.locator(".vacio a").click()
    assert len(visit.titles()) == 40
    visit.page.locator("nav a", has_text="Fuentes").click()
    assert visit.page.locator("h1").inner_text() == "Fuentes"
    context.close()


def test_one_enters_with_an_account_of_the_demo_and_leaves(browser: Browser, site: Site) -> None:
    storage = Storage(f"sqlite:///{site.register.folder / 'atalaya.db'}", site.register.folder)
    logins = invent_people(storage, site.now)
    with served(site, None, demo_logins=logins) as base:
        context = browser.new_context(viewport=DESK)
        page = context.new_page()
        page.goto(f"{base}/registros")
        assert page.url == f"{base}/entrar?volver=%2Fregistros"
        page.get_by_role("button", name="Entrar como nora").click()
        page.wait_for_url(f"{base}/registros")
        page.get_by_role("button", name="Salir").click()
        page.wait_for_url(f"{base}/entrar")  # what the device kept is dropped first
        page.goto(f"{base}/cola")
        page.fill("#e-usuario", "ana")
        page.fill("#e-clave", logins[0].password)
        page.get_by_role("button", name="Ingresar").click()
        page.wait_for_url(f"{base}/cola")
        assert page.locator(".quien").inner_text().startswith("Ana Colque")
        context.close()


def test_no_hostile_text_runs_or_calls_out(browser: Browser, empty_database, tmp_path) -> None:
    with opened_copy(empty_database, tmp_path) as site:
        fill_every_field(site, TEXTS)
        with served(site) as base:
            context = browser.new_context(viewport=DESK, base_url=base)
            visit = Visit(context)
            visit.page.goto("/fuentes")
            visit.page.goto("/cola")
            second = visit.page.locator(".mas a").get_attribute("href")
            for path in ("/cola", second):
                visit.page.goto(path)
                for _ in visit.titles()[1:]:
                    visit.page.keyboard.press("j")
                    visit.page.wait_for_selector(".panel:not([aria-busy])")
            context.close()
            assert visit.complaints == []
            assert {url.split("/")[2] for url in visit.asked} == {base.split("/")[2]}
