"""Nobody sees a page without entering; sessions, forms and throttling as a browser meets them (ASVS 5.0: 3, 6, 7)."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

import dashboards.app
from conflict.record import Person
from conflict.roles import Role
from dashboards.app import create_app
from dashboards.entrance import local
from dashboards.gate import DEVICE, SESSION
from dashboards.settings import Door
from register.commands import accounts
from tests.conftest import NOW
from tests.dashboards.conftest import PERSON, Browser, Site
from tests.make import an_article

CONSOLE = Person("consola", "Sistemas")
TEMPLATES = Path(dashboards.app.__file__).parent / "templates"
PASSWORD = "caballo grapa batería correcta"
CLOSED = [
    "/",
    "/cola",
    "/cola/P-261120-001",
    "/cola/P-261120-001?parte=detalle",
    "/fuentes",
    "/registros",
    "/muestra",
    "/calidad",
    "/transferencias",
    "/rss/cola",
]


@pytest.fixture
def filled(site: Site) -> Site:
    site.fill(an_article(1, title="Vecinos de Aldea Uno anuncian bloqueo"))
    return site


def an_account(site: Site, login: str = "ana", role: Role = Role.NATIONAL) -> int:
    with site.register.writing() as session:
        number = accounts.create(
            session, login=login, name="Ana Inventada", office="Unidad", role=role, by=CONSOLE, now=NOW
        )
        token = accounts.token_for_password(session, account_id=number, by=CONSOLE, now=NOW)
        accounts.password_by_token(session, token=token, login=login, password=PASSWORD, now=NOW)
    return number


def enter(client: Browser, login: str = "ana", password: str = PASSWORD, **more: str):
    token = token_in(client.get("/entrar").text)
    return client.post("/entrar", data={"usuario": login, "clave": password, "csrf": token} | more)


def token_in(page: str) -> str:
    return re.search(r'name="csrf" value="(\w+)"', page).group(1)


@pytest.mark.parametrize("path", CLOSED)
def test_without_entering_every_page_leads_to_the_entrance(filled: Site, path: str) -> None:
    answer = filled.client(by=None).get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/entrar")
    assert not re.search(r"Aldea Uno|Radio Cerro", answer.text)


def test_style_and_pulse_are_open(filled: Site) -> None:
    client = filled.client(by=None)
    assert client.get("/static/atalaya.css").status_code == 200
    assert client.get("/salud").json() == {"estado": "en servicio"}


def test_only_the_demo_shows_logins(filled: Site) -> None:
    from dashboards.account_views import DemoLogin

    logins = (DemoLogin("nora", "clave de la demostración", "Nora", "Unidad"),)
    assert "clave de la demostración" in filled.client(by=None, demo_logins=logins).get("/entrar").text
    with pytest.raises(ValueError, match="demo only"):
        create_app(filled.register, demo=False, clock=lambda: NOW, demo_logins=logins)


def test_outside_the_demo_nothing_is_called_invented(filled: Site) -> None:
    client = filled.client(demo=False)
    for path in ("/cola", "/fuentes", "/no-hay"):
        assert "ficticios" not in client.get(path).text
        assert "Datos ficticios" in filled.client().get(path).text


def test_one_enters_and_the_browser_keeps_a_session_of_256_bits(filled: Site) -> None:
    an_account(filled)
    client = filled.client(by=None)
    answer = enter(client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/cola")
    cookie = next(one for one in answer.headers.get_list("set-cookie") if one.startswith(SESSION))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Domain" not in cookie
    assert len(client.cookies[SESSION]) >= 43
    assert "Aldea Uno" in client.get("/cola").text


def test_behind_tls_the_cookie_is_bound_to_the_host_and_browsers_use_nothing_else(filled: Site) -> None:
    an_account(filled)
    door = Door(frozenset({"atalaya.example"}), tls=True)
    client = Browser(filled.app(door=door))
    client.base_url = "https://atalaya.example"
    answer = client.get("/entrar")
    assert "max-age=31536000" in answer.headers["strict-transport-security"]
    sent = {"usuario": "ana", "clave": PASSWORD, "csrf": token_in(answer.text)}
    answer = client.post("/entrar", data=sent)
    cookies = answer.headers.get_list("set-cookie")
    assert {one.partition("=")[0] for one in cookies} == {f"__Host-{SESSION}", f"__Host-{DEVICE}"}
    assert all("Secure" in one and "Path=/" in one for one in cookies)
    assert client.get("/cola", headers={"Host": "otro.example"}).status_code == 421


def test_the_session_is_another_one_after_entering(filled: Site) -> None:
    an_account(filled)
    client = filled.client(by=None)
    client.enter("puesta-por-otro")
    enter(client)
    first = client.cookies[SESSION]
    assert first != "puesta-por-otro"
    enter(client)
    assert client.cookies[SESSION] != first
    old = filled.client(by=None)
    old.enter(first)
    assert old.get("/cola").status_code == 303


def test_leaving_ends_the_session_on_the_server(filled: Site) -> None:
    client = filled.client()
    secret = client.cookies[SESSION]
    answer = client.post("/salir")
    assert answer.headers["location"] == "/entrar"
    assert answer.headers["clear-site-data"] == '"cache"'
    client.enter(secret)
    assert client.get("/cola").status_code == 303


@pytest.mark.parametrize("session", ["", "x" * 43, "' OR 1=1 --"])
def test_a_made_up_session_opens_nothing(filled: Site, session: str) -> None:
    client = filled.client(by=None)
    assert client.get("/cola", headers={"Cookie": f"{SESSION}={session}"}).status_code == 303


@pytest.mark.parametrize("token", ["", "x" * 64, "0" * 64])
def test_a_form_without_the_visitors_token_changes_nothing(filled: Site, token: str) -> None:
    client = filled.client()
    answer = client.post("/cola/P-261120-001/descartar", data={"version": 1, "motivo": "sin_demanda", "csrf": token})
    assert answer.status_code == 403
    assert "P-261120-001" in client.get("/cola").text


def test_the_token_of_another_session_is_refused(filled: Site) -> None:
    other = filled.client(Person("Otra", "Unidad", 5, Role.NATIONAL))
    client = filled.client()
    answer = client.post("/cola/P-261120-001/posponer", data={"version": 1, "csrf": other.token})
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/entrar", "/salir", "/clave", "/inicio"])
def test_nobody_can_be_entered_or_left_by_another_site(filled: Site, path: str) -> None:
    an_account(filled)
    for client in (filled.client(by=None), filled.client()):
        sent = {"usuario": "ana", "clave": PASSWORD, "csrf": "x"}
        assert client.post(path, data=sent).status_code in (401, 403)
        assert SESSION not in str(client.post(path, data=sent).headers.get("set-cookie", ""))


def test_a_form_sent_as_text_or_json_is_refused(filled: Site) -> None:
    client = filled.client()
    for kind in ("text/plain", "application/json"):
        answer = client.post("/cola/P-261120-001/posponer", content=b'{"version": 1}', headers={"Content-Type": kind})
        assert answer.status_code in (403, 422)


def test_every_form_of_a_page_carries_the_token(filled: Site) -> None:
    client = filled.client()
    for path in ("/cola", "/mi-cuenta", "/entrar"):
        page = client.get(path).text
        assert len(re.findall(r'<form[^>]*method="post"', page)) == page.count(f'name="csrf" value="{client.token}"')


def test_a_form_that_comes_after_the_session_keeps_its_text_and_is_sent_after_entering(filled: Site) -> None:
    an_account(filled)
    client = filled.client()
    client.post("/salir")
    path = "/cola/P-261120-001/descartar?nivel=alto"
    written = {"version": "1", "motivo": "otro", "comentario": 'Es una "feria" <b>local</b>, no un conflicto.'}
    late = client.post(path, data=written)
    assert late.status_code == 401
    assert "Lo que escribió sigue aquí" in late.text
    assert "&lt;b&gt;local" in late.text
    held = {
        name: value.replace("&#34;", '"').replace("&lt;", "<").replace("&gt;", ">")
        for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', late.text)
    }
    again = client.post("/entrar", data=held | {"csrf": token_in(late.text), "usuario": "ana", "clave": PASSWORD})
    assert again.status_code == 200
    assert f'action="{path}"' in again.text
    assert "P-261120-001" in client.get("/cola").text
    back = {
        name: value.replace("&#34;", '"').replace("&lt;", "<").replace("&gt;", ">")
        for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', again.text)
    }
    assert back.items() >= written.items()
    assert client.post(path, data=back | {"csrf": client.token}).status_code == 303
    assert "P-261120-001" not in client.get("/cola").text


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/registros?ver=cerrados", "/registros?ver=cerrados"),
        ("//malo.example", "/"),
        ("/\\malo.example", "/"),
        ("https://malo.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/entrar", "/"),
        ("/cola\r\nX-Otra: 1", "/"),
    ],
)
def test_after_entering_one_is_led_nowhere_else(filled: Site, asked: str, led: str) -> None:
    assert local(asked) == led
    an_account(filled)
    answer = enter(filled.client(by=None), volver=asked)
    assert answer.headers["location"] == (led if led != "/" else "/cola")


def test_guessing_is_slowed_with_a_sentence_and_both_mistakes_are_told_the_same(filled: Site) -> None:
    an_account(filled)
    client = filled.client(by=None)
    told = {
        enter(client, "ana", "otra cosa").text.replace('"ana"', "X"),
        enter(client, "eva", "otra").text.replace('"eva"', "X"),
    }
    assert len(told) == 1
    for _ in range(5):
        last = enter(client, "ana", "otra cosa")
    assert last.status_code == 429
    assert re.search(r"Espere \d+ s", last.text)
    filled.now += timedelta(seconds=61)
    assert enter(client).status_code == 303


def test_the_first_account_is_made_with_the_token_of_the_console(site: Site) -> None:
    client = site.client(by=None)
    with site.register.writing() as session:
        token = accounts.token_for_first_admin(session, now=NOW)
    client.get("/inicio")
    given = {"usuario": "jefa", "nombre": "Jefa Inventada", "ficha": token, "clave": "corta"}
    assert "corta" in client.post("/inicio", data=given).text
    assert client.post("/inicio", data=given | {"clave": PASSWORD}).headers["location"] == "/entrar"
    assert enter(client, "jefa").headers["location"] == "/fuentes"
    assert "Cuentas" in client.get("/ajustes/usuarios").text


def test_an_administrator_makes_an_account_whose_owner_sets_the_password(site: Site) -> None:
    boss = site.client(Person("Jefa", "Sistemas", 3, Role.ADMIN))
    form = {"usuario": "eva@x.example", "nombre": "Eva Inventada", "oficina": "Delegación", "rol": "analista"}
    assert "Falta el departamento" in boss.post("/ajustes/usuarios", data=form).text
    page = boss.post("/ajustes/usuarios", data=form | {"departamento": ["05"], "municipios": "Uncía, Llallagua"}).text
    token = re.search(r'class="secreto">([a-z0-9-]+)<', page).group(1)
    client = site.client(by=None)
    client.get("/clave")
    sent = {"usuario": "eva@x.example", "ficha": token, "clave": PASSWORD}
    assert client.post("/clave", data=sent).status_code == 303
    assert client.post("/clave", data=sent).status_code == 422
    assert enter(client, "eva@x.example").headers["location"] == "/cola"
    assert "Llallagua, Uncía" in client.get("/mi-cuenta").text
    number = re.search(
        r'/ajustes/usuarios/(\d+)"[^<]*<input[^>]*>\s*<button[^>]*value="clave"[^>]*>Dar llave<span[^>]*> a eva',
        boss.get("/ajustes/usuarios").text,
    )
    assert number
    boss.post(f"/ajustes/usuarios/{number.group(1)}", data={"que": "desactivar"})
    assert client.get("/cola").status_code == 303


def test_one_changes_the_password_ends_other_sessions_and_turns_the_second_factor_on(filled: Site) -> None:
    import pyotp

    an_account(filled)
    client, other = filled.client(by=None), filled.client(by=None)
    enter(client)
    enter(other)
    assert client.post("/mi-cuenta/clave", data={"actual": "no", "nueva": PASSWORD + "!"}).status_code == 422
    assert client.post("/mi-cuenta/clave", data={"actual": PASSWORD, "nueva": PASSWORD + "!"}).status_code == 303
    assert client.get("/cola").status_code == 200
    assert other.get("/cola").status_code == 303
    secret = re.search(r'name="secreto" value="(\w+)"', client.post("/mi-cuenta/segundo-factor").text).group(1)
    code = pyotp.TOTP(secret).at(NOW)
    on = client.post("/mi-cuenta/segundo-factor", data={"secreto": secret, "codigo": code, "actual": PASSWORD + "!"})
    recovery = re.search(r'class="secreto">([^<]+)<', on.text).group(1).split()[0]
    assert "El código no coincide o falta" in enter(other, password=PASSWORD + "!").text
    assert enter(other, password=PASSWORD + "!", codigo=recovery).status_code == 303


def test_a_token_for_programs_is_shown_once_and_taken_back(filled: Site) -> None:
    client = filled.client(PERSON)
    made = client.post("/mi-cuenta/llaves", data={"para": "planilla de la unidad"})
    secret = re.search(r"atalaya_[\w-]{40,}", made.text).group(0)
    page = client.get("/mi-cuenta").text
    assert secret not in page
    path = re.search(r'action="(/mi-cuenta/llaves/\d+)"', page).group(1)
    assert client.post(path).status_code == 303
    assert "Ya no vale" in client.get("/mi-cuenta").text


def test_other_sessions_are_ended_with_the_password_and_by_who_administers(filled: Site) -> None:
    number = an_account(filled)
    client, other = filled.client(by=None), filled.client(by=None)
    enter(client)
    enter(other)
    assert client.post("/mi-cuenta/sesiones", data={"actual": "no es esta"}).status_code == 422
    assert other.get("/cola").status_code == 200
    assert client.post("/mi-cuenta/sesiones", data={"actual": PASSWORD}).status_code == 303
    assert other.get("/cola").status_code == 303
    admin = filled.client(Person("Tito Inventado", "Sistemas", 9, Role.ADMIN))
    assert admin.post(f"/ajustes/usuarios/{number}", data={"que": "sesiones"}).status_code == 303
    assert client.get("/cola").status_code == 303
    with filled.register.reading() as session:
        told = session.execute(text("SELECT action FROM journal WHERE object_type = 'cuenta'")).scalars().all()
    assert told.count("cuenta.cerrar_sesiones") == 2


def test_passwords_are_typed_masked_and_may_be_pasted() -> None:
    fields = [
        (path.name, tag)
        for path in TEMPLATES.glob("*.html")
        for tag in re.findall(r"<input[^>]*>", path.read_text(encoding="utf-8"))
        if re.search(r'autocomplete="(current|new)-password"|name="(clave|actual|nueva)"', tag) and "hidden" not in tag
    ]
    assert len(fields) >= 6
    for name, tag in fields:
        assert 'type="password"' in tag, name
        assert 'autocomplete="off"' not in tag, name
    scripts = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.parent.glob("static/*.js"))
    assert "paste" not in scripts
