"""The golden weeks as a person meets them: page, PDF, workbook, Word and API say what was counted by hand.

Weeks with fronts, transfers, reopenings, both ends of a year and a week that lies in two years.
"""

import io
import re
from datetime import timedelta

import docx
import openpyxl
import pypdf
import pytest
from fastapi.testclient import TestClient

from conflict.esbo import figure
from conflict.roles import Role
from conflict.week import week_named
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.seen import Node, seen
from tests.dashboards.test_api import token_of
from tests.golden import table
from tests.golden_register import write_golden

COUNTED = {row["semana"]: row for row in table("cifras")}
WEEKS = ("2026-S51", "2026-S53", "2027-S01", "2027-S02")
LABELS = {
    "alertas_nuevas": "Alertas nuevas",
    "conflictos_activos": "Conflictos activos",
    "concluidos": "Concluidos",
    "plazos_vencidos": "Plazos vencidos",
    "transferencias_pendientes": "Transferencias pendientes",
    "anticipacion": "Anticipación, mediana",
}


def expected(week: str) -> dict[str, str]:
    """Return the six numbers of a week by label, as they are printed."""
    row = COUNTED[week]
    return {label: figure(float(row[key]) if row[key] else None) for key, label in LABELS.items()}


@pytest.fixture(scope="module")
def golden(lasting_site: Site) -> TestClient:
    with lasting_site.register.writing() as session:
        write_golden(session)
    lasting_site.now = week_named(WEEKS[-1]).end + timedelta(hours=9)
    return lasting_site.client()


@pytest.mark.parametrize("week", WEEKS)
def test_page_and_documents_print_the_same_numbers_and_they_are_those_counted_by_hand(
    golden: TestClient, week: str
) -> None:
    path, told = f"/resumen/{week}", expected(week)
    page = seen(golden.get(path).text)
    assert {box.one("h2").text: box.one("strong").text for box in page.all("div", "cifra")} == told
    pages = pypdf.PdfReader(io.BytesIO(golden.get(f"{path}/pdf").content)).pages
    assert len(pages) == 2
    text = " ".join(pages[0].extract_text().split())
    book = openpyxl.load_workbook(io.BytesIO(golden.get(f"{path}/excel").content))
    sheet = {row[0]: row[1] for row in book["Resumen"].iter_rows(min_row=2, values_only=True)}
    word = docx.Document(io.BytesIO(golden.get(f"{path}/word").content))
    cells = {tuple(cell.text for cell in row.cells[:2]) for row in word.tables[0].rows}
    for label, value in told.items():
        assert f"{label} {value} " in text
        assert (label, value) in cells
        assert figure(sheet[label]) == value
    places = {row[0]: row for row in book["Territorios"].iter_rows(min_row=2, values_only=True)}
    counted = {row["codigo"]: row for row in table("territorios") if row["semana"] == week}
    shown = {row.all("td")[0].text: row.all("td") for row in _table_of(page, "territorios")}
    for name, cell in shown.items():
        assert cell[4].text == figure(places[name][5]), (name, "open cases of page and workbook")
    assert len(shown) >= 9
    for row in counted.values():
        assert any(
            cell[4].text == row["abiertos"] and cell[3].text == figure(float(row["promedio"] or "nan"))
            if row["promedio"]
            else cell[3].text == "s/d"
            for cell in shown.values()
        ), row


def _table_of(page: Node, ident: str) -> list[Node]:
    (found,) = (one for one in page.all("section") if one.attrs.get("id") == ident)
    return [row for row in found.all("tr") if row.all("td")]


@pytest.mark.parametrize("week", WEEKS)
def test_a_number_that_is_opened_counts_as_many_rows_as_it_said(golden: TestClient, week: str) -> None:
    page = seen(golden.get(f"/resumen/{week}").text)
    opened = 0
    for node in page.all("a"):
        link = node.attrs.get("href", "")
        said = re.match(r"(\d+)\b", node.text) or re.search(r": (\d+)$", node.text)
        if "/filas?" not in link or said is None or "cifra=anticipacion" in link:
            continue
        rows = seen(golden.get(link).text)
        told = int(rows.one("h1").text.rpartition(": ")[2])
        assert told == int(said[1]), link
        codes = {one.text for one in rows.all("a", "codigo")}
        assert len(codes) <= told
        assert bool(codes) == bool(told), link
        opened += 1
    assert opened >= 30


@pytest.mark.usefixtures("golden")
def test_the_api_says_the_same_of_every_week(lasting_site: Site) -> None:
    headers = token_of(lasting_site, Role.NATIONAL)
    with lasting_site.register.writing() as session:
        session.connection().exec_driver_sql("UPDATE api_token SET until = '2099-01-01T00:00:00.000000Z'")
    program = Browser(lasting_site.app())
    for week, row in COUNTED.items():
        told = program.get(f"/api/v1/resumen/{week}", headers=headers).json()
        found = {one["nombre"]: one["valor"] for one in told["cifras"] if one["bloque"] == "cifras"}
        assert found == {key: float(row[key]) if row[key] else None for key in LABELS}, week
        places = {one["nombre"]: one for one in told["cifras"] if one["bloque"] == "territorios"}
        for place in (one for one in table("territorios") if one["semana"] == week):
            assert places[place["codigo"]]["cambio"] == place["cambio"], place
        assert f"domingo {week_named(week).sunday:%d/%m/%Y}, 23:59, hora de La Paz" in told["corte"]


def test_the_late_ones_of_what_waits_open_their_own_rows(golden: TestClient) -> None:
    page = seen(golden.get("/resumen/2027-S02").text)
    late = [one for one in page.all("a") if "_tarde%3A" in one.attrs.get("href", "")]
    assert {one.text for one in late} == {"1", "2"}
    rows = seen(golden.get(next(one.attrs["href"] for one in late if "transferencias_tarde" in one.attrs["href"])).text)
    assert rows.one("h1").text == "Transferencias, tarde: Unidad Nacional: 1"


def test_a_silent_department_is_nowhere_a_zero(golden: TestClient) -> None:
    text = golden.get("/resumen/2027-S02").text
    page = seen(text)
    for row in _table_of(page, "territorios"):
        cells = [one.text for one in row.all("td")]
        if cells[0] in ("Santa Cruz", "Pando"):
            assert cells[2] == "sin cobertura"
            assert cells[1].startswith("? sin cobertura")
    drawing = next(one for one in page.all("svg") if "Mapa" in one.attrs.get("aria-label", ""))
    assert "Santa Cruz: sin cobertura, ? casos nuevos" in drawing.attrs["aria-label"]
    assert "Pando: sin cobertura, ? casos nuevos" in drawing.attrs["aria-label"]
    assert "un cero allí no significa calma" in page.text


def test_the_numbers_of_an_old_version_open_the_rows_of_that_version(lasting_site: Site, golden: TestClient) -> None:
    path = "/resumen/2027-S01"
    for part in ("borrador", "publicar"):
        assert golden.post(f"{path}/{part}", data={}).status_code == 303
    first = seen(golden.get(path).text)
    links = [one.attrs["href"] for one in first.all("a") if f"{path}/" in one.attrs.get("href", "")]
    assert links
    assert all("version=1" in link for link in links if "/filas" in link or "download" in link or "/pdf" in link)
    assert golden.post(f"{path}/corregir", data={"texto": "faltaba una ficha anulada"}).status_code == 303
    draft = seen(golden.get(f"{path}?version=borrador").text)
    assert any(
        "/filas" in one.attrs.get("href", "") and "version=borrador" in one.attrs["href"] for one in draft.all("a")
    )
    golden.post(f"{path}/publicar", data={})
    old = next(link for link in links if "cifra=conflictos_activos" in link)
    rows = seen(golden.get(old).text)
    assert rows.one("h1").text == "Conflictos activos: 12"
    assert any(one.attrs.get("href") == f"{path}?version=1" for one in rows.all("a"))
    assert "Corregido el" in golden.get(path).text
