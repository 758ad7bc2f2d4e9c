"""Kill a cycle with SIGKILL at 50 random instants, on SQLite and on PostgreSQL, and count what is lost or doubled.

Usage: .venv/bin/python bench/caidas.py [--veces 50]
Figure to reach: 0 lost, 0 twice. The named points are in tests/flows/test_kill.py.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cli.press import Press, write_sources  # noqa: E402
from conflict.codebook import CycleKind  # noqa: E402
from flows.cycle import run_cycle  # noqa: E402
from flows.settings import read_settings  # noqa: E402
from register.migrate import migrate  # noqa: E402
from register.settings import Storage  # noqa: E402
from tests.flows.conftest import TONIGHT, House  # noqa: E402
from tests.postgres import start_cluster, stop_cluster  # noqa: E402

LONGEST = 2.6
"""Seconds after its start within which a process is killed: a whole cycle of the demo's press takes about 2."""


def trial(storage: Storage, press: Press, folder: Path, kills: int) -> tuple[int, int, int]:
    """Move the press a day on after every kill; return how many kills met a living process, lost, and doubled."""
    settings = replace(
        read_settings(),
        storage=storage,
        sources=write_sources(press, folder),
        private_network=press.base_url.removeprefix("http://"),
        spacing_seconds=0.0,
        parse_workers=1,
    )
    house, met = House(settings, press), 0
    first = TONIGHT - timedelta(days=20)
    for turn in range(kills):
        process = house.command("ciclo", at=first + timedelta(hours=9 * turn))
        time.sleep(random.uniform(0.2, LONGEST))
        met += process.poll() is None
        process.kill()
        process.communicate()
    last = first + timedelta(hours=9 * kills)
    press.set_clock(last)
    asyncio.run(run_cycle(settings, CycleKind.FULL, now=lambda: last))
    stored = house.links()
    shown = {link for link in house.published(last, timedelta(days=2)) if not link.startswith("canal-bombo")}
    lost = len(shown - set(stored)) + int(str(house.ask("SELECT count(*) FROM outbox")[0][0]))
    twice = len(stored) - len(set(stored))
    twice += len(house.ask("SELECT article_id FROM signal GROUP BY article_id HAVING count(*) > 1"))
    twice += len(house.ask("SELECT group_id FROM queue_entry GROUP BY group_id HAVING count(*) > 1"))
    return met, lost, twice


def main() -> int:
    """Run the trial on each engine that is present."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--veces", type=int, default=50)
    kills = parser.parse_args().veces
    random.seed(20261121)
    press = Press(ROOT / "data" / "demo", today=date(2026, 11, 20)).start()
    failed = 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        storages = {"sqlite": Storage(f"sqlite:///{folder / 'atalaya.db'}", folder)}
        migrate(storages["sqlite"])
        cluster = start_cluster()
        if isinstance(cluster, str):
            print(f"postgresql: skipped, {cluster}")
        else:
            cluster.make_template()
            storages["postgresql"] = Storage(cluster.new_database(), folder)
        try:
            for name, storage in storages.items():
                met, lost, twice = trial(storage, press, folder, kills)
                print(f"{name}: {kills} kills, {met} met a running cycle; lost {lost}, twice {twice}")
                failed += lost + twice
        finally:
            if not isinstance(cluster, str):
                stop_cluster(cluster)
    press.stop()
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
