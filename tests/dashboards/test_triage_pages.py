"""Working the queue together through the forms alone, as a browser without JavaScript."""

import re

import pytest
from fastapi.testclient import TestClient

from conflict.record import Person
from conflict.roles import Role
from register.queries import queue as queue_queries
from tests.dashboards.conftest import PERSON, Browser, Site
from tests.dashboards.seen import seen
from tests.make import an_article

ROSA = Person("Rosa María Inventada", PERSON.office, 7, Role.NATIONAL)
PART = {"HX-Request": "true"}
FIRST, SECOND, THIRD = (f"P-261120-00{n}" for n in (1, 2, 3))


@pytest.fixture
def client(site: Site) -> Browser:
    site.fill(*(an_article(n) for n in range(6)), group=lambda n: f"new:{min(n, 3)}")
    return site.client()


@pytest.fixture
def rosa(site: Site, client: Browser) -> Browser:
    return site.client(ROSA)


def codes(client: TestClient, query: str = "") -> list[str]:
    found = re.findall(r'href="/cola/(P-\d{6}-\d{3})[?"]', client.get(f"/cola{query}").text)
    return list(dict.fromkeys(found))


def discarded(client: TestClient, code: str, **more: object):
    return client.post(f"/cola/{code}/descartar", data={"version": 1, "motivo": "sin_demanda"} | more)


def row_of(site: Site, code: str):
    with site.register.reading() as session:
        return queue_queries.detail(session, code)


def test_who_comes_to_a_claimed_row_reads_it_and_decides_once_it_is_confirmed(client: Browser, rosa: Browser) -> None:
    assert client.post(f"/cola/{FIRST}/tomar").headers["location"] == f"/cola/{FIRST}"
    assert "La está revisando usted hasta las" in client.get(f"/cola/{FIRST}").text
    page = rosa.get(f"/cola/{FIRST}").text
    assert re.search(r"La está revisando P\. D\. L\. D\. desde las \d\d:\d\d", page)
    assert "La mira P. D. L. D." in page
    assert 'name="confirmar" value="si">Descartar de todos modos' in page
    refused = discarded(rosa, FIRST)
    assert refused.status_code == 422
    assert "Puede decidirla igual" in refused.text
    assert (
        "Decidir igual"
        in rosa.post(f"/cola/{FIRST}/descartar", data={"version": 1, "motivo": "sin_demanda"}, headers=PART).text
    )
    assert discarded(client, SECOND).status_code == 303
    assert discarded(rosa, FIRST, confirmar="si").status_code == 303
    assert FIRST not in codes(rosa)


def test_a_claim_never_stands_in_the_way_of_who_made_it(client: Browser) -> None:
    client.post(f"/cola/{FIRST}/tomar")
    assert discarded(client, FIRST).status_code == 303


def test_the_second_decision_reads_what_the_first_was_with_a_link_and_writes_nothing(
    site: Site, client: Browser, rosa: Browser
) -> None:
    data = {"version": 1, "tipo": "alerta", "nivel": "alto", "abrir": "1"}
    record = client.post(f"/cola/{FIRST}/registrar", data=data).headers["location"]
    late = discarded(rosa, FIRST)
    assert late.status_code == 422
    assert "ya decidió esta fila" in late.text
    assert f'<a href="{record}">Ver la ficha</a>' in late.text
    whole = rosa.post(f"/cola/{FIRST}/descartar", data={"version": 1, "motivo": "sin_demanda"}, headers=PART)
    assert 'id="cola"' in whole.text
    assert f'href="{record}">Ver la ficha' in whole.text
    assert row_of(site, FIRST).row.state.value == "registrada"


def led_to(page: str) -> str:
    (warning,) = [one for one in seen(page).all("p", "alarma") if "ya decidió esta fila" in one.text]
    return warning.one("a").attrs["href"]


@pytest.mark.parametrize(
    ("verb", "sent", "told"),
    [
        ("descartar", {"motivo": "hecho_pasado", "comentario": "Es de agosto."},
         "Descartada por Persona de la demostración: Hecho pasado o nota de archivo. «Es de agosto.»"),
        ("descartar", {"motivo": "otro"}, "Descartada por Persona de la demostración: Otro motivo."),
        ("posponer", {}, "Pospuesta por Persona de la demostración hasta el lun 23 nov, 08:30."),
    ],
)  # fmt: skip
def test_the_row_that_somebody_decided_before_says_what_was_decided(
    client: Browser, rosa: Browser, verb: str, sent: dict[str, str], told: str
) -> None:
    assert client.post(f"/cola/{FIRST}/{verb}", data={"version": 1} | sent).status_code == 303
    late = {"version": 1, "motivo": "sin_demanda"}
    in_part = rosa.post(f"/cola/{FIRST}/descartar", data=late, headers=PART)
    link = led_to(in_part.text)
    assert link == led_to(discarded(rosa, FIRST).text) == f"/cola/{FIRST}"
    assert 'id="cola"' in in_part.text, "what stands in the list is drawn again too"
    assert told in seen(rosa.get(link).text).one("p", "decidida").text


def test_a_decision_that_was_taken_back_is_not_told_of_the_row(client: Browser) -> None:
    done = client.post(f"/cola/{FIRST}/descartar", data={"version": 1, "motivo": "otro"}).headers["location"]
    assert "decidida" in client.get(f"/cola/{FIRST}").text
    assert client.post(f"/decisiones/{done.rpartition('hecho=')[2]}/deshacer").status_code == 303
    assert "decidida" not in client.get(f"/cola/{FIRST}").text


def test_a_registered_row_leads_to_its_record_for_whom_the_record_is(site: Site, client: Browser) -> None:
    data = {"version": 1, "tipo": "alerta", "nivel": "alto", "abrir": "1"}
    record = client.post(f"/cola/{FIRST}/registrar", data=data).headers["location"]
    told = seen(client.get(f"/cola/{FIRST}").text).one("p", "decidida")
    assert told.text.startswith("Registrada por Persona de la demostración")
    assert told.one("a").attrs["href"] == record


def test_a_row_is_corrected_with_its_reason_and_says_so(site: Site, client: Browser) -> None:
    page = client.get(f"/cola/{FIRST}/corregir").text
    assert "Vacío queda como está: Llallagua, Potosí" in page
    assert '<option value="Camiri, Santa Cruz">' in page
    told = {"version": 1, "municipio": "camiri", "etapa": "demanda", "nivel": "bajo", "medida": ["marcha"]}
    short = client.post(f"/cola/{FIRST}/corregir", data=told | {"motivo": "no"})
    assert short.status_code == 422
    assert "por qué se corrige" in short.text
    nowhere = client.post(f"/cola/{FIRST}/corregir", data=told | {"municipio": "Camirí Alto", "motivo": "No hay tal"})
    assert nowhere.status_code == 422
    assert 'value="Camirí Alto"' in nowhere.text
    done = client.post(f"/cola/{FIRST}/corregir", data=told | {"motivo": "El hecho fue en Camiri"})
    assert done.headers["location"] == f"/cola/{FIRST}?corregida=4"
    row = row_of(site, FIRST).row
    assert (row.municipalities, row.departments) == (("Camiri",), ("07",))
    assert (row.stage.value, row.level.value, row.measures) == ("demanda", "bajo", ("marcha",))
    assert "corrigió el lugar" in client.get(f"/cola/{FIRST}").text
    assert FIRST in codes(client, "?departamento=07")


def test_a_note_is_separated_into_a_row_of_its_own(site: Site, client: Browser) -> None:
    notes = row_of(site, "P-261120-004").notes
    assert len(notes) == 3
    assert f'name="articulo" value="{notes[0].article_id}"' in client.get("/cola/P-261120-004").text
    client.post("/cola/P-261120-004/separar", data={"articulo": notes[0].article_id})
    assert len(codes(client)) == 5
    assert row_of(site, "P-261120-004").row.notes == 2
    again = client.post("/cola/P-261120-004/separar", data={"articulo": notes[0].article_id})
    assert again.status_code == 422
    assert "ya no está en" in again.text


def test_a_row_is_given_to_somebody_of_the_office(site: Site, client: Browser, rosa: Browser) -> None:
    page = seen(client.get(f"/cola/{FIRST}").text)
    people = {n.attrs["value"]: n for n in page.all("input") if n.attrs.get("name") == "persona"}
    assert len(people) == 2
    number = max(people, key=int)
    assert client.post(f"/cola/{FIRST}/asignar", data={"persona": number}).status_code == 303
    assert "A cargo de Rosa María Inventada" in client.get(f"/cola/{FIRST}").text
    assert "A cargo de usted" in rosa.get("/cola").text
    assert client.post(f"/cola/{FIRST}/asignar", data={"persona": 999}).status_code == 422


@pytest.mark.parametrize(("what", "left"), [("descartar", 2), ("posponer", 2), ("unir", 3)])
def test_ticked_rows_are_decided_at_once_and_come_back_at_once(client: Browser, what: str, left: int) -> None:
    data = {"hacer": what, "motivo": "hecho_pasado", "fila": [f"{FIRST}:1", f"{SECOND}:1"]}
    answer = client.post("/cola/lote", data=data)
    assert answer.status_code == 303
    assert len(codes(client)) == left
    page = client.get(answer.headers["location"]).text
    undo = re.search(r'action="(/lotes/\d+/deshacer)"', page).group(1)
    assert client.post(undo).status_code == 303
    assert len(codes(client)) == 4


def test_a_row_that_was_joined_to_another_says_where_its_notes_are(client: Browser) -> None:
    client.post("/cola/lote", data={"hacer": "unir", "fila": [f"{FIRST}:1", f"{SECOND}:1"]})
    gone = SECOND if FIRST in codes(client) else FIRST
    answer = client.get(f"/cola/{gone}")
    assert answer.status_code == 200
    assert "Sus notas están en" in answer.text
    assert client.get(f"/sin-red/filas?tiene={gone}:0").status_code == 200


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"hacer": "descartar", "motivo": "hecho_pasado"}, "Marque primero"),
        ({"hacer": "descartar", "fila": [f"{FIRST}:1"]}, "Falta elegir el motivo"),
        ({"hacer": "unir", "fila": [f"{FIRST}:1"]}, "dos o más"),
        ({"hacer": "quemar", "fila": [f"{FIRST}:1"]}, "Falta elegir qué hacer"),
        ({"hacer": "posponer", "fila": ["1 OR 1=1"]}, "Marque las filas de nuevo"),
    ],
)
def test_a_batch_says_what_it_lacks_and_changes_nothing(client: Browser, data: dict, words: str) -> None:
    answer = client.post("/cola/lote", data=data)
    assert answer.status_code == 422
    assert words in answer.text
    assert len(codes(client)) == 4


def test_undoing_goes_back_step_by_step(client: Browser) -> None:
    for code in (FIRST, SECOND):
        last = discarded(client, code).headers["location"]
    for left in (3, 4):
        undo = re.search(r'action="(/decisiones/\d+/deshacer)"', client.get(last).text).group(1)
        last = client.post(undo).headers["location"]
        assert len(codes(client)) == left
    assert "deshacer" not in client.get(last).text


def test_filters_are_kept_under_a_name_opened_and_thrown_away(client: Browser, rosa: Browser) -> None:
    assert client.post("/cola/vistas?departamento=05", data={"nombre": "Potosí"}).status_code == 303
    shared = {"nombre": "Bloqueos de todos", "oficina_entera": "si"}
    assert client.post("/cola/vistas?texto=bloqueo&nivel=alto", data=shared).status_code == 303
    page = client.get("/cola").text
    assert '<a href="/cola?departamento=05">Potosí</a>' in page
    theirs = rosa.get("/cola").text
    assert "Potosí</a>" not in theirs
    assert '<a href="/cola?nivel=alto&amp;texto=bloqueo">Bloqueos de todos</a>' in theirs
    for drop in re.findall(r'action="(/cola/vistas/\d+/borrar)"', page):
        assert client.post(drop).status_code == 303
    assert "Bloqueos de todos" not in rosa.get("/cola").text
    assert client.post("/cola/vistas", data={"nombre": "Todo"}).status_code == 422


def test_the_keys_are_listed_without_javascript(client: Browser) -> None:
    (dialog,) = [n for n in seen(client.get("/teclas").text).all("dialog") if "open" in n.attrs]
    for key in "JKRUDPZOEAXV":
        assert f" {key} " in f" {dialog.text} "
