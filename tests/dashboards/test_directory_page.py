"""The directory and what is handed to those in it, through the pages: found, kept up, referred, answered, late."""

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from tests.dashboards.conftest import Site, completed, named
from tests.dashboards.test_ficha import registered, send
from tests.make import an_article

ENTRY = {
    "nombre": "Servicio Legal de Prueba",
    "clase": "servicio",
    "departamento": "05",
    "municipio": "Llallagua",
    "atiende": "Violencia familiar",
    "contacto": "ventanilla 3",
}


@pytest.fixture
def ana(site: Site) -> TestClient:
    site.fill(an_article(1), an_article(2))
    return named(site, "Ana Q.", "Regional Llallagua")


def added(client: TestClient, **other: str) -> str:
    answer = client.post("/directorio", data=ENTRY | other)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def version_on(page: str) -> str:
    return re.search(r'name="version" value="(\d+)"', page).group(1)


def test_an_entry_is_found_by_place_kind_and_words_and_says_who_keeps_it(ana: TestClient) -> None:
    added(ana)
    added(ana, nombre="Ministerio de Prueba", clase="institucion", departamento="", municipio="")
    added(ana, nombre="Sindicato de Prueba", clase="organizacion", departamento="04", municipio="")
    shown = ana.get("/directorio?departamento=05").text
    assert "Servicio Legal de Prueba" in shown
    assert "Ministerio de Prueba" in shown
    assert "Sindicato de Prueba" not in shown
    assert "Ministerio" not in ana.get("/directorio?departamento=05&clase=servicio").text
    assert "Servicio Legal" in ana.get("/directorio?texto=violencia").text
    assert "Ana Q." in shown
    assert "la agregó Regional Llallagua" in shown
    assert "Ninguna entidad" in ana.get("/directorio?texto=nada").text


def test_a_contact_that_nobody_tried_for_long_says_so_until_somebody_does(ana: TestClient, site: Site) -> None:
    path = added(ana)
    assert "sin revisar desde" not in ana.get(path).text
    site.now += timedelta(days=200)
    page = ana.get(path).text
    assert "sin revisar desde" in page
    assert ana.post(path, data={"que": "vigente", "version": version_on(page)}).status_code == 303
    assert "sin revisar desde" not in ana.get(path).text


def test_a_wrong_entry_is_refused_with_what_was_typed(ana: TestClient) -> None:
    added(ana)
    answer = ana.post("/directorio", data=ENTRY | {"atiende": "Otra materia distinta"})
    assert answer.status_code == 422
    assert "ya está en el directorio" in answer.text
    assert "Otra materia distinta" in answer.text


def test_an_older_version_of_an_entry_shows_both_and_writes_nothing(ana: TestClient, site: Site) -> None:
    path = added(ana)
    seen = version_on(ana.get(path).text)
    rosa = named(site, "Rosa M.", "Regional Llallagua")
    assert rosa.post(path, data=ENTRY | {"contacto": "ventanilla 9", "version": seen}).status_code == 303
    answer = ana.post(path, data=ENTRY | {"contacto": "ventanilla 4", "version": seen})
    assert answer.status_code == 409
    both = answer.text.partition("Las dos versiones")[2]
    assert "ventanilla 9" in both
    assert "ventanilla 4" in both
    assert "ventanilla 9" in ana.get(path).text
    late = ana.post(path, data={"que": "baja", "version": seen})
    assert late.status_code == 409
    again = ana.post(path, data=ENTRY | {"contacto": "ventanilla 4", "version": version_on(answer.text)})
    assert again.status_code == 303
    assert "ventanilla 4" in ana.get(path).text
    assert ana.post(path, data=ENTRY).status_code == 422


def test_a_closed_entry_leaves_the_lists_and_may_come_back(ana: TestClient) -> None:
    path = added(ana)
    for what, there in (("baja", False), ("alta", True)):
        assert ana.post(path, data={"que": what, "version": version_on(ana.get(path).text)}).status_code == 303
        assert ("Servicio Legal" in ana.get("/directorio").text) is there
        assert "Servicio Legal" in ana.get("/directorio?todas=si").text
    assert ana.get("/directorio/999").status_code == 404


def test_a_referral_is_late_until_received_and_complete_only_with_its_result(ana: TestClient, site: Site) -> None:
    code, number = registered(ana), added(ana).rpartition("/")[2]
    form = ana.get(f"/registros/{code}").text
    assert '<option value="Servicio Legal de Prueba">' in form  # offered as addressee of a request too
    referred = {"entidad": number, "texto": "Orientación legal a las familias del lugar"}
    assert send(ana, code, "derivacion", **referred).status_code == 303
    page = ana.get(f"/registros/{code}").text
    assert "Espera que la entidad confirme" in page
    referral = re.search(r'name="que" value="derivacion"><input type="hidden" name="numero" value="(\d+)"', page).group(
        1
    )
    moved = {"que": "derivacion", "numero": referral}
    early = send(ana, code, "mover", **moved, estado="completa", texto="Se atendió a doce familias.")
    assert early.status_code == 422
    assert "no confirmó" not in ana.get("/plazos").text
    site.now += timedelta(days=5)
    assert "Servicio Legal de Prueba no confirmó que la recibió" in ana.get("/plazos").text
    assert send(ana, code, "mover", **moved, estado="recibida", texto="").status_code == 303
    assert "no confirmó" not in ana.get("/plazos").text
    site.now += timedelta(days=20)
    assert "no devolvió el resultado" in ana.get("/plazos?ver=oficina").text
    assert send(ana, code, "mover", **moved, estado="completa", texto="Se atendió a doce familias.").status_code == 303
    page = ana.get(f"/registros/{code}").text
    assert "Resultado: Se atendió a doce familias." in page
    assert "no devolvió" not in ana.get("/plazos").text
    assert send(ana, code, "mover", **moved, estado="otra", texto="x").status_code == 422


def test_a_concluded_record_is_followed_for_its_term_and_then_asks_to_be_archived(ana: TestClient, site: Site) -> None:
    code = registered(ana)
    completed(ana, code)
    send(ana, code, "accion", tipo="otra", texto="Se habló con las dos partes.")
    ended = send(ana, code, "paso", paso="concluir", resultado="demanda_atendida", texto="Se pagó lo adeudado.")
    assert ended.status_code == 303, ended.text
    assert "En seguimiento hasta el" in ana.get(f"/registros/{code}").text
    assert "en seguimiento hasta el" in ana.get("/plazos").text
    site.now += timedelta(days=31)
    assert "El seguimiento terminó" in ana.get(f"/registros/{code}").text
    assert "seguimiento cumplido" in ana.get("/plazos").text
    assert send(ana, code, "paso", paso="archivar", texto="No hubo nada nuevo en el mes.").status_code == 303
    assert "su seguimiento terminó" in ana.get(f"/registros/{code}").text
    assert code not in ana.get("/plazos").text
