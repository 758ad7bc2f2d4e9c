"""The head of a record says from which level it came to the one it has, and on which day: out of the journal."""

from datetime import timedelta

from tests.dashboards.conftest import Site, named
from tests.dashboards.seen import seen
from tests.dashboards.test_ficha import registered, send
from tests.dashboards.test_town_page import FACT
from tests.make import an_article


def test_the_head_tells_the_last_change_of_the_level_with_its_day(site: Site) -> None:
    site.fill(*(an_article(n) for n in range(1, 4)))
    ana = named(site, "Ana Q.", "Regional Llallagua")
    code = registered(ana)

    def told() -> str:
        return " ".join(seen(ana.get(f"/registros/{code}").text).one("span", "nivel-texto").text.split())

    assert told().endswith("Alto"), "it was registered so and nobody changed it"
    assert send(ana, code, "nivel", nivel="critico", texto="Hay dinamita en el cruce.").status_code == 303
    assert told().endswith("Crítico ▲ subió desde Alto, hoy")
    site.now += timedelta(hours=13)
    assert told().endswith("desde Alto, ayer"), "by the day of La Paz"
    site.now += timedelta(days=2)
    assert told().endswith("desde Alto, vie 20 nov 2026")
    assert send(ana, code, "nivel", nivel="bajo", texto="Se retiraron todos.").status_code == 303
    assert told().endswith("Bajo ▼ bajó desde Crítico, hoy")
    assert send(ana, code, "nivel", nivel="medio", texto="Anuncian que vuelven mañana.").status_code == 303
    assert told().endswith("Medio ▲ subió desde Bajo, hoy")


def test_an_edit_of_something_else_is_no_change_of_the_level(site: Site) -> None:
    site.fill(*(an_article(n) for n in range(1, 4)))
    ana = named(site, "Ana Q.", "Regional Llallagua")
    one, other = registered(ana), registered(ana)
    assert send(ana, one, "nivel", nivel="medio", texto="Se calmó la sede.").status_code == 303
    assert send(ana, one, "hecho", **FACT).status_code == 303
    assert "bajó desde Alto" in " ".join(seen(ana.get(f"/registros/{one}").text).text.split())
    assert "desde Alto" not in ana.get(f"/registros/{other}").text
