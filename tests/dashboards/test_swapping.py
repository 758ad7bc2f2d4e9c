"""Parts of the queue for a page that is open, and the file that puts them in place."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import dashboards
from tests.conftest import ROOT
from tests.dashboards.conftest import Site
from tests.dashboards.seen import rows, seen
from tests.make import an_article

HTMX = Path(dashboards.__file__).parent / "static" / "htmx-4.0.1.min.js"
PART = {"HX-Request": "true"}
FIRST, SECOND = "P-261120-001", "P-261120-002"


@pytest.fixture
def client(site: Site) -> TestClient:
    site.fill(an_article(1), an_article(2), an_article(3))
    return site.client()


def test_the_vendored_file_is_the_one_whose_licence_is_told() -> None:
    told = (ROOT / "LICENSES.md").read_text(encoding="utf-8")
    assert "htmx 4.0.1" in told
    assert hashlib.sha256(HTMX.read_bytes()).hexdigest() in told


def test_every_name_of_its_configuration_is_known_to_the_file(client: TestClient) -> None:
    head = seen(client.get("/cola").text)
    (meta,) = [node for node in head.all("meta") if node.attrs.get("name") == "htmx-config"]
    told = json.loads(meta.attrs["content"])
    words = HTMX.read_text(encoding="utf-8")
    assert all(re.search(rf"\b{name}\b", words) for name in told)
    assert told["mode"] == "same-origin"
    assert told["includeIndicatorCSS"] is told["implicitInheritance"] is False


def test_only_a_few_of_its_attributes_are_used_and_no_text_stands_in_them(client: TestClient) -> None:
    client.post(f"/cola/{FIRST}/descartar", data={"version": 1, "motivo": "sin_demanda"})
    used = {}
    for path in ("/cola", f"/cola/{SECOND}?hecho=1"):
        for node in seen(client.get(path).text).walk():
            used |= {name: node.attrs[name] for name in node.attrs if name.startswith(("hx-", "data-hx-"))}
    assert set(used) <= {"hx-get", "hx-post", "hx-target", "hx-swap", "hx-push-url", "hx-trigger", "hx-sync"}
    assert not any("js:" in value or "javascript" in value for value in used.values())


def test_a_browser_that_has_the_page_open_gets_what_changes_and_the_address_to_show(client: TestClient) -> None:
    answer = client.post(f"/cola/{FIRST}/descartar", data={"version": 1, "motivo": "sin_demanda"}, headers=PART)
    answer = client.get(answer.headers["location"], headers=PART)
    assert answer.headers["Atalaya-Parte"] == "1"
    assert answer.headers["HX-Replace-Url"] == f"/cola/{SECOND}"
    assert "<html" not in answer.text
    found = seen(answer.text)
    assert len(rows(found)) == 2
    assert found.said("hx-partial") == "2"
    assert "Pasó a «Decididas hoy»" in found.text


def test_the_panel_alone_tells_the_address_of_its_row(client: TestClient) -> None:
    answer = client.get(f"/cola/{SECOND}?parte=detalle", headers=PART)
    assert answer.headers["HX-Replace-Url"] == f"/cola/{SECOND}"
    assert answer.text.lstrip().startswith("<article")


def test_filters_change_the_list_and_leave_the_address_to_the_form(client: TestClient) -> None:
    answer = client.get("/cola?texto=nada", headers=PART)
    assert "HX-Replace-Url" not in answer.headers
    assert "Nada con «nada»" in answer.text
    assert "<html" not in answer.text


def test_what_is_missing_is_told_in_the_form_that_was_sent(client: TestClient) -> None:
    answer = client.post(f"/cola/{FIRST}/unir", data={"version": 1, "ficha": "AT-1999-01-0001"}, headers=PART)
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#fallo-unir"
    assert seen(answer.text).text.startswith("No existe la ficha")


def test_whoever_is_not_known_any_more_gets_a_page_and_no_part(client: TestClient) -> None:
    client.cookies.clear()
    answer = client.get("/cola", headers=PART)
    assert "Atalaya-Parte" not in answer.headers
