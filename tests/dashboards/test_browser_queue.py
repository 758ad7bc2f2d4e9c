"""A whole morning at the queue in a real Chromium: by keyboard alone, with two analysts, on a telephone."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from conflict.record import Person
from conflict.roles import Role
from tests.dashboards.conftest import PERSON, Site
from tests.dashboards.served import served
from tests.make import an_article

pytestmark = pytest.mark.browser

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
FOCUS = "document.activeElement.id || document.activeElement.tagName"


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    site.fill(*(an_article(n, title=f"Hecho número {n:02} de la mañana") for n in range(14)))
    with served(site) as base:
        yield base


ROSA = Person("Rosa María Inventada", PERSON.office, 7, Role.NATIONAL)


class Desk:
    """One analyst at a desk, who counts the keys."""

    def __init__(self, browser: Browser, address: str, size: dict[str, int] = DESK) -> None:
        self.complaints: list[str] = []
        self.context = browser.new_context(viewport=size, base_url=address)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.page.on("console", lambda said: said.type in ("error", "warning") and self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto("/cola")

    def codes(self) -> list[str]:
        return [
            one.removeprefix("f-")
            for one in self.page.evaluate("[...document.querySelectorAll('.fila')].map(r => r.id)")
        ]

    def current(self) -> str:
        return self.page.evaluate("document.querySelector('.fila.actual')?.id.slice(2) ?? ''")

    def press(self, *keys: str) -> None:
        """Press the keys of one decision and wait until the queue has changed and the focus lies somewhere."""
        before = self.current()
        for key in keys:
            self.page.keyboard.press(key)
        self.page.wait_for_function("c => document.querySelector('.fila.actual')?.id.slice(2) !== c", arg=before)
        self.page.wait_for_function("() => !document.querySelector('[aria-busy]')")

    def focus(self) -> str:
        return self.page.evaluate(FOCUS)

    def close(self) -> None:
        self.context.close()
        assert self.complaints == []


def test_a_queue_of_fourteen_is_cleared_by_keyboard_alone(browser: Browser, address: str) -> None:
    desk = Desk(browser, address)
    order = desk.codes()
    assert len(order) == 14
    desk.press("r", "1", "3", "Enter")
    assert desk.focus() == f"f-{order[1]}"
    desk.press("u", "1")
    assert desk.focus() == f"f-{order[2]}"
    desk.press("p")
    assert desk.focus() == f"f-{order[3]}"
    desk.press("d", "1")
    assert desk.focus() == f"f-{order[4]}"
    assert desk.page.url.split("?")[0].endswith(f"/cola/{order[4]}")
    assert desk.page.locator("#cuenta strong").inner_text().startswith("10 ")
    assert desk.page.locator("#pendientes").inner_text() == "11"  # the menu counts what was put off, too
    desk.press("z")
    assert desk.focus() == f"f-{order[3]}"
    for place in range(3, 14):
        assert desk.focus() == f"f-{order[place]}"
        desk.press("d", str(place % 4 + 1))
    assert desk.codes() == []
    assert desk.focus() != "BODY"
    assert desk.page.locator(".vacio").is_visible()
    desk.close()


def test_what_is_missing_is_told_in_the_form_and_what_was_typed_stays(browser: Browser, address: str) -> None:
    desk = Desk(browser, address)
    first = desk.current()
    desk.page.keyboard.press("u")
    desk.page.keyboard.type("AT-1999-01-0001")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_selector("#fallo-unir:not(:empty)")
    assert "No existe la ficha" in desk.page.locator("#fallo-unir").inner_text()
    assert desk.page.locator(f"#u-{first}").input_value() == "AT-1999-01-0001"
    assert desk.current() == first
    assert desk.focus() == f"u-{first}"
    desk.page.keyboard.press("Escape")
    desk.press("d", "5")
    assert first not in desk.codes()
    desk.complaints = [one for one in desk.complaints if "422" not in one]
    desk.close()


def test_filters_change_the_list_in_place_and_back_opens_what_was_before(browser: Browser, address: str) -> None:
    desk = Desk(browser, address)
    desk.page.locator(".filtros summary").click()
    desk.page.fill("#f-texto", "número 07")
    desk.page.locator(".filtros button.fuerte").click()
    desk.page.wait_for_function("() => document.querySelectorAll('.fila').length === 1")
    assert "texto=" in desk.page.url
    assert desk.focus() != "BODY"
    desk.page.go_back()
    desk.page.wait_for_function("() => document.querySelectorAll('.fila').length === 14")
    desk.close()


def test_the_help_shows_the_keys_and_keys_can_be_switched_off(browser: Browser, address: str) -> None:
    desk = Desk(browser, address)
    desk.page.keyboard.press("?")
    desk.page.wait_for_selector("dialog#teclas[open]")
    first = desk.current()
    desk.page.keyboard.press("j")
    assert desk.current() == first
    desk.page.locator("#teclas-apagar").check()
    desk.page.get_by_role("button", name="Cerrar").click()
    desk.page.keyboard.press("j")
    desk.page.keyboard.press("d")
    assert desk.current() == first
    assert desk.page.locator("details.decision[open]").count() == 0
    desk.close()


def test_on_a_telephone_a_decision_goes_to_the_next_row_and_the_focus_with_it(browser: Browser, address: str) -> None:
    desk = Desk(browser, address, PHONE)
    second = desk.codes()[1]
    desk.page.locator(".fila").first.click()
    desk.page.wait_for_url("**/cola/P-*")
    desk.page.locator("form.decision button[data-tecla=p]").click()
    desk.page.wait_for_url(f"**/cola/{second}")
    assert desk.page.locator(".detalle").get_attribute("data-codigo") == second
    assert desk.page.evaluate("document.activeElement.tagName") == "H2"
    desk.close()


@pytest.mark.parametrize("size", [PHONE, {"width": 320, "height": 568}], ids=["phone", "small"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "bare"])
def test_on_a_telephone_four_thumb_buttons_stay_at_the_bottom_and_open_over_the_page(
    browser: Browser, address: str, size: dict[str, int], script: bool
) -> None:
    context = browser.new_context(viewport=size, base_url=address, java_script_enabled=script)
    page = context.new_page()
    page.goto("/cola/P-261120-002")
    bar = [
        page.locator(".acciones .boton", has_text=words).first
        for words in ("Registrar", "Unir", "Descartar", "Posponer")
    ]
    for one in bar:
        expect(one).to_be_in_viewport(ratio=1)
        box = one.bounding_box()
        assert box["height"] >= 48
        assert box["y"] + box["height"] > size["height"] - 70
    assert len({round(one.bounding_box()["y"]) for one in bar}) == 1, "in one line"
    edges = [(one.bounding_box()["x"], one.bounding_box()["x"] + one.bounding_box()["width"]) for one in bar]
    assert all(before[1] <= after[0] for before, after in pairwise(edges)), "none over another"
    assert all(one.evaluate("e => e.scrollWidth <= e.clientWidth") for one in bar), "no word is cut"
    bar[2].click()
    sheet = page.locator(".decision[open]")
    expect(sheet.locator("input[name=motivo]").first).to_be_in_viewport(ratio=1)
    sheet.locator("button[type=submit]").scroll_into_view_if_needed()
    expect(sheet.locator("button[type=submit]")).to_be_in_viewport(ratio=1)
    page.locator(".decision[open] > summary").click()
    page.locator(".acciones a", has_text="Abrir original").scroll_into_view_if_needed()
    last = page.locator(".acciones a", has_text="Abrir original").bounding_box()
    assert last["y"] + last["height"] <= bar[0].bounding_box()["y"], "the bar lies over nothing at the end of the page"
    context.close()


def test_two_analysts_on_one_row_see_each_other_and_nothing_is_written_twice(
    browser: Browser, site: Site, address: str
) -> None:
    with served(site, ROSA) as other:
        one, two = Desk(browser, address), Desk(browser, other)
        first = one.current()
        with one.page.expect_response("**/tomar"):
            one.page.keyboard.press("d")
        two.page.reload()
        assert "La está revisando P. D. L. D." in two.page.locator("#mira").inner_text()
        assert "La mira P. D. L. D." in two.page.locator(f"#f-{first}").inner_text()
        two.page.keyboard.press("d")
        two.page.keyboard.press("1")
        two.page.wait_for_selector("#fallo-descartar button")
        assert two.page.evaluate("document.activeElement.textContent") == "Decidir igual"
        one.press("3")
        assert first not in one.codes()
        two.page.keyboard.press("Enter")
        two.page.wait_for_selector(".alarma[role=alert]")
        words = two.page.locator(".alarma[role=alert]").inner_text()
        assert words.startswith("Persona de la demostración ya decidió esta fila")
        assert two.page.locator(".alarma[role=alert] a").get_attribute("href") == f"/cola/{first}"
        assert two.focus() != "BODY"
        two.complaints = [said for said in two.complaints if "422" not in said]
        one.close()
        two.close()


def test_rows_are_ticked_and_decided_at_once_by_keyboard(browser: Browser, address: str) -> None:
    desk = Desk(browser, address)
    order = desk.codes()
    for key in ("x", "j", "j", "X"):
        desk.page.keyboard.press(key)
    assert desk.page.locator("#marcadas").inner_text() == "3 filas marcadas."
    desk.press("d", "2")
    assert desk.codes() == order[3:]
    assert desk.focus() == f"f-{order[3]}"
    desk.press("z")
    assert desk.codes() == order
    for key in ("x", "j", "x", "j"):
        desk.page.keyboard.press(key)
    desk.press("u")
    assert desk.codes() == [order[0], *order[2:]]
    assert desk.current() == desk.focus().removeprefix("f-") == order[0]
    assert desk.page.locator(".notas button[name=articulo]").count() == 2
    desk.close()


def test_a_row_is_corrected_and_given_away_by_keyboard(browser: Browser, address: str) -> None:
    desk = Desk(browser, address)
    first = desk.current()
    desk.page.keyboard.press("e")
    desk.page.wait_for_selector("#k-municipio:focus")
    desk.page.keyboard.type("Camiri")
    desk.page.get_by_label("Quién demanda, 1").fill("Gremiales de la Feria Inventada")
    desk.page.get_by_label("Demanda, en una línea").fill("Que se abra la feria")
    desk.page.locator("#k-motivo").fill("El hecho fue en Camiri")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_selector(".lugar-ficha:has-text('Camiri')")
    expect(desk.page.locator(".pedido")).to_contain_text("Gremiales de la Feria Inventada")
    expect(desk.page.locator(".pedido")).to_contain_text("Que se abra la feria")
    assert desk.current() == first
    assert desk.focus() == f"f-{first}"
    desk.page.keyboard.press("a")
    desk.page.keyboard.press("1")
    desk.page.wait_for_selector(".aviso-fila:has-text('A cargo de usted')")
    assert desk.focus() == f"f-{first}"
    desk.close()


def test_the_two_ways_to_put_a_row_off_stand_side_by_side_and_never_touch(browser: Browser, address: str) -> None:
    desk, phone = Desk(browser, address), Desk(browser, address, PHONE)
    phone.page.goto("/cola/P-261120-003")
    phone.page.locator(".acciones [data-tecla=P]").scroll_into_view_if_needed()
    boxes = []
    for one in (desk, phone):
        for key in "pP":
            box = one.page.locator(f".acciones [data-tecla={key}]").bounding_box()
            assert box is not None
            boxes.append(box)
    now, later, bar, page = boxes
    assert now["y"] == later["y"]
    assert later["x"] >= now["x"] + now["width"] + 8
    assert bar["y"] >= page["y"] + page["height"] + 8, "one at the bottom of the screen, the other in the page"
    desk.close()
    phone.close()


def test_escape_from_a_field_leads_back_to_the_row(browser: Browser, address: str) -> None:
    desk = Desk(browser, address)
    first, second, *_ = desk.codes()
    for opening, field in (("/", "#buscar"), ("e", "#k-municipio")):
        desk.page.keyboard.press(opening)
        desk.page.wait_for_selector(f"{field}:focus")
        desk.page.keyboard.press("Escape")
        assert desk.focus() == f"f-{first}"
    desk.page.keyboard.press("j")
    desk.page.wait_for_selector(f"#panel:not([inert]) .detalle[data-codigo='{second}']")
    desk.close()


def test_who_discards_what_was_put_off_meanwhile_reads_it_and_goes_on_by_key(
    browser: Browser, site: Site, address: str
) -> None:
    desk = Desk(browser, address)
    first = desk.codes()[0]
    assert site.client().post(f"/cola/{first}/posponer", data={"version": 1}).status_code == 303
    desk.page.keyboard.press("d")
    desk.page.keyboard.press("1")
    warned = desk.page.locator(".alarma[role=alert]")
    expect(warned).to_contain_text("ya decidió esta fila")
    expect(warned.get_by_role("link", name="Ver la fila")).to_have_attribute("href", f"/cola/{first}")
    expect(desk.page.locator(".decidida")).to_contain_text("Pospuesta por")
    assert desk.focus() != "BODY"
    assert first not in desk.codes()
    desk.page.keyboard.press("j")
    desk.page.wait_for_selector(f"#panel:not([inert]) .detalle[data-codigo='{desk.codes()[0]}']")
    assert desk.focus() == f"f-{desk.codes()[0]}"
    desk.complaints = [one for one in desk.complaints if "422" not in one]
    desk.close()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_without_javascript_the_same_is_done_with_forms(browser: Browser, address: str, size: dict[str, int]) -> None:
    context = browser.new_context(viewport=size, base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto("/cola")
    for place in (0, 1):
        page.locator(".marcar").nth(place).check()
    page.get_by_role("button", name="Posponer", exact=True).click()
    expect(page.locator(".hecho")).to_be_visible()
    page.locator(".hecho button").click()
    page.goto("/cola?texto=07")
    page.locator(".vistas summary").click()
    page.fill("#v-nombre", "Los siete")
    page.get_by_role("button", name="Guardar vista").click()
    page.locator(".vistas summary").click()
    expect(page.get_by_role("link", name="Los siete")).to_be_visible()
    page.goto("/cola/P-261120-003/corregir")
    page.select_option("#k-nivel", "critico")
    page.fill("#k-motivo", "Hay heridos en el lugar")
    page.get_by_role("button", name="Guardar la corrección").click()
    page.wait_for_url("**/cola/P-261120-003?corregida=*")
    expect(page.locator(".nivel-texto")).to_contain_text("Crítico")
    page.get_by_role("button", name="Avisar que la reviso").click()
    expect(page.locator("#mira")).to_contain_text("La está revisando usted")
    context.close()


def test_on_a_telephone_every_button_of_an_account_is_in_sight(browser: Browser, site: Site) -> None:
    with served(site, Person("Tita Inventada", "Sistemas", 90, Role.ADMIN)) as base:
        context = browser.new_context(viewport=PHONE, base_url=base)
        page = context.new_page()
        page.goto("/ajustes/usuarios")
        expect(page.get_by_role("button", name="Desactivar").first).to_be_visible()
        assert (
            page.evaluate(
                "[...document.querySelectorAll('.tarjeta')].filter(e => e.scrollWidth > e.clientWidth).length"
            )
            == 0
        )
        context.close()
