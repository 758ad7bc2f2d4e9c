"""Whatever a feed, a card, a model or an address says is text: it changes no element and no attribute of any page."""

import pytest
from fastapi.testclient import TestClient

from conflict.codebook import ReasonClass
from conflict.signal import Reason
from dashboards.detail import safe_link
from dashboards.queue import PAGE
from tests.dashboards.conftest import Site, opened_copy
from tests.dashboards.hostile import SCRIPTS, TEXTS, fill_every_field
from tests.dashboards.seen import Node, rows, seen
from tests.make import a_reading, an_article

CODES = [f"P-261120-{n + 1:03}" for n in range(len(TEXTS))]
PLAIN = "palabras"


@pytest.fixture(scope="module")
def hostile(lasting_site: Site) -> TestClient:
    fill_every_field(lasting_site, TEXTS)
    return lasting_site.client()


@pytest.fixture(scope="module")
def calm(empty_database, tmp_path_factory):
    with opened_copy(empty_database, tmp_path_factory.mktemp("calma")) as site:
        fill_every_field(site, [PLAIN] * len(TEXTS))
        yield site.client()


def page(client: TestClient, path: str) -> Node:
    answer = client.get(path)
    assert answer.status_code == 200
    return seen(answer.text)


def second(client: TestClient) -> str:
    return page(client, "/cola").one(cls="mas").one("a").attrs["href"]


def test_there_are_more_rows_than_one_page_holds() -> None:
    assert PAGE < len(TEXTS) >= 60


@pytest.mark.parametrize("path", ["/cola", "/fuentes", *(f"/cola/{code}" for code in CODES)])
def test_no_text_adds_an_element_or_an_attribute(hostile: TestClient, calm: TestClient, path: str) -> None:
    assert page(hostile, path).skeleton() == page(calm, path).skeleton()


def test_nor_on_the_second_page(hostile: TestClient, calm: TestClient) -> None:
    assert page(hostile, second(hostile)).skeleton() == page(calm, second(calm)).skeleton()


def test_every_text_is_shown_as_it_was_written(hostile: TestClient) -> None:
    shown = {row.one(cls="titulo").children[0] for p in ("/cola", second(hostile)) for row in rows(page(hostile, p))}
    assert shown == set(TEXTS)


@pytest.mark.parametrize("code", CODES[::7])
def test_the_panel_alone_is_as_harmless(hostile: TestClient, calm: TestClient, code: str) -> None:
    path = f"/cola/{code}?parte=detalle"
    assert page(hostile, path).skeleton() == page(calm, path).skeleton()


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_searched_for_comes_back_as_text(hostile: TestClient, text: str) -> None:
    answer = hostile.get("/cola", params={"texto": text})
    assert answer.status_code == 200
    found = seen(answer.text)
    boxes = [node.attrs["value"] for node in found.all("input") if node.attrs.get("name") == "texto"]
    assert boxes == ["".join(c for c in text if c.isprintable()).strip()] * 2
    tags = {node.tag for node in found.walk()}
    assert not tags & {"iframe", "object", "embed", "base", "style", "video", "audio", "math", "marquee"}
    assert not found.all("dialog"), "the keys come when they are asked for"
    of_queue = ("/static/htmx-4.0.1.min.js", "/static/cola.js")
    assert {node.attrs["src"] for node in found.all("script")} == {*SCRIPTS, *of_queue}


@pytest.mark.parametrize("text", TEXTS)
def test_a_code_that_is_no_code_comes_back_as_text(hostile: TestClient, calm: TestClient, text: str) -> None:
    answer = hostile.get("/cola/" + "".join(f"%{byte:02x}" for byte in text.encode()), follow_redirects=True)
    assert answer.status_code == 404
    assert seen(answer.text).skeleton() == seen(calm.get("/cola/P-1").text).skeleton()


def test_no_page_carries_inline_script_style_or_event(hostile: TestClient) -> None:
    for path in ("/cola", f"/cola/{CODES[0]}", "/fuentes", "/no-hay"):
        for node in page_of_any_status(hostile, path).walk():
            assert not [name for name in node.attrs if name.startswith("on") or name == "style"], node.tag
            assert node.tag != "style"
            assert node.tag != "script" or (node.attrs.get("src") and not node.text)


def page_of_any_status(client: TestClient, path: str) -> Node:
    return seen(client.get(path).text)


BAD_LINKS = [
    *(
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
    ),
    *(
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://a.example/x",
    ),
    *(
        "//malo.example/x",
        "/cola",
        "../x",
        "nota/1",
        "http:",
        "https:///nota",
        "http://[::1",
        "blob:https://a.example/1",
        "",
        "mailto:a@b.example",
    ),
    *(
        "https://radio.example@malo.example/nota",
        "http://usuario:clave@radio.example/",
        "https://radio.example\\@malo.example/",
        "https://radio.example\\.malo.example/",
    ),
]


@pytest.mark.parametrize("link", BAD_LINKS)
def test_a_link_that_is_no_plain_web_address_is_not_carried(link: str) -> None:
    assert safe_link(link) is None


@pytest.mark.parametrize(
    "link", ["https://radio.example/nota?a=1&b=2#c", "http://radio.example:8080/ñ", 'https://r.example/"x"<b>']
)
def test_a_web_address_is_carried_whole_and_tells_nothing_of_us(site: Site, link: str) -> None:
    site.fill(an_article(1, link=link))
    found = page(site.client(), "/cola/P-261120-001")
    outside = [node for node in found.all("a") if not node.attrs["href"].startswith(("/", "#"))]
    assert {node.attrs["href"] for node in outside} == {link}
    assert all({"noopener", "noreferrer"} <= set(node.attrs["rel"].split()) for node in outside)
    assert '"x"<b>' not in site.client().get("/cola/P-261120-001").text


def test_marks_cut_a_hostile_text_without_freeing_it(site: Site) -> None:
    text = "<img src=x onerror=alert(1)>"
    spans = tuple(Reason(n, n + 1, ReasonClass.MEASURE, 0.5) for n in range(0, len(text), 2))
    site.fill(an_article(1, title=text, summary=""), reading=lambda n: a_reading(reasons=spans))
    quoted = page(site.client(), "/cola/P-261120-001").one("blockquote")
    assert {node.tag for node in quoted.walk()} == {"mark", "sup"}
    for letter in quoted.all("sup"):
        letter.children.clear()
    assert "".join(quoted.text.split()) == "".join(text.split())
