"""Prefect dies in the middle of a cycle, or loses its database: our data do not notice, and the schedule returns."""

import json
import os
import signal
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.children import child, wait_until_it_answers
from cli.ports import LOOPBACK
from flows.settings import prefect_environment
from tests.flows.conftest import House, house_of
from tests.flows.killing import faults
from tests.flows.ledger import Ledger
from tests.flows.test_prefect_down import cycle
from tests.ports import own_port

DEPLOYED = {
    "ciclo/cada-tres-horas",
    "ciclo/a-mano",
    "recolectar/a-mano",
    "evaluar-noticias/a-mano",
    "resumen-borrador/lunes-06",
    "resumen-publicar/lunes-08",
    "avisos/cada-cinco-minutos",
}


@pytest.fixture
def watched(tmp_path: Path, lite: House) -> Iterator[House]:
    """Return a house whose press knows what it showed and can keep a cycle in its middle."""
    press = Ledger().start()
    yield house_of(lite.settings.storage, press, tmp_path)
    press.stop()


def until(done: Callable[[], Any], seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.1)


def asked(api: str, what: str) -> list[dict[str, Any]]:
    request = urllib.request.Request(f"{api}/{what}/filter", b"{}", {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        found: list[dict[str, Any]] = json.load(answer)
    return found


def deployments(api: str) -> dict[str, Any]:
    """Return what Prefect knows to run, each with the limit of runs at a time that Prefect itself would hold."""
    flows = {one["id"]: one["name"] for one in asked(api, "flows")}
    found = asked(api, "deployments")
    return {f"{flows[one['flow_id']]}/{one['name']}": one["global_concurrency_limit"] for one in found}


@pytest.mark.slow
@pytest.mark.timeout(1_500)
def test_a_server_killed_in_a_cycle_and_its_database_lost_cost_neither_data_nor_schedule(watched: House) -> None:
    storage, press = watched.settings.storage, watched.press
    assert isinstance(press, Ledger)
    port = own_port(24_500)
    api = f"http://{LOOPBACK}:{port}/api"
    log = storage.folder / "registro" / "prefect.log"
    serve = ["flows.server", "start", "--host", LOOPBACK, "--port", str(port)]
    environment = prefect_environment(storage, api)
    with child(serve, environment, log) as server:
        wait_until_it_answers(f"{api}/health", server, log, 400)
        press.hold_after(3)
        process = cycle(watched, api)
        until(lambda: watched.ask("SELECT id FROM fetch_attempt") or process.poll() is not None)
        assert process.poll() is None, process.communicate()
        os.killpg(server.pid, signal.SIGKILL)
        press.go_on()
        out, told = process.communicate(timeout=400)
    assert process.returncode == 0, told
    assert "no supo del final del ciclo" in told
    assert "prefect_tables_lost" in told
    assert "Traceback" not in told, told
    assert json.loads(out)["estado"] == "completo"
    assert watched.ask("SELECT state FROM cycle") == [("completo",)]
    assert faults(watched, press.shown) == {}
    before = watched.links()
    for lost in (storage.folder / "prefect").glob("prefect.db*"):
        lost.unlink()
    with child(serve, environment, log) as server:
        wait_until_it_answers(f"{api}/health", server, log, 400)
        assert deployments(api) == {}
        with child(["flows.deployments"], environment | watched.environment, storage.folder / "horario.log"):
            until(lambda: set(deployments(api)) == DEPLOYED)
            limits = set(deployments(api).values())
        again = cycle(watched, api)
        out, told = again.communicate(timeout=400)
    assert limits == {None}, "a slot whose holder died is never given back, and every later run would be cancelled"
    assert again.returncode == 0, told
    assert json.loads(out)["prefect"] == "servidor"
    assert watched.links() == before
    assert watched.ask("SELECT state FROM cycle ORDER BY id") == [("completo",), ("completo",)]
