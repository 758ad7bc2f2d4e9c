"""Work without network in a real Chromium: what was read stays readable, and what was decided is sent once."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import text

from conflict.record import Person
from conflict.roles import Role
from dashboards.gate import DEVICE, SESSION
from tests.dashboards.conftest import DEVICE as OF_BROWSER
from tests.dashboards.conftest import PERSON, Site
from tests.dashboards.served import served
from tests.make import an_article

pytestmark = pytest.mark.browser

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
ROSA = Person("Rosa Inventada", "Unidad Nacional", 31, Role.NATIONAL)


class Losing:
    """An application whose answers to decisions never arrive while `lost`: taken, and the connection is cut."""

    def __init__(self, app: Any) -> None:
        self.app, self.lost, self.taken = app, False, 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if not (self.lost and scope["type"] == "http" and scope["path"].endswith("/descartar")):
            return await self.app(scope, receive, send)

        async def nowhere(message: Any) -> None:
            pass

        await self.app(scope, receive, nowhere)
        self.taken += 1
        receive.__self__.transport.abort()
        return None


@pytest.fixture
def server(site: Site, monkeypatch: pytest.MonkeyPatch) -> Losing:
    site.fill(*(an_article(n, title=f"Hecho número {n} en una comunidad") for n in range(1, 6)))
    losing = Losing(site.app())
    monkeypatch.setattr(site, "app", lambda **changes: losing)
    return losing


@pytest.fixture
def address(site: Site, server: Losing) -> Iterator[str]:
    with served(site, None) as base:
        yield base


@pytest.fixture
def size() -> dict[str, int]:
    return PHONE


@pytest.fixture
def context(browser: Browser, address: str, site: Site, size: dict[str, int]) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=size, base_url=address)
    enter(made, site, PERSON)
    yield made
    made.close()


def enter(context: BrowserContext, site: Site, who: Person) -> None:
    """Go on as somebody who has entered with this browser."""
    cookies = {SESSION: site.session_of(who), DEVICE: OF_BROWSER}
    context.add_cookies([{"name": n, "value": v, "domain": "127.0.0.1", "path": "/"} for n, v in cookies.items()])


def ready(page: Page) -> None:
    """Wait until the worker serves this page and every listed row is kept."""
    page.goto("/cola")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    until = time.monotonic() + 60
    while len(kept(page, "filas")) < page.locator(".fila").count():
        assert time.monotonic() < until, "the rows are not all kept"
        page.wait_for_timeout(50)


def kept(page: Page, store: str) -> list[dict]:
    page.wait_for_function("() => self.kept")
    return page.evaluate("store => kept.all(store)", store)


def decide(page: Page, code: str, reason: str = "hecho_pasado") -> None:
    page.goto(f"/cola/{code}")
    page.locator("[data-tecla=d]").click()
    page.locator(f"#panel input[value={reason}], .detalle input[value={reason}]").first.check()
    page.locator("form[action*=descartar] button").click()
    page.wait_for_url(re.compile(r"/cola(\?.*)?$|/cola/.*hecho="))


def reviews(site: Site) -> list[tuple[str, str]]:
    with site.register.reading() as session:
        asked = "SELECT e.code, r.decision FROM review r JOIN queue_entry e ON e.id = r.entry_id ORDER BY r.id"
        return [tuple(row) for row in session.execute(text(asked))]


def codes(page: Page) -> list[str]:
    found = page.locator(".fila").evaluate_all("all => all.map(one => one.pathname.split('/')[2])")
    return list(dict.fromkeys(found))


both_sizes = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


@both_sizes
def test_what_was_listed_is_read_and_decided_without_network_and_sent_once(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    ready(page)
    first, second = codes(page)[:2]
    context.set_offline(True)
    expect(page.locator(".sin-red [role=status]")).to_contain_text("Puede seguir revisando las 5 alertas guardadas")
    page.goto("/cola")
    page.wait_for_selector(".fila")
    assert codes(page)[:2] == [first, second]
    page.goto(f"/cola/{second}")
    assert "Hecho número" in page.locator(".detalle h2").inner_text()
    expect(page.locator("#copia-dice")).to_contain_text("Copia guardada a las")
    decide(page, first)
    words = page.locator(".sin-red [role=status]")
    expect(words).to_contain_text(re.compile(r"Sin conexión desde las \d\d:\d\d\."))
    expect(words).to_contain_text("1 decisión se enviará al volver.")
    expect(page.locator(f".fila[href*='{first}'] .por-enviar")).to_have_text("Se enviará al volver")
    page.goto(f"/cola/{first}")
    expect(page.locator("p.por-enviar")).to_contain_text("Descartar · Hecho pasado o nota de archivo")
    assert reviews(site) == []
    context.set_offline(False)
    expect(words).to_contain_text("Se envió 1 decisión.")
    assert reviews(site) == [(first, "descartar")]
    page.goto("/cola")
    page.wait_for_load_state("networkidle")
    assert reviews(site) == [(first, "descartar")]
    assert first not in codes(page)
    assert kept(page, "ordenes") == []


def test_a_decision_whose_answer_was_lost_is_sent_again_and_stands_once(
    context: BrowserContext, site: Site, server: Losing
) -> None:
    page = context.new_page()
    ready(page)
    first = codes(page)[0]
    server.lost = True
    decide(page, first)
    expect(page.locator(".sin-red [role=status]")).to_contain_text("1 decisión se enviará al volver.")
    assert server.taken >= 1
    assert reviews(site) == [(first, "descartar")]
    server.lost = False
    page.reload()
    expect(page.locator(".sin-red [role=status]")).to_contain_text("Se envió 1 decisión.")
    assert reviews(site) == [(first, "descartar")]
    assert kept(page, "ordenes") == []


@both_sizes
def test_who_decided_meanwhile_is_shown_beside_what_was_decided_here_and_stays(
    context: BrowserContext, site: Site
) -> None:
    page = context.new_page()
    ready(page)
    first, second = codes(page)[:2]
    context.set_offline(True)
    decide(page, first)
    decide(page, second, "sin_demanda")
    rosa = site.client(ROSA)
    rosa.post(f"/cola/{first}/registrar", data={"version": 1, "tipo": "alerta", "nivel": "alto"})
    with site.register.writing() as session:
        session.execute(text(f"UPDATE queue_entry SET row_version = row_version + 1 WHERE code = '{second}'"))
    context.set_offline(False)
    expect(page.locator(".choque")).to_have_count(2)
    one, other = page.locator(".choque").all()
    expect(one).to_contain_text("Descartar · Hecho pasado o nota de archivo")
    expect(one).to_contain_text("Rosa Inventada ya decidió esta fila")
    expect(other).to_contain_text("La fila cambió después de que usted la leyó")
    assert reviews(site) == [(first, "registrar")]
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.goto("/cola")
    expect(page.locator(".choque")).to_have_count(2)
    page.get_by_role("button", name="Entendido").first.click()
    expect(page.locator(".choque")).to_have_count(1)
    page.get_by_role("button", name="Entendido").click()
    expect(page.locator(".sin-red")).to_be_hidden()
    assert kept(page, "ordenes") == []
    assert reviews(site) == [(first, "registrar")]


def test_a_decision_made_without_network_can_be_taken_out_before_it_is_sent(
    context: BrowserContext, site: Site
) -> None:
    page = context.new_page()
    ready(page)
    first = codes(page)[0]
    context.set_offline(True)
    decide(page, first)
    page.goto(f"/cola/{first}")
    page.get_by_role("button", name="Quitar").click()
    expect(page.locator(".acciones")).to_be_visible()
    context.set_offline(False)
    page.goto("/cola")
    page.wait_for_load_state("networkidle")
    assert reviews(site) == []


def test_leaving_empties_what_was_kept_and_warns_before_a_decision_is_lost(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    ready(page)
    context.set_offline(True)
    decide(page, codes(page)[0])
    context.set_offline(False)
    expect(page.locator(".sin-red [role=status]")).to_contain_text("Se envió 1 decisión.")
    page.goto("/cola")
    page.get_by_role("button", name="Salir").click()
    page.wait_for_url("**/entrar")
    assert [kept(page, store) for store in ("filas", "ordenes", "borradores")] == [[], [], []]
    assert page.evaluate("localStorage.length") == 0
    context.set_offline(True)
    page.goto("/cola")
    expect(page.locator(".lista .vacio")).to_contain_text("No hay alertas guardadas en este equipo")
    assert page.locator(".fila").count() == 0


def test_another_person_on_the_same_device_reads_and_sends_nothing_of_the_first(
    context: BrowserContext, site: Site
) -> None:
    page = context.new_page()
    ready(page)
    first = codes(page)[0]
    mine = {one["persona"] for one in kept(page, "filas")}
    context.set_offline(True)
    decide(page, first)
    enter(context, site, ROSA)
    context.set_offline(False)
    ready(page)
    hers = {one["persona"] for one in kept(page, "filas")}
    assert len(mine) == len(hers) == 1
    assert mine != hers
    assert page.locator(".sin-red").is_hidden()
    assert reviews(site) == []
    enter(context, site, PERSON)
    page.goto("/cola")
    expect(page.locator(".sin-red [role=status]")).to_contain_text("Se envió 1 decisión.")
    assert reviews(site) == [(first, "descartar")]


def test_after_a_session_that_ended_one_enters_and_the_decision_is_sent(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    ready(page)
    first = codes(page)[0]
    context.set_offline(True)
    decide(page, first)
    with site.register.writing() as session:
        session.execute(text("UPDATE login_session SET until = '2026-01-01T00:00:00.000000Z'"))
    context.set_offline(False)
    expect(page.locator(".sin-red [role=status]")).to_contain_text("Su sesión terminó.")
    assert reviews(site) == []
    page.get_by_role("link", name="Ingresar").click()
    page.wait_for_url("**/entrar?volver=**")
    expect(page.locator(".sin-red [role=status]")).to_contain_text("1 decisión. Ingrese y se enviará.")
    site.secrets.clear()
    enter(context, site, PERSON)
    page.goto("/cola")
    expect(page.locator(".sin-red [role=status]")).to_contain_text("Se envió 1 decisión.")
    assert reviews(site) == [(first, "descartar")]


def test_what_is_older_than_a_session_is_no_longer_shown(context: BrowserContext) -> None:
    page = context.new_page()
    ready(page)
    for one in kept(page, "filas"):
        page.evaluate("one => kept.put('filas', one)", one | {"at": one["at"] - 13 * 3_600_000})
    context.set_offline(True)
    page.goto("/cola")
    expect(page.locator(".lista .vacio")).to_be_visible()
    until = time.monotonic() + 30
    while left := kept(page, "filas"):
        assert time.monotonic() < until, left
        page.wait_for_timeout(50)


def test_nothing_of_records_and_no_token_of_a_session_is_kept(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    ready(page)
    code = (
        site.client()
        .post(f"/cola/{codes(page)[0]}/registrar", data={"version": 1, "tipo": "alerta", "nivel": "alto", "abrir": "1"})
        .headers["location"]
    )
    page.goto(code)
    page.wait_for_load_state("networkidle")
    for store in ("filas", "ordenes", "borradores"):
        assert "csrf" not in str(kept(page, store))
        assert "/accion" not in str(kept(page, store))
    (shell,) = page.evaluate("caches.keys()")
    held = "async name => (await (await caches.open(name)).keys()).map(one => new URL(one.url).pathname)"
    assert {path.split("/")[1] for path in page.evaluate(held, shell)} == {"sin-red", "static"}
    context.set_offline(True)
    page.goto(code)
    expect(page.locator("#copia-dice")).to_have_text("Esta página necesita conexión.")


def test_two_quick_clicks_without_javascript_decide_once(browser: Browser, address: str, site: Site) -> None:
    context = browser.new_context(viewport=PHONE, base_url=address, java_script_enabled=False)
    enter(context, site, PERSON)
    page = context.new_page()
    page.goto("/cola")
    first = page.locator(".fila").first.get_attribute("href").split("/")[2]
    page.goto(f"/cola/{first}")
    page.locator("form[action*=posponer] button[data-tecla=p]").dblclick()
    page.wait_for_load_state("networkidle")
    assert reviews(site) == [(first, "posponer")]
    context.close()
