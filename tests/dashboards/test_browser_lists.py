"""The lists of records and of deadlines by keyboard alone, in a real Chromium."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, expect

from conflict.record import Person
from conflict.roles import Role
from tests.dashboards.conftest import Site, named
from tests.dashboards.served import served
from tests.dashboards.test_ficha import registered, send
from tests.make import an_article

pytestmark = pytest.mark.browser
OFFICE = "Regional Llallagua"
CHIEF = Person("Eva Inventada", OFFICE, 8, Role.REGIONAL, ("05",))
READER = Person("Gema Inventada", "Gerencia", 9, Role.MANAGER)
FOCUS = "document.activeElement.textContent.trim()"
RING = "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).outlineWidth"


@pytest.fixture
def ana(site: Site) -> TestClient:
    site.fill(*(an_article(n) for n in range(1, 4)))
    return named(site, "Ana Q.", OFFICE)


@pytest.fixture
def made(ana: TestClient) -> list[str]:
    codes = [registered(ana) for _ in range(3)]
    for n, code in enumerate(codes):
        assert (
            send(ana, code, "plazo", que=f"Llamar al sindicato {n}", vence=f"2026-11-{25 + n}T10:00").status_code < 400
        )
    return codes


@pytest.fixture
def opened(browser: Browser, site: Site, made: list[str]) -> Iterator[Page]:
    with served(site, by=CHIEF) as base:
        context = browser.new_context(base_url=base, viewport={"width": 1440, "height": 900})
        yield context.new_page()
        context.close()


def test_j_and_k_move_along_the_records_and_enter_opens_one(opened: Page) -> None:
    opened.goto("/registros")
    codes = opened.locator("tbody a.codigo").all_inner_texts()
    assert len(codes) == 3
    for key, at in (("j", 0), ("j", 1), ("j", 2), ("j", 2), ("k", 1)):
        opened.keyboard.press(key)
        assert opened.evaluate(FOCUS) == codes[at]
        assert opened.evaluate(RING) == "solid3px"
    opened.keyboard.press("Enter")
    opened.wait_for_url(f"**/registros/{codes[1]}")


def test_the_keys_are_told_and_whoever_switches_them_off_is_left_alone(opened: Page) -> None:
    for path, told in (("/registros", "Abrir la ficha"), ("/plazos", "Reprogramar")):
        opened.goto(path)
        opened.keyboard.press("?")
        expect(opened.locator("#teclas")).to_contain_text(told)
        opened.locator("#teclas-apagar").check()
        opened.locator("#teclas button").click()
        opened.evaluate("document.activeElement.blur()")
        opened.keyboard.press("j")
        assert opened.evaluate("document.activeElement.tagName") == "BODY"
        opened.evaluate("localStorage.clear()")
        opened.keyboard.press("j")
        assert opened.evaluate("document.activeElement.matches('[data-fila]')")


def test_a_deadline_is_kept_put_off_and_opened_without_the_mouse(opened: Page) -> None:
    opened.goto("/plazos")
    lines = opened.locator("[data-fila]")
    count = lines.count()
    assert count >= 3
    said = lines.nth(1).locator("strong").inner_text()
    code = lines.nth(1).locator("a.codigo").inner_text()
    opened.keyboard.press("j")
    opened.keyboard.press("j")
    assert said in opened.evaluate(FOCUS)
    assert opened.evaluate(RING) == "solid3px"
    opened.keyboard.press("p")
    assert opened.evaluate("document.activeElement.name") == "vence"
    opened.keyboard.press("Escape")
    opened.keyboard.press("k")
    opened.keyboard.press("j")
    opened.keyboard.press("Enter")
    assert opened.evaluate(FOCUS) == f"Cumplido: {said}"
    assert lines.count() == count, "one Enter writes nothing"
    opened.keyboard.press("o")
    opened.wait_for_url(f"**/registros/{code}")
    opened.goto("/plazos")
    for key in ("j", "j", "Enter"):
        opened.keyboard.press(key)
    with opened.expect_navigation():
        opened.keyboard.press("Enter")
    expect(opened.locator("[data-fila]")).to_have_count(count - 1)


def test_who_only_reads_has_no_form_under_the_keys(browser: Browser, site: Site, made: list[str]) -> None:
    with served(site, by=READER) as base:
        page = browser.new_page(base_url=base, viewport={"width": 1440, "height": 900})
        page.goto("/plazos")
        page.keyboard.press("j")
        first = page.evaluate(FOCUS)
        for key in ("Enter", "p"):
            page.keyboard.press(key)
            assert page.evaluate(FOCUS) == first
        page.keyboard.press("o")
        page.wait_for_url(re.compile("/registros/.+"))
        page.close()
