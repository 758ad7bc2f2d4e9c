"""Entering with the account of the institution: only whom it proves, only who has an account here, once each time."""

import dataclasses
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from conflict.errors import DataError
from conflict.roles import Role
from dashboards.gate import SESSION
from dashboards.institution import COOKIE
from dashboards.settings import Door, Provider, read_door
from register.commands import accounts
from tests.conftest import NOW
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.test_access import CONSOLE, an_account, enter
from tests.dashboards.vouching import CLIENT, SECRET, a_key, query, unsigned, vouching
from tests.dashboards.vouching import Provider as Vouching

START, BACK, BASE = "/entrar/institucion", "/entrar/institucion/vuelta", "http://127.0.0.1:8000"
MAIL = "ana@oficina.example"


@pytest.fixture
def provider() -> Iterator[Vouching]:
    with vouching() as made:
        yield made


def door_of(provider: Vouching, **changes: Any) -> Door:
    told = Provider(provider.address, CLIENT, SECRET, "Entrar con la oficina", "email", BASE)
    return Door(provider=dataclasses.replace(told, **changes))


def browser(site: Site, provider: Vouching, **changes: Any) -> Browser:
    return site.client(by=None, door=door_of(provider, **changes))


def brought(client: Browser, provider: Vouching, to: str = "/") -> dict[str, str]:
    """Press the button and prove oneself to the provider; return what the browser brings back."""
    away = client.get(START, params={"volver": to})
    assert away.status_code == 303, away.text
    assert away.headers["location"].startswith(f"{provider.address}/autorizar?")
    return provider.authorise(away.headers["location"])


def come_back(client: Browser, told: dict[str, str]) -> Any:
    return client.get(f"{BACK}?{query(told)}")


def refused(answer: Any, words: str, status: int = 401) -> None:
    assert answer.status_code == status, answer.text
    assert words in answer.text
    assert SESSION not in str(answer.headers.get("set-cookie", ""))
    assert "ana@oficina" not in answer.text
    assert 'name="clave"' in answer.text


def test_without_a_provider_nothing_of_it_is_seen(site: Site) -> None:
    client = site.client(by=None)
    assert START not in client.get("/entrar").text
    assert {client.get(path).status_code for path in (START, BACK)} <= {303, 404}
    assert site.client().get(START).status_code == 404


def test_whom_the_provider_proves_enters_with_the_rights_of_the_account(site: Site, provider: Vouching) -> None:
    number = an_account(site, MAIL)
    client = browser(site, provider)
    page = client.get("/entrar").text
    assert "Entrar con la oficina" in page
    assert 'name="clave"' in page
    answer = come_back(client, brought(client, provider, "/registros?ver=cerrados"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/registros?ver=cerrados")
    assert client.get("/cola").status_code == 200
    assert COOKIE not in client.cookies
    assert json.loads(_last_line(site)["details"] or "{}").get("por") == "cuenta institucional"
    assert _last_line(site)["object_id"] == str(number)
    assert enter(site.client(by=None), MAIL).status_code == 303


def _last_line(site: Site) -> Any:
    from sqlalchemy import text

    with site.register.reading() as session:
        return session.execute(text("SELECT * FROM journal ORDER BY 1 DESC LIMIT 1")).mappings().one()


def test_capital_letters_and_a_signature_of_renewed_keys_are_taken(site: Site, provider: Vouching) -> None:
    an_account(site, MAIL)
    provider.email = "Ana@Oficina.Example"
    client = browser(site, provider)
    told = brought(client, provider)
    provider.key = a_key("otra")
    assert come_back(client, told).status_code == 303


SPOILED: dict[str, dict[str, Any]] = {
    "another nonce": {"nonce": "otro"},
    "no nonce": {"nonce": None},
    "another issuer": {"iss": "https://otro.example"},
    "no issuer": {"iss": None},
    "for another client": {"aud": "otro"},
    "for two, not saying whose": {"aud": ["otro", CLIENT]},
    "of another party": {"azp": "otro"},
    "expired": {"exp": int((NOW - timedelta(minutes=3)).timestamp())},
    "without end": {"exp": None},
    "from the future": {"iat": int((NOW + timedelta(hours=1)).timestamp())},
    "no subject": {"sub": None},
    "empty subject": {"sub": ""},
    "times of another kind": {"exp": "mañana"},
    "ways of another kind": {"amr": "pwd"},
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_an_id_token_that_does_not_hold_lets_nobody_in(site: Site, provider: Vouching, spoil: dict[str, Any]) -> None:
    an_account(site, MAIL)
    client = browser(site, provider)
    provider.spoil = spoil
    refused(come_back(client, brought(client, provider)), "No se pudo comprobar la respuesta")


def test_a_signature_of_another_key_or_by_the_shared_secret_lets_nobody_in(site: Site, provider: Vouching) -> None:
    an_account(site, MAIL)
    client = browser(site, provider)
    provider.signs = a_key("una")
    refused(come_back(client, brought(client, provider)), "No se pudo comprobar la respuesta")
    provider.signs = unsigned(provider)
    refused(come_back(client, brought(client, provider)), "No se pudo comprobar la respuesta")


@pytest.mark.parametrize("spoil", [{"email_verified": False}, {"email_verified": None}, {"email_verified": "true"}])
def test_a_mail_that_nobody_verified_is_no_proof(site: Site, provider: Vouching, spoil: dict[str, Any]) -> None:
    an_account(site, MAIL)
    client = browser(site, provider)
    provider.spoil = spoil
    refused(come_back(client, brought(client, provider)), "no dio un correo comprobado")


def test_no_account_is_made_and_a_disabled_one_stays_closed(site: Site, provider: Vouching) -> None:
    client = browser(site, provider)
    refused(come_back(client, brought(client, provider)), "No hay aquí una cuenta activa")
    number = an_account(site, MAIL)
    with site.register.writing() as session:
        accounts.set_active(session, account_id=number, active=False, by=CONSOLE, now=NOW)
    refused(come_back(client, brought(client, provider)), "No hay aquí una cuenta activa")


def test_an_answer_is_good_once_even_for_a_provider_that_repeats_itself(site: Site, provider: Vouching) -> None:
    an_account(site, MAIL)
    provider.once = False
    client = browser(site, provider)
    told = brought(client, provider)
    kept = client.cookies[COOKIE]
    assert come_back(client, told).status_code == 303
    client.cookies.clear()
    fresh = browser(site, provider)
    fresh.cookies.set(COOKIE, kept, domain="127.0.0.1")
    refused(come_back(fresh, told), "ya se usó")
    refused(come_back(browser(site, provider), told), "ya se usó")


def test_the_way_back_is_of_the_browser_that_set_out_and_of_its_ten_minutes(site: Site, provider: Vouching) -> None:
    an_account(site, MAIL)
    client = browser(site, provider)
    told = brought(client, provider)
    refused(come_back(client, told | {"state": "otro"}), "empezó en otro navegador")
    assert provider.asked.count("/fichas") == 0
    told = brought(client, provider)
    refused(come_back(client, told | {"iss": "https://otro.example"}), "vino de otro emisor")
    told = brought(client, provider)
    refused(come_back(client, {"state": told["state"], "error": "access_denied"}), "no autorizó el ingreso")
    told = brought(client, provider)
    forged = client.cookies[COOKIE].partition(".")[0] + "." + "0" * 64
    client.cookies.set(COOKIE, forged, domain="127.0.0.1")
    refused(come_back(client, told), "empezó en otro navegador")
    client.cookies.clear()
    client = browser(site, provider)
    told = brought(client, provider)
    site.now = NOW + timedelta(minutes=11)
    refused(come_back(client, told), "venció")
    assert provider.asked.count("/fichas") == 0


def test_an_account_with_a_second_factor_asks_it_of_the_provider(site: Site, provider: Vouching) -> None:
    import pyotp

    from register.commands import second_factor

    number, secret = an_account(site, MAIL), pyotp.random_base32()
    with site.register.writing() as session:
        second_factor.turn_on(session, account_id=number, secret=secret, code=pyotp.TOTP(secret).at(NOW), now=NOW)
    client = browser(site, provider)
    refused(come_back(client, brought(client, provider)), "Entre aquí con su contraseña y su código")
    provider.spoil = {"amr": ["pwd", "mfa"]}
    assert come_back(client, brought(client, provider)).status_code == 303


def test_another_claim_may_be_the_one_and_is_asked_of_the_provider_when_the_token_lacks_it(
    site: Site, provider: Vouching
) -> None:
    an_account(site, "ana.oficina")
    client = browser(site, provider, claim="preferred_username")
    provider.userinfo = {"sub": "otra-persona", "preferred_username": "ana.oficina"}
    refused(come_back(client, brought(client, provider)), "No se pudo comprobar la respuesta")
    provider.userinfo = {"sub": "persona-7", "preferred_username": "ana.oficina"}
    assert come_back(client, brought(client, provider)).status_code == 303


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://otro.example"},
        {"token_endpoint": "http://otro.example/fichas"},
        {"jwks_uri": None},
        {"jwks_uri": "file:///etc/passwd"},
    ],
)
def test_a_provider_that_presents_itself_as_another_is_not_believed(
    site: Site, provider: Vouching, about: dict[str, Any]
) -> None:
    provider.discovery = about
    refused(browser(site, provider).get(START), "Entre con su contraseña", 503)


def test_a_provider_that_is_down_leaves_the_password(site: Site, provider: Vouching) -> None:
    an_account(site, MAIL)
    down = dataclasses.replace(
        door_of(provider), provider=Provider("http://127.0.0.1:9", CLIENT, "s", "x", "email", BASE)
    )
    client = site.client(by=None, door=down)
    refused(client.get(START), "no responde ahora", 503)
    assert enter(client, MAIL).status_code == 303


def test_one_is_led_nowhere_else_and_nothing_of_the_person_is_logged(site: Site, provider: Vouching) -> None:
    an_account(site, MAIL, Role.NATIONAL)
    client = browser(site, provider)
    with capture_logs() as lines:
        assert come_back(client, brought(client, provider, "//malo.example")).headers["location"] == "/cola"
        come_back(client, brought(client, provider) | {"code": "inventado"})
        provider.spoil = {"email": "nadie@otra.example"}
        come_back(client, brought(client, provider))
    told = json.dumps(lines)
    assert len(lines) >= 2  # of the two that were refused, whatever level is kept
    assert not any(word in told for word in ("ana@", "nadie@", "persona-7", SECRET, "codigo-"))


GOOD = {"EMISOR": "https://id.oficina.example/r", "CLIENTE": "atalaya", "SECRETO": "x"}


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"SECRETO": ""}, "hacen falta las tres"),
        ({"EMISOR": ""}, "hacen falta las tres"),
        ({"EMISOR": "http://id.oficina.example"}, "debe ser la dirección https"),
        ({"EMISOR": "https://id.oficina.example/?a=1"}, "debe ser la dirección https"),
        ({"EMISOR": "id.oficina.example"}, "debe ser la dirección https"),
        ({"CAMPO": "correo del que entra"}, "nombre de un dato"),
    ],
)
def test_a_wrong_setting_stops_with_a_sentence(monkeypatch: Any, told: dict[str, str], words: str) -> None:
    for name, value in (GOOD | told).items():
        monkeypatch.setenv(f"ATALAYA_OIDC_{name}", value)
    with pytest.raises(DataError) as stopped:
        read_door()
    assert words in stopped.value.spanish


def test_the_settings_are_read_and_the_secret_is_not_shown(monkeypatch: Any) -> None:
    assert read_door().provider is None
    for name, value in (GOOD | {"SECRETO": SECRET}).items():
        monkeypatch.setenv(f"ATALAYA_OIDC_{name}", value)
    found = read_door().provider
    assert found is not None
    assert (found.claim, found.label, found.base) == ("email", "Entrar con la cuenta institucional", BASE)
    assert SECRET not in repr(found)
