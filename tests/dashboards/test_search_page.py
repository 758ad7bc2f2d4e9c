"""One box finds records, rows and notes; what was typed is marked, on a telephone as on a desk."""

import pytest
from fastapi.testclient import TestClient

from dashboards.search import marked
from tests.dashboards.conftest import Site
from tests.dashboards.hostile import SCRIPTS, TEXTS
from tests.dashboards.seen import seen
from tests.make import an_article

WORDS = "Se reunieron en Uncía. " * 30 + "Al final la Federación de Ñandubay anunció un bloqueo. " + "Nada más. " * 30


OWN = {text: f"zapatilla{chr(97 + n // 26)}{chr(97 + n % 26)}" for n, text in enumerate(TEXTS)}
"""A word that only the title with that text has."""


@pytest.fixture(scope="module")
def client(lasting_site: Site) -> TestClient:
    lasting_site.fill(
        an_article(1, title="Cooperativistas anuncian bloqueo en Uncía", summary=WORDS),
        *(an_article(n, title=f"Marcha número {n} de maestros") for n in range(2, 60)),
        *(an_article(n, title=f"{text} {word}") for n, (text, word) in enumerate(OWN.items(), 60)),
    )
    return lasting_site.client()


def page(client: TestClient, **query: object):
    answer = client.get("/buscar", params=query)
    assert answer.status_code == 200
    return seen(answer.text)


def test_the_words_are_marked_where_they_stand(client: TestClient) -> None:
    found = page(client, texto="ÑANDUBAY uncia")
    assert {node.text for node in found.all("mark")} >= {"Uncía", "Ñandubay"}
    found = page(client, texto="bloqueo uncia")
    assert [node.text for node in found.all("h2")] == ["Filas de la cola", "Notas de prensa"]


def test_a_slip_is_forgiven_and_said(client: TestClient) -> None:
    answer = client.get("/buscar", params={"texto": "bloqueso ñandubai"}).text
    assert "También se buscó por parecido" in answer
    assert "<mark>Ñandubay</mark>" in answer


def test_all_of_a_kind_is_one_click_away_page_by_page(client: TestClient) -> None:
    first = page(client, texto="maestros")
    more = next(node.attrs["href"] for node in first.all("a") if "Ver más en notas" in node.text)
    numbers: list[str] = []
    while more:
        shown = seen(client.get(more).text)
        numbers += [node.text for node in shown.all("strong") if "Marcha" in node.text]
        more = next((node.attrs["href"] for node in shown.all("a") if node.text == "Más antiguas"), "")
    assert len(numbers) == len(set(numbers)) == 58


def test_nothing_typed_and_nothing_found_say_what_to_do(client: TestClient) -> None:
    assert "Las tildes no importan" in client.get("/buscar").text
    assert "Pruebe con menos" in client.get("/buscar", params={"texto": "zzzzz"}).text
    assert client.get("/buscar", params={"texto": "x" * 201}).status_code == 422
    assert client.get("/buscar", params={"texto": "paro", "desde": "-1"}).status_code == 422
    assert client.get("/buscar", params={"texto": "paro", "en": "otra"}).status_code == 200


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_typed_comes_back_as_text(text: str, client: TestClient) -> None:
    found = page(client, texto=text[:200])
    assert not {node.tag for node in found.walk()} & {"iframe", "object", "style", "svg", "math"}
    assert {node.attrs["src"] for node in found.all("script")} == set(SCRIPTS)


@pytest.mark.parametrize("text", TEXTS)
def test_a_hostile_title_is_shown_as_it_was_written(text: str, client: TestClient) -> None:
    found = page(client, texto=OWN[text])
    assert OWN[text] in {node.text for node in found.all("mark")}
    assert {node.attrs["src"] for node in found.all("script")} == set(SCRIPTS)


def test_marks_never_change_a_letter() -> None:
    text = "Bloqueo en K’ara K’ara — ﬁn del paro ½"
    assert "".join(piece.text for piece in marked(text, {"kara", "paro", "bloqueo"})) == text


def test_every_page_has_the_box(client: TestClient) -> None:
    for path in ("/registros", "/plazos", "/fuentes", "/buscar"):
        form = next(node for node in seen(client.get(path).text).all("form") if node.attrs.get("role") == "search")
        assert form.attrs["action"] == "/buscar"
