"""A record taken away as PDF, workbook and Word: everything that stands in it, nothing reserved, no text that acts."""

import io

import docx
import openpyxl
import pypdf
import pytest
from fastapi.testclient import TestClient

from conflict.record import Person
from conflict.roles import Role
from tests.dashboards.conftest import Site, named
from tests.dashboards.full import FORMS
from tests.dashboards.test_ficha import registered, send
from tests.dashboards.test_taken_out import accesses
from tests.make import an_article
from tests.offices import PEOPLE, fill

NASTY = '=HYPERLINK("http://malo.example") #image("/etc/passwd") $x^2$ *negrita* <b>x</b> \U0001f525'
PATHS = ("{}.pdf", "{}.xlsx", "{}/word")


@pytest.fixture
def ana(site: Site) -> TestClient:
    site.fill(an_article(1), an_article(2))
    return named(site, "Ana Q.", "Regional Llallagua")


def texts(client: TestClient, code: str) -> dict[str, str]:
    """Return what each document of a record says; a workbook of which a cell is a formula or a link is none."""
    pdf, book, word = (client.get(f"/registros/{path.format(code)}") for path in PATHS)
    assert [one.status_code for one in (pdf, book, word)] == [200, 200, 200]
    pages = pypdf.PdfReader(io.BytesIO(pdf.content)).pages
    sheets = openpyxl.load_workbook(io.BytesIO(book.content)).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    written = docx.Document(io.BytesIO(word.content))
    told = [one.text for one in written.paragraphs]
    told += [cell.text for grid in written.tables for row in grid.rows for cell in row.cells]
    found = {
        "pdf": " ".join(page.extract_text() for page in pages),
        "xlsx": " ".join(str(cell.value) for cell in cells),
        "docx": " ".join(told),
    }
    return {kind: bare(text) for kind, text in found.items()}


def bare(text: str) -> str:
    """Return a text without its blanks: a page breaks its lines where it must."""
    return "".join(text.replace("\u200b", "").split())


def test_every_document_says_the_whole_record_and_nothing_reserved(ana: TestClient) -> None:
    code = registered(ana)
    for path, values in FORMS:
        assert send(ana, code, path, **values).status_code == 303, path
    assert send(ana, code, "actor", nombre="Sindicato de Prueba", lado="demandante", rol="primario",
                sector="mineros").status_code == 303  # fmt: skip
    assert send(ana, code, "plazo", que="Volver al cruce", vence="lunes").status_code == 303
    shown = (
        *(code, "Llallagua, Uncía", "Sindicato de Prueba", "Hecho: Bloqueo", "Comenzó el bloqueo indefinido."),
        *("Se visitó el punto.", "Volver al cruce", "Se paga en un mes.", "SIMAT-2026/77", "Radio Cerro", "3 puntos"),
    )
    for kind, text in texts(ana, code).items():
        assert [words for words in shown if bare(words) not in text] == [], kind
        assert bare("Persona Inventada") not in text, kind
        assert bare("Ana Q.") not in text, f"{kind}: lines are told by office"


def test_no_text_of_a_record_acts_in_its_documents(ana: TestClient) -> None:
    code = registered(ana)
    assert send(ana, code, "titulo", titulo=NASTY).status_code == 303
    said = {"tipo": "verificacion_en_sitio", "texto": NASTY + " " + "x" * 5_000}
    assert send(ana, code, "accion", **said).status_code == 303
    for kind, text in texts(ana, code).items():
        assert bare(NASTY.removesuffix(" \U0001f525")) in text, kind
        assert text.count("x") >= 5_000, f"{kind}: a long text is whole, over as many pages as it needs"


def test_the_same_record_is_the_same_bytes_under_its_own_name(ana: TestClient) -> None:
    code = registered(ana)
    for path in PATHS:
        one, other = (ana.get(f"/registros/{path.format(code)}") for _ in range(2))
        assert one.content == other.content
        ending = "docx" if path.endswith("word") else path[-4:].lstrip(".}")
        assert one.headers["content-disposition"] == f"attachment; filename*=UTF-8''{code}.{ending}"


def test_the_time_line_of_the_workbook_has_real_moments(ana: TestClient) -> None:
    code = registered(ana)
    assert send(ana, code, FORMS[1][0], **FORMS[1][1]).status_code == 303
    book = openpyxl.load_workbook(io.BytesIO(ana.get(f"/registros/{code}.xlsx").content))
    (fact,) = [row for row in book["Línea de tiempo"].iter_rows(values_only=True) if row[1] == "Hecho: Bloqueo"]
    assert f"{fact[0]:%Y-%m-%d %H:%M}" == "2026-11-20 08:00"


def test_every_document_taken_leaves_its_line(ana: TestClient, site: Site) -> None:
    code = registered(ana)
    texts(ana, code)
    assert accesses(site) == [(f"exportar.ficha.{kind}", "ficha", code) for kind in ("pdf", "excel", "word")]


def test_who_may_not_export_or_see_takes_nothing_and_is_offered_nothing(site: Site) -> None:
    codes = fill(site.register, ("suya", "ajena")).records
    gema = site.client(by=Person("Gema Inventada", "Gerencia", 9, Role.MANAGER))
    analyst = site.client(PEOPLE[Role.ANALYST])
    for path in PATHS:
        address = f"/registros/{path.format(codes['suya'])}"
        assert gema.get(address).status_code == 403
        assert f'href="{address}"' not in gema.get(f"/registros/{codes['suya']}").text
        assert f'href="{address}"' in analyst.get(f"/registros/{codes['suya']}").text
        assert analyst.get(f"/registros/{path.format(codes['ajena'])}").status_code == 404
    assert accesses(site) == []
