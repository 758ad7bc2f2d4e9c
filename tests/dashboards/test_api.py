"""The API reads what the person of the token may see, in JSON with the names of the exports."""

import pytest

from conflict.roles import Role
from register.commands import tokens
from register.queries import accounts as account_queries
from tests.conftest import NOW
from tests.dashboards.conftest import Browser, Site
from tests.offices import CANARIES, PEOPLE, Filled, fill

PATHS = ("/api/v1/cola", "/api/v1/registros", "/api/v1/plazos")


@pytest.fixture(scope="module")
def made(lasting_site: Site) -> tuple[Site, Filled]:
    return lasting_site, fill(lasting_site.register)


def token_of(site: Site, role: Role) -> dict[str, str]:
    site.session_of(PEOPLE[role])
    with site.register.writing() as session:
        account = next(one for one in account_queries.listed(session) if one.role is role)
        secret = tokens.give(session, label="prueba", by=account.person(), now=NOW)
    return {"Authorization": f"Bearer {secret}"}


def test_without_a_token_or_with_a_cookie_alone_nothing_is_read(made: tuple[Site, Filled]) -> None:
    for client in (made[0].client(by=None), made[0].client()):
        for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eA=="}):
            answer = client.get("/api/v1/cola", headers=headers)
            assert answer.status_code == 401
            assert answer.headers["content-type"] == "application/problem+json"


def test_a_person_reads_what_that_person_sees(made: tuple[Site, Filled]) -> None:
    site, codes = made
    client = Browser(site.app())
    analyst, admin = token_of(site, Role.ANALYST), token_of(site, Role.ADMIN)
    texts = "".join(client.get(path, headers=analyst).text for path in PATHS)
    assert CANARIES["suya"] in texts
    assert not any(word in texts for place, word in CANARIES.items() if place != "suya")
    assert client.get(PATHS[0], headers=analyst).json()["total"] == 1
    found = client.get(f"/api/v1/registros/{codes.records['suya']}", headers=analyst)
    assert found.json()["oficina"] == PEOPLE[Role.ANALYST].office
    assert found.headers["etag"] == f'"{found.json()["version"]}"'
    assert client.get(f"/api/v1/registros/{codes.records['ajena']}", headers=analyst).status_code == 404
    assert {client.get(path, headers=admin).status_code for path in PATHS} == {403}


def test_records_are_read_page_by_page_each_once(made: tuple[Site, Filled]) -> None:
    site, codes = made
    client, national = Browser(site.app()), token_of(site, Role.NATIONAL)
    seen, cursor = [], ""
    while cursor is not None:
        answer = client.get("/api/v1/registros", params={"limite": 1, "desde": cursor}, headers=national)
        assert len(answer.json()["fichas"]) == 1
        seen += [one["codigo"] for one in answer.json()["fichas"]]
        cursor = answer.json()["siguiente"]
    assert sorted(seen) == sorted(codes.records.values())
    wrong = client.get("/api/v1/registros", params={"desde": "²"}, headers=national)
    assert wrong.status_code == 422
    assert wrong.headers["content-type"] == "application/problem+json"
    assert client.get("/api/v1/cola", params={"limite": 0}, headers=national).json()["errores"] == [
        {"campo": "limite", "motivo": "no es válido"}
    ]


def test_sources_tell_how_they_are(made: tuple[Site, Filled]) -> None:
    (one,) = Browser(made[0].app()).get("/api/v1/fuentes", headers=token_of(made[0], Role.NATIONAL)).json()["fuentes"]
    assert (one["estado"], one["ultimo_resultado"]) == ("al_dia", "ok")


def test_what_a_program_has_already_is_not_sent_again(made: tuple[Site, Filled]) -> None:
    site, codes = made
    client, national = Browser(site.app()), token_of(site, Role.NATIONAL)
    for path in (*PATHS, "/api/v1/fuentes", f"/api/v1/registros/{codes.records['suya']}"):
        first = client.get(path, headers=national)
        tag = first.headers["etag"]
        for known in (tag, f"W/{tag}", f'"otra", {tag}', "*"):
            again = client.get(path, headers=national | {"If-None-Match": known})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert client.get(path, headers=national | {"If-None-Match": '"otra"'}).status_code == 200


def test_deadlines_and_sources_are_read_page_by_page_each_once(made: tuple[Site, Filled]) -> None:
    site, codes = made
    client, national = Browser(site.app()), token_of(site, Role.NATIONAL)
    seen, cursor = [], ""
    while cursor is not None:
        told = client.get("/api/v1/plazos", params={"limite": 1, "desde": cursor}, headers=national).json()
        seen += [one["id"] for one in told["plazos"]]
        cursor = told["siguiente"]
    whole = client.get("/api/v1/plazos", headers=national).json()
    assert seen == [one["id"] for one in whole["plazos"]]
    assert set(codes.deadlines.values()) <= set(seen)
    sources = client.get("/api/v1/fuentes", params={"desde": "radio-cerro"}, headers=national).json()
    assert sources == {"fuentes": [], "siguiente": None}


@pytest.mark.parametrize("path", ["cola", "registros", "plazos"])
def test_a_page_cannot_begin_where_no_page_ended(made: tuple[Site, Filled], path: str) -> None:
    answer = Browser(made[0].app()).get(f"/api/v1/{path}?desde=inventado", headers=token_of(made[0], Role.NATIONAL))
    assert answer.status_code == 422
    assert "desde" in answer.json()["detail"]
