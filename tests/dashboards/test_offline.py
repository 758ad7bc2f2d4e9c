"""What the server gives a device that may lose its network: a worker of one release, nobody's page, its own rows."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from conflict.record import Person
from conflict.roles import Role
from dashboards.app import STATIC
from dashboards.offline import MOST_SENT, release_of
from tests.dashboards.conftest import PERSON, Site
from tests.dashboards.test_keyed import form
from tests.make import an_article


@pytest.fixture
def client(site: Site) -> TestClient:
    site.fill(*(an_article(n) for n in range(1, 14)))
    return site.client()


def test_the_worker_is_served_from_the_root_as_a_script_that_is_asked_for_again(client: TestClient) -> None:
    answer = client.get("/servicio.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"
    assert f"armazon-{release_of(STATIC, demo=True)}" in answer.text
    assert all(f'"/static/{path.name}"' in answer.text for path in STATIC.iterdir())
    again = client.get("/servicio.js", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_another_file_makes_another_release(tmp_path: Path) -> None:
    for path in STATIC.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert release_of(tmp_path, demo=False) == release_of(STATIC, demo=False)
    (tmp_path / "atalaya.css").write_text("body { margin: 1px }", encoding="utf-8")
    assert release_of(tmp_path, demo=False) != release_of(STATIC, demo=False)
    assert release_of(STATIC, demo=True) != release_of(STATIC, demo=False)


def test_the_manifest_names_the_queue_and_an_icon_of_ours(client: TestClient) -> None:
    answer = client.get("/manifiesto.webmanifest")
    assert answer.headers["content-type"].startswith("application/manifest+json")
    told = answer.json()
    assert client.get(told["start_url"]).status_code == 200
    assert client.get(told["icons"][0]["src"]).status_code == 200


def test_the_page_without_network_knows_nobody(client: TestClient) -> None:
    page = client.get("/sin-red").text
    assert PERSON.name not in page
    assert not re.search(r"csrf|data-persona|/salir|P-\d{6}", page)


def test_a_device_hears_whose_it_is_and_whether_an_order_was_carried_out(client: TestClient, site: Site) -> None:
    row = re.search(r"P-\d{6}-\d{3}", client.get("/cola").text).group(0)
    order = form(client.get(f"/cola/{row}").text, f"/cola/{row}/descartar") | {"motivo": "sin_demanda"}
    before = client.get(f"/sin-red/llave?hecha={order['llave']}").json()
    assert before == {"persona": order["llave"].split(".")[0], "csrf": order["csrf"], "hecha": False}
    client.post(f"/cola/{row}/descartar", data=order)
    assert client.get(f"/sin-red/llave?hecha={order['llave']}").json()["hecha"] is True
    for wild in ("%", "_", order["llave"].split(".")[0]):
        assert client.get("/sin-red/llave", params={"hecha": wild}).json()["hecha"] is False
    nobody = site.client(by=None).get(f"/sin-red/llave?hecha={order['llave']}").json()
    assert nobody == {"persona": "", "csrf": "", "hecha": False}


def test_rows_come_in_pieces_and_only_those_that_changed(client: TestClient) -> None:
    held = dict.fromkeys(re.findall(r'href="/cola/(P-\d{6}-\d{3})', client.get("/cola").text), 0)
    pieces = []
    while True:
        asked = ",".join(f"{code}:{version}" for code, version in held.items())
        answer = client.get(f"/sin-red/filas?tiene={asked}").json()
        pieces.append(len(answer["filas"]))
        held |= {code: one["version"] for code, one in answer["filas"].items()}
        if not answer["quedan"]:
            break
    assert pieces == [MOST_SENT, len(held) - MOST_SENT]
    assert client.get("/sin-red/filas?tiene=" + asked.replace(":0", ":1")).json()["filas"] == {}


@pytest.mark.parametrize("asked", ["", "P-1", "P-261120-001:x", "';--", "P-261120-001:1" + ",P-261120-001:1" * 300])
def test_a_question_that_is_none_brings_nothing(client: TestClient, asked: str) -> None:
    answer = client.get("/sin-red/filas", params={"tiene": asked})
    assert answer.status_code in (200, 422)
    assert answer.json().get("filas", {}) == {} if answer.status_code == 200 else True


def test_a_row_out_of_sight_is_told_as_gone(client: TestClient, site: Site) -> None:
    far = site.client(Person("Ana Inventada", "Delegación Departamental Pando", 77, Role.DELEGATE, ("09",)))
    code = re.search(r"P-\d{6}-\d{3}", client.get("/cola").text).group(0)
    assert client.get(f"/sin-red/filas?tiene={code}:0").json()["filas"][code] is not None
    assert far.get(f"/sin-red/filas?tiene={code}:0").json()["filas"] == {code: None}
