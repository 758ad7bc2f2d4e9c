"""What is typed is not lost, in a real Chromium: a tab that closes, a network that fails, a session that ends."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import text

from tests.dashboards.conftest import PERSON, Site, shown_fields
from tests.dashboards.served import served
from tests.dashboards.test_keyed import codes, count
from tests.dashboards.test_offline_browser import DESK, PHONE, enter, kept, ready
from tests.make import an_article

pytestmark = pytest.mark.browser
WORDS = "Se llamó a las dos partes y aceptan reunirse el martes."


@pytest.fixture
def record(site: Site) -> str:
    site.fill(an_article(1), an_article(2))
    client = site.client()
    values = {"version": 1, "tipo": "alerta", "nivel": "alto", "abrir": "1"}
    return client.post(f"/cola/{codes(client)[0]}/registrar", data=values).headers["location"]


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def context(request: pytest.FixtureRequest, browser: Browser, site: Site, record: str) -> Iterator[BrowserContext]:
    with served(site, None) as base:
        made = browser.new_context(viewport=request.param, base_url=base)
        enter(made, site, PERSON)
        yield made
        made.close()


def typed(page: Page, record: str) -> None:
    page.goto(record)
    page.locator("#a-tipo").select_option(index=1)
    page.locator("#a-texto").type(WORDS)
    stored(page, ["texto", WORDS])


def stored(page: Page, *held: list[str], gone: tuple[list[str], ...] = ()) -> None:
    """Wait until a draft on the device holds these fields and not the others: typing is stored a moment later."""
    until = time.monotonic() + 30
    while True:
        drafts = [one["campos"] for one in kept(page, "borradores")]
        if any(all(f in d for f in held) and not any(f in d for f in gone) for d in drafts):
            return
        assert time.monotonic() < until, drafts
        page.wait_for_timeout(50)


def emptied(page: Page) -> None:
    """Wait until the device holds no draft."""
    until = time.monotonic() + 30
    while kept(page, "borradores") and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert kept(page, "borradores") == []


def test_a_draft_is_offered_after_the_tab_was_closed_and_is_gone_once_sent(
    context: BrowserContext, site: Site, record: str
) -> None:
    page = context.new_page()
    typed(page, record)
    page.close()
    page = context.new_page()
    page.goto(record)
    offer = page.locator("form[action$=accion] .borrador")
    expect(offer).to_contain_text("Borrador de las")
    assert page.locator("#a-texto").input_value() == ""
    offer.get_by_role("button", name="Recuperar").click()
    assert page.locator("#a-texto").input_value() == WORDS
    assert page.locator("#a-tipo").evaluate("one => one.selectedIndex") == 1
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.get_by_role("button", name="Guardar acción").click()
    emptied(page)
    page.goto(record)
    page.wait_for_timeout(500)
    expect(page.locator(".borrador")).to_have_count(0)
    assert count(site, "draft") == 0


def test_a_draft_that_is_discarded_is_not_offered_again(context: BrowserContext, site: Site, record: str) -> None:
    page = context.new_page()
    typed(page, record)
    page.goto(record)
    page.locator(".borrador").get_by_role("button", name="Descartar").click()
    emptied(page)
    page.goto(record)
    page.wait_for_timeout(500)
    expect(page.locator(".borrador")).to_have_count(0)
    assert count(site, "draft") == 0


def test_a_draft_goes_to_the_server_and_is_offered_on_another_device(
    context: BrowserContext, browser: Browser, site: Site, record: str
) -> None:
    page = context.new_page()
    typed(page, record)
    page.evaluate("kept.sync()")
    base = page.url.split("/registros")[0]
    other = browser.new_context(viewport=PHONE, base_url=base)
    enter(other, site, PERSON)
    there = other.new_page()
    there.goto(record)
    there.locator(".borrador").get_by_role("button", name="Recuperar").click()
    assert there.locator("#a-texto").input_value() == WORDS
    other.close()


def test_a_long_form_sent_without_network_is_counted_and_goes_once_when_loaded_again(
    context: BrowserContext, site: Site, record: str
) -> None:
    page = context.new_page()
    ready(page)
    before = count(site, "record_action")
    typed(page, record)
    context.set_offline(True)
    page.get_by_role("button", name="Guardar acción").click()
    words = page.locator(".sin-red [role=status]")
    expect(words).to_contain_text("1 borrador se enviará al volver.")
    expect(words).to_contain_text("El formulario no se envió; lo que escribió sigue en esta página.")
    assert count(site, "record_action") == before
    context.set_offline(False)
    page.get_by_role("button", name="Enviar de nuevo").click()
    page.wait_for_url(f"**{record}")
    assert count(site, "record_action") == before + 1
    emptied(page)
    expect(page.locator(".borrador")).to_have_count(0)
    assert count(site, "record_action") == before + 1


def test_a_session_that_ends_while_somebody_writes_loses_no_letter(
    context: BrowserContext, site: Site, record: str
) -> None:
    page = context.new_page()
    typed(page, record)
    with site.register.writing() as session:
        session.execute(text("UPDATE login_session SET until = '2026-01-01T00:00:00.000000Z'"))
    page.get_by_role("button", name="Guardar acción").click()
    expect(page.locator("h1")).to_have_text("Su sesión terminó")
    assert page.locator("input[name=guardado_texto]").get_attribute("value") == WORDS
    site.secrets.clear()
    enter(context, site, PERSON)
    page.goto(record)
    page.locator(".borrador").get_by_role("button", name="Recuperar").click()
    assert page.locator("#a-texto").input_value() == WORDS


def test_leaving_hands_drafts_over_and_empties_the_device(context: BrowserContext, site: Site, record: str) -> None:
    page = context.new_page()
    typed(page, record)
    page.get_by_role("button", name="Salir").click()
    page.wait_for_url("**/entrar")
    assert kept(page, "borradores") == []
    assert count(site, "draft") == 1


def test_the_fields_of_a_record_have_a_draft_which_writes_nobodys_words_over_unseen(
    context: BrowserContext, site: Site, record: str
) -> None:
    page = context.new_page()
    page.goto(f"{record}/datos")
    page.locator("[name=demand]").fill("Pago de aguinaldos")
    right = page.locator("[name=rights]").first
    right.check()
    stored(page, ["demand", "Pago de aguinaldos"], ["rights", right.get_attribute("value") or ""])
    page.close()
    other = site.client()
    before = shown_fields(other.get(f"{record}/datos").text)
    assert other.post(f"{record}/datos", data=before | {"demand": "Pago de sueldos"}).status_code == 303
    page = context.new_page()
    page.goto(f"{record}/datos")
    assert page.locator("[name=demand]").input_value() == "Pago de sueldos"
    page.locator(".borrador").get_by_role("button", name="Recuperar").click()
    assert page.locator("[name=demand]").input_value() == "Pago de aguinaldos"
    assert page.locator("[name=rights]").first.is_checked()
    page.get_by_role("button", name="Guardar datos").click()
    expect(page.locator("main")).to_contain_text("Otra persona cambió lo mismo")
    expect(page.locator("main")).to_contain_text("Pago de sueldos")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**{record}#datos")
    page.goto(f"{record}/datos")
    page.wait_for_timeout(500)
    assert page.locator("[name=demand]").input_value() == "Pago de aguinaldos"
    expect(page.locator(".borrador")).to_have_count(0)
    assert count(site, "draft") == 0


def test_a_draft_that_only_empties_a_field_is_offered_until_the_field_is_empty(
    context: BrowserContext, site: Site, record: str
) -> None:
    other = site.client()
    filled = {"demand": "Pago de sueldos", "rights": ["trabajo", "libre_transito"]}
    before = shown_fields(other.get(f"{record}/datos").text)
    assert other.post(f"{record}/datos", data=before | filled).status_code == 303
    page = context.new_page()
    page.goto(f"{record}/datos")
    page.locator("[name=demand]").fill("")
    page.locator("[name=rights][value=trabajo]").uncheck()
    stored(page, ["demand", ""], ["rights", "libre_transito"], gone=(["rights", "trabajo"],))
    page.close()
    page = context.new_page()
    page.goto(f"{record}/datos")
    page.locator(".borrador").get_by_role("button", name="Recuperar").click()
    assert page.locator("[name=demand]").input_value() == ""
    assert not page.locator("[name=rights][value=trabajo]").is_checked()
    assert page.locator("[name=rights][value=libre_transito]").is_checked()
    page.get_by_role("button", name="Guardar datos").click()
    page.wait_for_url(f"**{record}#datos")
    page.goto(f"{record}/datos")
    page.wait_for_timeout(500)
    assert page.locator("[name=demand]").input_value() == ""
    expect(page.locator(".borrador")).to_have_count(0)
    assert count(site, "draft") == 0
