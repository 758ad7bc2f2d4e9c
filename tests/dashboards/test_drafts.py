"""Drafts on the server: one person's own, of the long forms only, gone when the form is sent."""

import json

import pytest
from fastapi.testclient import TestClient

from dashboards.drafted import drafted
from tests.dashboards.conftest import Site, named
from tests.dashboards.test_keyed import codes, form
from tests.make import an_article


@pytest.fixture
def client(site: Site) -> TestClient:
    site.fill(an_article(1), an_article(2))
    return site.client()


def registered(client: TestClient) -> str:
    values = {"version": 1, "tipo": "alerta", "nivel": "alto", "abrir": "1"}
    return client.post(f"/cola/{codes(client)[0]}/registrar", data=values).headers["location"]


def kept(client: TestClient, path: str) -> list[list[str]] | None:
    found = client.get("/borradores", params={"de": path}).json()
    return found[path]["campos"] if path in found else None


def save(client: TestClient, path: str, *fields: tuple[str, str]):
    return client.post("/borradores", data={"de": path, "campos": json.dumps(fields)})


def test_a_draft_comes_back_as_it_was_and_the_last_one_stands(client: TestClient) -> None:
    path = f"{registered(client)}/accion"
    assert save(client, path, ("texto", "Se llamó a la"), ("tipo", "")).status_code == 200
    fields = [["texto", 'Se llamó a la "junta"\ny respondió'], ["tipo", "otra"]]
    save(client, path, *fields)
    assert kept(client, path) == fields
    save(client, path)
    assert kept(client, path) is None


def test_a_name_that_comes_twice_keeps_both_values(client: TestClient) -> None:
    fields = [["medidas", "bloqueo"], ["medidas", "marcha"]]
    save(client, "/agregar", *fields)
    assert kept(client, "/agregar") == fields


def test_nobody_reads_the_draft_of_another(client: TestClient, site: Site) -> None:
    path = f"{registered(client)}/accion"
    save(client, path, ("texto", "Solo mío"))
    assert kept(named(site, "Rosa Inventada", "Unidad Nacional"), path) is None
    assert site.client(by=None).get(f"/borradores?de={path}").status_code == 303


def test_sending_the_form_erases_its_draft_and_what_is_refused_keeps_it(client: TestClient) -> None:
    record = registered(client)
    path = f"{record}/accion"
    save(client, path, ("texto", "Se verificó en el lugar."))
    order = form(client.get(record).text, path)
    assert client.post(path, data=order | {"tipo": "otra", "texto": ""}).status_code == 422
    assert kept(client, path) is not None
    done = {"tipo": "verificacion_en_sitio", "texto": "Se verificó en el lugar."}
    assert client.post(path, data=order | done).status_code == 303
    assert kept(client, path) is None


def test_a_draft_that_arrives_after_its_form_was_carried_out_is_not_kept(client: TestClient) -> None:
    record = registered(client)
    path = f"{record}/accion"
    order = form(client.get(record).text, path)
    done = {"tipo": "verificacion_en_sitio", "texto": "Se verificó en el lugar."}
    assert client.post(path, data=order | done).status_code == 303
    fields = json.dumps([("texto", "Se verificó")])
    late = {"de": path, "campos": fields, "llave": order["llave"]}
    assert client.post("/borradores", data=late).status_code == 200
    assert kept(client, path) is None
    assert client.post("/borradores", data=late | {"llave": "otra"}).status_code == 200
    assert kept(client, path) is not None


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/registros/AT-2026-05-0001/accion", ("accion", "AT-2026-05-0001")),
        ("/registros/AT-2026-05-0001/hecho", ("hecho", "AT-2026-05-0001")),
        ("/registros/AT-2026-05-0001/transferir", ("transferir", "AT-2026-05-0001")),
        ("/registros/AT-2026-05-0001/paso", ("paso", "AT-2026-05-0001")),
        ("/registros/AT-2026-05-0001/datos", ("datos", "AT-2026-05-0001")),
        ("/cola/P-261120-001/registrar", ("registrar", "P-261120-001")),
        ("/agregar", ("agregar", "")),
        ("/registros/AT-2026-05-0001/afectacion", None),
        ("/registros/AT-2026-05-0001/reservado", None),
        ("/mi-cuenta/clave", None),
        ("/agregar/", None),
        ("", None),
    ],
)
def test_only_long_forms_without_identities_have_a_draft(path: str, found: tuple[str, str] | None) -> None:
    assert drafted(path) == found


@pytest.mark.parametrize(
    "fields", ["x", "{}x", '{"a": 1}', "[1]", '[["a"]]', '[["a", 1]]', "[" * 5_000, '[["a", null]]']
)
def test_what_is_no_draft_is_refused_with_a_sentence(client: TestClient, fields: str) -> None:
    answer = client.post("/borradores", data={"de": "/agregar", "campos": fields})
    assert answer.status_code == 422
    assert "borrador" in answer.json()["motivo"]


def test_a_draft_longer_than_any_form_is_refused(client: TestClient) -> None:
    assert save(client, "/agregar", ("texto", "x" * 33_000)).status_code == 422
    assert save(client, "/agregar", *((f"n{n}", "x") for n in range(61))).status_code == 422
    assert kept(client, "/agregar") is None


def test_a_draft_of_another_form_is_refused(client: TestClient) -> None:
    assert save(client, "/registros/AT-2026-05-0001/reservado", ("texto", "x")).status_code == 422
