"""Every answer carries the headers, shows nothing of the inside and speaks Spanish (ASVS 5.0: 3.4, 13.4, 16.5)."""

import asyncio
import re
from collections.abc import MutableMapping
from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from dashboards.headers import HEADERS
from tests.dashboards.conftest import Site
from tests.make import an_article

ANSWERS = [
    ("GET", "/cola", 200),
    ("GET", "/cola/P-261120-001", 200),
    ("GET", "/cola/P-261120-001?parte=detalle", 200),
    ("GET", "/fuentes", 200),
    ("GET", "/muestra", 200),
    ("GET", "/calidad", 200),
    ("GET", "/salud", 200),
    ("GET", "/servicio.js", 200),
    ("GET", "/manifiesto.webmanifest", 200),
    ("GET", "/sin-red", 200),
    ("GET", "/sin-red/llave", 200),
    ("GET", "/sin-red/filas", 200),
    ("GET", "/static/atalaya.css", 200),
    ("GET", "/static/teclas.js", 200),
    ("GET", "/", 303),
    ("GET", "/cola/P-000000-999", 404),
    ("GET", "/no-hay", 404),
    ("GET", "/static/no-hay.css", 404),
    ("POST", "/plazos", 405),
    ("DELETE", "/fuentes", 405),
    ("GET", "/cola?texto=" + "x" * 201, 422),
    ("GET", "/cola?departamento=" + "0" * 9, 422),
]

ERRORS = [row for row in ANSWERS if row[2] >= 400]


@pytest.fixture(scope="module")
def client(lasting_site: Site) -> TestClient:
    lasting_site.fill(an_article(1))
    return lasting_site.client()


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS, ids=lambda value: str(value)[:40])
def test_every_answer_carries_the_headers(client: TestClient, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_the_content_policy_lets_nothing_inline_nor_from_elsewhere(client: TestClient) -> None:
    policy = client.get("/cola").headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["object-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS, ids=lambda value: str(value)[:40])
def test_only_styles_and_scripts_may_be_kept_by_a_browser(
    client: TestClient, method: str, path: str, status: int
) -> None:
    kept = "no-store" not in client.request(method, path).headers.get("Cache-Control", "")
    assert kept == (path.startswith("/static/") or path in ("/servicio.js", "/manifiesto.webmanifest"))


@pytest.mark.parametrize(("method", "path", "status"), ERRORS, ids=lambda value: str(value)[:40])
def test_an_error_is_a_spanish_page_that_shows_nothing_of_the_inside(
    client: TestClient, method: str, path: str, status: int
) -> None:
    answer = client.request(method, path)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="es-BO">' in answer.text
    assert re.search(r"<h1>\w", answer.text)
    assert not re.search(
        r"Traceback|Not Found|Not Allowed|Unprocessable|pydantic|sqlalchemy|/site-packages", answer.text
    )


def test_a_fault_of_ours_shows_a_code_and_no_cause(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.fill(an_article(1))

    def broken() -> datetime:
        raise TypeError("a clock that says Ana Inventada")

    answer = site.client(clock=broken).get("/cola?texto=Ana+Inventada")
    assert answer.status_code == 500
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    code = re.search(r"Código ([0-9A-F]{4})", answer.text)
    assert code
    assert f'data-copiar="{code[1]}"' in answer.text
    assert re.search(r'<a[^>]* href="">Reintentar</a>', answer.text)  # the same address, which the page does not tell
    assert not re.search(r"TypeError|Traceback|offset|Ana", answer.text)
    written = "".join(capsys.readouterr())
    assert "page_failed" in written
    assert "Inventada" not in written


@pytest.mark.parametrize("path", ["/entrar", "/cola/P-261120-001/descartar"])
def test_who_leaves_in_the_middle_of_a_form_is_no_fault_of_ours(
    site: Site, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    heard = iter([{"type": "http.request", "body": b"usuario=", "more_body": True}])
    statuses = []

    async def receive() -> dict[str, object]:
        return next(heard, {"type": "http.disconnect"})

    async def send(said: MutableMapping[str, Any]) -> None:
        statuses.append(said.get("status"))

    scope = {"type": "http", "http_version": "1.1", "method": "POST", "scheme": "http", "path": path}
    scope |= {"root_path": "", "query_string": b"", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000)}
    scope["headers"] = [(b"host", b"127.0.0.1:8000"), (b"content-type", b"application/x-www-form-urlencoded")]
    asyncio.run(site.app()(scope, receive, send))
    assert statuses[0] == 400
    assert "page_failed" not in "".join(capsys.readouterr())


def test_a_database_that_cannot_be_read_says_what_to_do(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    with site.register.writing() as session:
        session.execute(text("ALTER TABLE queue_entry RENAME TO secreto_de_la_casa"))
    answer = site.client().get("/cola?texto=Ana+Inventada")
    assert answer.status_code == 503
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "atalaya migrar" in answer.text
    assert not re.search(r"queue_entry|secreto|sqlite|Error|Ana", answer.text)
    assert "Inventada" not in "".join(capsys.readouterr())


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost", "localhost:8000", "[::1]:8000"])
def test_this_machine_is_asked_for_by_its_own_names(client: TestClient, host: str) -> None:
    assert client.get("/salud", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "malo.example",
        "malo.example:8000",
        "127.0.0.1.malo.example",
        "malo.example:127.0.0.1",
        "localhost@malo",
        "",
        ":",
    ],
)
@pytest.mark.parametrize("path", ["/cola", "/static/atalaya.css", "/no-hay"])
def test_any_other_name_is_refused_before_a_page_is_made(client: TestClient, host: str, path: str) -> None:
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 421
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "P-261120" not in answer.text


def test_what_a_proxy_claims_is_not_believed(client: TestClient) -> None:
    answer = client.get("/", headers={"X-Forwarded-Host": "malo.example", "X-Forwarded-Proto": "https"})
    assert answer.headers["location"] == "/cola"


@pytest.mark.parametrize(
    "path",
    [
        *("/redoc", "/openapi.json", "/.git/config", "/.env", "/static/", "/static/../app.py"),
        *("/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/teclas.js.map", "/static//etc/passwd"),
    ],
)
def test_nothing_but_the_pages_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_server_does_not_say_what_it_is_made_of(client: TestClient) -> None:
    headers = client.get("/cola").headers
    assert not {"server", "x-powered-by", "via"} & set(headers)


@pytest.mark.parametrize("path", [*sorted({path for _, path, _ in ANSWERS}), "/rss/cola", "/calendario.ics", "/entrar"])
def test_every_text_says_in_which_letters_it_is_written(client: TestClient, path: str) -> None:
    answer = client.get(path, follow_redirects=False)
    kind = answer.headers.get("Content-Type", "")
    assert kind or not answer.content
    if kind.startswith("text/") or "xml" in kind:
        assert "charset=utf-8" in kind.lower()
        answer.content.decode("utf-8")
    elif answer.content:
        assert kind.partition(";")[0] in ("application/json", "application/manifest+json", "image/svg+xml")
