"""The page of deadlines when there is more than somebody reads: cut, and what is left out is counted."""

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from conflict.permissions import NATIONAL_UNIT
from conflict.record import Person
from conflict.roles import Role
from dashboards import owed
from tests.dashboards.conftest import Site, named
from tests.dashboards.test_ficha import registered
from tests.make import an_article


@pytest.fixture
def ana(site: Site) -> TestClient:
    site.fill(*(an_article(n) for n in range(1, 4)))
    return named(site, "Ana Q.", "Regional Llallagua")


def test_what_is_not_shown_is_counted(ana: TestClient, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = [registered(ana) for _ in range(3)]
    site.now += timedelta(days=6)
    whole = ana.get("/plazos").text
    assert "más. Con «Míos»" not in whole
    assert all(f'href="/registros/{code}"' in whole.partition('id="calladas"')[2] for code in codes)
    monkeypatch.setattr(owed, "MOST_LINES", 1)
    monkeypatch.setattr(owed, "MOST_DEADLINES", 2)
    cut = ana.get("/plazos").text
    quiet = cut.partition('id="calladas"')[2]
    assert 'Sin novedades más de lo previsto <span class="tenue">3</span>' in cut
    assert quiet.count('class="plazo"') == 1
    assert "Y 2 fichas más. Con «Míos» o «Mi oficina» la lista es más corta." in quiet
    assert "Y 1 plazo más." in cut
    assert "Después de estos vencen 1 plazo más." in cut


def test_an_office_sees_its_own_however_its_name_is_written(ana: TestClient, site: Site) -> None:
    code = registered(ana)
    site.now += timedelta(days=6)
    rosa = named(site, "Rosa M.", "REGIONAL LLALLAGUÁ")
    page = rosa.get("/plazos?ver=oficina").text
    assert page.count(code) > 2
    assert code not in rosa.get("/plazos?ver=mios").text


def test_a_view_without_deadlines_says_when_the_next_one_falls_due(ana: TestClient, site: Site) -> None:
    rosa = named(site, "Rosa M.", "Regional Uncía")
    assert "Sin plazos abiertos." in rosa.get("/plazos?ver=mios").text
    registered(ana)
    page = rosa.get("/plazos?ver=mios").text
    assert re.search(r"Sin plazos\. El próximo es el (lunes|martes|sábado|domingo) \d+ de noviembre\.", page), page
    assert "Sin plazos" not in rosa.get("/plazos").text


def test_an_office_with_departments_has_a_view_of_them(ana: TestClient, site: Site) -> None:
    code = registered(ana)
    beni = site.client(Person("Bea Inventada", "Delegación Beni", 31, Role.DELEGATE, ("08",)))
    potosi = site.client(Person("Delia Inventada", "Delegación Potosí", 32, Role.DELEGATE, ("05",)))
    assert code in potosi.get("/plazos?ver=departamento").text
    assert code not in potosi.get("/plazos?ver=oficina").text
    assert code not in beni.get("/plazos?ver=departamento").text
    unit = site.client(Person("Nora Inventada", NATIONAL_UNIT, 33, Role.NATIONAL))
    assert "ver=departamento" not in unit.get("/plazos").text
    assert "Regional Llallagua" in potosi.get("/plazos").text, "each line names the office in charge"
