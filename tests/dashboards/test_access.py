"""The pages are open in the demo, on loopback and with nothing real in them; anywhere else they ask for the key."""

import re

import pytest

from dashboards.app import create_app
from dashboards.entry import COOKIE, Sessions
from tests.dashboards.conftest import Site
from tests.make import an_article

KEY = "llave-de-este-arranque"
CLOSED = [
    "/",
    "/cola",
    "/cola/P-261120-001",
    "/cola/P-261120-001?parte=detalle",
    "/fuentes",
    "/muestra",
    "/calidad",
    "/no-hay",
]
NEIGHBOURS = ["/entrada", "/entrar/cola", "/saludos", "/salud/cola", "/static", "/staticas"]


@pytest.fixture(scope="module")
def filled(lasting_site: Site) -> Site:
    lasting_site.fill(an_article(1, title="Vecinos de Aldea Uno anuncian bloqueo"))
    return lasting_site


def closed(site: Site, key: str = KEY):
    return site.client(demo=False, entry_key=key)


@pytest.mark.parametrize("key", [None, ""])
def test_outside_the_demo_there_are_no_pages_without_a_key(filled: Site, key: str | None) -> None:
    with pytest.raises(ValueError, match="entry key"):
        create_app(filled.register, demo=False, entry_key=key, clock=lambda: filled.now)


def test_the_demo_asks_for_nothing_and_says_on_every_page_that_all_is_invented(filled: Site) -> None:
    client = filled.client()
    for path in ("/cola", "/cola/P-261120-001", "/fuentes", "/muestra", "/calidad", "/no-hay"):
        assert "Datos ficticios" in client.get(path).text


def test_outside_the_demo_nothing_is_called_invented(filled: Site) -> None:
    client = closed(filled)
    client.get(f"/entrar?llave={KEY}")
    for path in ("/cola", "/fuentes", "/no-hay"):
        assert "ficticios" not in client.get(path).text


@pytest.mark.parametrize("path", [*CLOSED, *NEIGHBOURS])
def test_without_the_key_no_page_shows_anything(filled: Site, path: str) -> None:
    answer = closed(filled).get(path)
    assert answer.status_code == 403
    assert "Falta la llave de entrada" in answer.text
    assert not re.search(r"Aldea Uno|Radio Cerro|P-261120", answer.text)


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_no_other_method_goes_around_the_key(filled: Site, method: str, path: str) -> None:
    assert closed(filled).request(method, path).status_code == 403


def test_style_and_pulse_are_open(filled: Site) -> None:
    client = closed(filled)
    assert client.get("/static/atalaya.css").status_code == 200
    assert client.get("/salud").json() == {"estado": "en servicio"}


def test_the_key_opens_and_the_browser_keeps_a_session_instead_of_it(filled: Site) -> None:
    client = closed(filled)
    answer = client.get(f"/entrar?llave={KEY}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/cola")
    cookie = answer.headers["set-cookie"]
    assert re.search(r"HttpOnly", cookie)
    assert re.search(r"SameSite=strict", cookie)
    assert "Domain" not in cookie
    assert KEY not in cookie
    assert len(client.cookies[COOKIE]) >= 43  # 256 bits
    assert "Aldea Uno" in client.get("/cola").text


@pytest.mark.parametrize("key", ["", "otra", KEY[:-1], KEY + "x", KEY.upper(), "ñandú 👋", "x" * 60_000])
def test_any_other_key_opens_nothing(filled: Site, key: str) -> None:
    client = closed(filled)
    answer = client.get("/entrar", params={"llave": key})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert client.get("/cola").status_code == 403


@pytest.mark.parametrize("session", ["", KEY, "x" * 43, "' OR 1=1 --"])
def test_a_made_up_session_opens_nothing(filled: Site, session: str) -> None:
    answer = closed(filled).get("/cola", headers={"Cookie": f"{COOKIE}={session}"})
    assert answer.status_code == 403


def test_a_session_ends_with_the_program_that_gave_it(filled: Site) -> None:
    before = closed(filled)
    before.get(f"/entrar?llave={KEY}")
    after = closed(filled, "llave-del-segundo-arranque")
    assert after.get("/cola", headers={"Cookie": f"{COOKIE}={before.cookies[COOKIE]}"}).status_code == 403
    assert after.get(f"/entrar?llave={KEY}").status_code == 403


def test_each_entry_gets_a_session_of_its_own_and_only_digests_are_kept() -> None:
    sessions = Sessions(KEY)
    first, second = sessions.enter(KEY), sessions.enter(KEY)
    assert first and second
    assert first != second
    assert sessions.knows(first)
    assert sessions.knows(second)
    assert not {first, second, KEY} & set(map(str, vars(sessions).values()))
    assert first not in str(vars(sessions))


def test_after_entering_one_lands_on_the_queue_wherever_the_address_points(filled: Site) -> None:
    for next_page in ("//malo.example", "/\\malo.example", "https://malo.example", "javascript:alert(1)"):
        answer = closed(filled).get("/entrar", params={"llave": KEY, "next": next_page, "volver": next_page})
        assert answer.headers["location"] == "/cola"
