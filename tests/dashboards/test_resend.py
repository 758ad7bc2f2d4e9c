"""A form that comes after its session is led to the entrance and back, with everything that was written in it."""

import html
import re

import pytest

from tests.dashboards.conftest import Browser, Site
from tests.dashboards.test_access import PASSWORD, an_account, enter, token_in
from tests.dashboards.test_keyed import codes, count
from tests.make import an_article


@pytest.fixture
def client(site: Site) -> Browser:
    site.fill(an_article(1), an_article(2))
    an_account(site)
    return site.client()


def hidden(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return [(name, html.unescape(value)) for name, value in found]


def entered_again(client: Browser, late: str) -> str:
    """Enter from the page that asks for it, as a browser sends its form, and return the page that comes."""
    fields: dict[str, list[str]] = {}
    for name, value in hidden(late):
        fields.setdefault(name, []).append(value)
    sent = fields | {"csrf": token_in(late), "usuario": "ana", "clave": PASSWORD}
    answer = client.post("/entrar", data=sent)
    assert answer.status_code == 200
    return answer.text


def resent(client: Browser, page: str, **more: object):
    fields: dict[str, list[str]] = {}
    for name, value in hidden(page):
        fields.setdefault(name, []).append(value)
    path = re.search(r'<form method="post" action="(/(?!salir)[^"]+)"', page).group(1)
    return client.post(path, data=fields | {"csrf": client.token}, **more)


def test_what_was_brought_comes_back_with_several_choices_and_asks_for_its_file_again(
    client: Browser, site: Site
) -> None:
    told = {"via": "llamada", "titulo": "Vecinos anuncian un bloqueo en la salida", "etapa": "anuncio", "igual": "si"}
    told |= {
        "dicho_por": "Junta vecinal inventada",
        "texto": "Dos líneas:\nuna y\notra.",
        "medidas": ["bloqueo", "marcha"],
    }
    before = count(site, "queue_entry")
    client.post("/salir")
    late = client.post("/agregar", data=told, files={"archivo": ("nota de Ana Inventada.pdf", b"%PDF-1.4 x")})
    assert late.status_code == 401
    assert "se le pedirá otra vez" in late.text
    assert "nota de Ana" not in late.text
    page = entered_again(client, late.text)
    assert 'enctype="multipart/form-data"' in page
    assert re.search(r'<label for="r-archivo">El archivo no se conservó; elíjalo otra vez</label>', page)
    assert [value for name, value in hidden(page) if name == "medidas"] == ["bloqueo", "marcha"]
    assert "Dos líneas:\nuna y\notra." in html.unescape(page)
    answer = resent(client, page, files={"archivo": ("", b"")})
    assert answer.status_code == 303, answer.text
    assert count(site, "queue_entry") == before + 1


def test_evidence_that_came_late_is_chosen_again_and_stored(client: Browser, site: Site) -> None:
    client.post("/salir")
    assert enter(client).status_code == 303
    values = {"version": 1, "tipo": "alerta", "nivel": "alto", "abrir": "1"}
    record = client.post(f"/cola/{codes(client)[0]}/registrar", data=values).headers["location"]
    client.post("/salir")
    late = client.post(
        f"{record}/evidencia", data={"texto": "Acta firmada"}, files={"archivo": ("acta.pdf", b"%PDF-1.4 x")}
    )
    page = entered_again(client, late.text)
    assert "Acta firmada" in page
    answer = resent(client, page, files={"archivo": ("acta.pdf", b"%PDF-1.4 acta inventada\n%%EOF")})
    assert answer.status_code == 303, answer.text
    assert "Acta firmada" in client.get(record).text


def test_a_mistaken_password_between_loses_neither_text_nor_file_field(client: Browser) -> None:
    client.post("/salir")
    late = client.post("/agregar", data={"titulo": "Sigue"}, files={"archivo": ("a.pdf", b"%PDF-1.4 x")})
    wrong = client.post("/entrar", data=dict(hidden(late.text)) | {"usuario": "ana", "clave": "otra cosa larga"})
    assert wrong.status_code == 401
    assert ("guardado_titulo", "Sigue") in hidden(wrong.text)
    assert ("elegir", "archivo") in hidden(wrong.text)


def test_the_key_of_the_form_travels_along_and_is_not_shown(client: Browser, site: Site) -> None:
    row = codes(client)[0]
    client.post("/salir")
    order = {"version": "1", "motivo": "sin_demanda", "llave": "abcdefabcdef.0123456789abcdef"}
    late = client.post(f"/cola/{row}/descartar", data=order)
    page = entered_again(client, late.text)
    assert "<strong>Llave</strong>" not in page
    assert "<strong>Motivo</strong>" in page
    assert hidden(page)[-1] == ("llave", order["llave"])
    assert [resent(client, page).status_code for _ in range(2)] == [303, 303]
    assert count(site, "review") == 1


@pytest.mark.parametrize("field", ["archivo onclick=x", "<b>", "A" * 50, ""])
def test_a_made_up_name_of_a_file_field_is_dropped(client: Browser, field: str) -> None:
    client.post("/salir")
    page = client.post("/entrar", data={"usuario": "ana", "clave": "mala mala mala", "elegir": field}).text
    assert 'name="elegir"' not in page
