"""Who leaves a shared computer leaves nothing on it: the way back leads to the entrance (ASVS 5.0, 14.3.2)."""

import pytest
from playwright.sync_api import Browser

from tests.dashboards.conftest import PERSON, Site
from tests.dashboards.served import served
from tests.dashboards.test_offline_browser import enter
from tests.make import an_article

pytestmark = pytest.mark.browser


def test_after_leaving_the_way_back_shows_nothing_that_was_read(browser: Browser, site: Site) -> None:
    site.fill(*(an_article(n, title=f"Hecho número {n:02} de la mañana") for n in range(3)))
    with served(site, None) as base:
        context = browser.new_context(base_url=base)
        enter(context, site, PERSON)
        page = context.new_page()
        for path in ("/registros", "/cola"):
            page.goto(path)
        assert page.locator(".fila").count() == 3
        page.get_by_role("button", name="Salir").click()
        page.wait_for_url("**/entrar")
        for _ in range(2):
            page.go_back()
            page.wait_for_url("**/entrar**")
            assert "Hecho número" not in page.content()
        context.close()
