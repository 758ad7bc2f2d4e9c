"""An Excel file goes from the form to records and back, with nothing stored before somebody confirms."""

import re

import pytest
from fastapi.testclient import TestClient

from dashboards.waiting_books import HELD
from register.queries import records as record_queries
from tests.dashboards.conftest import Site
from tests.dashboards.hostile import SCRIPTS, TEXTS
from tests.dashboards.seen import seen
from tests.register.test_imports import HEADS, ROWS, excel

WRONG = [*ROWS, ["S-7", "Un conflicto nuevo aquí", "ayer", "05", "", "", "", ""]]


@pytest.fixture
def client(site: Site) -> TestClient:
    return site.client()


def send(client: TestClient, content: bytes, name: str = "registro.xlsx") -> str:
    answer = client.post("/importar", files={"archivo": (name, content)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def save(client: TestClient, path: str, **form: str):
    forms = seen(client.get(path).text).one("main").all("form")
    action = next(node.attrs["action"] for node in forms if node.attrs["method"] == "post")
    return client.post(action, data=form)


def stored(site: Site) -> list[str]:
    with site.register.reading() as session:
        found = (*record_queries.listed(session), *record_queries.listed(session, closed=True))
        return sorted(one.title for one in found if one.state.value != "anulada")


def test_a_file_is_sent_looked_at_saved_and_taken_back(client: TestClient, site: Site) -> None:
    path = send(client, excel())
    assert "3 filas leídas: 3 listas, 0 con error" in client.get(path).text
    assert stored(site) == []
    done = save(client, path)
    assert done.headers["location"] == "/importar?hecho=1"
    assert len(stored(site)) == 3
    assert "Deshacer" in client.get("/importar").text
    assert "3 fichas anuladas" in client.post("/importar/1/deshacer").text
    assert stored(site) == []
    assert client.post("/importar/1/deshacer").status_code == 422


def test_wrong_rows_are_told_and_only_left_out_when_asked(client: TestClient, site: Site) -> None:
    path = send(client, excel(WRONG))
    assert "Fila 5, fecha: «ayer» no es una fecha" in client.get(path).text
    assert save(client, path).status_code == 422
    assert stored(site) == []
    assert save(client, path, omitir="si").status_code == 303
    assert len(stored(site)) == 3


def test_columns_that_were_not_guessed_are_chosen_in_the_address(client: TestClient, site: Site) -> None:
    path = send(client, excel(heads=["a", "b", "c", "d", "e", "f", "g", "h"]))
    assert "No hay columna de título ni de fecha" in client.get(path).text
    chosen = f"{path}?titulo=1&fecha=2&departamento=3&municipio=4"
    assert "3 listas" in client.get(chosen).text
    assert save(client, chosen).status_code == 303
    assert len(stored(site)) == 3
    for odd in ("titulo=99&fecha=²", "titulo=-1&fecha=1e3", "hoja=otra"):
        assert client.get(f"{send(client, excel())}?{odd}").status_code == 200


def test_what_is_no_workbook_is_told_on_the_page(client: TestClient) -> None:
    answer = client.post("/importar", files={"archivo": ("x.xlsx", b"hola")})
    assert answer.status_code == 422
    assert "No es un archivo Excel .xlsx" in answer.text
    assert client.post("/importar", files={"archivo": ("x.xlsx", b"0" * (12 * 1024 * 1024))}).status_code == 413
    assert client.post("/importar").status_code == 422


def test_a_file_that_no_longer_waits_is_asked_for_again(client: TestClient) -> None:
    first = send(client, excel())
    for _ in range(HELD):
        send(client, excel())
    assert "Vuelva a enviarlo" in client.get(first).text
    assert client.post("/importar/hoja/nada").status_code == 422


def test_what_stands_in_a_workbook_is_shown_as_text(client: TestClient) -> None:
    kept = [re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", text)[:500] for text in TEXTS]
    rows = [["S", f"{text} asunto de prueba", "ayer" if n % 2 else "05/03/2025", text] for n, text in enumerate(kept)]
    html = client.get(send(client, excel(rows, [*HEADS[:3], "<b>Dpto.</b>"]), "<script>.xlsx")).text
    found = seen(html)
    assert {node.attrs["src"] for node in found.all("script")} == set(SCRIPTS)
    assert not {node.tag for node in found.walk()} & {"b", "iframe", "img", "svg", "object", "style"} - {"img"}
