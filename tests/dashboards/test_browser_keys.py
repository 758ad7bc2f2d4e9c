"""Keys of the queue that the specification names beside the plain ones: Shift+P, a pasted address, locked capitals."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.dashboards.conftest import Site
from tests.dashboards.served import served
from tests.dashboards.test_browser_queue import Desk
from tests.make import an_article

pytestmark = pytest.mark.browser


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    site.fill(*(an_article(n, title=f"Hecho número {n:02} de la mañana") for n in range(6)))
    with served(site) as base:
        yield base


def test_shift_p_puts_a_row_off_for_two_hours_until_monday_or_to_a_day(browser: Browser, address: str) -> None:
    desk = Desk(browser, address)
    order = desk.codes()
    desk.press("Shift+P", "1")
    assert desk.codes() == order[1:]
    assert desk.focus() == f"f-{order[1]}"
    desk.press("z")
    assert desk.codes() == order
    desk.press("Shift+P", "3")
    desk.page.keyboard.press("Shift+P")
    desk.page.wait_for_selector("details.decision[open] input[type=date]")
    desk.page.locator("details.decision[open] input[type=date]").fill("2027-03-01")
    desk.page.locator("details.decision[open] button[type=submit]").click()
    desk.page.wait_for_selector("#fallo-posponer:not(:empty)")
    assert "tres días hábiles" in desk.page.locator("#fallo-posponer").inner_text()
    desk.complaints = [one for one in desk.complaints if "422" not in one]
    desk.close()


def test_a_correction_is_told_where_it_is_seen_and_goes_back_in_its_turn(browser: Browser, address: str) -> None:
    desk = Desk(browser, address)
    order, notice = desk.codes(), desk.page.locator("form.hecho")
    desk.page.keyboard.press("e")
    desk.page.wait_for_selector("#k-municipio:focus")
    desk.page.locator("#k-municipio").fill("Camiri")
    desk.page.locator("#k-motivo").fill("El hecho fue en Camiri")
    desk.page.get_by_role("button", name="Guardar la corrección").click()
    desk.page.wait_for_selector(".lugar-ficha:has-text('Camiri')")
    expect(notice).to_be_in_viewport()
    expect(notice).to_contain_text("Corregida")
    assert desk.focus() == f"f-{order[0]}"
    desk.press("j")
    desk.press("p")
    assert order[1] not in desk.codes()
    desk.press("z")
    assert desk.codes() == order
    expect(notice).to_contain_text("Queda la corrección anterior")
    desk.press("z")
    assert desk.current() == order[0]
    desk.page.wait_for_selector(".lugar-ficha:has-text('Llallagua')")
    expect(notice).to_have_count(0)
    desk.close()


def test_a_row_is_joined_by_the_address_of_a_record_as_it_is_copied(browser: Browser, address: str) -> None:
    desk = Desk(browser, address)
    desk.press("r", "1", "2", "Enter")
    row = desk.current()
    desk.page.goto("/registros")
    link = desk.page.locator("a[href^='/registros/AT-']").first.get_attribute("href")
    desk.page.goto(f"/cola/{row}")
    desk.page.keyboard.press("u")
    desk.page.locator(f"#u-{row}").fill(f"{address}{link}?hecho=1#plazos")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_function("c => document.querySelector('.fila.actual')?.id.slice(2) !== c", arg=row)
    assert row not in desk.codes()
    desk.close()


def test_a_record_is_looked_for_by_words_while_joining_and_chosen_without_the_mouse(
    browser: Browser, address: str
) -> None:
    desk = Desk(browser, address)
    registered = desk.page.locator(f"#f-{desk.current()} .titulo").inner_text()
    desk.press("r", "1", "2", "Enter")
    row = desk.current()
    desk.page.keyboard.press("u")
    desk.page.locator(f"#u-{row}").focus()
    for typed in ("zzyzx", registered.split()[2]):  # what comes last stands, whatever came before
        desk.page.locator(f"#u-{row}").fill("")
        desk.page.keyboard.type(typed)
    found = desk.page.locator(".hallar + div input[type=radio]")
    found.first.wait_for()
    assert found.count() == 1
    assert registered in desk.page.locator(".hallar + div").inner_text()
    assert desk.focus() == f"u-{row}"
    desk.page.keyboard.press("Tab")  # the link of those who have no JavaScript
    desk.page.keyboard.press("Tab")
    desk.press("Space", "Enter")
    assert row not in desk.codes()
    desk.close()


def test_keys_work_with_capitals_locked_and_shift_still_means_more(browser: Browser, address: str) -> None:
    desk = Desk(browser, address)
    order = desk.codes()
    locked = (
        "key => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, modifierCapsLock: true, bubbles: true}))"
    )
    for key in ("J", "X", "J"):
        desk.page.evaluate(locked, key)
    assert desk.current() == order[2]
    assert desk.page.locator(".marcar:checked").count() == 1  # ticked alone, not up to it
    desk.page.keyboard.press("Shift+X")
    assert desk.page.locator(".marcar:checked").count() == 2
    desk.close()


def test_keys_are_switched_off_and_on_among_the_settings_and_the_list_of_keys_says_so(
    browser: Browser, address: str
) -> None:
    desk = Desk(browser, address)
    first = desk.current()
    desk.page.goto("/ajustes")
    desk.page.keyboard.press("?")
    desk.page.wait_for_selector("dialog#teclas[open]")
    desk.page.locator("dialog #teclas-apagar").check()
    desk.page.keyboard.press("Escape")
    assert desk.page.locator("main #teclas-apagar").is_checked()
    desk.page.goto("/cola")
    desk.page.keyboard.press("j")
    desk.page.wait_for_timeout(300)
    assert desk.current() == first, "one-letter keys are off"
    desk.page.goto("/ajustes")
    desk.page.locator("main #teclas-apagar").uncheck()
    desk.page.goto("/cola")
    desk.page.keyboard.press("j")
    desk.page.wait_for_function("c => document.querySelector('.fila.actual').id.slice(2) !== c", arg=first)
    desk.close()
