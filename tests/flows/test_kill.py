"""A process killed at any instant loses nothing and doubles nothing: the next cycle does what was left."""

import random
import signal
import time

import pytest

from conflict.killpoint import KillPoint
from tests.flows.conftest import TONIGHT, House

TURNS = {KillPoint.AFTER_HEADERS: 3, KillPoint.AFTER_ITEMS: 3, KillPoint.BEFORE_COMMIT: 5, KillPoint.AFTER_COMMIT: 4}
"""At which passing of the point the process dies; the others at their first."""


def whole(house: House) -> None:
    """Check that everything published is there once, read once, and grouped once."""
    shown = house.published(within=TONIGHT - TONIGHT.replace(day=18))
    stored = house.links()
    assert len(stored) == len(set(stored))
    assert set(shown) - {link for link in shown if link.startswith("canal-bombo")} <= set(stored)
    assert house.ask("SELECT count(*) FROM outbox") == [(0,)]
    twice = "SELECT article_id, count(*) FROM signal GROUP BY article_id HAVING count(*) > 1"
    assert house.ask(twice) == []
    assert house.ask("SELECT count(*) FROM article WHERE id NOT IN (SELECT article_id FROM signal)") == [(0,)]
    assert house.ask("SELECT group_id FROM queue_entry GROUP BY group_id HAVING count(*) > 1") == []
    orphans = "SELECT count(*) FROM group_member WHERE group_id NOT IN (SELECT group_id FROM queue_entry)"
    assert house.ask(orphans) == [(0,)]
    assert house.ask("SELECT count(*) FROM cycle WHERE state = 'en_curso'") == [(0,)]


@pytest.mark.parametrize("point", list(KillPoint), ids=lambda point: f"{point.value}-{point.name.lower()}")
def test_a_kill_at_a_named_point_is_made_good_by_the_next_cycle(house: House, point: KillPoint) -> None:
    process = house.command("ciclo", ATALAYA_FALLA=f"{point.value}:{TURNS.get(point, 1)}")
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, "the point was never reached"
    house.cycle()
    whole(house)
    states = [state for (state,) in house.ask("SELECT state FROM cycle ORDER BY id")]
    assert states == ["abandonado", "completo"]


def test_kills_at_random_instants_leave_nothing_behind(lite: House) -> None:
    random.seed(20261120)
    for _ in range(6):
        process = lite.command("ciclo")
        time.sleep(random.uniform(0.3, 2.2))
        process.kill()
        process.communicate(timeout=60)
    lite.cycle()
    whole(lite)


def test_being_asked_to_stop_ends_after_the_sources_in_hand(lite: House) -> None:
    process = lite.command("recolectar")
    time.sleep(1.2)
    process.terminate()
    process.communicate(timeout=60)
    assert process.returncode in (0, -signal.SIGTERM)  # asked before the handler stood, the system ends it
    lite.cycle()
    whole(lite)
