"""The forms of what the domain model adds: folded, optional, and shown on the page of a record only when said."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from jinja2 import Environment, FileSystemLoader

from conflict.lifecycle import KEYED_REASONS, DiscardReason
from dashboards.labels import DISCARD_REASONS
from tests.dashboards.conftest import Site, named, shown_fields
from tests.dashboards.test_ficha import registered, send
from tests.make import an_article

TEMPLATES = Path(__file__).parents[2] / "dashboards" / "templates"


@pytest.fixture
def ana(site: Site) -> TestClient:
    site.fill(an_article(1), an_article(2))
    return named(site, "Ana Q.", "Regional Llallagua")


def test_the_list_of_reasons_has_all_that_have_no_key_in_the_words_of_the_tables() -> None:
    parts = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template("marcas.html").module
    listed = dict(re.findall(r'<option value="(\w+)">([^<]+)', str(parts.more_motives())))
    assert listed == {one.value: DISCARD_REASONS[one] for one in DiscardReason if one not in KEYED_REASONS}


def test_a_row_is_discarded_with_a_reason_of_the_list_and_counted_under_it(ana: TestClient) -> None:
    rows = re.findall(r'id="f-(P-\d{6}-\d{3})"', ana.get("/cola").text)
    assert 'value="figurado"' not in ana.get("/cola").text, "the list would weigh on every page of the queue"
    for path in (f"/cola/{rows[0]}", f"/cola/{rows[0]}?parte=detalle"):
        assert 'value="figurado"' in ana.get(path).text, path
    none = ana.post(f"/cola/{rows[0]}/descartar", data={"version": 1})
    assert (none.status_code, "Falta elegir el motivo del descarte" in none.text) == (422, True)
    assert (
        ana.post(f"/cola/{rows[0]}/descartar", data={"version": 1, "motivo": ["otro", "figurado"]}).status_code == 303
    )
    batch = {"hacer": "descartar", "motivo": "agenda_oficial", "fila": [f"{rows[1]}:1"]}
    assert ana.post("/cola/lote", data=batch).status_code == 303
    quality = ana.get("/calidad").text
    assert "Figurado" in quality
    assert "Agenda oficial" in quality


def test_actions_are_offered_by_family_and_the_retired_ones_are_not(ana: TestClient) -> None:
    page = ana.get(f"/registros/{registered(ana)}").text
    form = page.split('id="a-tipo"')[1].split("</select>")[0]
    families = re.findall(r'<optgroup label="([^"]+)">', form)
    assert families == ["Supervisión preventiva", "Intermediación", "Humanitaria", "Defensa legal"]
    assert len(re.findall("<option ", form)) == 21
    assert "mediacion_o_dialogo" not in form
    assert form.split("<option value=")[1].startswith('"verificacion_en_sitio"'), "the first is what comes first"


def test_what_is_said_of_an_action_a_request_and_a_fact_is_shown(ana: TestClient) -> None:
    code = registered(ana)
    sent = {"tipo": "informe_escrito_requerido", "texto": "Se pidió el informe por escrito.", "entidad": "Alcaldía"}
    assert send(ana, code, "accion", **sent, cite="dp-012/2026", modalidad="escrita", lugar="Uncía").status_code == 303
    happened = {"tipo": "dialogo", "texto": "Se reunieron las dos partes.", "fuente": "Radio Cerro", "lugar": "Salón"}
    more = {"actor": "Sindicato de Prueba", "precision_lugar": "municipio", "precision_hora": "solo_el_dia"}
    assert send(ana, code, "hecho", **happened, **more).status_code == 303
    page = ana.get(f"/registros/{code}").text
    assert "Se pidió el informe por escrito. · escrita · Uncía" in page
    assert "CITE DP-012/2026" in page
    assert "Sindicato de Prueba · Salón (solo el municipio) · solo se sabe el día" in page
    wrong = send(ana, code, "accion", tipo="monitoreo", texto="Se siguió por la radio.", modalidad="a_gritos")
    assert (wrong.status_code, "la modalidad" in wrong.text) == (422, True)


def test_the_dimensions_of_a_conflict_are_folded_until_said_and_then_shown(ana: TestClient) -> None:
    code = registered(ana)
    page = ana.get(f"/registros/{code}/datos").text
    assert "<details><summary>Más datos</summary>" in page
    assert "Competencia principal" not in ana.get(f"/registros/{code}").text
    said = {"realm": "institucional", "competence": "organo_judicial", "field_check": "no"}
    assert send(ana, code, "datos", **shown_fields(page), **said).status_code == 303
    told = ana.get(f"/registros/{code}").text
    for words in ("Institucional", "Órgano Judicial y Ministerio Público", "Confirmación en campo"):
        assert words in told
    assert "<dt>Ámbito</dt>" not in told
    assert "<details open><summary>Más datos" in ana.get(f"/registros/{code}/datos").text
    assert "Competencia principal: Órgano Judicial" in ana.get(f"/registros/{code}/simat").text
