"""A process killed at any instant loses nothing and doubles nothing: the next cycle does what was left."""

import json
import random
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest

from conflict.killpoint import KillPoint
from register.settings import Storage
from tests.flows.conftest import TONIGHT, House, house_of
from tests.flows.killing import faults, strike_at, trial
from tests.flows.ledger import Ledger

TURNS = {KillPoint.AFTER_HEADERS: 3, KillPoint.AFTER_ITEMS: 3, KillPoint.BEFORE_COMMIT: 5, KillPoint.AFTER_COMMIT: 4}
"""At which passing of the point the process dies; the others at their first."""

ELSEWHERE = (KillPoint.AFTER_BACKUP_COPY, KillPoint.BEFORE_POINTER, KillPoint.AFTER_POINTER)
OF_A_CYCLE = tuple(point for point in KillPoint if point not in ELSEWHERE)
COLLECTING = [point for point in OF_A_CYCLE if point.value <= KillPoint.AFTER_COMMIT.value]
YESTERDAY = TONIGHT - timedelta(hours=20)


def only(house: House, outlet: str) -> None:
    """Leave one outlet in the list of sources."""
    head, *cards = house.settings.sources.read_text().split("- id: ")
    house.settings.sources.write_text(head + "".join(f"- id: {card}" for card in cards if card.startswith(outlet)))


@pytest.mark.parametrize("point", OF_A_CYCLE, ids=lambda point: f"{point.value}-{point.name.lower()}")
def test_a_kill_at_a_named_point_is_made_good_by_the_next_cycle(house: House, point: KillPoint) -> None:
    house.press.set_clock(TONIGHT)
    passed = strike_at(house.settings, TONIGHT, point.value, TURNS.get(point, 1))
    assert passed[-1] == point.value, "the point was never reached"
    house.cycle()
    assert faults(house, house.shown()) == {}
    states = [state for (state,) in house.ask("SELECT state FROM cycle ORDER BY id")]
    assert states == ["abandonado", "completo"]


@pytest.mark.parametrize("point", COLLECTING, ids=lambda point: f"{point.value}-{point.name.lower()}")
def test_an_etag_is_never_kept_without_the_items_that_came_with_it(house: House, point: KillPoint) -> None:
    only(house, "agencia-quinua")
    mine = {link for link in house.shown() if link.startswith("agencia-quinua/")}
    house.cycle(YESTERDAY)
    assert not mine <= set(house.links()), "there is news since"
    house.press.set_clock(TONIGHT)
    assert strike_at(house.settings, TONIGHT, point.value)[-1] == point.value
    house.cycle()
    asked = "SELECT conditional FROM fetch_attempt ORDER BY id DESC LIMIT 1"
    assert bool(house.ask(asked)[0][0]), "only a source that is asked conditionally can be told that nothing changed"
    assert mine <= set(house.links())


def test_the_command_itself_dies_where_it_is_told_and_goes_on_from_there(lite: House) -> None:
    process = lite.command("ciclo", ATALAYA_FALLA="k5:5")
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    again = lite.command("ciclo", ATALAYA_PRUEBAS="0", ATALAYA_FALLA="k5:1")
    out, told = again.communicate(timeout=60)
    assert again.returncode == 0, f"outside tests nothing is installed: {told}"
    assert json.loads(out)["estado"] == "completo"
    assert faults(lite, lite.shown()) == {}


def test_kills_at_random_instants_of_a_cycle_lose_and_double_nothing(tmp_path: Path, storage: Storage) -> None:
    press = Ledger().start()
    try:
        press.delay = 0.02
        house = house_of(storage, press, tmp_path)
        strikes, found = trial(house, press.shown, 6, 0.5, random.Random(20261120))
        assert found == {}
        assert len(strikes.at) == 6, f"killed {strikes.at}, missed {strikes.missed}"
        abandoned = house.ask("SELECT count(*) FROM cycle WHERE state = 'abandonado'")
        assert abandoned == [(6,)], "each kill met a cycle that held the lease"
    finally:
        press.stop()


def test_being_asked_to_stop_ends_after_the_sources_in_hand(tmp_path: Path, lite: House) -> None:
    press = Ledger().start()
    try:
        press.hold_after(3)  # however late the signal comes, the others still wait for their answers
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
        press.go_on()
        house.cycle()
        assert faults(house, press.shown) == {}
    finally:
        press.stop()
