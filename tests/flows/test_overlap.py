"""One cycle at a time: the second is told, a dead holder is replaced, a silent one after its lease."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conflict.codebook import CycleKind, CycleState
from conflict.errors import BusyError
from flows.holder import this_process
from register.commands import cycles
from register.commands.cycles import Taken
from register.engine import open_register
from tests.flows.conftest import TONIGHT, House, house_of
from tests.flows.ledger import Ledger

ELSEWHERE = "otra-maquina:17:99"


def hold(house: House, holder: str, since: datetime, *, holder_is_dead: bool = False) -> Taken:
    register = open_register(house.settings.storage)
    try:
        with register.writing() as session:
            taken = cycles.take(
                session,
                kind=CycleKind.FULL,
                holder=holder,
                now=since,
                wall=since,
                lease_seconds=300,
                holder_is_dead=holder_is_dead,
            )
    finally:
        register.close()
    assert isinstance(taken, Taken)
    return taken


@pytest.mark.parametrize("holder", [ELSEWHERE, this_process()], ids=["other machine", "this machine"])
def test_a_second_cycle_is_told_that_one_is_at_work(house: House, holder: str) -> None:
    hold(house, holder, datetime.now(UTC))
    with pytest.raises(BusyError, match="holds the lease") as told:
        house.cycle()
    assert "Ya hay una recolección en curso" in told.value.spanish
    assert house.links() == []


def test_the_second_command_leaves_with_its_own_exit_code(lite: House) -> None:
    hold(lite, ELSEWHERE, datetime.now(UTC))
    process = lite.command("ciclo")
    _, told = process.communicate(timeout=60)
    assert process.returncode == 5
    assert "Ya hay una recolección en curso" in told


def test_a_holder_that_died_here_is_replaced_at_once(house: House) -> None:
    machine = this_process().rsplit(":", 2)[0]
    hold(house, f"{machine}:999999:1", datetime.now(UTC))
    assert house.cycle().tally.new > 0


def test_a_silent_holder_elsewhere_is_replaced_after_its_lease(house: House) -> None:
    hold(house, ELSEWHERE, datetime.now(UTC) - timedelta(seconds=301))
    assert house.cycle(TONIGHT).tally.new > 0
    assert [s for (s,) in house.ask("SELECT state FROM cycle ORDER BY id")] == ["abandonado", "completo"]


def test_a_cycle_that_lost_its_lease_stops_and_does_not_call_itself_complete(
    lite: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that slept wakes up after another one took over: its heart beats every fifth of a lease."""
    monkeypatch.setattr("flows.cycle.LEASE_SECONDS", 1)
    press = Ledger().start()
    try:
        press.hold_after(3)  # the others wait until the heart has beaten
        house = house_of(lite.settings.storage, press, tmp_path)
        press.set_clock(TONIGHT)
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(house.cycle)
            while house.ask("SELECT count(*) FROM cycle") == [(0,)]:
                time.sleep(0.01)
            hold(house, ELSEWHERE, datetime.now(UTC), holder_is_dead=True)
            ended = running.result(60)
    finally:
        press.stop()
    assert ended.state is CycleState.CANCELLED
    assert ended.tally.sources < 12
    assert lite.ask("SELECT state, holder FROM cycle ORDER BY id")[0][0] == "abandonado"
    assert lite.ask("SELECT state, holder FROM cycle ORDER BY id")[1] == ("en_curso", ELSEWHERE)
    assert len(lite.links()) == len(set(lite.links()))


def test_four_cycles_started_together_write_each_thing_once(house: House) -> None:
    started = [house.command("ciclo") for _ in range(4)]
    codes = []
    for process in started:
        process.communicate(timeout=90)
        codes.append(process.returncode)
    assert set(codes) <= {0, 5}
    assert 0 in codes
    stored = house.links()
    assert stored
    assert len(stored) == len(set(stored))
    assert house.ask("SELECT article_id FROM signal GROUP BY article_id HAVING count(*) > 1") == []
