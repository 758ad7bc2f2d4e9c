"""Prefect is down when a cycle begins: the cycle runs without it and says so."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.settings import prefect_environment
from tests.conftest import ROOT
from tests.flows.conftest import TONIGHT, House, house_of
from tests.flows.killing import faults
from tests.flows.ledger import Ledger
from tests.flows.test_degraded import closed_port


def cycle(house: House, api: str) -> subprocess.Popen[str]:
    """Start a cycle in a process of its own that is told of a Prefect server."""
    house.press.set_clock(TONIGHT)
    return subprocess.Popen(
        [sys.executable, "-m", "cli", "ciclo", "--json", "--ahora", TONIGHT.isoformat()],
        cwd=ROOT,
        env=os.environ | prefect_environment(house.settings.storage, api) | house.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def slow_press(tmp_path: Path, lite: House) -> Iterator[House]:
    """Return a house whose press takes its time, with the ledger of what it showed."""
    press = Ledger().start()
    yield house_of(lite.settings.storage, press, tmp_path)
    press.stop()


def test_a_server_that_is_down_at_the_start_costs_a_warning_and_no_cycle(slow_press: House) -> None:
    process = cycle(slow_press, f"http://127.0.0.1:{closed_port()}/api")
    out, told = process.communicate(timeout=120)
    assert process.returncode == 0, told
    assert "no responde. El ciclo corre sin él" in told
    summary = json.loads(out)
    assert (summary["prefect"], summary["estado"]) == ("no_responde", "completo")
    assert faults(slow_press, slow_press.press.shown) == {}
