"""What a hostile browser sends to pages: forged parts, methods, floods, SQL, paths, rows of others, old rights."""

import contextlib
import re
import socket
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from fastapi.dependencies.models import Dependant
from sqlalchemy import text
from structlog.testing import capture_logs

from conflict.roles import Role
from dashboards.policies import POLICIES
from register.commands import accounts
from register.queries import accounts as account_queries
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.served import served
from tests.dashboards.test_access import CONSOLE
from tests.dashboards.test_policies import filled_in, walked
from tests.offices import CANARIES, PEOPLE, Filled, fill

PART = {"HX-Request": "true", "HX-Target": "cola"}
SQL = ("' OR '1'='1", "1; DROP TABLE record --", "%' ESCAPE '")
FAR = ("..%2f..%2f..%2fetc%2fpasswd", "%2e%2e%2fatalaya.db", "bitacora.clave%00.pdf", "C:%5cwindows%5cwin.ini")


@pytest.fixture(scope="module")
def filled(lasting_site: Site) -> Filled:
    return fill(lasting_site.register)


@pytest.fixture(scope="module")
def national(lasting_site: Site, filled: Filled) -> Browser:
    return lasting_site.client(PEOPLE[Role.NATIONAL])


@pytest.fixture(scope="module")
def analyst(lasting_site: Site, filled: Filled) -> Browser:
    return lasting_site.client(PEOPLE[Role.ANALYST])


def stored(site: Site) -> dict[str, list[Any]]:
    """Return what the queue and the records say, row by row."""
    with site.register.reading() as session:
        return {
            table: [tuple(row) for row in session.execute(text(f"SELECT code, state, row_version FROM {table}"))]
            for table in ("queue_entry", "record")
        }


def test_a_part_asked_for_without_token_is_refused_like_a_page(
    lasting_site: Site, filled: Filled, national: Browser
) -> None:
    before = stored(lasting_site)
    for token in ("", "x" * 64):
        form = {"version": 1, "motivo": "otro", "csrf": token}
        answer = national.post(f"/cola/{filled.rows['suya']}/descartar", data=form, headers=PART)
        assert answer.status_code == 403
        assert "Atalaya-Parte" not in answer.headers
    assert stored(lasting_site) == before


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "PATCH", "DELETE", "PROPFIND"])
def test_a_page_takes_no_other_method_and_no_disguise(
    lasting_site: Site, filled: Filled, national: Browser, method: str
) -> None:
    before = stored(lasting_site)
    for path in ("/cola", f"/cola/{filled.rows['suya']}", f"/registros/{filled.records['suya']}"):
        assert national.request(method, path).status_code == 405
        for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
            assert national.get(f"{path}?_method={method}", headers={header: method}).status_code == 200
    assert stored(lasting_site) == before


def test_a_flood_of_letters_or_fields_is_refused_before_it_is_read(
    lasting_site: Site, filled: Filled, national: Browser
) -> None:
    before = stored(lasting_site)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for path in (f"/cola/{filled.rows['suya']}/descartar", f"/registros/{filled.records['suya']}/datos", "/entrar"):
        assert national.post(path, content="comentario=" + "x" * 1_200_000, headers=form).status_code == 413
        many = "&".join(f"n{number}=1" for number in range(10_000))
        assert national.post(path, content=many, headers=form).status_code < 500
        pieces = iter([b"comentario=", b"x" * 1_000])
        assert national.post(path, content=pieces, headers=form).status_code == 403, "a length must be told"
    assert stored(lasting_site) == before


def asked_for(site: Site) -> list[tuple[str, str]]:
    """Return every page with each parameter that its address takes."""
    return [
        (filled_in(route.path), one)
        for route in walked(site.app().routes)
        if "GET" in route.methods and not route.path.startswith(("/api/", "/entrar/"))
        for one in parameters(route.dependant)
    ]


def parameters(asked: Dependant) -> list[str]:
    """Return the names of the query parameters of a route and of all that it depends on."""
    own = [one.alias for one in asked.query_params]
    return own + [name for deeper in asked.dependencies for name in parameters(deeper)]


@pytest.mark.parametrize("words", SQL)
def test_sql_in_any_parameter_is_words_and_opens_nothing(
    lasting_site: Site, filled: Filled, analyst: Browser, words: str
) -> None:
    before, asked = stored(lasting_site), asked_for(lasting_site)
    assert len(asked) > 40
    for path, name in asked:
        answer = analyst.get(path, params={name: words})
        assert answer.status_code < 500, (path, name)
        assert CANARIES["ajena"] not in answer.text, (path, name)
    assert stored(lasting_site) == before


@pytest.mark.parametrize("name", FAR)
def test_no_address_of_a_file_leads_out_of_what_it_names(filled: Filled, national: Browser, name: str) -> None:
    for method, path in sorted(POLICIES):
        if method != "GET" or "{" not in path:
            continue
        asked = re.sub(r"\{(code|number|review_id|item_id|semana|kind|token)\}", name, path)
        answer = national.get(asked)
        assert answer.status_code in (303, 400, 401, 404, 422), (path, answer.status_code)
        assert not any(words in answer.text for words in ("root:", "SQLite format", "[fonts]")), path


def test_a_row_or_record_of_others_cannot_be_reached_through_ones_own(
    lasting_site: Site, filled: Filled, analyst: Browser
) -> None:
    own, far = filled.records["suya"], filled.records["ajena"]
    row, far_row = filled.rows["suya"], filled.rows["ajena"]
    before = stored(lasting_site)
    shown = re.search(r'name="version" value="(\d+)"', analyst.get(f"/registros/{own}").text)
    assert shown is not None
    version, words = shown[1], "Es el mismo asunto que allá"
    several = {"hacer": "descartar", "motivo": "otro", "fila": [f"{row}:1", f"{far_row}:1"]}
    sent: list[tuple[str, dict[str, Any]]] = [
        ("/cola/lote", several),
        ("/cola/lote", {"hacer": "unir", "fila": [f"{row}:1", f"{far_row}:1"]}),
        ("/cola/lote", {"hacer": "posponer", "fila": [f"{far_row}:1"]}),
        (f"/cola/{row}/unir", {"version": 1, "ficha": far}),
        (f"/registros/{own}/unir", {"version": version, "otra": far, "texto": words}),
        (f"/registros/{own}/frente", {"version": version, "ficha_mayor": far}),
        (f"/plazos/{filled.deadlines['ajena']}", {"version": version, "respuesta": "cumplido", "que": "cumplido"}),
        (f"/decisiones/{filled.reviews['ajena']}/deshacer", {}),
    ]
    for path, form in sent:
        answer = analyst.post(path, data=form)
        assert answer.status_code in (403, 404, 409, 422), (path, answer.status_code)
        assert CANARIES["ajena"] not in answer.text, path
    assert stored(lasting_site) == before


def test_a_right_that_was_taken_is_gone_for_a_form_that_was_open(site: Site) -> None:
    filled = fill(site.register, ("suya",))
    client = site.client(PEOPLE[Role.REGIONAL])
    path = f"/cola/{filled.rows['suya']}/descartar"
    page = client.get(f"/cola/{filled.rows['suya']}").text
    assert f'action="{path}' in page
    with site.register.writing() as session:
        (account,) = (one for one in account_queries.listed(session) if one.role is Role.REGIONAL)
        accounts.change_role(session, account_id=account.id, role=Role.AUDITOR, office="Auditoría", departments=(),
                          municipalities=(), by=CONSOLE, now=site.now)  # fmt: skip
    before = stored(site)
    answer = client.post(path, data={"version": 1, "motivo": "otro"})
    assert answer.status_code in (401, 403)
    assert stored(site) == before


def test_who_entered_who_failed_and_who_was_refused_stand_in_the_log_each_in_one_line(site: Site) -> None:
    from tests.dashboards.test_access import an_account, enter

    an_account(site)
    client = site.client(by=None)
    broken = 'eva\r\n{"event": "entered"}\x1b[31m'
    with capture_logs() as lines:
        enter(client, broken, "una que no es")
        enter(client)
        assert client.get("/ajustes/usuarios").status_code == 403
        client.post("/cola/P-261120-001/posponer", data={"version": 1, "csrf": "x"})
        client.post("/entrar", data={"usuario": "eva"}, headers={"Sec-Fetch-Site": "cross-site"})
        client.get("/cola", headers={"Host": "otra.example"})
        client.get("/muestra?limite=eva", headers={"X-Nada": "eva"})
        assert client.get("/api/v1/cola", headers={"Authorization": "Bearer atalaya_eva"}).status_code == 401
    told = [line["event"] for line in lines if line["event"] != "values_refused"]
    assert told == [
        *["entering_failed", "entered", "route_refused", "form_without_token"],
        *["request_refused", "host_refused", "token_refused"],
    ]
    assert not any(sign in str(lines) for sign in ("eva", "31m"))


def test_connections_that_say_nothing_or_never_end_keep_nobody_waiting(lasting_site: Site) -> None:
    with served(lasting_site, by=None) as base, contextlib.ExitStack() as open_ones:
        where = urlsplit(base)
        for number in range(120):
            one = open_ones.enter_context(socket.create_connection((str(where.hostname), where.port or 0), 10))
            if number % 3 == 1:
                one.sendall(b"GET /salud HTTP/1.1\r\nHost: 127.0.0.1\r\nX-")
            elif number % 3 == 2:
                one.sendall(b"POST /entrar HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900000\r\n\r\nusuario=")
        with urlopen(f"{base}/salud", timeout=30) as answer:
            assert answer.status == 200
