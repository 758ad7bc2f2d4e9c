"""Seven failures that users of other programs for queues of cases report for years, each as a test in a real Chromium.

Each is told by its habit, not by its program: what people do, what goes wrong, and what happens here instead (page
specification, failures we copy into tests).
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import text

from tests.dashboards.conftest import Site
from tests.dashboards.served import served
from tests.dashboards.test_browser_queue import DESK, FOCUS, PHONE, Desk
from tests.make import an_article

pytestmark = pytest.mark.browser

SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    site.fill(*(an_article(n, title=f"Hecho número {n:02} de la mañana") for n in range(8)))
    with served(site) as base:
        yield base


def stored(site: Site) -> dict[str, tuple[str, int]]:
    """Return the state and version of every row of the queue."""
    with site.register.reading() as session:
        found = session.execute(text("SELECT code, state, row_version FROM queue_entry"))
        return {code: (state, version) for code, state, version in found}


def changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {code for code in before.keys() | after.keys() if before.get(code) != after.get(code)}


def discarded(desk: Desk) -> set[str]:
    """Discard the ticked rows with the buttons, and return what the page said had been ticked."""
    ticked = desk.page.locator(".marcar:checked").evaluate_all("boxes => boxes.map(b => b.value.split(':')[0])")
    desk.page.locator("#lote summary").click()
    desk.page.locator("#lote input[value=sin_demanda]").check()
    with desk.page.expect_response("**/cola/lote**"):
        desk.page.locator("#lote button[value=descartar]").click()
    desk.page.wait_for_function("() => !document.querySelector('.marcar:checked')")
    return set(ticked)


# A wrong merge can only be put right by deleting the case.

TRACE = re.compile(r"(Unida a|Se le unió|Separada de|Se separó) CS-")
"""The lines of a timeline that say that two records were joined and taken apart: the trace, which stays."""


def told(page: Page, code: str) -> dict[str, list[str]]:
    """Return the HTML of what hangs from a record, without the fields that differ at every visit."""
    page.goto(f"/registros/{code}")
    page.evaluate("document.querySelectorAll('main input[type=hidden]').forEach(one => one.remove())")

    def parts(where: str) -> list[str]:
        return page.locator(where).evaluate_all("found => found.map(one => one.outerHTML)")

    timeline = [one for one in parts(".historia > li") if not TRACE.search(one)]
    beside = {name: parts(f"section[aria-labelledby={name}]") for name in ("plazos", "unidas", "requerimientos")}
    return {"timeline": timeline, "title": parts("h1"), **beside}


def sent(page: Page, form: str, **fields: str) -> None:
    """Unfold the form of a record's page, fill it in and send it."""
    place = page.locator(f"form[action$='/{form}']")
    if not place.locator("button").last.is_visible():
        place.locator("xpath=ancestor::details[1]/summary").click()
    for name, words in fields.items():
        place.locator(f"[name={name}]").fill(words)
    with page.expect_navigation():
        place.locator("button").last.click()


@SIZES
def test_a_merge_taken_apart_leaves_both_timelines_as_they_were_byte_for_byte(
    browser: Browser, site: Site, address: str, size: dict[str, int]
) -> None:
    """Habit: a wrong merge of two cases can only be put right by deleting the case and typing it again."""
    client = site.client()
    form = {"version": 1, "tipo": "conflicto", "nivel": "alto", "abrir": "1"}
    rows = sorted(stored(site))[:2]
    codes = [client.post(f"/cola/{row}/registrar", data=form).headers["location"].rpartition("/")[2] for row in rows]
    context = browser.new_context(viewport=size, base_url=address)
    page = context.new_page()
    page.set_default_timeout(30_000)
    for code, words in zip(codes, ("Se habló con la alcaldía.", "Se visitó el cruce."), strict=True):
        page.goto(f"/registros/{code}")
        sent(page, "accion", texto=words)
        sent(page, "plazo", que=f"Volver por {code}", vence="2026-12-01T10:00")
    before = [told(page, code) for code in codes]
    assert all(len(one["timeline"]) >= 1 and one["plazos"] for one in before)
    page.goto(f"/registros/{codes[0]}")
    sent(page, "unir", otra=codes[1], texto="Es el mismo asunto")
    assert codes[0] in page.content()
    page.goto(f"/registros/{codes[0]}?ver=unida")
    sent(page, "separar", texto="Eran dos asuntos distintos")
    assert [told(page, code) for code in codes] == before
    context.close()


def test_a_bulk_action_changes_the_three_ticked_rows_and_not_the_two_hundred_that_match(
    browser: Browser, site: Site
) -> None:
    """Habit: an action for many forgets the filter and takes all there is."""
    site.fill(*(an_article(n, title=f"Anuncian bloqueo número {n:03}") for n in range(200)))
    before = stored(site)
    with served(site) as base:
        desk = Desk(browser, base)
        desk.page.goto("/cola?texto=bloqueo")
        for place in (0, 7, 30):
            desk.page.locator(".marcar").nth(place).check()
        ticked = discarded(desk)
        desk.close()
    after = stored(site)
    assert len(before) == 200
    assert len(ticked) == 3
    assert changed(before, after) == ticked
    assert {after[code][0] for code in ticked} == {"descartada"}


@SIZES
def test_a_row_that_came_after_the_page_was_drawn_is_touched_by_no_bulk_action(
    browser: Browser, site: Site, address: str, size: dict[str, int]
) -> None:
    """Habit: «all of them» means all that there are when the order arrives, not those that the person saw."""
    desk = Desk(browser, address, size)
    seen = desk.codes()
    site.fill(*(an_article(n, title=f"Llegó después, número {n}") for n in (50, 51)))
    before = stored(site)
    for place in range(len(seen)):
        desk.page.locator(".marcar").nth(place).check()
    assert discarded(desk) == set(seen)
    desk.close()
    after = stored(site)
    assert changed(before, after) == set(seen)
    late = after.keys() - set(seen)
    assert len(late) == 2
    assert {after[code][0] for code in late} == {"nueva"}


@SIZES
def test_another_reason_without_words_discards_a_row_and_several(
    browser: Browser, site: Site, address: str, size: dict[str, int]
) -> None:
    """Habit: an optional field that is missing keeps the case from being closed."""
    desk = Desk(browser, address, size)
    first, second, third = desk.codes()[:3]
    if size is DESK:
        desk.press("d", "5")
        for key in ("x", "j", "x"):
            desk.page.keyboard.press(key)
        desk.press("d", "5")
    else:
        desk.page.goto(f"/cola/{first}")
        desk.page.locator(".detalle summary", has_text="Descartar").click()
        desk.page.locator(".detalle input[value=otro]").check()
        desk.page.locator(".detalle details[open] button").click()
        desk.page.wait_for_url(f"**/cola/{second}**")
        desk.page.goto("/cola")
        for place in (0, 1):
            desk.page.locator(".marcar").nth(place).check()
        desk.page.locator("#lote summary").click()
        desk.page.locator("#lote input[value=otro]").check()
        desk.page.locator("#lote button[value=descartar]").click()
        desk.page.wait_for_function("c => !document.getElementById('f-' + c)", arg=third)
    assert {stored(site)[code][0] for code in (first, second, third)} == {"descartada"}
    desk.close()


STEPS: dict[str, tuple[tuple[str, ...], int]] = {
    "discard": (("d", "1"), 1),
    "postpone": (("p",), 1),
    "register": (("r", "1", "3", "Enter"), 1),
    "several": (("x", "j", "X", "d", "2"), 2),
    "join several": (("x", "j", "x", "u"), 0),
}
"""Keys of a decision and the row, counted from the first, on which the focus is afterwards."""


@pytest.mark.parametrize("step", STEPS)
def test_after_a_decision_the_focus_is_on_the_row_that_comes_next(browser: Browser, address: str, step: str) -> None:
    """Habit: the list is drawn anew, the focus falls to the page, and the next key or the reader starts at the top."""
    keys, place = STEPS[step]
    desk = Desk(browser, address)
    order = desk.codes()
    with desk.page.expect_response(lambda answer: answer.request.method == "GET" and "/cola/P-" in answer.url):
        for key in keys:
            desk.page.keyboard.press(key)
    desk.page.wait_for_function(f"id => ({FOCUS}) === id", arg=f"f-{order[place]}")
    desk.page.keyboard.press("z")
    desk.page.wait_for_function("n => document.querySelectorAll('.fila').length === n", arg=len(order))
    desk.page.wait_for_function(f"() => ({FOCUS}).startsWith('f-P-')")
    desk.close()


def test_whatever_else_changes_the_queue_leaves_the_focus_on_what_it_was_about(browser: Browser, address: str) -> None:
    """Habit: as above, for what is no decision: giving a row away, claiming it, a correction that is left, a filter."""
    desk = Desk(browser, address)
    page, first = desk.page, desk.current()
    page.keyboard.press("a")
    page.keyboard.press("1")
    page.wait_for_selector(".aviso-fila:has-text('A cargo de usted')")
    page.wait_for_function(f"id => ({FOCUS}) === id", arg=f"f-{first}")
    page.get_by_role("button", name="Avisar que la reviso").click()
    page.wait_for_selector("#mira:has-text('usted')")
    assert page.evaluate("document.activeElement.textContent") == "Avisar que la reviso"
    page.keyboard.press("d")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.tecla") == "d"
    page.locator(".filtros summary").click()
    page.fill("#f-texto", "número 07")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelectorAll('.fila').length === 1")
    assert desk.focus() == "f-texto"
    page.locator(".fila").click()
    page.keyboard.press("d")
    page.keyboard.press("1")
    page.wait_for_selector(".vacio")
    page.wait_for_function("() => document.activeElement.matches('.vacio, #cuenta')")
    desk.close()


def test_on_a_telephone_each_decision_leaves_the_focus_on_the_heading_of_the_next_row(
    browser: Browser, address: str
) -> None:
    """Habit: as above, with a thumb: discard, register, join to a record, postpone."""
    desk = Desk(browser, address, PHONE)
    page, order = desk.page, desk.codes()
    page.goto(f"/cola/{order[0]}")
    steps: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("Registrar", ("[name=tipo][value=alerta]", "[name=nivel][value=alto]")),
        ("Descartar", ("[name=motivo][value=hecho_pasado]",)),
        ("Unir", ("[name=ficha]",)),
    )
    for place, (name, choices) in enumerate(steps):
        page.locator(".acciones summary", has_text=name).click()
        for choice in choices:
            page.locator(f".detalle details[open] {choice}").first.check()
        page.locator(".detalle details[open] button.fuerte").click()
        page.wait_for_url(f"**/cola/{order[place + 1]}**")
        page.wait_for_function("() => document.activeElement.matches('.detalle h2')")
    page.locator("form.decision button[data-tecla=p]").click()
    page.wait_for_url(f"**/cola/{order[4]}**")
    page.wait_for_function("() => document.activeElement.matches('.detalle h2')")
    desk.close()


@SIZES
def test_ticking_rows_needs_no_mode_and_its_key_stands_in_the_help(
    browser: Browser, address: str, size: dict[str, int]
) -> None:
    """Habit: several cases can be closed at once, behind a button that nobody finds."""
    desk = Desk(browser, address, size)
    box = desk.page.locator(".marcar").first
    for reach in (lambda: desk.page.locator(".fila").first.hover(), box.focus):
        reach()
        assert box.is_visible()
        assert float(box.evaluate("one => getComputedStyle(one).opacity")) == 1
        measured = box.bounding_box()
        assert measured is not None and min(measured["width"], measured["height"]) >= 24
    assert re.search(r"Marque filas\s+X\s+para decidir varias", desk.page.locator("#lote").inner_text())
    box.check()
    for name in ("Descartar", "Posponer", "Unir entre sí"):
        assert desk.page.locator("#lote").get_by_text(name, exact=True).is_visible()
    desk.page.goto("/teclas")
    assert re.search(r"^X\b.*[Mm]arcar", desk.page.locator("#teclas").inner_text(), re.MULTILINE | re.DOTALL)
    desk.close()


LETTERS = "rudpaexzvogcjk"


def in_a_field(page: Page) -> None:
    page.locator(".filtros summary").click()
    page.locator("#f-texto").focus()
    page.keyboard.type(LETTERS)
    assert page.locator("#f-texto").input_value() == LETTERS


def with_a_modifier(page: Page) -> None:
    for modifier in ("Control", "Alt", "Meta"):
        for letter in "dpxz1":
            page.keyboard.press(f"{modifier}+{letter}")


def in_a_dialog(page: Page) -> None:
    page.keyboard.press("?")
    page.locator("#teclas").wait_for()
    page.keyboard.type(LETTERS)
    page.keyboard.press("1")
    page.get_by_role("button", name="Cerrar").click()


@pytest.mark.parametrize("where", [in_a_field, with_a_modifier, in_a_dialog])
def test_a_stray_key_decides_nothing(browser: Browser, site: Site, address: str, where: Callable[[Page], None]) -> None:
    """Habit: one stray key marks what nobody read."""
    desk = Desk(browser, address)
    before, first = stored(site), desk.current()
    where(desk.page)
    assert desk.current() == first
    assert desk.page.locator(".acciones details[open], .marcar:checked").count() == 0
    assert stored(site) == before
    desk.close()


def test_one_key_repairs_a_stray_one(browser: Browser, site: Site, address: str) -> None:
    """Habit: as above, and nothing brings it back."""

    def states() -> dict[str, str]:
        return {code: state for code, (state, _) in stored(site).items()}

    desk = Desk(browser, address)
    before, order = states(), desk.codes()
    desk.press("p")
    assert changed(before, states()) == {order[0]}
    desk.press("z")
    assert states() == before
    assert desk.codes() == order
    assert desk.focus() == f"f-{order[0]}"
    desk.close()
