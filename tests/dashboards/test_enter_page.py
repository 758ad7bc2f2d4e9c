"""«No está en la cola» without JavaScript, the doubt whether it is registered already, and the proof of a sweep."""

import pytest

from conflict.record import Person
from conflict.roles import Role
from tests.conftest import NOW
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.seen import Node, seen
from tests.make import an_article

FORM = {
    "via": "llamada",
    "titulo": "Comunarios avisan bloqueo en el puente viejo",
    "texto": "Piden que se repare antes de las lluvias.",
    "dicho_por": "Central campesina",
    "se_supo": "2026-11-20T11:00",
    "etapa": "anuncio",
    "medidas": "bloqueo",
    "municipio": "050203",
}
PDF = b"%PDF-1.4 captura inventada"


def sent(client: Browser, **changes: str):
    return client.post("/agregar", data=FORM | changes)


def panel(client: Browser, path: str) -> Node:
    answer = client.get(path)
    assert answer.status_code == 200
    return seen(answer.text).one("article", "detalle")


def test_the_queue_leads_to_the_form_and_the_form_to_its_row(site: Site) -> None:
    client = site.client()
    assert 'href="/agregar"' in client.get("/cola").text
    assert client.get("/agregar").status_code == 200
    done = sent(client)
    assert done.status_code == 303
    told = panel(client, done.headers["location"]).text
    for words in ("Llallagua", "Anuncio", "La agregó una persona", "por llamada", "lo dijo: Central campesina"):
        assert words in told
    assert "Agregada" in seen(client.get("/cola").text).text


def test_a_file_comes_back_byte_by_byte_and_never_as_a_page(site: Site) -> None:
    client = site.client()
    done = client.post("/agregar", data=FORM, files={"archivo": ("captura.pdf", PDF, "text/html")})
    assert done.status_code == 303
    where = done.headers["location"]
    assert "Descargar captura.pdf" in panel(client, where).text
    file = client.get(f"{where}/evidencia")
    assert file.content == PDF
    assert file.headers["content-type"] == "application/octet-stream"
    assert client.get("/cola/P-000000-000/evidencia").status_code == 404


def test_a_form_whose_file_was_left_empty_is_taken(site: Site) -> None:
    done = site.client().post("/agregar", data=FORM, files={"archivo": ("", b"", "application/octet-stream")})
    assert done.status_code == 303


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"via": ""}, "Falta elegir por qué vía se supo."),
        ({"titulo": "Bloqueo"}, "tres palabras o más"),
        ({"dicho_por": ""}, "Falta quién lo dijo"),
        ({"via": "noticia_enlace"}, "Falta el enlace"),
        ({"enlace": "javascript:alert(1)"}, "El enlace debe ser"),
        ({"etapa": "no_conflicto"}, "Falta elegir la etapa"),
        ({"se_supo": "2026-12-24T10:00"}, "La fecha en que se supo"),
        ({"se_supo": "ayer"}, "no es una fecha"),
        ({"municipio": "999999"}, "Elija el municipio"),
        ({"departamento": "08"}, "no está en ese departamento"),
        ({"oficina": "of-ninguna"}, "Elija una oficina"),
    ],
)
def test_what_is_lacking_is_said_and_what_was_typed_stays(site: Site, changes: dict[str, str], words: str) -> None:
    answer = sent(site.client(), **changes)
    assert answer.status_code == 422
    assert words in seen(answer.text).said(cls="alarma")
    assert "Piden que se repare" in answer.text
    assert (
        "Cola en cero" in site.client().get("/cola").text
        or "todavía no se recolectó" in site.client().get("/cola").text
    )


def test_something_alike_is_shown_first_and_a_word_overrules_it(site: Site) -> None:
    client = site.client()
    first = sent(client).headers["location"]
    again = sent(client, titulo="Avisan bloqueo de comunarios en puente")
    assert again.status_code == 200
    assert "¿Ya está registrada?" in again.text
    assert f'href="{first}"' in again.text
    assert sent(client, titulo="Avisan bloqueo de comunarios en puente", igual="si").status_code == 303
    assert sent(client, titulo="Maestros anuncian vigilia por salarios").status_code == 303


def test_hostile_words_are_shown_as_they_were_written(site: Site) -> None:
    hostile = "<script>alert(1)</script> bloqueo & paro"
    client = site.client()
    done = sent(client, titulo=hostile, texto='"><img src=x onerror=alert(1)>')
    told = panel(client, done.headers["location"])
    assert told.one("h2").text == hostile
    assert not told.all("img")


def test_what_lies_elsewhere_is_kept_and_said_to_who_may_not_see_it(site: Site) -> None:
    client = site.client(Person("Luz P.", "Delegación Beni", 31, Role.ANALYST, ("08",)))
    done = sent(client)
    assert done.headers["location"].startswith("/agregar?fila=P-")
    assert "Quedó en la cola como P-" in client.get(done.headers["location"]).text
    assert "Comunarios avisan" in site.client().get("/cola").text


def test_a_sweep_is_stored_and_says_what_it_stored_zero_included(site: Site) -> None:
    client = site.client()
    empty = client.post("/cola")
    assert empty.headers["location"] == "/cola?revisada=si"
    page = client.get(empty.headers["location"]).text
    assert "Se guardó su revisión." in page
    assert "toda la cola: ninguna fila; 0 con decisión y 0 sin decidir" in page
    site.fill(*(an_article(n, title=f"Transportistas anuncian paro {n}") for n in range(3)))
    row = seen(client.get("/cola").text).one("article", "detalle").attrs["data-codigo"]
    client.post(f"/cola/{row}/descartar", data={"version": "1", "motivo": "hecho_pasado"})
    page = client.get(client.post("/cola?texto=transportistas").headers["location"]).text
    assert "con filtros: " in page
    assert "2 sin decidir" in page


def test_quality_tells_what_was_brought_by_hand(site: Site) -> None:
    client = site.client()
    assert "Nadie agregó nada a mano" in client.get("/calidad").text
    site.fill(an_article(1))
    sent(client, via="noticia_enlace", enlace="https://radio-cerro.example/nota/99", igual="si")
    assert f"{NOW:%Y-%m}: 1, de ellas 1 que la máquina debió marcar" in client.get("/calidad").text
