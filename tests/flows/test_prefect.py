"""The same cycle as a Prefect flow: states, tables, and one bad source that does not fail the run."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from conflict.errors import NetworkError
from conflict.personnotice import Wish
from conflict.record import Person
from conflict.roles import Role
from register.commands import accounts, person_notices
from register.engine import open_register
from tests.flows.conftest import TONIGHT, House
from tests.flows.test_degraded import closed_port, elsewhere
from tests.ports import own_port

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[None]:
    """Run Prefect's own harness, a server on a throw-away database, at a port that no press takes before it."""
    from prefect.testing import utilities

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(utilities, "_find_available_port", lambda: own_port(24_000))
        with utilities.prefect_test_harness(server_startup_timeout=120):
            yield


def runs() -> list[Any]:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.sorting import FlowRunSort

    with get_client(sync_client=True) as client:
        return client.read_flow_runs(sort=FlowRunSort.START_TIME_DESC)


def tables(run: Any) -> dict[str, Any]:
    import httpx
    from prefect.settings import PREFECT_API_URL

    answer = httpx.post(
        f"{PREFECT_API_URL.value()}/artifacts/filter", json={"flow_runs": {"id": {"any_": [str(run.id)]}}}
    )
    return {one["key"]: one for one in answer.json()}


@pytest.mark.usefixtures("server")
def test_a_cycle_leaves_a_table_per_source_and_one_of_sums(lite: House) -> None:
    from flows.through_prefect import run_flow

    lite.press.set_clock(TONIGHT)
    summary = run_flow("ciclo", lite.settings, TONIGHT, False)
    assert summary["nuevas"] == len(lite.links()) > 0
    run = runs()[0]
    assert run.state.name == "Completed"
    assert run.name == f"ciclo {TONIGHT.isoformat()}"
    left = tables(run)
    assert set(left) == {"fuentes", "cuentas"}
    assert left["fuentes"]["data"].count("fuente") >= 12


@pytest.mark.usefixtures("server")
def test_bad_sources_make_the_run_partial_and_not_failed(lite: House, tmp_path: Any) -> None:
    from flows.through_prefect import run_flow

    house = elsewhere(lite, tmp_path, closed_port(), "agencia-quinua", "voz-del-acre")
    house.press.set_clock(TONIGHT)
    summary = run_flow("recolectar", house.settings, TONIGHT, False)
    assert summary["estado"] == "parcial"
    run = runs()[0]
    assert (run.state.type.value, run.state.name) == ("COMPLETED", "Parcial")
    later = run_flow("evaluar-noticias", lite.settings, TONIGHT + timedelta(minutes=1), False)
    assert later["evaluadas"] == summary["nuevas"]


@pytest.mark.usefixtures("server")
def test_no_network_fails_the_run_with_its_sentence(lite: House, tmp_path: Any) -> None:
    from flows.through_prefect import run_flow

    house = elsewhere(lite, tmp_path, closed_port())
    with pytest.raises(NetworkError, match="none of 12 sources"):
        run_flow("ciclo", house.settings, TONIGHT, False)
    assert runs()[0].state.name == "Failed"


@pytest.mark.usefixtures("server")
def test_the_flow_of_messages_writes_what_a_person_asked_for_once(lite: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.scheduled import messages_flow

    for name, value in lite.environment.items():
        monkeypatch.setenv(name, value)
    by = Person("Nora Inventada", "Unidad Nacional", 1, Role.NATIONAL)
    register = open_register(lite.settings.storage)
    with register.writing() as session:
        console = Person("consola", "Sistemas")
        account = {"login": "nora.inventada", "name": by.name, "office": by.office, "role": by.role}
        assert accounts.create(session, **account, by=console, now=TONIGHT) == by.user_id
        wish = Wish("nora@oficina.example", morning=8)
        person_notices.save(session, wish=wish, by=by, now=TONIGHT)
    register.close()
    monday = "2026-11-23T09:00:00-04:00"  # a quiet one leads to the summary
    told = [messages_flow(now=monday) for _ in range(2)]
    assert [one["preparados_personas"] for one in told] == [1, 0]
    assert {run.state_name for run in runs()[:2]} == {"Completed"}
    assert lite.ask("SELECT count(*) FROM message WHERE account_id = 1") == [(1,)]
