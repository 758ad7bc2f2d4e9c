"""A browser that has the list of the queue gets after a decision what changed, and all of it where that is not sure."""

from datetime import timedelta

import pytest

from dashboards.queue import PAGE
from dashboards.stepping import HELD
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.held import held
from tests.dashboards.seen import Node, rows, seen
from tests.make import an_article

FIRST, SECOND, THIRD = (f"P-261120-00{n}" for n in (1, 2, 3))


@pytest.fixture
def client(site: Site) -> Browser:
    site.fill(*(an_article(n) for n in range(PAGE + 2)))
    return site.client()


def decided(client: Browser, headers: dict[str, str], code: str = FIRST) -> Node:
    """Discard a row as a page that holds the queue does; return the part that comes back."""
    form = {"version": 1, "motivo": "sin_demanda"}
    led = client.post(f"/cola/{code}/descartar", data=form, headers=headers).headers["location"]
    answer = client.get(led, headers=headers)
    assert answer.headers["HX-Replace-Url"] == led.split("?")[0]
    return seen(answer.text)


def places(part: Node) -> dict[str, Node]:
    return {one.attrs["hx-target"]: one for one in part.all("hx-partial")}


def test_only_the_row_that_came_is_sent_and_the_one_that_went_is_named(client: Browser) -> None:
    before = seen(client.get("/cola").text)
    part = decided(client, held(before, FIRST))
    after = [one.attrs["id"] for one in rows(seen(client.get(f"/cola/{SECOND}").text))]
    kept = [one.attrs["id"] for one in rows(before)][1:]
    assert [*kept, *(one.attrs["id"] for one in rows(part))] == after
    assert f"#l-{FIRST}" in places(part)
    assert "Pasó a «Decididas hoy»" in part.text
    assert places(part)["#pendientes"].text == str(PAGE + 1)
    assert places(part)["#cuenta strong"].text == f"{PAGE + 1} por revisar"


def test_the_counts_of_all_filters_come_in_their_order(client: Browser) -> None:
    told = places(decided(client, held(seen(client.get("/cola").text), FIRST)))["#cuentas"].text.split()
    options = [one for one in seen(client.get("/cola").text).all("option") if one.attrs["value"]]
    shown = [one.text.rpartition("(")[2].rstrip(")") if one.text.endswith(")") else "0" for one in options]
    page = seen(client.get("/cola").text)
    views = [one.one("b").text for one in page.one("nav", "pestanas").all("a")]
    bar = page.one("progress").attrs
    assert told == [*shown, *views, bar["value"], bar["max"]]


def test_where_another_row_changed_too_the_whole_list_comes(client: Browser) -> None:
    headers = held(seen(client.get("/cola").text), FIRST)
    client.post(f"/cola/{THIRD}/descartar", data={"version": 1, "motivo": "sin_demanda"})
    part = decided(client, headers)
    assert len(rows(part)) == PAGE
    assert part.all("article", "detalle")


def test_where_a_cycle_ended_meanwhile_the_whole_list_comes(client: Browser, site: Site) -> None:
    headers = held(seen(client.get("/cola").text), FIRST)
    site.now += timedelta(minutes=20)
    site.begin()
    site.end()
    assert len(rows(decided(client, headers))) == PAGE


@pytest.mark.parametrize("told", ["", "P-261120-001", "nada", "P-261120-001 <b> aaaa", "P-261120-001 aaaa bbbb cccc"])
def test_what_no_page_of_ours_would_tell_gets_the_whole_list(client: Browser, told: str) -> None:
    part = decided(client, {"HX-Request": "true", HELD: told})
    assert len(rows(part)) == PAGE
