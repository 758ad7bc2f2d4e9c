"""What a record's page does with what lies ahead, with its end and with a transfer: as a browser without JavaScript."""

import re

import pytest

from conflict.permissions import NATIONAL_UNIT
from conflict.record import Person
from conflict.roles import Role
from tests.dashboards.conftest import Browser, Site, named
from tests.dashboards.seen import seen
from tests.dashboards.test_ficha import registered, send
from tests.dashboards.test_refused_forms import form_of, held
from tests.make import an_article

AHEAD = {"cuando": "2026-11-25T10:00", "texto": "Marcha anunciada de la Federación hasta la plaza."}
NORA = Person("Nora Inventada", NATIONAL_UNIT, 51, Role.NATIONAL)


@pytest.fixture
def ana(site: Site) -> Browser:
    site.fill(an_article(1), an_article(2))
    return named(site, "Ana Q.", "Regional Llallagua")


@pytest.mark.parametrize(
    ("path", "more"),
    [("accion", {"tipo": "otra"}), ("hecho", {"tipo": "medida", "medida": "marcha", "fuente": "Radio Cerro"})],
)
def test_what_lies_ahead_is_asked_about_and_becomes_a_deadline(ana: Browser, path: str, more: dict[str, str]) -> None:
    code = registered(ana)
    refused = send(ana, code, path, **AHEAD, **more)
    assert refused.status_code == 422
    form = form_of(seen(refused.text), f"/registros/{code}/{path}", {})
    assert "La fecha es posterior a hoy. ¿Es un plazo?" in form.text
    (button,) = [one for one in form.all("button") if one.attrs.get("name") == "como"]
    assert button.text == "Pasar a plazo"
    assert held(form, "texto") == [AHEAD["texto"]]
    done = send(ana, code, path, **AHEAD, **more, como=button.attrs["value"])
    assert done.headers["location"] == f"/registros/{code}#plazos"
    page = ana.get(f"/registros/{code}").text
    assert AHEAD["texto"] in page.partition('id="plazos"')[2]
    assert AHEAD["texto"] not in page.partition('id="historia"')[2].partition("</ol>")[0]


def test_a_deadline_is_said_as_people_say_it(ana: Browser) -> None:
    code = registered(ana)
    assert send(ana, code, "plazo", que="Llamar a la Federación", vence="25/11 10:00").status_code == 303
    assert "mié 25 nov, 10:00" in ana.get(f"/registros/{code}").text
    refused = send(ana, code, "plazo", que="Llamar a la Federación", vence="cuando se pueda")
    assert "mañana 16:00" in refused.text
    assert held(form_of(seen(refused.text), f"/registros/{code}/plazo", {}), "vence") == ["cuando se pueda"]


def test_the_end_of_a_record_lists_its_open_deadlines_with_what_may_be_done_to_each(ana: Browser) -> None:
    code = registered(ana, "alerta")
    paso = re.search(rf'/registros/{code}/terminar\?paso=(\w+)"', ana.get(f"/registros/{code}").text).group(1)
    page = ana.get(f"/registros/{code}/terminar?paso={paso}").text
    path = re.search(r'action="(/plazos/\d+)"', page).group(1)
    assert f'name="vuelta" value="{paso}"' in page
    sent = {"hecho": "otro_dia", "vence": "ayer", "texto": "Se espera la respuesta.", "vuelta": paso}
    refused = ana.post(path, data=sent)
    assert 'id="pendientes-plazos"' in refused.text, "it comes back on the page of the end"
    assert held(form_of(seen(refused.text), path, sent), "vence") == ["ayer"]
    done = ana.post(path, data={"hecho": "no", "vuelta": paso})
    assert done.headers["location"] == f"/registros/{code}/terminar?paso={paso}"
    assert "Plazos abiertos" not in ana.get(done.headers["location"]).text
    short = send(ana, code, "paso", paso=paso, resultado="", texto="Nada")
    assert held(form_of(seen(short.text), f"/registros/{code}/paso", {"paso": paso}), "texto") == ["Nada"]


def handed(ana: Browser) -> tuple[str, str]:
    """Ask the national unit to take a record over; return its code and where the transfer is answered."""
    code = registered(ana)
    for words in ("Se visitó el cruce con la regional.", "Se habló con la Federación de Prueba."):
        assert send(ana, code, "accion", tipo="verificacion_en_sitio", texto=words).status_code == 303
    form = {"oficina": NATIONAL_UNIT, "motivo": "demandado_nacional", "texto": "Interviene el nivel central."}
    assert send(ana, code, "transferir", **form).status_code == 303
    path = re.search(r'action="(/transferencias/\d+)"', ana.get("/transferencias").text)
    assert path is not None
    return code, path[1]


def test_who_is_asked_reads_the_summary_and_what_was_done_and_says_who_takes_it(ana: Browser, site: Site) -> None:
    nora, tomas = site.client(NORA), Person("Tomás Inventado", NATIONAL_UNIT, 52, Role.NATIONAL)
    site.session_of(tomas)
    code, path = handed(ana)
    page = nora.get("/transferencias").text
    for words in ("Sin resumen.", "Se visitó el cruce", "Se habló con la Federación", "Interviene el nivel central."):
        assert words in page, words
    short = nora.post(path, data={"respuesta": "devolver", "texto": "No"})
    assert held(form_of(seen(short.text), path, {"respuesta": "devolver"}), "texto") == ["No"]
    offered = dict(re.findall(r'<option value="(\d*)">([^<]+)</option>', page))
    assert set(offered.values()) == {"Yo", "Tomás Inventado"}
    number = next(value for value, name in offered.items() if name == "Tomás Inventado")
    assert nora.post(path, data={"respuesta": "aceptar", "persona": number}).status_code == 303
    assert f"a cargo de Tomás Inventado, {NATIONAL_UNIT}" in nora.get(f"/registros/{code}").text
    assert "Sin transferencias por responder." in nora.get("/transferencias").text


def test_a_transfer_that_came_back_is_asked_for_again_with_its_words(ana: Browser, site: Site) -> None:
    code, path = handed(ana)
    back = {"respuesta": "devolver", "texto": "Falta el informe de la alcaldía."}
    assert site.client(NORA).post(path, data=back).status_code == 303
    page = ana.get(f"/registros/{code}").text
    assert "Falta el informe de la alcaldía." in page
    again = re.search(r'href="(/registros/[^"]+\?otra_vez=\d+)">Volver a solicitar', page)
    assert again is not None
    form = form_of(seen(ana.get(again[1]).text), f"/registros/{code}/transferir", {})
    assert held(form, "texto") == ["Interviene el nivel central."]
    assert (held(form, "oficina"), held(form, "motivo")) == ([NATIONAL_UNIT], ["demandado_nacional"])
