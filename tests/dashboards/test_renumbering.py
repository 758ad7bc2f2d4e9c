"""A wrong CITE or code is corrected on the page that shows it, and the page of the search finds and names it."""

import re

import pytest
from fastapi.testclient import TestClient

from tests.dashboards.conftest import Site, named
from tests.dashboards.test_ficha import registered, send
from tests.make import an_article

WHY = "La nota salió con otro número."


@pytest.fixture
def ana(site: Site) -> TestClient:
    site.fill(an_article(1), an_article(2))
    return named(site, "Ana Q.", "Regional Llallagua")


def test_a_cite_is_found_corrected_and_told(ana: TestClient) -> None:
    code = registered(ana)
    assert "Corregir un CITE" not in ana.get(f"/registros/{code}").text, "there is no request yet"
    sent = {"tipo": "informe_escrito_requerido", "texto": "Se pidió el informe por escrito.", "entidad": "Alcaldía"}
    assert send(ana, code, "accion", **sent, cite="dp-llg 012/2026").status_code == 303
    hits = ana.get("/buscar", params={"texto": "DPLLG 12/2026"}).text
    assert code not in hits
    hits = ana.get("/buscar", params={"texto": "dp llg012 / 2026"}).text
    assert f"/registros/{code}" in hits
    assert "012/2026" in re.sub("</?mark>", "", hits), "the hit says by which number it was found"
    page = ana.get(f"/registros/{code}").text
    number = re.search(r'<option value="(\d+)">Alcaldía: DP-LLG 012/2026', page).group(1)
    version = re.search(r'name="version" value="(\d+)"', page).group(1)
    right = {"numero": number, "cite": "dp-llg 021/2026"}
    short = send(ana, code, "cite", **right, texto="mal", version=version)
    assert (short.status_code, "por qué se corrige" in short.text) == (422, True)
    assert send(ana, code, "cite", **right, texto=WHY, version=version).status_code == 303
    page = ana.get(f"/registros/{code}").text
    assert "CITE DP-LLG 021/2026" in page
    assert "antes DP-LLG 012/2026, ahora DP-LLG 021/2026" in page
    late = send(ana, code, "cite", **right | {"cite": "1/2026"}, texto=WHY, version=version)
    assert (late.status_code, "CITE de un requerimiento: se corrigió" in late.text) == (409, True)
    assert "CITE DP-LLG 021/2026" in ana.get(f"/registros/{code}").text


def test_the_code_of_another_system_is_corrected(ana: TestClient) -> None:
    code = registered(ana)
    assert send(ana, code, "codigo", sistema="simat", codigo="simat-2026/77").status_code == 303
    page = ana.get(f"/registros/{code}").text
    which = re.search(r'<option value="(simat:[^"]+)">', page).group(1)
    fields = {"cual": which, "codigo": "simat-2026/78", "texto": WHY}
    assert send(ana, code, "renumerar", **fields).status_code == 303
    assert "<strong>SIMAT-2026/78</strong>" in ana.get(f"/registros/{code}").text
    gone = send(ana, code, "renumerar", **fields | {"codigo": "simat-2026/79"})
    assert (gone.status_code, "ya no está en la ficha" in gone.text) == (422, True)
    none = send(ana, code, "renumerar", **fields | {"cual": "otra:1"})
    assert none.status_code == 422


def test_the_code_of_another_system_is_taken_away_with_its_reason(ana: TestClient) -> None:
    code = registered(ana)
    for number in ("simat-2026/77", "simat-2026/78"):
        assert send(ana, code, "codigo", sistema="simat", codigo=number).status_code == 303
    for number, left in (("SIMAT-2026/78", "SIMAT-2026/77"), ("SIMAT-2026/77", "")):
        sent = {"cual": f"simat:{number}", "codigo": " "}
        assert send(ana, code, "renumerar", **sent, texto="mal").status_code == 422
        assert send(ana, code, "renumerar", **sent, texto="Es el código de otra ficha.").status_code == 303
        page = ana.get(f"/registros/{code}").text
        assert f"<strong>{number}</strong>" not in page
        assert f"antes {number}, ahora ninguno. Es el código de otra ficha." in page
        assert (f"<strong>{left}</strong>" in page) == bool(left)
