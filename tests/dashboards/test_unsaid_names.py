"""A name that somebody types into an address or a form is in no line of the log and in no answer to a program."""

import json
import logging
from typing import Any
from urllib.parse import quote

import pytest
from structlog.testing import capture_logs

from conflict.roles import Role
from dashboards.policies import POLICIES
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.test_api import token_of
from tests.offices import PEOPLE, fill

FIRST = "Wenceslada"
NAME = f'{FIRST} \'O"Quispe\r\n<b>{{"x":1}}'


def test_no_line_and_no_problem_holds_a_name(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    fill(site.register, ("suya",))
    app = site.app()
    browser, other = Browser(app), Browser(app)
    browser.enter(site.session_of(PEOPLE[Role.NATIONAL]))
    token = token_of(site, Role.NATIONAL)
    with capture_logs() as lines, caplog.at_level(logging.DEBUG):
        for method, path in sorted(POLICIES):
            if path == "/salir":
                continue
            address = path
            while "{" in address:
                before, _, rest = address.partition("{")
                address = f"{before}{quote(NAME, safe='')}{rest.partition('}')[2]}"
            address += f"?texto={quote(NAME)}&{quote(NAME)}={quote(NAME)}"
            for who in (browser, other):
                answer = _asked(who, method, address, token if who is browser else {})
                assert answer.status_code < 500, (method, path)
                if path.startswith("/api/"):
                    assert FIRST not in answer.text, (method, path)
                if answer.status_code >= 400:
                    assert FIRST not in str(answer.headers), (method, path)
    told = json.dumps(lines, default=str) + "".join(
        f"{one.name} {one.getMessage()}" for one in caplog.records if one.name != "httpx"
    )
    assert lines
    assert FIRST not in told
    assert not any(person.name in told for person in PEOPLE.values())


def _asked(client: Browser, method: str, address: str, token: dict[str, str]) -> Any:
    if address.startswith("/api/"):
        headers = token | {"If-Match": '"1"', "Idempotency-Key": "k"}
        body = {"decision": NAME, "tipo": NAME, "texto": NAME, NAME: NAME} if method == "POST" else None
        return client.request(method, address, headers=headers, **({"json": body} if body else {}))
    if method == "GET":
        return client.get(address)
    names = ("usuario", "clave", "ficha", "nombre", "texto", "comentario", "motivo", "tipo", "titulo", "receiver")
    return client.post(address, data=dict.fromkeys(names, NAME))


def test_a_failure_of_ours_is_logged_without_its_address(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from register.queries import records

    def broken(*asked: Any, **more: Any) -> None:
        raise KeyError(NAME)

    client = site.client()
    monkeypatch.setattr(records, "detail", broken)
    with capture_logs() as lines:
        answer = client.get(f"/registros/{quote(FIRST)}")
    assert answer.status_code == 500
    assert FIRST not in answer.text
    assert [one["path"] for one in lines if one["event"] == "page_failed"] == ["/registros/{code}"]
    assert FIRST not in json.dumps(lines)
