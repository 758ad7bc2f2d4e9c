"""«Recolectar ahora»: one press asks for one collection, its three states are told, and whoever may not sees none."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from conflict.roles import Role
from tests.conftest import NOW
from tests.dashboards.conftest import Site
from tests.dashboards.scheduling import Scheduler, scheduling
from tests.dashboards.seen import seen
from tests.make import a_source
from tests.offices import PEOPLE

ASKED = "POST /api/deployments/uno/create_flow_run"
JUST = NOW - timedelta(minutes=2)


@pytest.fixture
def prefect() -> Iterator[Scheduler]:
    with scheduling() as scheduler:
        yield scheduler


def asked_part(site: Site, prefect: Scheduler, role: Role = Role.ANALYST) -> str:
    page = site.client(by=PEOPLE[role], collector=prefect.collector()).get("/fuentes").text
    return next((one.text for one in seen(page).all("div") if one.attrs.get("id") == "pedido"), "")


def test_the_button_asks_for_a_collection_and_leaves_a_line(site: Site, prefect: Scheduler) -> None:
    client = site.client(by=PEOPLE[Role.ANALYST], collector=prefect.collector())
    assert "Recolectar ahora" in client.get("/fuentes").text
    answer = client.post("/fuentes/recolectar", data={})
    assert (answer.status_code, answer.headers["location"]) == (303, "/fuentes")
    assert prefect.asked.count(ASKED) == 1
    with site.register.reading() as session:
        told = session.connection().exec_driver_sql("SELECT action FROM journal ORDER BY seq DESC").scalar()
    assert told == "recoleccion.pedir"


@pytest.mark.parametrize(
    ("state", "words", "button"),
    [
        ("SCHEDULED", "En fila desde las ", False),
        ("PENDING", "En fila desde las ", False),
        ("RUNNING", "Leyendo las fuentes desde las ", False),
        ("COMPLETED", "La última que se pidió está lista desde las ", True),
        ("CRASHED", "La última que se pidió no salió ", True),
        ("CANCELLED", "La última que se pidió no salió ", True),
    ],
)
def test_its_states_are_told_and_one_on_its_way_is_not_asked_for_twice(
    site: Site, prefect: Scheduler, state: str, words: str, button: bool
) -> None:
    prefect.run(state, JUST.isoformat())
    told = asked_part(site, prefect)
    assert told.startswith(words)
    assert ("Recolectar ahora" in told) is button
    client = site.client(by=PEOPLE[Role.ANALYST], collector=prefect.collector())
    assert client.post("/fuentes/recolectar", data={}).status_code == (303 if button else 422)
    assert (ASKED in prefect.asked) is button


def test_a_page_that_waits_asks_for_the_part_alone_and_one_without_script_gets_the_page(
    site: Site, prefect: Scheduler
) -> None:
    prefect.run("RUNNING", JUST.isoformat())
    client = site.client(by=PEOPLE[Role.NATIONAL], collector=prefect.collector())
    assert 'hx-trigger="every 4s"' in client.get("/fuentes").text
    part = client.get("/fuentes/recoleccion", headers={"hx-request": "true"}).text
    assert "Leyendo" in part
    assert "<html" not in part
    assert client.get("/fuentes/recoleccion").headers["location"] == "/fuentes"
    prefect.run("COMPLETED", NOW.isoformat())
    assert "hx-get" not in client.get("/fuentes/recoleccion", headers={"hx-request": "true"}).text


def test_nothing_is_asked_while_a_cycle_works_nor_right_after_one_began(site: Site, prefect: Scheduler) -> None:
    site.begin(a_source())
    client = site.client(by=PEOPLE[Role.ANALYST], collector=prefect.collector())
    assert "Ya se está recolectando desde las " in client.post("/fuentes/recolectar", data={}).text
    site.end()
    assert "Se recolectó hace poco" in client.post("/fuentes/recolectar", data={}).text
    site.now = NOW + timedelta(minutes=2)
    client = site.client(by=PEOPLE[Role.ANALYST], collector=prefect.collector())
    assert client.post("/fuentes/recolectar", data={}).status_code == 303
    assert prefect.asked.count(ASKED) == 1


def test_who_only_reads_is_shown_no_button_and_prefect_is_not_asked(site: Site, prefect: Scheduler) -> None:
    prefect.run("RUNNING", JUST.isoformat())
    for role in (Role.MANAGER, Role.AUDITOR):
        assert asked_part(site, prefect, role) == ""
        client = site.client(by=PEOPLE[role], collector=prefect.collector())
        assert client.post("/fuentes/recolectar", data={}).status_code == 403
    assert "a-mano" not in prefect.questions
    assert ASKED not in prefect.asked


def test_a_prefect_that_does_not_answer_is_said_and_the_page_is_there(site: Site, prefect: Scheduler) -> None:
    prefect.silent = True
    told = asked_part(site, prefect)
    assert told.startswith("El servicio que recolecta no responde.")
    assert "Recolectar ahora" not in told
    answer = site.client(by=PEOPLE[Role.ANALYST], collector=prefect.collector()).post("/fuentes/recolectar", data={})
    assert answer.status_code == 422
    assert "no responde" in answer.text


def test_without_prefect_there_is_nothing_to_press(site: Site) -> None:
    client = site.client(by=PEOPLE[Role.ANALYST])
    assert "Recolectar ahora" not in client.get("/fuentes").text
    assert client.post("/fuentes/recolectar", data={}).status_code == 422
