"""The queue by whom its rows were given to: mine, another one's, nobody's; in address, views and decisions."""

import pytest

from conflict.record import Person
from conflict.roles import Role
from tests.dashboards.conftest import PERSON, Browser, Site
from tests.dashboards.seen import seen, titles
from tests.make import an_article

ROSA = Person("Rosa María Inventada", PERSON.office, 7, Role.NATIONAL)
NAMES = {name: f"Hecho {name} de la mañana" for name in ("Uno", "Dos", "Tres", "Cuatro")}


@pytest.fixture
def client(site: Site) -> Browser:
    """Return a browser in which somebody has entered; row one is hers, row two is Rosa's, the others are nobody's."""
    site.fill(*(an_article(n, title=title) for n, title in enumerate(NAMES.values())))
    mine, hers = site.client(), site.client(ROSA)
    for client, number, title in ((mine, "1", NAMES["Uno"]), (hers, "2", NAMES["Dos"])):
        code = seen(client.get(f"/cola?texto={title.split()[1]}").text).one("article", "detalle").attrs["data-codigo"]
        panel = seen(client.get(f"/cola/{code}").text)
        people = {
            label.text: label.one("input").attrs["value"]
            for label in panel.all("label")
            if any(one.attrs.get("name") == "persona" for one in label.all("input"))
        }
        whose = PERSON.name if number == "1" else ROSA.name
        number_of = next(value for words, value in people.items() if words.endswith(whose))
        assert client.post(f"/cola/{code}/asignar", data={"persona": number_of}).status_code == 303
    return mine


@pytest.mark.parametrize(
    ("whose", "found"),
    [
        ("", set(NAMES)),
        ("mi", {"Uno"}),
        ("otra", {"Dos"}),
        ("nadie", {"Tres", "Cuatro"}),
        ("de-nadie-que-exista", set(NAMES)),
    ],
)
def test_the_list_has_the_rows_of_whom_was_asked_for(client: Browser, whose: str, found: set[str]) -> None:
    page = seen(client.get(f"/cola?asignada={whose}").text)
    assert set(titles(page)) == {NAMES[one] for one in found}
    assert page.said(cls="cuenta").startswith(f"{len(found)} ")


def test_what_is_mine_is_anothers_for_the_other(client: Browser, site: Site) -> None:
    rosa = site.client(ROSA)
    assert titles(seen(rosa.get("/cola?asignada=mi").text)) == [NAMES["Dos"]]
    assert titles(seen(rosa.get("/cola?asignada=otra").text)) == [NAMES["Uno"]]


def test_a_decision_stays_among_the_rows_of_the_filter(client: Browser) -> None:
    page = seen(client.get("/cola?asignada=nadie").text)
    first, second = (row.attrs["id"][2:] for row in page.all("a", "fila"))
    answer = client.post(f"/cola/{first}/descartar?asignada=nadie", data={"version": 1, "motivo": "otro"})
    assert answer.headers["location"].startswith(f"/cola/{second}?asignada=nadie")
    assert client.post("/cola/vistas?asignada=mi", data={"nombre": "Lo mío"}).status_code == 303
    assert 'href="/cola?asignada=mi"' in client.get("/cola").text
