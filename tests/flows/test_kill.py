"""A process killed at any instant loses nothing and doubles nothing: the next cycle does what was left."""

import json
import random
import signal
import time
from pathlib import Path

import pytest

from conflict.killpoint import KillPoint
from register.settings import Storage
from tests.flows.conftest import House, house_of
from tests.flows.killing import faults, settle, trial
from tests.flows.ledger import Ledger

TURNS = {KillPoint.AFTER_HEADERS: 3, KillPoint.AFTER_ITEMS: 3, KillPoint.BEFORE_COMMIT: 5, KillPoint.AFTER_COMMIT: 4}
"""At which passing of the point the process dies; the others at their first."""


@pytest.mark.parametrize("point", list(KillPoint), ids=lambda point: f"{point.value}-{point.name.lower()}")
def test_a_kill_at_a_named_point_is_made_good_by_the_next_cycle(house: House, point: KillPoint) -> None:
    process = house.command("ciclo", ATALAYA_FALLA=f"{point.value}:{TURNS.get(point, 1)}")
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, "the point was never reached"
    house.cycle()
    assert faults(house, house.shown()) == {}
    states = [state for (state,) in house.ask("SELECT state FROM cycle ORDER BY id")]
    assert states == ["abandonado", "completo"]


def test_kills_at_random_instants_of_a_cycle_lose_and_double_nothing(tmp_path: Path, storage: Storage) -> None:
    press = Ledger().start()
    try:
        press.delay = 0.02
        house = house_of(storage, press, tmp_path)
        strikes, last = trial(house, 8, 0.4, random.Random(20261120))
        assert len(strikes.at) == 8, f"killed {strikes.at}, missed {strikes.missed}"
        abandoned = house.ask("SELECT count(*) FROM cycle WHERE state IN ('abandonado', 'en_curso')")
        assert abandoned == [(8,)], "each kill met a cycle that held the lease"
        assert settle(house, last, press.shown) == {}
    finally:
        press.stop()


def test_being_asked_to_stop_ends_after_the_sources_in_hand(tmp_path: Path, lite: House) -> None:
    press = Ledger().start()
    try:
        press.delay = 0.5
        house = house_of(lite.settings.storage, press, tmp_path)
        process = house.command("ciclo")
        until = time.monotonic() + 60
        while house.ask("SELECT count(*) FROM fetch_attempt") == [(0,)]:
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.02)
        process.terminate()
        out, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        summary = json.loads(out)
        assert summary["estado"] == "cancelado"
        assert 0 < summary["fuentes"] < 12
        assert summary["nuevas"] == len(house.links())
        assert house.ask("SELECT state FROM cycle") == [("cancelado",)]
        press.delay = 0.0
        house.cycle()
        assert faults(house, press.shown) == {}
    finally:
        press.stop()
