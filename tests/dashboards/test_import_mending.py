"""Rows of an Excel file are mended and accepted in place, without JavaScript; an office finds its columns again."""

import io

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from conflict.pastrecords import FIELDS, REQUIRED, guess
from dashboards.waiting_books import WaitingBooks
from register.workbook import read_workbook
from tests.dashboards.conftest import Site, named
from tests.dashboards.seen import Node, seen
from tests.dashboards.test_import_page import save, send, stored
from tests.register.test_imports import HEADS, ROWS, excel

OPEN = [["S-8", "Otro bloqueo en la ruta", "05/03/25", "", "Uncía", "Abierto", "", ""]]
BROKEN = [
    ["S-7", "Un conflicto nuevo aquí", "ayer", "05", "", "Concluido", "", "enorme"],
    ["S-9", "Uno", "05/03/2025", "05", "", "", "", ""],
]


@pytest.fixture
def client(site: Site) -> TestClient:
    return site.client()


def form(page: Node, heading: str) -> Node:
    (section,) = [one for one in page.all("section") if any(head.text == heading for head in one.all("h2"))]
    return section.one("form")


def fields(node: Node) -> dict[str, str]:
    return {one.attrs["name"]: one.attrs.get("value", "") for one in node.all("input") if one.attrs["name"] != "ficha"}


def mend(client: TestClient, path: str, **changes: str) -> str:
    asked = form(seen(client.get(path).text), "Filas con error")
    answer = client.post(asked.attrs["action"], data=fields(asked) | changes | {"hacer": "arreglar"})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_wrong_rows_are_mended_in_place_and_saved(client: TestClient, site: Site) -> None:
    path = send(client, excel([*ROWS, *BROKEN]))
    page = client.get(path).text
    assert "5 filas leídas: 3 listas, 2 con error" in page
    asked = fields(form(seen(page), "Filas con error"))
    assert asked["fila-5-fecha"] == "ayer"
    assert asked["fila-5-nivel"] == "enorme"
    assert asked["fila-5-fecha_cierre"] == ""
    assert asked["fila-6-titulo"] == "Uno"
    to = mend(client, path, **{"fila-5-fecha": "01/02/2025", "fila-5-fecha_cierre": "02/02/2025"})
    again = client.get(to).text
    assert "3 listas, 2 con error" in again, "the level of the row is still none"
    assert "«ayer»" not in again
    to = mend(client, to, **{"fila-5-nivel": "alto", "fila-6-titulo": "Uno con nombre entero"})
    assert "5 filas leídas: 5 listas, 0 con error" in client.get(to).text
    assert stored(site) == [], "nothing is stored before it is confirmed"
    assert save(client, to).status_code == 303
    assert {"Un conflicto nuevo aquí", "Uno con nombre entero"} <= set(stored(site))


def test_doubts_that_are_alike_are_accepted_at_once(client: TestClient, site: Site) -> None:
    alike = [[f"S-{n}", f"Bloqueo número {n} en la ruta", "05/03/2025", "", "Uncía", "Abierto", "", ""] for n in (7, 8)]
    path = send(client, excel([*ROWS, *alike]))
    page = seen(client.get(path).text)
    assert "3 listas, 2 con duda, 0 con error" in page.one("main").text
    asked = form(page, "Filas con duda")
    (button,) = asked.all("button")
    assert button.text == "Aceptar en 2 filas"
    assert "«Uncía»: falta el departamento" in asked.text
    assert save(client, path).status_code == 422
    answer = client.post(asked.attrs["action"], data={"aceptar": button.attrs["value"]})
    assert answer.status_code == 303
    assert "5 listas, 0 con error" in client.get(answer.headers["location"]).text
    assert save(client, answer.headers["location"]).status_code == 303
    assert len(stored(site)) == 5


def test_rows_in_doubt_may_be_left_out(client: TestClient, site: Site) -> None:
    path = send(client, excel([*ROWS, *OPEN]))
    text = client.get(path).text
    assert "año de dos cifras" in text
    assert save(client, path, omitir="si").status_code == 303
    assert len(stored(site)) == 3


def test_what_is_mended_is_shown_as_text_and_kept_apart_from_others(client: TestClient, site: Site) -> None:
    path = send(client, excel(BROKEN))
    to = mend(client, path, **{"fila-5-fecha": "x", "fila-2-fecha": '"><script>alerta()</script>'})
    page = seen(client.get(to).text)
    assert fields(form(page, "Filas con error"))["fila-2-fecha"] == '"><script>alerta()</script>'
    assert not any("alerta" in one.text for one in page.all("script"))
    other = named(site, "Otra P.", "Delegación Oruro")
    assert "Vuelva a enviarlo" in other.get(path).text
    assert other.post(path, data={"hacer": "arreglar", "fila-2-fecha": "01/01/2025"}).status_code == 422


@pytest.mark.parametrize("name", ["fila-2-nada", "fila-x-fecha", "fila-99999999-fecha", "fecha"])
def test_a_field_that_nobody_offered_mends_nothing(client: TestClient, name: str) -> None:
    path = send(client, excel(BROKEN))
    assert client.post(path, data={"hacer": "arreglar", name: "01/02/2025"}).status_code == 303
    assert "«ayer»" in client.get(path).text


def test_the_office_finds_its_own_columns_again(client: TestClient, site: Site) -> None:
    heads = ["Nro", "Sector", "Día", "Dpto.", "Municipio", "Estado", "Fecha de conclusión", "Nivel"]
    path = send(client, excel(heads=heads))
    assert "No hay columna de título ni de fecha" in client.get(path).text
    chosen = f"{path}?titulo=1&fecha=2&departamento=3&municipio=4"
    assert save(client, chosen).status_code == 303
    second = [["S-20", "Un bloqueo de otra semana", "06/03/2025", "Potosí", "Uncía", "", "", ""]]
    assert "1 lista, 0 con error" in client.get(send(client, excel(second, heads))).text
    other = named(site, "Otra P.", "Delegación Oruro")
    assert "No hay columna de título" in other.get(send(other, excel(second, heads))).text


def test_the_template_is_a_workbook_that_the_import_reads(client: TestClient) -> None:
    answer = client.get("/importar/plantilla")
    assert answer.status_code == 200
    heads = [cell.value for cell in next(load_workbook(io.BytesIO(answer.content)).active.iter_rows())]
    assert guess(heads) == {field: place for place, field in enumerate(FIELDS)}
    assert set(REQUIRED) <= guess(heads).keys()
    assert "1 lista, 0 con error" in client.get(send(client, answer.content)).text
    assert read_workbook("p.xlsx", answer.content).sheets[0].rows
    assert HEADS


def test_the_steps_are_told_and_the_one_of_the_page_is_marked(client: TestClient) -> None:
    def here(path: str) -> str:
        (one,) = [
            one for one in seen(client.get(path).text).one("ol", "pasos").all("li") if "aria-current" in one.attrs
        ]
        return one.text

    assert here("/importar") == "1. Subir"
    assert here(send(client, excel(heads=list("abcdefgh")))) == "2. Emparejar columnas"
    assert here(send(client, excel([*ROWS, *BROKEN]))) == "3. Revisar"
    assert here(send(client, excel())) == "4. Guardar"


def test_what_was_settled_goes_with_the_file() -> None:
    held = WaitingBooks()
    token = held.put("r.xlsx", excel(), "ana")
    held.settle(token, held.settled(token).with_more("Sheet", {2: {"fecha": "01/02/2025"}}, "titulo:"))
    other = held.settled(token).with_more("Sheet", {2: {"nivel": "alto"}}, "")
    rows, accepted = other.of("Sheet")
    assert (rows, accepted) == ({2: {"fecha": "01/02/2025", "nivel": "alto"}}, {"titulo:"})
    assert other.of("Otra") == ({}, frozenset())
    held.drop(token)
    assert not list(held.folder.iterdir())
