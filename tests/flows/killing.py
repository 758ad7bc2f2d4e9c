"""Kill cycles inside their work, and say where each one died.

A fresh interpreter spends most of its life on imports: a kill at a random instant of the process hardly ever meets a
cycle. So cycles are forked from a process that has imported everything, report each point they pass, and are killed at
a random instant after the first one.
"""

import asyncio
import multiprocessing
import random
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.connection import Connection

from cli.log import start_log
from conflict import killpoint
from conflict.codebook import CycleKind
from flows.cycle import run_cycle
from flows.settings import Settings
from tests.flows.conftest import TONIGHT, House

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.flows.killing", "flows.cycle"])

ENDED = "ended"


def _work(settings: Settings, at: datetime, told: Connection) -> None:
    """Run one cycle and tell every point that it passes."""
    start_log(False)
    killpoint.install(lambda point: told.send(point.value))
    asyncio.run(run_cycle(settings, CycleKind.FULL, now=lambda: at))
    told.send(ENDED)


def strike(settings: Settings, at: datetime, after: float) -> list[str]:
    """Start a cycle, kill it so many seconds after its first point, and return the points that it passed."""
    here, there = _forks.Pipe(duplex=False)
    process = _forks.Process(target=_work, args=(settings, at, there))
    process.start()
    there.close()
    passed: list[str] = []
    if here.poll(60):
        time.sleep(after)
    process.kill()
    process.join()
    try:
        while True:
            passed.append(here.recv())
    except EOFError:
        here.close()
    return passed


@dataclass
class Strikes:
    """Where the cycles of a trial died: the last point of each, and how many ended before their kill came."""

    at: list[str] = field(default_factory=list)
    missed: int = 0

    def note(self, passed: list[str]) -> None:
        if not passed or passed[-1] == ENDED:
            self.missed += 1
        else:
            self.at.append(passed[-1])


FIRST = TONIGHT - timedelta(days=38)
"""Early enough that no outlet has filled its feed: what it showed once, it still shows when the trial ends."""


def trial(house: House, kills: int, span: float, chance: random.Random) -> tuple[Strikes, datetime]:
    """Kill that many cycles while the press moves on, often not at all; return where, and the last moment.

    A press that stands still is what shows an ETag that was stored without its items: the next answer is a 304. Cycles
    that ended before their kill do not count towards the number; four tries for each kill are the most.
    """
    strikes, at = Strikes(), FIRST
    while len(strikes.at) < kills and strikes.missed < 3 * kills:
        house.press.set_clock(at)
        strikes.note(strike(house.settings, at, chance.uniform(0.0, span)))
        at += timedelta(hours=chance.choice((0, 0, 2, 8)), seconds=20)
    house.press.set_clock(at)
    return strikes, at


def settle(house: House, at: datetime, shown: set[str]) -> dict[str, int]:
    """Run the cycle after the kills and return what it could not make good.

    Where one outlet serves its bomb that day, a second cycle follows on the day after.
    """
    house.cycle(at)
    if not shown <= house.shown(at):
        at += timedelta(days=1)
        house.cycle(at)
    assert shown <= house.shown(at), "an outlet forgot what it showed: the trial was too long"
    return faults(house, shown)


def faults(house: House, shown: set[str]) -> dict[str, int]:
    """Count what is lost or doubled after a last whole cycle; empty when nothing is."""
    stored = house.links()

    def rows(sql: str) -> int:
        return len(house.ask(sql))

    found = {
        "perdidas": len(shown - set(stored)),
        "inventadas": len(set(stored) - shown),
        "dobles": len(stored) - len(set(stored)),
        "sin leer": rows("SELECT id FROM article WHERE reading_state <> 'leida'"),
        "en espera": rows("SELECT id FROM outbox"),
        "sin lectura": rows("SELECT id FROM article WHERE id NOT IN (SELECT article_id FROM signal)"),
        "leídas dos veces": rows("SELECT article_id FROM signal GROUP BY article_id HAVING count(*) > 1"),
        "filas dobles": rows("SELECT group_id FROM queue_entry GROUP BY group_id HAVING count(*) > 1"),
        "notas sin fila": rows("SELECT 1 FROM group_member WHERE group_id NOT IN (SELECT group_id FROM queue_entry)"),
        "señales sin grupo": rows(
            "SELECT id FROM signal WHERE decision = 'en_cola'"
            " AND article_id NOT IN (SELECT article_id FROM group_member)"
        ),
        "filas sin bitácora": rows(
            "SELECT code FROM queue_entry WHERE code NOT IN (SELECT object_id FROM journal WHERE action = 'cola.alta')"
        ),
        "altas dobles": rows(
            "SELECT object_id FROM journal WHERE action = 'cola.alta' GROUP BY object_id HAVING count(*) > 1"
        ),
        "ciclos abiertos": rows("SELECT id FROM cycle WHERE state = 'en_curso'"),
    }
    return {name: count for name, count in found.items() if count}
