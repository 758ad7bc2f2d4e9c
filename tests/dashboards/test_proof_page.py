"""What each person did in a month, and our month beside theirs, as pages and files."""

import re
from io import BytesIO

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from conflict.record import Person
from conflict.roles import Role
from dashboards.simat import ORDER
from tests.dashboards.conftest import Site, named
from tests.dashboards.test_ficha import registered, send
from tests.make import an_article

OFFICE = "Regional Llallagua"


@pytest.fixture(scope="module")
def worked(lasting_site: Site) -> tuple[Site, str, str]:
    """Return two records that two persons of one office registered, the first with SIMAT's code."""
    lasting_site.fill(an_article(1), an_article(2), an_article(3))
    ana, rosa = (named(lasting_site, name, OFFICE) for name in ("Ana Q.", "Rosa M."))
    first, second = registered(ana), registered(rosa)
    for client in (ana, rosa):
        assert send(client, first, "accion", tipo="otra", texto="=1+1 se habló con las partes.").status_code == 303
    assert send(ana, first, "codigo", sistema="simat", codigo="sim-1").status_code == 303
    return lasting_site, first, second


def browser(site: Site, name: str, role: Role, office: str = OFFICE) -> TestClient:
    return site.client(Person(name, office, 60 + len(site.secrets), role, ("05",)))


def test_one_sees_ones_own_work_with_its_codes(worked: tuple[Site, str, str]) -> None:
    site, first, second = worked
    page = browser(site, "Ana Q.", Role.ANALYST).get("/constancia?mes=2026-11").text
    assert f'href="/registros/{first}"' in page
    assert f'href="/registros/{second}"' not in page
    assert "Rosa M." not in page


@pytest.mark.parametrize(
    ("role", "office", "seen"),
    [
        (Role.REGIONAL, OFFICE, True),
        (Role.REGIONAL, "Regional El Alto", False),
        (Role.AUDITOR, "Auditoría", True),
        (Role.MANAGER, "Gerencia", False),
    ],
)
def test_who_answers_for_an_office_sees_its_persons(
    worked: tuple[Site, str, str], role: Role, office: str, seen: bool
) -> None:
    site, _, second = worked
    page = browser(site, f"Jefa {role.value} {office}"[:40], role, office).get("/constancia?mes=2026-11").text
    assert ("Rosa M." in page) is seen
    assert (second in page) is seen


def test_the_month_comes_as_workbook_and_csv_without_a_formula(worked: tuple[Site, str, str]) -> None:
    site, first, second = worked
    chief = browser(site, "Jefa de oficina", Role.REGIONAL)
    book = load_workbook(BytesIO(chief.get("/constancia/excel?mes=2026-11").content))
    rows = [[one.value for one in row] for row in book.active.iter_rows()]
    assert ["2026-11", "Rosa M.", "Registradas", second] in rows
    listing = chief.get("/constancia/csv?mes=2026-11")
    assert listing.headers["content-disposition"] == 'attachment; filename="constancia-2026-11.csv"'
    assert f'"2026-11","Ana Q.","Acciones defensoriales","{first}"' in listing.text
    assert chief.get("/constancia/word?mes=2026-11").status_code == 404
    assert chief.get("/constancia/csv?mes=2026-99").status_code == 422


def test_a_month_that_is_none_is_told(worked: tuple[Site, str, str]) -> None:
    site, _, _ = worked
    answer = browser(site, "Ana Q.", Role.ANALYST).get("/constancia?mes=noviembre")
    assert answer.status_code == 422
    assert "El mes se escribe como 2026-11" in answer.text


def test_a_pasted_list_is_compared_and_nothing_is_stored(worked: tuple[Site, str, str]) -> None:
    site, first, second = worked
    client = named(site, "Unidad Inventada", OFFICE)
    page = client.post("/conciliacion", data={"mes": "2026-11", "lista": "SIM-1\nSIM-9"}).text
    here, _, rest = page.partition("Solo allá")
    there, _, both = rest.partition("En los dos")
    assert second in here
    assert first not in here
    assert "SIM-9" in there
    assert f"{first}</a> · SIMAT SIM-1" in both


@pytest.mark.parametrize(
    ("content", "column", "status"),
    [
        (b"\xef\xbb\xbfn;codigo\n1;SIM-9\n", "2", 200),
        (b"n;codigo\n1;SIM-9\n", "dos", 422),
        (b"PK\x03\x04\xff\xfe", "", 422),
        (b"", "", 422),
    ],
)
def test_an_uploaded_list_is_read_by_column(
    worked: tuple[Site, str, str], content: bytes, column: str, status: int
) -> None:
    site, _, _ = worked
    client = named(site, "Unidad Inventada", OFFICE)
    files = {"archivo": ("lista.csv", content)}
    answer = client.post("/conciliacion", data={"mes": "2026-11", "columna": column}, files=files)
    assert answer.status_code == status, answer.text
    if status == 200:
        assert "<li>SIM-9</li>" in answer.text
        assert "<li>1</li>" not in answer.text


def test_the_sheet_of_the_month_has_the_columns_in_the_order_asked_for(worked: tuple[Site, str, str]) -> None:
    site, first, second = worked
    client = named(site, "Unidad Inventada", OFFICE)
    places = {"Acciones defensoriales": "1", "Código SIMAT": "3", "Código": "2"}
    asked = "&".join(f"orden={places.get(name, '')}" for name in ORDER)
    page = client.get(f"/conciliacion/hoja?mes=2026-11&{asked}").text
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL).group(1)
    head, *rows = (line.split("\t") for line in text.splitlines())
    assert head == ["Acciones defensoriales", "Código", "Código SIMAT"]
    assert [row[1:] for row in rows] == [[first, "SIM-1"], [second, ""]]
    assert client.get("/conciliacion/hoja?mes=2026-11").text.count("Fecha de registro") == 2
    assert client.get("/conciliacion/hoja?mes=nunca").status_code == 422


def test_two_persons_of_one_name_have_each_their_own_proof(site: Site) -> None:
    site.fill(an_article(1), an_article(2))
    here, there = (named(site, "Ana Q.", office) for office in (OFFICE, "Regional El Alto"))
    first, second = registered(here), registered(there)
    for office, own, other in ((OFFICE, first, second), ("Regional El Alto", second, first)):
        page = browser(site, "Ana Q.", Role.ANALYST, office).get("/constancia?mes=2026-11").text
        assert f'href="/registros/{own}"' in page
        assert f'href="/registros/{other}"' not in page
    audit = browser(site, "Aida V.", Role.AUDITOR, "Auditoría").get("/constancia?mes=2026-11").text
    for office in (OFFICE, "Regional El Alto"):
        assert f"Ana Q. ({office})" in audit


def test_two_persons_of_one_name_in_one_office_are_told_that_they_cannot_be_told_apart(site: Site) -> None:
    site.fill(an_article(1))
    ana = named(site, "Ana Q.", OFFICE)
    registered(ana)
    assert "Dos cuentas de esta oficina" not in ana.get("/constancia?mes=2026-11").text
    browser(site, "Ana Q.", Role.ANALYST)
    assert "Dos cuentas de esta oficina" in ana.get("/constancia?mes=2026-11").text
