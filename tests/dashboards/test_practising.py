"""The practice: four invented alerts are decided as those of the queue, and nothing of it is kept."""

import re

import pytest
from sqlalchemy import text

from tests.dashboards.conftest import Browser, Site
from tests.dashboards.seen import Node, rows, seen

STEPS = (
    ("EJ-1", "registrar", {"tipo": "alerta", "nivel": "alto"}),
    ("EJ-2", "unir", {"ficha": "AT-0000-00-0001"}),
    ("EJ-3", "descartar", {"motivo": "delito_accidente_deporte_opinion"}),
    ("EJ-4", "posponer", {}),
)


def page(client: Browser, path: str = "/practica") -> Node:
    answer = client.get(path)
    assert answer.status_code == 200
    return seen(answer.text)


def test_four_steps_end_the_practice_and_the_register_is_as_it_was(site: Site) -> None:
    client = site.client()
    before = stored(site)
    path = "/practica"
    for number, (code, verb, fields) in enumerate(STEPS, 1):
        shown = page(client, path)
        assert shown.one(cls="cuenta").text.startswith(f"Paso {number} de 4")
        assert [row.attrs["id"][2:] for row in rows(shown)] == [one for one, _, _ in STEPS[number - 1 :]]
        assert shown.one("article", "detalle").attrs["data-codigo"] == code
        actions = {one.attrs.get("action") for one in shown.all("form")}
        assert f"/practica/{code}/{verb}" in actions
        assert not any(one and one.startswith("/cola/P") for one in actions)
        answer = client.post(f"/practica/{code}/{verb}", data=fields)
        assert answer.status_code == 303
        path = answer.headers["location"]
    ended = page(client, path)
    assert "Terminó la práctica" in ended.one(cls="alarma").text
    assert rows(ended) == []
    assert stored(site) == before


@pytest.mark.parametrize(
    ("verb", "fields", "words"),
    [
        ("registrar", {"tipo": "alerta"}, "Falta elegir"),
        ("registrar", {}, "Falta elegir"),
        ("posponer", {}, "no es lo que conviene"),
        ("descartar", {"motivo": "otro"}, "no es lo que conviene"),
    ],
)
def test_another_decision_stays_on_the_row_and_says_why(
    site: Site, verb: str, fields: dict[str, str], words: str
) -> None:
    client = site.client()
    led = client.post(f"/practica/EJ-1/{verb}", data=fields).headers["location"]
    shown = page(client, led)
    assert words in shown.one(cls="alarma").text
    assert shown.one("article", "detalle").attrs["data-codigo"] == "EJ-1"


def test_what_is_no_exercise_is_not_there(site: Site) -> None:
    client = site.client()
    assert client.post("/practica/EJ-9/registrar").status_code == 404
    assert client.post("/practica/EJ-1/asignar").status_code == 404
    assert client.get("/practica?paso=9").status_code == 422


def test_the_practice_is_offered_in_the_help_and_after_the_first_password(site: Site) -> None:
    client = site.client()
    assert "/practica" in {one.attrs["href"] for one in page(client, "/ayuda").all("a")}
    assert re.search(r'href="/ayuda"', client.get("/cola").text)


def stored(site: Site) -> dict[str, int]:
    """Return how many rows there are of what a decision writes."""
    with site.register.reading() as session:
        names = ("queue_entry", "review", "record", "journal", "draft")
        return {name: session.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in names}
