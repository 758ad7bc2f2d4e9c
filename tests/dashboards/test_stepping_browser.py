"""Decisions one after the other in a real Chromium: little goes over the wire, no answer disturbs what came later."""

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.dashboards.conftest import Site
from tests.dashboards.served import served
from tests.dashboards.test_browser_queue import DESK, PHONE
from tests.make import an_article

pytestmark = pytest.mark.browser
KB = 1024
Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, site: Site) -> Iterator[Open]:
    """Return what opens the queue of six rows; no worker stands before the network, so that an answer can be held."""
    site.fill(*(an_article(n, title=f"Hecho número {n:02} de la mañana") for n in range(6)))
    with served(site) as base:
        context = browser.new_context(base_url=base, service_workers="block")

        def at(size: dict[str, int] = DESK, path: str = "/cola") -> Page:
            page = context.new_page()
            page.route("**/nunca", lambda route: route.abort())  # who listens before the page is there misses no order
            page.set_viewport_size(size)
            page.set_default_timeout(30_000)
            page.goto(path)
            return page

        yield at
        context.close()


def codes(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('.fila')].map((row) => row.id.slice(2))")


def quiet(page: Page) -> None:
    page.wait_for_function("() => !document.querySelector('[aria-busy]')")


def held(page: Page, path: str) -> list[Route]:
    """Hold the orders to an address until they are let go."""
    waiting: list[Route] = []
    page.route(f"**/{path}", lambda route: waiting.append(route))  # a bound builtin takes no mark of Playwright
    return waiting


def let_go(page: Page, waiting: list[Route]) -> None:
    """Let the last held order go, once it is there: the rows that follow are on the page already and come before it."""
    until = time.monotonic() + 30
    while not waiting and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert waiting, "no order was sent"
    waiting.pop().continue_()


def shown(page: Page, code: str) -> None:
    """Wait until a row stands in the panel and takes keys: what is pressed before that decides nothing.

    Two frames later whatever was to be done with the new panel is done, on a busy machine too.
    """
    page.wait_for_selector(f"#panel:not([inert]) .detalle[data-codigo='{code}']")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def sent(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_decision_costs_two_kilobytes_on_the_wire_and_the_next_row_is_open(opened: Open) -> None:
    page = opened()
    first, second, *_ = codes(page)
    page.evaluate("document.querySelector('.lista').dataset.misma = 'si'")
    cost = []
    page.on("requestfinished", lambda one: cost.append((one, one.sizes())) if one.url.find("/cola/") > 0 else None)
    sent(page, "p")
    shown(page, second)
    quiet(page)
    assert first not in codes(page)
    assert page.evaluate("document.activeElement.id") == f"f-{second}"
    assert page.url.endswith(f"/cola/{second}")
    assert page.locator(".hecho").count() == 1
    assert page.evaluate("document.querySelector('.lista').dataset.misma") == "si", "the list was not sent again"
    of_it = [sizes for one, sizes in cost if "parte=detalle" not in one.url and "/tomar" not in one.url]
    assert 1 <= len(of_it) <= 2
    assert sum(one["requestBodySize"] + one["responseBodySize"] for one in of_it) <= 2 * KB
    page.reload()
    assert codes(page)[0] == second


def parts(page: Page) -> list[str]:
    """Return the codes of the rows whose part is asked for from now on, as they are asked for."""
    found: list[str] = []
    page.on("request", lambda one: found.append(one.url.split("/")[4][:12]) if "parte=detalle" in one.url else None)
    return found


def test_the_next_three_rows_are_there_before_they_are_wanted(opened: Open) -> None:
    page = opened()
    _, second, third, fourth, fifth, sixth = codes(page)
    asked = parts(page)
    with page.expect_request(f"**/cola/{fifth}?**"):
        sent(page, "j")
    shown(page, second)
    assert asked == [second, third, fourth, fifth]
    page.route(f"**/cola/{third}?**", lambda route: route.abort())
    with page.expect_request(f"**/cola/{sixth}?**"):
        sent(page, "j")
        shown(page, third)
    page.wait_for_url(f"**/cola/{third}")
    assert asked == [second, third, fourth, fifth, sixth], "each row is asked for once"


def test_what_was_there_beforehand_is_asked_for_anew_after_a_decision(opened: Open) -> None:
    page = opened()
    _, second, third, *_ = codes(page)
    asked = parts(page)
    with page.expect_response(f"**/cola/{third}?**"):
        sent(page, "j")
        shown(page, second)
    sent(page, "p")
    shown(page, third)
    quiet(page)
    assert asked.count(third) == 2


def test_a_row_that_did_not_come_beforehand_is_asked_for_again(opened: Open) -> None:
    page = opened()
    _, second, third, *_ = codes(page)
    page.route(f"**/cola/{third}?**", lambda route: route.fulfill(status=503), times=1)
    with page.expect_response(f"**/cola/{third}?**"):
        sent(page, "j")
        shown(page, second)
    sent(page, "j")
    shown(page, third)


def test_a_row_read_for_longer_than_a_request_may_last_is_followed_by_the_one_that_was_there(opened: Open) -> None:
    page = opened()
    _, second, third, *_ = codes(page)
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if "htmx" in one.text else None)
    asked = parts(page)
    with page.expect_response(f"**/cola/{third}?**"):
        sent(page, "j")
        shown(page, second)
    page.evaluate("document.querySelector('.lista').dataset.misma = 'si'")
    page.wait_for_timeout(11_000)
    sent(page, "j")
    shown(page, third)
    assert said == []
    assert page.evaluate("document.querySelector('.lista').dataset.misma") == "si", "the page was not opened anew"
    assert page.evaluate("document.activeElement.id") == f"f-{third}"
    assert asked.count(third) == 1


def test_a_key_pressed_before_the_row_is_shown_decides_no_other_row(opened: Open) -> None:
    page = opened()
    order = codes(page)
    second = order[1]
    waiting: list[Route] = []
    page.route(f"**/cola/{second}?**", lambda route: waiting.append(route))
    sent(page, "j", "p", "d", "1")
    page.wait_for_timeout(500)
    assert page.locator(".hecho").count() == 0
    assert page.locator("details.decision[open]").count() == 0
    while waiting:
        let_go(page, waiting)
    shown(page, second)
    quiet(page)
    assert codes(page) == order
    sent(page, "p")
    shown(page, order[2])
    assert codes(page) == [order[0], *order[2:]]


def test_two_decisions_at_once_are_both_taken_each_of_its_own_row(opened: Open, site: Site) -> None:
    page = opened()
    first, second, third, *rest = codes(page)
    waiting = held(page, "posponer**")
    sent(page, "p", "j")
    shown(page, second)
    sent(page, "p", "z")
    page.wait_for_timeout(300)
    assert len(waiting) == 1, "the second one waits for the answer of the first"
    let_go(page, waiting)
    page.wait_for_function("c => !document.getElementById('f-' + c)", arg=first)
    let_go(page, waiting)
    shown(page, third)
    quiet(page)
    assert codes(page) == [third, *rest]
    assert page.evaluate("document.activeElement.id") == f"f-{third}"
    assert page.locator("#cuenta strong").inner_text() == f"{1 + len(rest)} por revisar"
    page.reload()
    assert codes(page) == [third, *rest]


def test_whoever_went_on_before_the_answer_stays_with_what_is_typed(opened: Open) -> None:
    page = opened()
    first, _, third, *_ = codes(page)
    waiting = held(page, "posponer**")
    sent(page, "p", "j", "j")
    shown(page, third)
    page.locator(".acciones summary", has_text="Unir").click()
    page.locator(f"#u-{third}").fill("AT-2026-05")
    let_go(page, waiting)
    page.wait_for_function("c => !document.getElementById('f-' + c)", arg=first)
    quiet(page)
    assert page.locator(f"#u-{third}").input_value() == "AT-2026-05"
    assert page.evaluate("document.querySelector('.fila.actual').id") == f"f-{third}"
    assert page.url.endswith(f"/cola/{third}")


def test_a_refusal_is_told_of_its_own_row_when_another_is_open(opened: Open, site: Site) -> None:
    page = opened()
    first, second, *_ = codes(page)
    waiting = held(page, "posponer**")
    sent(page, "p", "j")
    shown(page, second)
    form = {"version": 1, "motivo": "sin_demanda"}
    assert site.client().post(f"/cola/{first}/descartar", data=form).status_code == 303
    let_go(page, waiting)
    page.wait_for_selector("#avisos .alarma")
    assert page.locator("#avisos .alarma").inner_text() == f"No se guardó su decisión sobre {first}. Ver la fila"
    assert page.locator("#avisos .alarma a").get_attribute("href") == f"/cola/{first}"
    assert page.evaluate("document.querySelector('.detalle').dataset.codigo") == second
    assert page.locator(".fallo:not(:empty)").count() == 0


def test_a_row_that_is_taken_back_stands_where_it_stood(opened: Open) -> None:
    page = opened()
    order = codes(page)
    sent(page, "j", "j")
    shown(page, order[2])
    sent(page, "p")
    shown(page, order[3])
    quiet(page)
    sent(page, "z")
    page.wait_for_selector(f"#f-{order[2]}")
    quiet(page)
    assert codes(page) == order
    assert page.evaluate("document.activeElement.id") == f"f-{order[2]}"


def test_on_a_telephone_the_queue_is_cleared_row_after_row_and_the_end_is_said(opened: Open) -> None:
    page = opened(PHONE)
    order = codes(page)
    page.locator(".fila").first.click()
    for place, code in enumerate(order):
        shown(page, code)
        quiet(page)
        assert page.locator(".volver").is_visible()
        assert place == 0 or page.evaluate("document.activeElement.tagName") == "H2"
        page.locator("form.decision button[data-tecla=p]").click()
    page.wait_for_selector(".vacio")
    quiet(page)
    assert page.locator(".vacio").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
