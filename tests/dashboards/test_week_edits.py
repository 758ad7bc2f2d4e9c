"""What a person changed in a draft, by the forms of the page: it is printed everywhere as changed, and taken back."""

import gzip
import io
import json
from collections.abc import Iterator
from datetime import timedelta

import docx
import openpyxl
import pypdf
import pytest
from fastapi.testclient import TestClient

from conflict.roles import Role
from conflict.week import week_named
from tests.dashboards.conftest import Site
from tests.dashboards.seen import seen
from tests.dashboards.test_api import token_of
from tests.golden_register import write_golden

WEEK = week_named("2027-S01")
PAGE = f"/resumen/{WEEK.code}"
WHY = "Los casos nuevos de la semana son de un mismo sector que ya negocia"
SOURCE = "https://radio.example/ampliado"


@pytest.fixture
def client(site: Site) -> Iterator[TestClient]:
    with site.register.writing() as session:
        write_golden(session)
    site.now = WEEK.end + timedelta(hours=9)
    client = site.client()
    assert client.post(f"{PAGE}/borrador", data={}).status_code == 303
    yield client


def visto(client: TestClient) -> str:
    page = seen(client.get(f"{PAGE}?version=borrador").text)
    return next(node.attrs["value"] for node in page.all("input") if node.attrs.get("name") == "visto")


def change(client: TestClient, **more: str) -> str:
    """Give a department another class than the rule; return its name."""
    form = {"territorio": "02", "clase": "mejoro", "motivo": WHY, "visto": visto(client)} | more
    answer = client.post(f"{PAGE}/clase", data=form)
    assert answer.status_code == 303, answer.text
    return "La Paz"


def text_of(client: TestClient, kind: str) -> str:
    """Return all words of a document."""
    content = client.get(f"{PAGE}/{kind}").content
    match kind:
        case "pdf":
            reader = pypdf.PdfReader(io.BytesIO(content))
            assert len(reader.pages) == 2
            return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
        case "word":
            made = docx.Document(io.BytesIO(content))
            cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
            return " ".join([*(one.text for one in made.paragraphs), *cells])
        case "excel":
            book = openpyxl.load_workbook(io.BytesIO(content))
            return " ".join(str(v) for sheet in book for row in sheet.iter_rows(values_only=True) for v in row)
    return content.decode("utf-8-sig")


def test_a_changed_class_is_printed_with_the_rules_class_office_and_reason_everywhere(
    client: TestClient, site: Site
) -> None:
    name = change(client)
    page = client.get(PAGE).text
    assert "Clases cambiadas por una persona" in page
    for kind in ("page", "pdf", "excel", "word", "csv", "jsonl"):
        text = page if kind == "page" else text_of(client, kind)
        assert WHY in text.replace("\u200b", ""), kind
        assert "la cambió una persona" in text or "mejoro" in text, kind
    assert f"{name}: «mejoró»; la regla da «" in page
    assert "▼*" in page  # on the map, in the tiles and in the table
    api = site.client().get(f"/api/v1{PAGE}", headers=token_of(site, Role.NATIONAL)).json()
    assert WHY in api["clases_cambiadas"][0]
    number = next(one for one in api["cifras"] if one["bloque"] == "territorios" and one["nombre"] == "02")
    assert (number["cambio"], number["motivo"]) == ("mejoro", WHY)
    assert number["cambio_de_la_regla"] != "mejoro"
    row = next(
        json.loads(line)
        for line in text_of(client, "jsonl").splitlines()
        if json.loads(line)["nombre"] == "02" and json.loads(line)["bloque"] == "territorios"
    )
    assert row["cambio_de_la_regla"] == number["cambio_de_la_regla"]
    assert len(gzip.compress(client.get(f"{PAGE}?version=borrador").content, 6)) <= 25 * 1024


def test_a_class_is_not_changed_without_a_reason_nor_over_the_change_of_another(client: TestClient) -> None:
    old = visto(client)
    for form in ({"motivo": ""}, {"clase": "sin_cobertura"}, {"territorio": "77"}, {"visto": "99"}):
        sent = {"territorio": "02", "clase": "mejoro", "motivo": WHY, "visto": old} | form
        answer = client.post(f"{PAGE}/clase", data=sent)
        assert answer.status_code == 422, form
    change(client)
    undo = {"territorio": "02", "visto": old}
    assert client.post(f"{PAGE}/clase/deshacer", data=undo).status_code == 422
    assert client.post(f"{PAGE}/clase/deshacer", data=undo | {"visto": visto(client)}).status_code == 303
    assert "Clases cambiadas por una persona" not in client.get(PAGE).text
    client.post(f"{PAGE}/publicar", data={})
    assert client.post(f"{PAGE}/clase", data=undo | {"clase": "mejoro", "motivo": WHY}).status_code == 422


def test_a_line_to_watch_is_added_ordered_hidden_and_said_to_be_a_persons(client: TestClient) -> None:
    day = (WEEK.end + timedelta(days=1)).date().isoformat()
    line = {"dia": day, "hora": "09:00", "que": "Ampliado del sector decide", "donde": "05", "lugar": "Llallagua"}
    line |= {"sigue": "Regional Llallagua", "fuente": SOURCE}
    answer = client.post(f"{PAGE}/vigilar/agregar", data=line | {"visto": visto(client)})
    assert answer.status_code == 303, answer.text
    page = seen(client.get(PAGE).text)
    links = [node for node in page.all("a") if node.attrs.get("href") == SOURCE]
    assert {node.text for node in links} == {"Ampliado del sector decide"}
    for kind in ("pdf", "excel", "word"):
        text = text_of(client, kind).replace("\u200b", "")
        assert "Agregado por una persona" in text, kind
        assert "agregó unidad nacional" in text or "agregó sistema" in text, kind
        assert SOURCE in text, kind
    draft = seen(client.get(f"{PAGE}?version=borrador").text)
    names = [node.attrs["value"] for node in draft.all("input") if node.attrs.get("name") == "ver"]
    own = next(name for name in names if name)
    hidden = client.post(f"{PAGE}/vigilar", data={"visto": visto(client), f"n-{own}": "1"})
    assert hidden.status_code == 303
    assert f'value="{own}"' in client.get(f"{PAGE}?version=borrador").text  # it can be shown again
    assert client.post(f"{PAGE}/vigilar", data={"visto": visto(client), "ver": "nada"}).status_code == 422
    assert client.post(f"{PAGE}/vigilar", data={"visto": visto(client), "ver": own, f"n-{own}": "x"}).status_code == 422
    assert client.post(f"{PAGE}/vigilar/deshacer", data={"visto": visto(client)}).status_code == 303
    wrong = line | {"fuente": "javascript:alert(1)", "visto": visto(client)}
    assert client.post(f"{PAGE}/vigilar/agregar", data=wrong).status_code == 422


def test_figures_stand_beside_thirteen_weeks_and_the_formula_is_printed(client: TestClient) -> None:
    page = client.get(PAGE).text
    assert "promedio de 4 semanas" in page
    for kind in ("pdf", "excel", "word"):
        assert "promedio simple de las cuatro y de las trece semanas" in text_of(client, kind), kind
    assert "Agenda de catorce días" in page
