"""The institution's tables on their page: everybody reads them, the national unit changes a row from a day on."""

import re
from datetime import timedelta

import pytest

from conflict.permissions import NATIONAL_UNIT
from conflict.record import Person
from conflict.roles import Role
from tests.dashboards.conftest import Browser, Site

NORA = Person("Nora Inventada", NATIONAL_UNIT, 4, Role.NATIONAL)
ANA = Person("Ana Inventada", "Coordinación Regional Llallagua", 1, Role.ANALYST, ("05",), ("Llallagua",))
ROW = "/ajustes/tablas/fila"
WHY = "Lo dispone una nota de la unidad."


@pytest.fixture
def nora(site: Site) -> Browser:
    return site.client(NORA)


def sent(client: Browser, table: str, key: str, **values: str):
    page = client.get(ROW, params={"tabla": table, "clave": key}).text
    hidden = dict(re.findall(r'type="hidden" name="(tabla|clave|visto|desde)" value="([^"]*)"', page))
    return client.post(ROW, data={"desde": "2026-12-01", "texto": WHY} | hidden | values)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (
            "catalogos",
            ("Estado de emergencia", "El sector se declara en emergencia", "Tipología", "Motivo de descarte"),
        ),
        ("plazos", ("Respuesta a un requerimiento", "días hábiles", "Pasa al superior")),
        ("reglas", ("Coordinación Regional Llallagua", "acompana", "segunda firma")),
        ("oficinas", ("08:30-16:30", "Oficina Pisiga")),
        ("feriados", ("jue 24 dic 2026, Todas las oficinas", "laborable")),
    ],
)
def test_everybody_reads_what_is_in_force_and_only_some_are_offered_a_change(
    site: Site, nora: Browser, table: str, words: tuple[str, ...]
) -> None:
    ana = site.client(ANA)
    page = ana.get("/ajustes/tablas", params={"tabla": table}).text
    for one in words:
        assert one in page, one
    assert ROW not in page
    assert ROW in nora.get("/ajustes/tablas", params={"tabla": table}).text
    assert ana.get(ROW, params={"tabla": "plazos", "clave": "requerimiento"}).status_code == 403
    assert ana.post(ROW, data={"tabla": "plazos", "clave": "requerimiento"}).status_code == 403


def test_a_word_is_changed_from_tomorrow_on_and_every_page_says_it_then(site: Site, nora: Browser) -> None:
    answer = sent(nora, "catalogos", "tipologia:laboral", palabra="Trabajo y salarios")
    assert answer.status_code == 303
    page = nora.get("/ajustes/tablas").text
    assert "Cambios que todavía no rigen" in page
    assert "Trabajo y salarios" in page
    site.now += timedelta(days=12)
    page = nora.get("/ajustes/tablas").text
    assert "Cambios que todavía no rigen" not in page
    assert "Trabajo y salarios" in page
    assert "mar 1 dic 2026" in page


def test_a_refused_change_keeps_what_was_typed_and_says_where_it_is_wrong(nora: Browser) -> None:
    answer = sent(nora, "plazos", "requerimiento", cantidad="muchos")
    assert answer.status_code == 422
    for words in ("columna «cantidad»", "se esperaba un número entero", 'value="muchos"', WHY):
        assert words in answer.text
    assert "Cambios que todavía no rigen" not in nora.get("/ajustes/tablas?tabla=plazos").text


def test_who_comes_second_with_an_old_page_overwrites_nothing(site: Site, nora: Browser) -> None:
    old = {"tabla": "plazos", "clave": "requerimiento", "visto": "0", "desde": "2026-12-02", "texto": WHY}
    assert sent(nora, "plazos", "requerimiento", cantidad="15").status_code == 303
    late = nora.post(ROW, data=old | {"cantidad": "20"})
    assert late.status_code == 422
    assert "Otra persona cambió esa fila" in late.text


def test_a_day_off_is_added_for_an_office_and_taken_back(nora: Browser) -> None:
    asked = {"tabla": "feriados", "dia": "2026-12-04", "clave": "of-llallagua"}
    page = nora.get(ROW, params=asked).text
    assert "vie 4 dic 2026, Coordinación Regional Llallagua" in page
    hidden = dict(re.findall(r'type="hidden" name="(tabla|clave|visto|desde)" value="([^"]*)"', page))
    done = nora.post(ROW, data=hidden | {"clase": "feriado", "motivo": "aniversario local", "texto": WHY})
    assert done.status_code == 303
    page = nora.get("/ajustes/tablas?tabla=feriados").text
    number = re.search(r"/ajustes/tablas/(\d+)/retirar", page).group(1)
    assert "aniversario local" in page
    assert nora.post(f"/ajustes/tablas/{number}/retirar", data={"tabla": "feriados"}).status_code == 303
    assert "aniversario local" not in nora.get("/ajustes/tablas?tabla=feriados").text
    again = nora.post(f"/ajustes/tablas/{number}/retirar", data={"tabla": "feriados"})
    assert again.status_code == 422


@pytest.mark.parametrize("query", ["tabla=plazos&clave=nada", "tabla=nada", "tabla=feriados&clave=of-05&dia=ayer"])
def test_a_row_that_is_none_is_a_page_that_says_so(nora: Browser, query: str) -> None:
    assert nora.get(f"{ROW}?{query}").status_code == 404
