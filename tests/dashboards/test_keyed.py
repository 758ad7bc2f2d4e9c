"""An order of a page is carried out once: a second click, a lost answer, a device without network."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from tests.dashboards.conftest import Site, named
from tests.make import an_article

DEVICE = {"Atalaya-Equipo": "1"}


@pytest.fixture
def client(site: Site) -> TestClient:
    site.fill(an_article(1), an_article(2), an_article(3))
    return site.client()


def form(page: str, action: str) -> dict[str, str]:
    """Return the hidden fields of the form of a page that leads to an address."""
    inside = re.search(rf'<form[^>]*action="{re.escape(action)}[^"]*"[^>]*>(.*?)</form>', page, re.S).group(1)
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', inside))


def codes(client: TestClient) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="/cola/(P-\d{6}-\d{3})', client.get("/cola").text)))


def count(site: Site, table: str) -> int:
    with site.register.reading() as session:
        return session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


def test_every_form_of_the_queue_and_of_records_carries_a_key_of_its_own(client: TestClient) -> None:
    page = client.get("/cola").text
    forms = re.findall(r'<form[^>]*action="/(?:cola/|decisiones)', page)
    keys = re.findall(r'name="llave" value="([\w.-]+)"', page)
    assert len(forms) == len(keys) == len(set(keys)) >= 4
    assert all(re.fullmatch(r"[0-9a-f]{12}\.[\w-]{16}", key) for key in keys)
    assert 'name="llave"' not in client.get("/fuentes").text


def test_the_mark_in_a_key_is_of_the_account_and_survives_the_session(site: Site, client: TestClient) -> None:
    def mark(who: TestClient) -> str:
        return form(who.get("/cola").text, f"/cola/{codes(who)[0]}/descartar")["llave"].split(".")[0]

    other = named(site, "Rosa Inventada", "Delegación Departamental Potosí")
    first = mark(client)
    assert first == mark(client)
    assert first != mark(other)


@pytest.mark.parametrize("verb", ["descartar", "posponer", "registrar"])
def test_a_decision_sent_twice_is_taken_once_and_answered_the_same(client: TestClient, site: Site, verb: str) -> None:
    row = codes(client)[0]
    choice = {"motivo": "sin_demanda", "tipo": "alerta", "nivel": "alto"}
    order = form(client.get(f"/cola/{row}").text, f"/cola/{row}/{verb}") | choice
    first, second = (client.post(f"/cola/{row}/{verb}", data=order) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert count(site, "review") == 1


def test_the_same_key_with_another_reason_is_another_order_and_meets_the_first(client: TestClient, site: Site) -> None:
    row = codes(client)[0]
    order = form(client.get(f"/cola/{row}").text, f"/cola/{row}/descartar")
    assert client.post(f"/cola/{row}/descartar", data=order | {"motivo": "sin_demanda"}).status_code == 303
    late = client.post(f"/cola/{row}/descartar", data=order | {"motivo": "hecho_pasado"})
    assert late.status_code == 422
    assert "Su decisión no se aplicó" in late.text
    assert count(site, "review") == 1


def test_what_was_refused_is_not_remembered(client: TestClient, site: Site) -> None:
    row = codes(client)[0]
    order = form(client.get(f"/cola/{row}").text, f"/cola/{row}/descartar")
    assert client.post(f"/cola/{row}/descartar", data=order).status_code == 422
    assert client.post(f"/cola/{row}/descartar", data=order | {"motivo": "sin_demanda"}).status_code == 303
    assert count(site, "review") == 1


def test_a_decision_taken_back_is_not_repeated_by_an_old_page_and_says_so(client: TestClient, site: Site) -> None:
    row = codes(client)[0]
    order = form(client.get(f"/cola/{row}").text, f"/cola/{row}/descartar") | {"motivo": "sin_demanda"}
    page = client.get(client.post(f"/cola/{row}/descartar", data=order).headers["location"]).text
    back = re.search(r'action="(/decisiones/\d+/deshacer)"', page).group(1)
    undo = form(page, back)
    assert [client.post(back, data=undo).status_code for _ in range(2)] == [303, 303]
    again = client.post(f"/cola/{row}/descartar", data=order)
    assert again.status_code == 422
    assert "después se deshizo" in again.text
    assert row in codes(client)


def test_a_key_of_one_person_opens_nothing_to_another(client: TestClient, site: Site) -> None:
    first = codes(client)[0]
    order = form(client.get(f"/cola/{first}").text, f"/cola/{first}/descartar") | {"motivo": "sin_demanda"}
    assert client.post(f"/cola/{first}/descartar", data=order).status_code == 303
    other = named(site, "Rosa Inventada", "Delegación Departamental Potosí")
    late = other.post(f"/cola/{first}/descartar", data={k: v for k, v in order.items() if k != "csrf"})
    assert late.status_code == 422
    assert "ya decidió esta fila" in late.text


def test_a_key_that_no_page_made_is_refused(client: TestClient) -> None:
    row = codes(client)[0]
    sent = {"version": 1, "motivo": "sin_demanda", "llave": "x" * 200}
    answer = client.post(f"/cola/{row}/descartar", data=sent)
    assert answer.status_code == 422
    assert "llave del formulario" in answer.text


def test_a_device_is_answered_in_few_bytes_and_sends_again_without_harm(client: TestClient, site: Site) -> None:
    row = codes(client)[0]
    order = form(client.get(f"/cola/{row}").text, f"/cola/{row}/descartar") | {"motivo": "sin_demanda"}
    for _ in range(2):
        answer = client.post(f"/cola/{row}/descartar", data=order, headers=DEVICE)
        assert (answer.status_code, answer.json()) == (200, {"fila": row})
    assert count(site, "review") == 1


def test_a_device_that_comes_second_reads_who_was_first(client: TestClient, site: Site) -> None:
    row = codes(client)[0]
    order = form(client.get(f"/cola/{row}").text, f"/cola/{row}/descartar") | {"motivo": "sin_demanda"}
    other = named(site, "Rosa Inventada", "Delegación Departamental Potosí")
    other.post(f"/cola/{row}/registrar", data={"version": 1, "tipo": "alerta", "nivel": "alto"})
    answer = client.post(f"/cola/{row}/descartar", data=order, headers=DEVICE)
    assert answer.status_code == 409
    assert "Rosa Inventada ya decidió esta fila" in answer.json()["motivo"]
    assert count(site, "review") == 1


def test_a_device_does_not_decide_a_row_that_changed_since_it_was_kept(client: TestClient, site: Site) -> None:
    row = codes(client)[0]
    order = form(client.get(f"/cola/{row}").text, f"/cola/{row}/descartar") | {"motivo": "sin_demanda"}
    with site.register.writing() as session:
        session.execute(text(f"UPDATE queue_entry SET row_version = row_version + 1 WHERE code = '{row}'"))
    answer = client.post(f"/cola/{row}/descartar", data=order, headers=DEVICE)
    assert answer.status_code == 409
    assert "cambió después de que usted la leyó" in answer.json()["motivo"]
    assert count(site, "review") == 0
    assert client.post(f"/cola/{row}/descartar", data=order).status_code == 303


def test_an_action_sent_twice_stands_once_in_the_record(client: TestClient, site: Site) -> None:
    row = codes(client)[0]
    made = client.post(f"/cola/{row}/registrar", data={"version": 1, "tipo": "alerta", "nivel": "alto", "abrir": "1"})
    path = made.headers["location"]
    before = count(site, "record_action")
    done = {"tipo": "verificacion_en_sitio", "texto": "Se verificó en el lugar y sigue abierto."}
    order = form(client.get(path).text, f"{path}/accion") | done
    answers = [client.post(f"{path}/accion", data=order) for _ in range(2)]
    assert {answer.headers["location"] for answer in answers} == {path}
    assert count(site, "record_action") == before + 1


def test_what_a_person_brings_twice_is_one_row(client: TestClient, site: Site) -> None:
    before = count(site, "queue_entry")
    told = {"via": "llamada", "titulo": "Vecinos anuncian un bloqueo en la salida", "etapa": "anuncio", "igual": "si"}
    told |= {"dicho_por": "Junta vecinal inventada", "texto": "Avisaron que bloquean desde el lunes."}
    order = form(client.get("/agregar").text, "/agregar") | told
    answers = [client.post("/agregar", data=order) for _ in range(2)]
    assert answers[0].status_code == 303, answers[0].text
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert count(site, "queue_entry") == before + 1
