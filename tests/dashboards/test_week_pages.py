"""The page of a week: every number opens its rows, what is published stays, and it is light."""

import gzip
import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pypdf
import pytest
from fastapi.testclient import TestClient

from conflict.codebook import Level
from conflict.lifecycle import RecordKind
from conflict.record import Person
from conflict.week import week_at
from register.commands import records
from register.tables import QueueEntry
from tests.conftest import NOW
from tests.dashboards.conftest import Site
from tests.dashboards.hostile import SCRIPTS, TEXTS
from tests.dashboards.seen import seen
from tests.make import an_article

WEEK = week_at(NOW)
MONDAY = WEEK.end + timedelta(hours=12)
PAGE = f"/resumen/{WEEK.code}"
ANA = Person("Ana Q.", "Regional Llallagua")


def live(site: Site, titles: list[str]) -> None:
    """Register one record per title."""
    site.fill(*(an_article(n, title=title) for n, title in enumerate(titles, start=1)))
    with site.register.writing() as session:
        for n, entry in enumerate(session.query(QueueEntry).order_by(QueueEntry.id).all()):
            kind = RecordKind.CONFLICT if n % 3 == 2 else RecordKind.ALERT
            level = Level.CRITICAL if n == 0 else Level.MEDIUM
            records.open_from_entry(session, entry=entry, kind=kind, level=level, by=ANA, now=NOW)
    site.now = MONDAY


@pytest.fixture
def client(site: Site) -> Iterator[TestClient]:
    live(site, [f"Transportistas anuncian bloqueo {n}" for n in range(9)])
    yield site.client()


def test_the_menu_leads_to_the_last_week_that_is_over(client: TestClient) -> None:
    answer = client.get("/resumen")
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    assert "Vista previa" in client.get(PAGE).text


def test_every_number_opens_exactly_its_rows(client: TestClient) -> None:
    page = seen(client.get(PAGE).text)
    links = {node.attrs["href"] for node in page.all("a") if "/filas?" in node.attrs.get("href", "")}
    assert len(links) >= 12
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200, link
        rows = seen(answer.text)
        told = int(rows.one("h1").text.rpartition(": ")[2])
        assert told >= len(rows.all("a", "codigo")) >= (1 if told else 0)
    alerts = seen(client.get(f"{PAGE}/filas?cifra=alertas_nuevas").text)
    assert len(alerts.all("a", "codigo")) == 6


def test_a_page_is_light_and_needs_no_inline_style(client: TestClient) -> None:
    answer = client.get(PAGE)
    assert len(gzip.compress(answer.content, 6)) <= 25 * 1024
    assert not re.search(r"<style|<script>|\sstyle=|\son\w+=", answer.text)


def test_a_draft_is_edited_published_and_corrected(client: TestClient, site: Site) -> None:
    first = client.post(f"{PAGE}/borrador", data={})
    assert first.status_code == 303
    page = seen(client.get(first.headers["location"]).text)
    visto = next(node.attrs["value"] for node in page.all("input") if node.attrs.get("name") == "visto")
    client.post(
        f"{PAGE}/editar", data={"frases": "Lo primero de esta semana.\nLo segundo de esta semana.", "visto": visto}
    )
    stale = client.post(f"{PAGE}/editar", data={"frases": "Otra frase distinta y tardía.", "visto": visto})
    assert stale.status_code == 422
    assert "Otra persona cambió" in stale.text
    assert client.post(f"{PAGE}/publicar", data={}).headers["location"] == PAGE
    text = client.get(PAGE).text
    assert "Lo segundo de esta semana." in text
    assert "Publicado, versión 1" in text
    opened = client.post(f"{PAGE}/corregir", data={"texto": "faltaba contar un caso"})
    assert "borrador" in opened.headers["location"]
    assert "Publicado, versión 1" in client.get(PAGE).text
    client.post(f"{PAGE}/publicar", data={})
    assert "Corregido el" in client.get(PAGE).text
    assert "Lo segundo de esta semana." in client.get(f"{PAGE}?version=1").text
    assert client.get(f"{PAGE}?version=7").status_code == 404


@pytest.mark.parametrize(
    ("kind", "start"),
    [("pdf", b"%PDF-"), ("excel", b"PK"), ("word", b"PK"), ("csv", b"\xef\xbb\xbf"), ("jsonl", b'{"semana"')],
)
def test_each_document_comes_from_its_button(client: TestClient, kind: str, start: bytes) -> None:
    buttons = [node.attrs["href"] for node in seen(client.get(PAGE).text).all("a") if "download" in node.attrs]
    assert f"{PAGE}/{kind}" in buttons
    answer = client.get(f"{PAGE}/{kind}")
    assert answer.content.startswith(start)
    assert f"resumen-{WEEK.code}" in answer.headers["content-disposition"]


def test_page_and_pdf_print_the_same_numbers(client: TestClient) -> None:
    page = seen(client.get(PAGE).text)
    numbers = [(box.one("h2").text, box.one("strong").text) for box in page.all("div", "cifra")]
    assert len(numbers) == 6
    reader = pypdf.PdfReader(io.BytesIO(client.get(f"{PAGE}/pdf").content))
    text = " ".join(reader.pages[0].extract_text().split())
    for label, value in numbers:
        assert f"{label} {value} " in text


NOT_THERE = [
    *("/resumen/2026-S60", "/resumen/ayer", "/resumen/2031-S01", f"{PAGE}?departamento=77", f"{PAGE}?oficina=nadie"),
    *(f"{PAGE}/filas?cifra=nada", f"{PAGE}/otro"),
]


@pytest.mark.parametrize("path", NOT_THERE)
def test_what_there_is_not_is_said_in_words(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<h1>" in answer.text


def test_departments_and_offices_have_their_own_address(client: TestClient) -> None:
    for path in (f"{PAGE}?departamento=05", f"{PAGE}?oficina=Regional+Llallagua"):
        assert client.get(path).status_code == 200
    assert "Regional Llallagua" in client.get(f"{PAGE}?oficina=Regional+Llallagua").text
    assert client.get(f"{PAGE}/pdf?departamento=05").content.startswith(b"%PDF-")


def test_the_summaries_of_a_week_lead_to_one_another(client: TestClient) -> None:
    for form in ({}, {"departamento": "05"}, {"oficina": "Regional Llallagua"}):
        client.post(f"{PAGE}/borrador", data=form)
    links = {node.attrs.get("href") for node in seen(client.get(PAGE).text).all("a")}
    assert {f"{PAGE}?departamento=05", f"{PAGE}?oficina=Regional+Llallagua"} <= links
    potosi = client.get(f"{PAGE}?departamento=05").text
    assert f'href="{PAGE}">Bolivia</a>' in potosi
    assert "(borrador)" in potosi


def test_the_week_that_runs_is_shown_as_open(client: TestClient, site: Site) -> None:
    site.now = NOW
    assert "Semana sin cerrar" in client.get(PAGE).text
    assert client.post(f"{PAGE}/publicar", data={}).status_code == 422


def test_zero_from_where_nobody_listens_is_not_calm(client: TestClient) -> None:
    text = client.get(PAGE).text
    assert "sin cobertura" in text
    assert "no significa calma" in text


def test_no_text_of_the_news_becomes_part_of_the_page(site: Site) -> None:
    live(site, TEXTS[:40])
    client = site.client()
    calm, page = seen(client.get(PAGE).text), client.get(PAGE).text
    assert calm.all("script") == [n for n in calm.all("script") if n.attrs.get("src") in SCRIPTS]
    assert "<script>alert" not in page
    assert client.get(f"{PAGE}/excel").status_code == 200
    assert client.get(f"{PAGE}/pdf").status_code == 200


def test_a_draft_says_when_the_clock_publishes_it_until_the_clock_has_been_by(client: TestClient, site: Site) -> None:
    site.now = WEEK.end + timedelta(hours=7)
    assert client.post(f"{PAGE}/borrador", data={}).status_code == 303
    assert "Borrador: se publica el lun 23 nov a las 08:00" in client.get(PAGE).text
    assert client.post(f"{PAGE}/publicar", data={}).status_code == 303
    site.now = MONDAY
    opened = client.post(f"{PAGE}/corregir", data={"texto": "faltaba contar un caso"}).headers["location"]
    page = client.get(opened).text
    assert "Borrador sin publicar" in page
    assert "se publica" not in seen(page).one("main").text.partition("Qué cambió")[0]
