"""Concluding asks on which day it ended: today is offered, a day to come is refused and given back."""

from conflict.lapaz import local_day
from dashboards.when import whole_day
from tests.conftest import NOW
from tests.dashboards.conftest import Site, completed, named
from tests.dashboards.test_ficha import registered, send
from tests.make import an_article

ENDING = {"paso": "concluir", "resultado": "acuerdo_total", "texto": "Se firmó el acta final."}


def test_the_day_of_the_end_is_offered_refused_and_told(site: Site) -> None:
    site.fill(an_article(1))
    ana = named(site, "Ana Q.", "Regional Llallagua")
    code = registered(ana)
    send(ana, code, "accion", tipo="verificacion_en_sitio", texto="Se visitó el punto de bloqueo.")
    completed(ana, code)
    today = f"{local_day(NOW):%d/%m/%Y}"
    assert f'name="fecha" value="{today}"' in ana.get(f"/registros/{code}/terminar?paso=concluir").text
    late = send(ana, code, "paso", **ENDING, fecha="31/12/2026")
    assert late.status_code == 422
    assert "La fecha es posterior a hoy." in late.text
    assert 'value="31/12/2026"' in late.text
    assert send(ana, code, "paso", **ENDING, fecha="hoy").status_code == 303
    shown = ana.get(f"/registros/{code}").text
    assert "Acuerdo total" in shown
    assert f"Terminó el {whole_day(local_day(NOW))}." in shown
    assert f"Fecha en que terminó: {today}" in ana.get(f"/registros/{code}/simat").text
