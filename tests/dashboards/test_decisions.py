"""What a person does with the queue and with records, through the forms alone, as a browser without JavaScript."""

import re

import pytest
from fastapi.testclient import TestClient

from conflict.codebook import FetchOutcome
from conflict.record import Person
from conflict.roles import Role
from register.queries import records as record_queries
from tests.dashboards.conftest import Site, completed
from tests.make import an_article


@pytest.fixture
def client(site: Site) -> TestClient:
    site.fill(an_article(1), an_article(2), an_article(3))
    return site.client()


def codes(client: TestClient) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="/cola/(P-\d{6}-\d{3})', client.get("/cola").text)))


def post(client: TestClient, path: str, **values: object):
    return client.post(path, data={"version": 1} | values)


def registered(client: TestClient, kind: str = "alerta") -> str:
    answer = post(client, f"/cola/{codes(client)[0]}/registrar", tipo=kind, nivel="alto", abrir="1")
    assert answer.status_code == 303
    return answer.headers["location"].removeprefix("/registros/")


def test_discarding_goes_to_the_next_row_and_can_be_taken_back(client: TestClient) -> None:
    first, second, _ = codes(client)
    answer = post(client, f"/cola/{first}/descartar", motivo="sin_demanda")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/cola/{second}?hecho=")
    page = client.get(answer.headers["location"]).text
    undo = re.search(r'action="(/decisiones/\d+/deshacer)"', page).group(1)
    assert first not in codes(client)
    assert client.post(undo).headers["location"] == f"/cola/{first}?deshecha=si"
    assert first in codes(client)


@pytest.mark.parametrize(
    ("path", "values", "words"),
    [
        ("descartar", {}, "Falta elegir el motivo del descarte"),
        ("descartar", {"motivo": "inventado"}, "Falta elegir el motivo del descarte"),
        ("registrar", {"nivel": "alto"}, "alerta o conflicto"),
        ("registrar", {"tipo": "alerta", "nivel": "enorme"}, "Falta elegir el nivel"),
        ("unir", {"ficha": "AT-1999-01-0001"}, "No existe la ficha"),
    ],
)
def test_a_decision_that_lacks_something_says_what_and_changes_nothing(
    client: TestClient, path: str, values: dict, words: str
) -> None:
    before = codes(client)
    answer = post(client, f"/cola/{before[0]}/{path}", **values)
    assert answer.status_code == 422
    assert words in answer.text
    assert codes(client) == before


def test_who_comes_second_reads_who_was_first(client: TestClient) -> None:
    first = codes(client)[0]
    code = registered(client)
    late = post(client, f"/cola/{first}/descartar", motivo="hecho_pasado")
    assert late.status_code == 422
    assert "Persona de la demostración ya decidió esta fila" in late.text
    assert code in late.text
    assert "Su decisión no se aplicó" in late.text


def test_a_form_of_another_site_is_refused(client: TestClient) -> None:
    row = codes(client)[0]
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        answer = client.post(f"/cola/{row}/descartar", data={"version": 1, "motivo": "sin_demanda"}, headers=headers)
        assert answer.status_code == 403
    assert row in codes(client)


def test_a_form_that_is_too_large_is_refused(client: TestClient) -> None:
    answer = client.post("/entrar", data={"usuario": "x" * 70_000, "clave": "y"})
    assert answer.status_code == 413


def test_a_row_is_joined_to_the_candidate_beside_it(client: TestClient) -> None:
    code = registered(client)
    row = codes(client)[0]
    assert f'value="{code}"' in client.get(f"/cola/{row}").text
    assert post(client, f"/cola/{row}/unir", ficha=code).status_code == 303
    assert row in client.get(f"/registros/{code}").text


def test_a_postponed_row_waits_in_its_own_view(client: TestClient) -> None:
    row = codes(client)[0]
    assert post(client, f"/cola/{row}/posponer").status_code == 303
    assert row not in codes(client)
    assert row in client.get("/cola?estado=pospuesta").text


def test_the_life_of_a_conflict_through_its_page(client: TestClient, site: Site) -> None:
    code = registered(client, "conflicto")
    page = client.get(f"/registros/{code}").text
    assert "Aún no hay acciones" in page
    too_early = client.post(
        f"/registros/{code}/paso", data={"paso": "concluir", "resultado": "acuerdo_total", "texto": "Se firmó el acta."}
    )
    assert too_early.status_code == 422
    assert "Quedan plazos abiertos" in too_early.text
    done = client.post(
        f"/registros/{code}/accion",
        data={
            "tipo": "informe_escrito_requerido",
            "texto": "Se pidió informe sobre el pago pendiente.",
            "entidad": "Gobierno Municipal de Llallagua",
            "respaldo": "nota 14",
        },
    )
    assert done.status_code == 303
    page = client.get(f"/registros/{code}").text
    assert "Informe escrito requerido" in page
    assert "Gobierno Municipal de Llallagua" in page
    assert "Gobierno Municipal de Llallagua" in client.get("/plazos").text
    with site.register.reading() as session:
        (owed,) = record_queries.agenda(session)
    assert client.post(f"/plazos/{owed.id}", data={"hecho": "si"}).headers["location"] == f"/registros/{code}"
    ending = {"paso": "concluir", "resultado": "acuerdo_total", "texto": "Se firmó el acta final."}
    assert "Faltan 9 datos" in client.post(f"/registros/{code}/paso", data=ending).text
    completed(client, code)
    closed = client.post(f"/registros/{code}/paso", data=ending)
    assert closed.status_code == 303
    assert code not in client.get("/registros").text
    assert code in client.get("/registros?ver=cerrados").text
    assert "Acuerdo total" in client.get(f"/registros/{code}").text


def test_a_transfer_is_asked_answered_and_shown_on_both_sides(client: TestClient, site: Site) -> None:
    code = registered(client)
    client.post(
        f"/registros/{code}/accion", data={"tipo": "gestion_ante_autoridad", "texto": "Se habló con el alcalde hoy."}
    )
    unit = "Unidad de Prevención y Transformación de Conflictos"
    asked = client.post(
        f"/registros/{code}/transferir",
        data={"oficina": unit, "motivo": "otro", "texto": "Interviene el nivel central."},
    )
    assert asked.status_code == 303
    page = client.get("/plazos").text
    assert "Transferencias por responder" in page
    path = re.search(r'action="(/transferencias/\d+)"', page).group(1)
    assert "no puede hacer eso" in client.post(path, data={"respuesta": "aceptar"}).text
    receiver = site.client(Person("Luis Inventado", unit, 9, Role.NATIONAL))
    assert "Falta decir el motivo" in receiver.post(path, data={"respuesta": "devolver"}).text
    assert receiver.post(path, data={"respuesta": "aceptar"}).headers["location"] == f"/registros/{code}"
    assert unit in client.get(f"/registros/{code}").text
    assert "ya fue respondida" in receiver.post(path, data={"respuesta": "aceptar"}).text


def test_an_alert_becomes_a_conflict_with_a_link_both_ways(client: TestClient) -> None:
    code = registered(client)
    moved = client.post(
        f"/registros/{code}/paso",
        data={
            "paso": "convertir",
            "texto": "Comenzó el bloqueo hoy temprano.",
            "medida": "bloqueo",
            "cuando": "2026-11-20T07:00",
            "fuente": "Radio Cerro",
        },
    )
    assert moved.headers["location"] == f"/registros/CS-{code}"
    assert f"/registros/CS-{code}" in client.get(f"/registros/{code}").text
    assert f"/registros/{code}" in client.get(f"/registros/CS-{code}").text


@pytest.mark.parametrize(
    ("path", "values", "words"),
    [
        ("accion", {"tipo": "otra", "texto": "hola"}, "qué se hizo"),
        ("accion", {"tipo": "x", "texto": "Se hizo una visita."}, "tipo de acción"),
        ("accion", {"tipo": "otra", "texto": "Se hará una visita.", "cuando": "2030-01-01T10:00"}, "¿Es un plazo?"),
        ("plazo", {"que": "Llamar al sindicato hoy", "vence": ""}, "Falta la fecha"),
        ("plazo", {"que": "Llamar al sindicato hoy", "vence": "ayer"}, "no es una fecha"),
        ("plazo", {"que": "Llamar al sindicato hoy", "vence": "2020-01-01T10:00"}, "ya pasó"),
        ("transferir", {"oficina": "Marte", "texto": "Porque sí y ya."}, "oficina que recibe"),
        ("paso", {"paso": "volar", "texto": "Porque sí y ya."}, "qué se hace"),
    ],
)
def test_wrong_input_on_a_record_names_the_rule(client: TestClient, path: str, values: dict, words: str) -> None:
    answer = client.post(f"/registros/{registered(client)}/{path}", data=values)
    assert answer.status_code == 422
    assert words in answer.text


def test_hostile_words_are_shown_as_words(client: TestClient) -> None:
    code = registered(client)
    words = '<script>alert(1)</script> {{7*7}} "><img src=x onerror=alert(1)>'
    client.post(f"/registros/{code}/accion", data={"tipo": "otra", "texto": words, "respaldo": words})
    page = client.get(f"/registros/{code}").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "{{7*7}}" in page


def test_lists_are_filtered_and_forgive_accents(client: TestClient) -> None:
    code = registered(client)
    assert code in client.get("/registros?texto=BLOQUÉO&departamento=05").text
    assert code not in client.get("/registros?departamento=07").text
    assert "Sin registros en esta vista" in client.get("/registros?texto=zzz").text
    assert client.get("/registros/NO-EXISTE").status_code == 404


def test_a_source_that_fails_again_and_again_shows_on_every_page(site: Site) -> None:
    site.fill(an_article(1))
    assert "con avisos" not in site.client().get("/cola").text
    site.begin()
    site.fetched("radio-cerro", outcome=FetchOutcome.DNS)
    site.end()
    for path in ("/cola", "/registros", "/plazos"):
        assert "con avisos" in site.client().get(path).text
