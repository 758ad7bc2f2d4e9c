"""Kill cycles inside their work, and say where each one died.

A fresh interpreter spends most of its life on imports: a kill at a random instant of the process hardly ever meets a
cycle. So cycles are forked from a process that has imported everything, report each point they pass, and are killed at
a random instant after the first one.
"""

import asyncio
import multiprocessing
import os
import random
import signal
import threading
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
UNDER_WAY = ("en_curso",)


def _work(settings: Settings, at: datetime, told: Connection, point: str, turn: int) -> None:
    """Run one cycle and tell every point that it passes; die at a named one, where there is a name."""
    left, alone = [turn], threading.Lock()

    def passed(here: killpoint.KillPoint) -> None:
        with alone:  # so that no other thread is heard between the last word and the end
            told.send(here.value)
            if here.value == point:
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

    start_log(False)
    killpoint.install(passed)
    asyncio.run(run_cycle(settings, CycleKind.FULL, now=lambda: at))
    told.send(ENDED)


def strike(settings: Settings, at: datetime, after: float) -> list[str]:
    """Start a cycle, kill it so many seconds after its first point, and return the points that it passed."""
    return _run(settings, at, after, "", 0)


def strike_at(settings: Settings, at: datetime, point: str, turn: int = 1) -> list[str]:
    """Start a cycle that dies at the given passing of a named point, and return the points that it passed."""
    return _run(settings, at, None, point, turn)


def _run(settings: Settings, at: datetime, after: float | None, point: str, turn: int) -> list[str]:
    here, there = _forks.Pipe(duplex=False)
    process = _forks.Process(target=_work, args=(settings, at, there, point, turn))
    process.start()
    there.close()
    passed: list[str] = []
    if after is not None:
        if here.poll(60):
            time.sleep(after)
        process.kill()
    try:
        while True:
            passed.append(here.recv())
    except EOFError:
        here.close()
    process.join()
    return passed


@dataclass
class Strikes:
    """Where the cycles of a trial died: the last point of each, and how many ended before their kill came."""

    at: list[str] = field(default_factory=list)
    missed: int = 0

    def note(self, passed: list[str], *, at_work: bool) -> None:
        """Note the points that a cycle passed; one that was killed when its end was written already was missed."""
        if at_work:
            self.at.append(passed[-1] if passed else "")
        else:
            self.missed += 1


FIRST = TONIGHT - timedelta(days=24)


def trial(
    house: House, shown: set[str], kills: int, span: float, chance: random.Random
) -> tuple[Strikes, dict[str, int]]:
    """Kill that many cycles in rounds; return where they died and what a whole cycle could not make good.

    In a round the press moves on, and then stands still for the kills and for the whole cycle that follows: so an ETag
    that was stored without its items shows, since the next answer is a 304 and the items never come. A feed that moves
    on, or a source that was never read whole and is asked without conditions, would hide it. Cycles that ended before
    their kill do not count towards the number; four tries for each kill are the most.
    """
    strikes, at, found = Strikes(), FIRST, {}
    house.cycle(at)
    while not found and len(strikes.at) < kills and strikes.missed < 3 * kills:
        at += timedelta(hours=chance.choice((5, 9, 13)))
        house.press.set_clock(at)
        for _ in range(min(chance.randint(1, 4), kills - len(strikes.at))):
            passed = strike(house.settings, at, chance.uniform(0.0, span))
            strikes.note(passed, at_work=house.ask("SELECT state FROM cycle ORDER BY id DESC LIMIT 1") == [UNDER_WAY])
        house.cycle(at)
        found = faults(house, shown)
    return strikes, found


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
