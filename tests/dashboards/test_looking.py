"""Joining a row to a record that is not among its candidates: pasted, typed, or looked for by words."""

import pytest
from sqlalchemy import select

from conflict.codebook import Level
from conflict.lifecycle import RecordKind, RecordStep
from conflict.record import RuleError
from dashboards.looking import record_meant, record_named
from register.commands import records
from register.record_tables import RecordEntry, RecordRow
from register.tables import QueueEntry
from tests.conftest import NOW
from tests.dashboards.conftest import PERSON, Site
from tests.dashboards.seen import seen
from tests.make import an_article

ROW = "P-261120-001"
ONE, OTHER = "AT-2026-POT-LLA-0001", "AT-2026-POT-LLA-0002"
PART = {"HX-Request": "true"}


@pytest.fixture
def house(site: Site) -> Site:
    """Return a site with a row to join, one record of a road, and six of a valley, one of them closed."""
    site.fill(*(an_article(n, title=f"Hecho número {n:02}") for n in range(8)))
    with site.register.writing() as session:
        entries = session.scalars(select(QueueEntry).where(QueueEntry.code != ROW).order_by(QueueEntry.code))
        for number, entry in enumerate(entries):
            made = records.open_from_entry(
                session, entry=entry, kind=RecordKind.ALERT, level=Level.MEDIUM, by=PERSON, now=NOW
            )
            made.title = f"Riego del valle alto {number}" if number else "Comunarios de <b>Ñuñumayu</b> y su camino"
            if number == 1:
                closed = made.code
    with site.register.writing() as session:
        records.advance(session, code=closed, asked=RecordStep.ANNUL, words="Se registró dos veces", by=PERSON, now=NOW)
    return site


def offered(text: str) -> list[str]:
    return [node.attrs["value"] for node in seen(text).all("input") if node.attrs.get("name") == "hallada"]


def coded(site: Site, beginning: str) -> str:
    with site.register.reading() as session:
        return session.scalars(select(RecordRow.code).where(RecordRow.title.startswith(beginning))).one()


@pytest.mark.parametrize("typed", ["Ñuñumayu", "nunumayu camino", "nunumayo"])
def test_a_record_is_found_by_words_whatever_their_accents_and_slips(house: Site, typed: str) -> None:
    wanted = coded(house, "Comunarios")
    client = house.client()
    assert offered(client.get(f"/cola/{ROW}/fichas", params={"otra": typed}).text) == [wanted]
    fragment = client.get(f"/cola/{ROW}/fichas", params={"otra": typed}, headers=PART)
    assert fragment.headers["Atalaya-Parte"] == "1"
    assert "<html" not in fragment.text
    assert "<b>" not in fragment.text
    assert offered(fragment.text) == [wanted]


def test_only_open_records_are_offered_and_their_count_says_what_is_left_out(house: Site) -> None:
    text = house.client().get(f"/cola/{ROW}/fichas", params={"otra": "riego"}).text
    assert len(offered(text)) == 5
    assert coded(house, "Riego del valle alto 1") not in offered(text)
    assert "5 fichas abiertas." in text


def test_nothing_found_says_what_to_try_and_offers_no_button(house: Site) -> None:
    text = house.client().get(f"/cola/{ROW}/fichas", params={"otra": "zzyzx"}).text
    assert offered(text) == []
    assert "Ninguna ficha abierta con esas palabras" in text


def test_the_page_keeps_the_view_it_came_from_without_javascript(house: Site) -> None:
    client = house.client()
    view = {"departamento": "05", "texto": "hecho"}
    page = seen(client.get(f"/cola/{ROW}/fichas", params=view | {"otra": "camino"}).text)
    hidden = {one.attrs["name"]: one.attrs["value"] for one in page.all("input") if one.attrs.get("type") == "hidden"}
    assert hidden.items() >= view.items()
    (form,) = [one for one in page.all("form") if one.attrs.get("action", "").startswith(f"/cola/{ROW}/unir")]
    answer = client.post(form.attrs["action"], data={"version": 1, "hallada": coded(house, "Comunarios")})
    assert answer.status_code == 303
    assert "departamento=05" in answer.headers["location"]


def test_a_row_that_is_not_there_is_said_as_everywhere(house: Site) -> None:
    assert house.client().get("/cola/P-261120-999/fichas?otra=camino").status_code == 404


def test_a_row_is_joined_to_the_record_of_a_pasted_address(house: Site) -> None:
    client = house.client()
    assert client.post(f"/cola/{ROW}/unir", data={"version": 1}).status_code == 422
    wanted = coded(house, "Comunarios")
    pasted = f"https://atalaya.example/registros/{wanted}?hecho=1#plazos"
    assert offered(client.get(f"/cola/{ROW}/fichas", params={"otra": pasted}).text) == [wanted]
    assert client.post(f"/cola/{ROW}/unir", data={"version": 1, "otra": pasted}).status_code == 303
    with house.register.reading() as session:
        assert len(session.scalars(select(RecordEntry.entry_id)).all()) == 8


def test_a_code_is_found_in_whatever_is_pasted() -> None:
    for text in ("AT-2026-05-0001", " /registros/AT-2026-05-0001 ", "http://x/registros/AT-2026-05-0001?a=1"):
        assert record_named(text) == "AT-2026-05-0001"


@pytest.mark.parametrize(
    ("chosen", "typed", "meant"),
    [
        ({ONE}, "", ONE),
        ({ONE}, "uncía caminos", ONE),
        ({ONE}, "at-2026-pot", ONE),
        (set(), "cs-2026-pot-0007", "cs-2026-pot-0007"),
        (set(), "uncía caminos", None),
        (set(), "", None),
        ({ONE}, OTHER, None),
        ({ONE, OTHER}, "", None),
    ],
)
def test_what_was_chosen_and_what_was_typed_name_one_record_or_are_refused(
    chosen: set[str], typed: str, meant: str | None
) -> None:
    if meant is not None:
        assert record_meant(chosen, typed) == meant
        return
    with pytest.raises(RuleError):
        record_meant(chosen, typed)
