"""A form of an older version of a record: every route shows both readings and writes nothing; sent again it is done."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from dashboards.policies import POLICIES
from tests.dashboards.conftest import Site, named
from tests.dashboards.test_ficha import PDF, registered, send
from tests.make import an_article

WORDS = "Lo que escribió quien llegó después"
FORMS: dict[str, dict[str, str]] = {
    "/registros/{code}/accion": {"tipo": "otra"},
    "/registros/{code}/plazo": {"que": WORDS, "vence": "2026-12-01T10:00"},
    "/registros/{code}/paso": {"paso": "dejar_latente"},
    "/registros/{code}/transferir": {"oficina": "Delegación Departamental Oruro"},
    "/registros/{code}/hecho": {"tipo": "dialogo", "fuente": "Radio Cerro"},
    "/registros/{code}/afectacion": {"tipo": "herida", "grupo": "tercero", "cantidad": "2", "fuente": WORDS},
    "/registros/{code}/actor": {"nombre": WORDS, "lado": "demandante", "rol": "primario", "sector": "otro"},
    "/registros/{code}/relacion": {"uno": "1", "otro": "2", "relacion": "tension", "fuente": WORDS},
    "/registros/{code}/codigo": {"sistema": "simat", "codigo": "S-77"},
    "/registros/{code}/renumerar": {"cual": "simat:S-77", "codigo": "S-78"},
    "/registros/{code}/cite": {"numero": "1", "cite": "012/2026"},
    "/registros/{code}/acuerdo": {"fecha": "2026-11-19", "firman": "Sindicato y Alcaldía locales"},
    "/registros/{code}/compromiso": {"acuerdo": "1", "debe": "Alcaldía", "vence": "2026-12-20"},
    "/registros/{code}/derivacion": {"entidad": "1"},
    "/registros/{code}/recomendacion": {"documento": "Resolución 7", "entidad": "Alcaldía", "fecha": "2026-11-18"},
    "/registros/{code}/evidencia": {},
    "/registros/{code}/fase": {"fase": "transformacion"},
    "/registros/{code}/titulo": {"titulo": WORDS},
    "/registros/{code}/lugar": {"departamento": "05", "municipios": WORDS},
    "/registros/{code}/nivel": {"nivel": "critico"},
    "/registros/{code}/asignar": {"persona": "1"},
    "/registros/{code}/frente": {"ficha_mayor": "CS-AT-2026-POT-9999"},
    "/registros/{code}/unir": {"otra": "CS-AT-2026-POT-9999"},
    "/registros/{code}/separar": {},
    "/registros/{code}/aprobar": {"respuesta": "si"},
    "/registros/{code}/mover": {"que": "acuerdo", "numero": "1", "estado": "cumplido"},
    "/plazos/{number}": {"hecho": "si"},
    "/transferencias/{number}": {"respuesta": "retirar"},
}
BY_FIELD = {"/registros/{code}/datos"}
"""Compared field by field with what the page showed: its own tests are with the record's file."""
READ = {"/registros/{code}/reservado"}
"""Reads and leaves a trace; changes nothing of the record."""
PASSING = ("login_session", "login_failure", "refused_attempt")


def content(site: Site) -> dict[str, list[tuple[object, ...]]]:
    with site.register.reading() as session:
        names = session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        return {
            name: [tuple(row) for row in session.execute(text(f'SELECT * FROM "{name}"'))]
            for name in names
            if name not in PASSING
        }


@pytest.fixture(scope="module")
def made(lasting_site: Site) -> tuple[Site, TestClient, str]:
    """Return a record that Rosa changed after Ana had opened its page as version 1, with a transfer on its way."""
    lasting_site.fill(an_article(1), an_article(2))
    ana, rosa = (named(lasting_site, name, "Regional Llallagua") for name in ("Ana Q.", "Rosa M."))
    code = registered(ana)
    assert send(rosa, code, "accion", tipo="otra", texto="Rosa habló con la dirigencia.").status_code == 303
    agreement = {"fecha": "2026-11-19", "firman": "Sindicato y Alcaldía locales", "texto": "Se paga en un mes."}
    assert send(rosa, code, "acuerdo", **agreement).status_code == 303
    asked = {"oficina": "Delegación Departamental Oruro", "motivo": "otro", "texto": "El asunto es de Oruro."}
    assert send(rosa, code, "transferir", **asked).status_code == 303
    assert send(rosa, code, "titulo", titulo="Título que puso Rosa").status_code == 303
    return lasting_site, ana, code


def stale(client: TestClient, path: str, code: str):
    data = {"texto": WORDS, "version": "1"} | FORMS[path]
    files = {"archivo": ("acta.pdf", PDF)} if path.endswith("/evidencia") else None
    return client.post(path.format(code=code, number=1), data=data, files=files)


def test_every_form_that_changes_a_record_is_tried_here() -> None:
    begins = ("/registros/{code}/", "/plazos/", "/transferencias/")
    posted = {path for method, path in POLICIES if method == "POST" and path.startswith(begins)}
    assert posted - BY_FIELD - READ == set(FORMS)


@pytest.mark.parametrize("path", sorted(FORMS))
def test_a_form_of_an_older_version_shows_both_readings_and_writes_nothing(
    made: tuple[Site, TestClient, str], path: str
) -> None:
    site, ana, code = made
    before = content(site)
    answer = stale(ana, path, code)
    assert answer.status_code == 409
    mine, _, theirs = answer.text.partition("La ficha dice ahora")
    assert WORDS in mine
    for words in ("Título que puso Rosa", "Rosa M.", "Acuerdo: se agregó", "cambió el título"):
        assert words in theirs
    assert content(site) == before
    again = 'type="submit">Guardar lo mío' in answer.text
    assert again == (not path.endswith("/evidencia"))


@pytest.mark.parametrize("path", sorted(FORMS))
def test_a_form_that_says_no_version_is_refused(made: tuple[Site, TestClient, str], path: str) -> None:
    site, ana, code = made
    before = content(site)
    files = {"archivo": ("acta.pdf", PDF)} if path.endswith("/evidencia") else None
    data = {"texto": WORDS, "version": ""} | FORMS[path]
    answer = ana.post(path.format(code=code, number=1), data=data, files=files)
    assert answer.status_code == 422
    assert "no dice qué versión" in answer.text
    assert content(site) == before


def test_what_was_overtaken_is_sent_again_with_one_button(site: Site) -> None:
    site.fill(an_article(1))
    ana, rosa = (named(site, name, "Regional Llallagua") for name in ("Ana Q.", "Rosa M."))
    code = registered(ana)
    send(rosa, code, "titulo", titulo="Título que puso Rosa")
    page = send(ana, code, "accion", version="1", tipo="otra", texto=WORDS).text
    form = page.partition(f'action="/registros/{code}/accion"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert ana.post(f"/registros/{code}/accion", data=fields).status_code == 303
    shown = ana.get(f"/registros/{code}").text
    assert WORDS in shown
    assert "Título que puso Rosa" in shown


def test_who_may_not_see_a_record_learns_nothing_from_an_old_form(made: tuple[Site, TestClient, str]) -> None:
    from conflict.record import Person
    from conflict.roles import Role

    site, _, code = made
    other = site.client(Person("Beni Inventado", "Delegación Departamental Beni", 77, Role.DELEGATE, ("08",)))
    answer = stale(other, "/registros/{code}/accion", code)
    assert answer.status_code == 404
    assert "Rosa" not in answer.text
