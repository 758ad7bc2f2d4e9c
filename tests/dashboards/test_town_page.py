"""«En Llallagua»: twelve weeks of the municipality of a row, in its panel or as a page of its own."""

from dataclasses import replace

from conflict.place import Location
from register.queries import queue
from tests.conftest import NOW
from tests.dashboards.conftest import Site, named
from tests.dashboards.hostile import TEXTS
from tests.dashboards.seen import seen
from tests.dashboards.test_ficha import registered, send
from tests.make import LLALLAGUA, an_article

ROW = "P-261120-001"
PART = {"HX-Request": "true"}
FACT = {
    "tipo": "incumplimiento",
    "cuando": "2026-11-18T08:00",
    "lugar": "Sede de Prueba",
    "texto": "No llegó <b>nadie</b> a la reunión.",
    "fuente": "Radio Cerro",
}


def test_a_town_in_which_nothing_else_happened_says_so(site: Site) -> None:
    site.fill(an_article(1))
    page = seen(site.client().get(f"/cola/{ROW}/lugar").text)
    assert page.one("h1").text == "En Llallagua"
    assert "Nada registrado en Llallagua en 12 semanas." in page.text
    assert "Ningún hecho anotado hasta hoy." in page.text
    assert page.all("table") == []
    assert page.all("svg", "tira") == []


def test_it_tells_what_there_was_with_its_numbers_and_the_last_fact(site: Site) -> None:
    site.fill(*(an_article(n, title=f"Anuncian <b>bloqueo</b> {n}") for n in range(1, 5)))
    ana = named(site, "Ana Q.", "Regional Llallagua")
    record = registered(ana)
    assert send(ana, record, "hecho", **FACT).status_code == 303
    with site.register.reading() as session:
        codes = session.connection().exec_driver_sql(
            "SELECT code FROM queue_entry WHERE state = 'nueva' ORDER BY code"
        ).scalars().all()  # fmt: skip
    page = seen(ana.get(f"/cola/{codes[0]}/lugar?departamento=05").text)
    for words in ("3 alertas más en la cola", "1 ficha nueva", "1 hecho", "Último hecho: mié 18 nov 2026"):
        assert words in page.text
    assert "No llegó <b>nadie</b> a la reunión." in page.text, "as words, not as marks"
    assert "Anuncian <b>bloqueo</b>" in page.text
    assert page.all("b") == []
    assert f"/registros/{record}" in [one.attrs["href"] for one in page.all("a")]
    assert f"/cola/{codes[0]}?departamento=05" in [one.attrs["href"] for one in page.all("a")]
    rows = [[cell.text for cell in row.all("td")] for row in page.one("tbody").all("tr")]
    assert len(rows) == 12
    assert rows[0] == ["lun 16 nov", "3", "1", "1"]
    labels = [one.attrs["aria-label"] for one in page.all("svg", "tira")]
    assert [label.rpartition(", ")[2] for label in labels] == ["3", "1", "1"]


def test_the_panel_leads_there_and_gets_it_as_a_part(site: Site) -> None:
    site.fill(an_article(1))
    client = site.client()
    panel = seen(client.get(f"/cola/{ROW}").text).one("article", "detalle")
    (link,) = [one for one in panel.all("a") if one.text == "En Llallagua: 12 semanas"]
    assert link.attrs["href"] == link.attrs["hx-get"] == f"/cola/{ROW}/lugar"
    assert [one.attrs["id"] for one in panel.all("div") if f"#{one.attrs.get('id')}" == link.attrs["hx-target"]]
    answer = client.get(link.attrs["hx-get"], headers=PART)
    assert answer.headers["Atalaya-Parte"] == "1"
    assert "<html" not in answer.text
    assert "Nada registrado en Llallagua en 12 semanas." in answer.text


def test_a_row_without_a_town_offers_none_and_one_that_is_not_there_is_said_as_everywhere(site: Site) -> None:
    site.fill(an_article(1), where=lambda n: Location((), LLALLAGUA.scope, ("05",), (), (), "departamento"))
    client = site.client()
    assert "12 semanas" not in client.get(f"/cola/{ROW}").text
    assert "no dice en qué municipio" in client.get(f"/cola/{ROW}/lugar").text
    assert client.get("/cola/P-261120-999/lugar").status_code == 404


def test_no_title_and_no_name_of_a_place_adds_an_element(site: Site) -> None:
    texts = ("palabras", *TEXTS)
    site.fill(
        *(an_article(n, title=text) for n, text in enumerate(texts)),
        where=lambda n: replace(LLALLAGUA, municipalities=(f"{n} {texts[n]}",)),
    )
    client = site.client()
    with site.register.reading() as session:
        told = queue.page(session, now=NOW, limit=len(texts)).rows
    plain = next(one.code for one in told if one.title == "palabras")
    expected = seen(client.get(f"/cola/{plain}/lugar").text).skeleton()
    assert len(told) == len(texts)
    for one in told:
        assert seen(client.get(f"/cola/{one.code}/lugar").text).skeleton() == expected, one.title
