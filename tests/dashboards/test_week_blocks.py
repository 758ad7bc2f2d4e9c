"""The blocks of the summary have addresses that last, and a place that nobody listened to is said in a sentence."""

from datetime import timedelta

from tests.dashboards.conftest import Site
from tests.dashboards.seen import seen
from tests.make import an_article


def test_each_block_has_an_address_that_leads_to_it(site: Site) -> None:
    site.fill(an_article(1))
    client = site.client()
    for query in ("", "?departamento=05"):
        page = seen(client.get(f"/resumen/2026-S46{query}").text)
        links = [one.attrs["href"] for one in page.all("a", "ancla")]
        assert len(links) == len(set(links)) >= 8
        ids = {one.attrs["id"] for one in page.walk() if "id" in one.attrs}
        for link in links:
            address, _, block = link.partition("#")
            assert address == f"/resumen/2026-S46{query}"
            assert block in ids


def test_a_department_whose_outlets_were_down_is_said_and_the_last_week_is_offered(site: Site) -> None:
    site.fill(an_article(1))
    site.now += timedelta(days=14)
    page = seen(site.client().get("/resumen/2026-S48").text)
    assert "Sin datos de Potosí esta semana: su única fuente estuvo caída." in page.said("p", "alarma")
    ahead = seen(site.client().get("/resumen/2026-S49").text)
    (link,) = [one for one in ahead.all("a") if one.text == "Ver semana 48"]
    assert link.attrs["href"] == "/resumen/2026-S48"
    assert "Semana sin cerrar" in ahead.said("p", "alarma")
