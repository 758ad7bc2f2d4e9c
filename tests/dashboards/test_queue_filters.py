"""Filters and pages of the queue: all in the address, nothing skipped, nothing twice, and no address breaks it."""

import base64
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain

import pytest
from fastapi.testclient import TestClient

from conflict.codebook import Scope, Stage
from conflict.place import Location
from dashboards.queue import PAGE
from tests.dashboards.conftest import Site
from tests.dashboards.seen import Node, rows, seen, titles
from tests.make import LLALLAGUA, a_reading, an_article

SUCRE = Location((), Scope.LOCATED, ("01",), ("Sucre",), ("010101",), "nombrado en el titular")
BOTH = Location((), Scope.LOCATED, ("01", "05"), (), (), "tramo entre dos departamentos")
NOWHERE = Location((), Scope.UNKNOWN, (), (), (), "el texto no nombra ningún lugar")

CASES = [
    ("Bloqueo en Llallagua", LLALLAGUA, a_reading()),
    ("Marcha en Sucre", SUCRE, a_reading(measures=(), stage=Stage.MEASURE)),
    ("Choque en el límite", BOTH, a_reading(stage=Stage.VIOLENCE)),
    ("Piden 100% de aumento", NOWHERE, a_reading(measures=(), stage=Stage.DEMAND)),
]


@pytest.fixture(scope="module")
def client(lasting_site: Site) -> TestClient:
    lasting_site.fill(
        *(an_article(n, title=title, summary="") for n, (title, _, _) in enumerate(CASES)),
        reading=lambda n: CASES[n][2],
        where=lambda n: CASES[n][1],
    )
    return lasting_site.client()


def page(client: TestClient, path: str) -> Node:
    answer = client.get(path)
    assert answer.status_code == 200
    return seen(answer.text)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", {0, 1, 2, 3}),
        ("departamento=05", {0, 2}),
        ("departamento=01", {1, 2}),
        ("departamento=09", set()),
        ("departamento=sin", {3}),
        ("nivel=critico", {2}),
        ("nivel=alto", {0}),
        ("etapa=demanda", {3}),
        ("texto=LLALLAGUA", {0}),
        ("texto=l%C3%ADmite", {2}),
        ("texto=limite", {2}),
        ("texto=marcha+sucre", {1}),
        ("texto=%25", {3}),
        ("texto=_", set()),
        ("departamento=01&etapa=medida", {1}),
        ("departamento=01&nivel=alto", set()),
        ("departamento=77&nivel=enorme&etapa=ninguna&estado=otra", {0, 1, 2, 3}),
        ("departamento=05&departamento=01", {1, 2}),
        ("", {0, 1, 2, 3}),
    ],
)
def test_each_filter_leaves_its_rows(client: TestClient, query: str, numbers: set[int]) -> None:
    found = page(client, f"/cola?{query}")
    assert set(titles(found)) == {CASES[n][0] for n in numbers}
    assert found.one(cls="cuenta").text == f"{len(numbers)} por revisar"


def test_the_filter_that_was_asked_for_stays_chosen_and_open(client: TestClient) -> None:
    found = page(client, "/cola?departamento=01&texto=choque")
    chosen = {o.attrs["value"] for o in found.all("option") if "selected" in o.attrs} - {"abiertas"}
    assert chosen == {"01"}
    assert {i.attrs["value"] for i in found.all("input") if i.attrs.get("name") == "texto"} == {"choque"}
    assert "open" in found.one("details", "filtros").attrs


def test_each_choice_says_how_many_rows_it_would_leave(client: TestClient) -> None:
    found = page(client, "/cola?departamento=01")
    labels = {o.attrs["value"]: o.text for o in found.all("option")}
    assert labels["05"] == "Potosí (2)"
    assert labels["01"] == "Chuquisaca (2)"
    assert labels["sin"] == "Sin territorio (1)"
    assert labels["critico"] == "Crítico (1)"
    assert labels["alto"] == "Alto"


def test_a_row_and_the_way_back_keep_the_filters(client: TestClient) -> None:
    (row,) = rows(page(client, "/cola?departamento=01&texto=choque"))
    alone = page(client, row.attrs["href"])
    assert [r.attrs["href"] for r in rows(alone)] == [row.attrs["href"]]
    assert alone.one(cls="volver").one("a").attrs["href"] == "/cola?departamento=01&texto=choque"


@pytest.fixture
def long_queue(site: Site) -> Iterator[Site]:
    site.fill(*(an_article(n, title=f"Hecho {n:03}") for n in range(2 * PAGE + 15)))
    return site


def walk(client: TestClient, path: str) -> list[list[str]]:
    """Follow «Ver las siguientes» to the end."""
    found = []
    while path:
        here = page(client, path)
        found.append(titles(here))
        path = next((a.attrs["href"] for p in here.all(cls="mas") for a in p.all("a")), "")
    return found


def test_pages_follow_one_another_without_gap_or_repeat(long_queue: Site) -> None:
    found = walk(long_queue.client(), "/cola")
    assert [len(one) for one in found] == [PAGE, PAGE, 15]
    assert sorted(chain.from_iterable(found)) == [f"Hecho {n:03}" for n in range(2 * PAGE + 15)]


def test_the_following_page_keeps_the_filters(long_queue: Site) -> None:
    assert [len(one) for one in walk(long_queue.client(), "/cola?texto=hecho+00")] == [10]
    assert [len(one) for one in walk(long_queue.client(), "/cola?departamento=05&nivel=alto")] == [PAGE, PAGE, 15]


def test_a_row_that_arrives_while_one_reads_pushes_nothing_out(long_queue: Site) -> None:
    client = long_queue.client()
    first = page(client, "/cola")
    long_queue.now += timedelta(minutes=5)
    long_queue.fill(an_article(900, title="Recién llegado"), reading=lambda n: a_reading(stage=Stage.VIOLENCE))
    rest = walk(client, first.one(cls="mas").one("a").attrs["href"])
    assert sorted(chain(titles(first), *rest)) == [f"Hecho {n:03}" for n in range(2 * PAGE + 15)]


def test_a_row_of_a_later_page_leads_back_to_that_page(long_queue: Site) -> None:
    client = long_queue.client()
    address = page(client, "/cola").one(cls="mas").one("a").attrs["href"]
    second = page(client, address)
    alone = page(client, rows(second)[3].attrs["href"])
    assert titles(alone) == titles(second)
    assert titles(page(client, alone.one(cls="volver").one("a").attrs["href"])) == titles(second)


NASTY = [
    *(
        "%00",
        "%27%20OR%201%3D1--",
        "%22",
        "%25%25",
        "%F0%9F%92%A5",
        "%ED%A0%80",
        "%C3",
        "%E2%80%AE",
        "%0D%0ASet-Cookie:a=b",
    ),
    *("-1", "0", "99999999999999999999", "1e309", "NaN", "../../etc/passwd", "{{7*7}}", "${7*7}", "%5B%5D", "x" * 200),
]


@pytest.mark.parametrize(
    "name", ["departamento", "nivel", "etapa", "estado", "texto", "desde", "parte", "otra", "a[b]"]
)
def test_no_value_in_an_address_breaks_the_page(client: TestClient, name: str) -> None:
    for value in NASTY:
        answer = client.get(f"/cola?{name}={value}")
        assert answer.status_code in ((400,) if value == "%00" else (200, 422)), (name, value)
        assert "49" not in seen(answer.text).said("input")


@pytest.mark.parametrize(
    "place",
    [
        "0001-01-01T00:00:00+14:00|3|2026-11-20T00:00:00+00:00|1",
        "9999-12-31T23:59:59-14:00|3|9999-12-31T23:59:59-14:00|1",
        "2026-11-20T00:00:00+00:00|99999999999999999999999|2026-11-20T00:00:00+00:00|1",
        "2026-11-20T00:00:00+00:00|3|2026-11-20T00:00:00+00:00|99999999999999999999999",
        "2026-11-20|3|2026-11-20|1",
        "||||",
        "'|'|'|'",
        "",
    ],
)
def test_a_made_up_place_in_the_queue_is_the_first_page_or_an_empty_one(client: TestClient, place: str) -> None:
    answer = client.get("/cola", params={"desde": base64.urlsafe_b64encode(place.encode()).decode()})
    assert answer.status_code == 200
    assert len(rows(seen(answer.text))) in (0, len(CASES))


@pytest.mark.parametrize("code", [*NASTY, "P-261120-001%00", "P-261120-001/", "p-261120-001", "P-261120-0001", "a/b/c"])
def test_no_code_breaks_the_page_of_a_row(client: TestClient, code: str) -> None:
    for query in ("", "?parte=detalle"):
        assert client.get(f"/cola/{code}{query}").status_code in ((400,) if "%00" in code else (404, 307))


def test_a_code_that_does_not_exist_is_told_cut_and_harmless(client: TestClient) -> None:
    told = seen(client.get("/cola/" + "%3Cb%3E%0a%e2%80%ae" + "z" * 300).text).one("h1").text
    assert told.startswith("No existe <b>zzz")
    assert len(told) < 60


def test_an_address_as_long_as_a_book_is_refused_calmly(client: TestClient) -> None:
    answer = client.get("/cola?" + "&".join(f"texto={n}" for n in range(5_000)))
    assert answer.status_code in (200, 414, 422)
