"""The database server is restarted under a cycle, fast and at once: nothing is lost, nothing is stored twice."""

import signal
import time
from pathlib import Path

import pytest

from register.journal_key import make_key
from register.settings import Storage
from tests.flows.conftest import TONIGHT, house_of
from tests.flows.killing import faults
from tests.flows.ledger import Ledger
from tests.postgres import Cluster

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize("mode", [signal.SIGINT, signal.SIGQUIT], ids=["fast", "immediate"])
def test_a_server_that_is_restarted_during_a_cycle_costs_no_article_and_no_second_row(
    cluster: Cluster, tmp_path: Path, mode: signal.Signals
) -> None:
    make_key(tmp_path)
    press = Ledger().start()
    try:
        press.hold_after(3)
        house = house_of(Storage(cluster.new_database(), tmp_path), press, tmp_path)
        process = house.command("ciclo")
        until = time.monotonic() + 120
        while house.ask("SELECT count(*) FROM fetch_attempt") == [(0,)]:
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.02)
        cluster.shut_down(mode)
        press.go_on()
        out, told = process.communicate(timeout=120)
        cluster.start()
        assert (process.returncode, out) == (3, "")
        assert "Reintente" in told
        assert "Traceback" not in told
        assert 0 < len(house.ask("SELECT id FROM fetch_attempt")) < 12, "the restart came in the middle of the work"
        house.cycle(TONIGHT)
        assert faults(house, press.shown) == {}
        states = [state for (state,) in house.ask("SELECT state FROM cycle ORDER BY id")]
        assert states == ["abandonado", "completo"]
    finally:
        press.stop()
