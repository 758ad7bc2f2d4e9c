"""What the pages weigh and whence they come: a slow telephone in a mine town must be able to open them.

Budgets, compressed: first visit of the queue 60 KB, a later one 15 KB, one decision both ways 2 KB, the panel of a row
6 KB, a row's page 15 KB, the sources page 12 KB; no font, no picture but our own drawing, nothing from another server.
"""

import csv
import gzip
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

import dashboards
from conflict.codebook import Stage
from dashboards.queue import PAGE
from tests.conftest import ROOT
from tests.dashboards.conftest import Site
from tests.dashboards.held import held
from tests.dashboards.seen import rows, seen
from tests.make import a_reading, a_source, an_article

STATIC = Path(dashboards.__file__).parent / "static"
KB = 1024
SOURCES = 60


def invented_news(count: int) -> list[dict[str, str]]:
    """Return that many news of the training corpus: texts as long and as varied as real ones."""
    found: list[dict[str, str]] = []
    for path in sorted((ROOT / "data" / "corpus").glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as handle:
            found += csv.DictReader(handle)
    return found[:: len(found) // count][:count]


@pytest.fixture(scope="module")
def client(lasting_site: Site) -> TestClient:
    """Fill a full page of rows, of thirteen notes each, from sixty sources."""
    names = [f"medio-{n:02}" for n in range(SOURCES)]
    lasting_site.begin(*(a_source(name, name=f"Radio Comunitaria número {name[-2:]}") for name in names))
    news = invented_news(10 * SOURCES)
    for place, name in enumerate(names):
        notes = [
            an_article(n, name, title=one["titular"], summary=one["bajada"], body=one["bajada"] * 5)
            for n, one in enumerate(news[10 * place : 10 * place + 10])
        ]
        lasting_site.fetched(name, notes)
    lasting_site.read(reading=lambda n: a_reading(stage=Stage.ANNOUNCEMENT), group=lambda n: f"new:{n % (PAGE + 5)}")
    lasting_site.end(leidas=600, nuevas=600, senales=600, fuentes=SOURCES, ok=SOURCES)
    return lasting_site.client()


def weight(client: TestClient, path: str) -> int:
    answer = client.get(path)
    assert answer.status_code == 200
    return len(gzip.compress(answer.content, 6))


def own_files(client: TestClient, path: str) -> set[str]:
    """Return everything that a browser fetches to show a page."""
    found = set()
    for node in seen(client.get(path).text).walk():
        if node.tag in ("script", "img", "source", "iframe", "embed") and node.attrs.get("src"):
            found.add(node.attrs["src"])
        if node.tag == "link":
            found.add(node.attrs["href"])
    return found


def test_a_full_queue_fits_its_first_visit(client: TestClient) -> None:
    assert len(rows(seen(client.get("/cola").text))) == PAGE
    files = own_files(client, "/cola") | {"/servicio.js", "/sin-red"}
    assert weight(client, "/cola") + sum(weight(client, path) for path in files) <= 60 * KB


def test_one_decision_weighs_two_kilobytes_both_ways(client: TestClient) -> None:
    page = seen(client.get("/cola").text)
    code = rows(page)[0].attrs["id"].removeprefix("f-")
    panel = page.one("article", "detalle")
    (form,) = [one for one in panel.all("form") if one.attrs.get("action", "").endswith("/descartar")]
    fields = {one.attrs["name"]: one.attrs["value"] for one in form.all("input") if one.attrs.get("type") == "hidden"}
    fields |= {"motivo": "sin_demanda", "comentario": ""}
    headers = held(page, code)
    led = client.post(f"/cola/{code}/descartar", data=fields, headers=headers).headers["location"]
    answer = client.get(led, headers=headers)
    try:
        sent = len(urlencode(fields)) + 2 * sum(len(f"{name}: {value}\r\n") for name, value in headers.items())
        assert answer.headers["HX-Retarget"] == "#avisos"
        assert sent + len(gzip.compress(answer.content, 6)) <= 2 * KB
    finally:
        client.post(f"/decisiones/{led.rpartition('hecho=')[2]}/deshacer")


def test_ten_rows_to_keep_cost_less_than_ten_panels(client: TestClient) -> None:
    codes = [one.attrs["href"].split("/")[2].split("?")[0] for one in rows(seen(client.get("/cola").text))]
    asked = ",".join(f"{code}:0" for code in codes)
    assert weight(client, f"/sin-red/filas?tiene={asked}") <= 30 * KB
    held = ",".join(f"{code}:{version}" for code, version in versions(client, codes).items())
    assert weight(client, f"/sin-red/filas?tiene={held}") <= KB


def versions(client: TestClient, codes: list[str]) -> dict[str, int]:
    """Return the version of each row, asked for in as many pieces as they come."""
    found: dict[str, int] = {}
    while len(found) < len(codes):
        asked = ",".join(f"{code}:{found.get(code, 0)}" for code in codes)
        answer = client.get(f"/sin-red/filas?tiene={asked}").json()
        found |= {code: one["version"] for code, one in answer["filas"].items()}
    return found


@pytest.mark.parametrize(
    ("path", "budget"),
    [
        ("/cola", 15 * KB),
        ("/cola/P-261120-001", 15 * KB),
        ("/cola/P-261120-001?parte=detalle", 6 * KB),
        ("/fuentes", 12 * KB),
        ("/muestra", 8 * KB),
        ("/calidad", 8 * KB),
        ("/cola?texto=nada", 6 * KB),
    ],
)
def test_each_page_keeps_its_budget(client: TestClient, path: str, budget: int) -> None:
    assert weight(client, path) <= budget


@pytest.mark.parametrize("path", ["/cola", "/cola/P-261120-001", "/fuentes"])
def test_pages_leave_the_server_compressed(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.headers.get("content-encoding") == "gzip"
    assert "Accept-Encoding" in answer.headers["vary"]


@pytest.mark.parametrize("path", ["/cola", "/cola/P-261120-001", "/fuentes", "/no-hay"])
def test_a_page_fetches_nothing_from_another_server(client: TestClient, path: str) -> None:
    scripts = {f"/static/{name}.js" for name in ("teclas", "guardado", "sin_red", "borradores")}
    of_queue = {"/static/cola.js", "/static/htmx-4.0.1.min.js"} if path.startswith("/cola") else set[str]()
    drawn = {"/static/atalaya.css", "/static/atalaya.svg", "/manifiesto.webmanifest"}
    assert own_files(client, path) == scripts | of_queue | drawn


@pytest.mark.parametrize("path", ["/cola", "/fuentes", "/no-hay"])
def test_the_only_addresses_outside_are_originals_that_somebody_opens(client: TestClient, path: str) -> None:
    for node in seen(client.get(path).text).walk():
        for name, value in node.attrs.items():
            if re.match(r"(https?:)?//", value.strip()):
                assert name in ("href", "data-original"), (node.tag, name)
                assert node.tag in ("a", "article"), (node.tag, name)
                assert re.match(r"https://medio-\d\d\.example/", value)


def test_style_and_script_name_no_other_server() -> None:
    for path in STATIC.iterdir():
        words = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|//[a-z0-9-]+\.[a-z]|@import|@font-face", words.replace("// ", "")), path.name


def test_there_are_no_fonts_and_no_photographs() -> None:
    assert {path.suffix for path in STATIC.iterdir()} <= {".css", ".js", ".svg"}


def test_every_static_file_is_used_by_some_page(client: TestClient) -> None:
    row = rows(seen(client.get("/cola").text))[-1].attrs["id"].removeprefix("f-")
    sent = {"version": "1", "tipo": "alerta", "nivel": "alto", "abrir": "1"}
    record = client.post(f"/cola/{row}/registrar", data=sent).headers["location"]
    pages = ("/cola", "/fuentes", "/registros", record)
    used = set[str]().union(*(own_files(client, page) for page in pages))
    assert used == {f"/static/{p.name}" for p in STATIC.iterdir()} | {"/manifiesto.webmanifest"}
