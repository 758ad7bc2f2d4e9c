"""A fact that was struck out of a timeline stays there as it was told, with who struck it out, when and why."""

from dashboards.when import absolute
from tests.dashboards.conftest import Site, named
from tests.dashboards.seen import seen
from tests.dashboards.test_ficha import registered, send
from tests.make import an_article

FACT = {
    "tipo": "medida",
    "medida": "bloqueo",
    "cuando": "2026-11-20T08:00",
    "texto": "Comenzó el bloqueo en el cruce.",
    "fuente": "Radio Cerro",
}


def test_a_struck_fact_says_who_struck_it_out_and_when(site: Site) -> None:
    site.fill(an_article(1))
    ana, rosa = (named(site, name, "Regional Llallagua") for name in ("Ana Q.", "Rosa M."))
    code = registered(ana)
    assert send(ana, code, "hecho", **FACT).status_code == 303
    assert not seen(ana.get(f"/registros/{code}").text).all("li", "tachado")
    assert send(rosa, code, "mover", que="hecho", numero="1", texto="Fue el día anterior.").status_code == 303
    struck = seen(ana.get(f"/registros/{code}").text).one("li", "tachado").text
    assert FACT["texto"] in struck
    assert f"Anulado: Fue el día anterior. (Rosa M., {absolute(site.now)})" in struck
