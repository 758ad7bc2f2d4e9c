"""Kill cycles with SIGKILL at 50 random instants of their work, on SQLite and on PostgreSQL; count what is lost.

Usage: .venv/bin/python bench/caidas.py [--veces 50] [--semilla N]
Figure to reach: 0 lost, 0 doubled. Only kills that met a cycle at work count; the last point that each one passed is
printed, so that one sees that they fell everywhere. The named points, one by one, are in tests/flows/test_kill.py.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from classifiers.model import load_model  # noqa: E402
from cli.log import start_log  # noqa: E402
from flows.settings import read_settings  # noqa: E402
from register.migrate import migrate  # noqa: E402
from register.settings import Storage  # noqa: E402
from tests.flows.conftest import house_of  # noqa: E402
from tests.flows.killing import trial  # noqa: E402
from tests.flows.ledger import Ledger  # noqa: E402
from tests.postgres import start_cluster, stop_cluster  # noqa: E402

SPAN = 0.6
"""Seconds after its first point within which a cycle is killed: about as long as one takes here."""
DELAY = 0.02


def strike(name: str, storage: Storage, folder: Path, kills: int, seed: int) -> bool:
    """Run one trial, print its line, and say whether it was clean."""
    press = Ledger().start()
    press.delay = DELAY
    try:
        house = house_of(storage, press, folder)
        strikes, found = trial(house, press.shown, kills, SPAN, random.Random(seed))
        stored = len(house.links())
    finally:
        press.stop()
    met = len(strikes.at)
    points = "  ".join(f"{point} {count}" for point, count in sorted(Counter(strikes.at).items()))
    print(f"{name}: {met} of {kills} kills met a cycle at work ({strikes.missed} more came too late); {stored} items")
    print(f"  last point passed: {points}")
    unread = max(found.get(what, 0) for what in ("sin leer", "en espera", "sin lectura"))  # three views of one thing
    lost = found.get("perdidas", 0) + unread
    twice = sum(found.get(what, 0) for what in ("dobles", "leídas dos veces", "filas dobles", "altas dobles"))
    print(f"  lost {lost}, doubled {twice}, other faults {found or 'none'}", flush=True)
    return not found and met == kills


def main() -> int:
    """Run the trial on each engine that is present; return 1 when anything was lost, doubled, or never tried."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--veces", type=int, default=50)
    parser.add_argument("--semilla", type=int, default=20261121)
    chosen = parser.parse_args()
    start_log(False)
    load_model(read_settings().model)  # without one everything would wait, and no kill would have done it
    clean = True
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        lite = Storage(f"sqlite:///{folder / 'atalaya.db'}", folder)
        migrate(lite)
        clean &= strike("sqlite", lite, folder, chosen.veces, chosen.semilla)
        cluster = start_cluster()
        if isinstance(cluster, str):
            print(f"postgresql: skipped, {cluster}")
        else:
            try:
                cluster.make_template()
                storage = Storage(cluster.new_database(), folder)
                clean &= strike("postgresql", storage, folder, chosen.veces, chosen.semilla)
            finally:
                stop_cluster(cluster)
    return 0 if clean else 1


if __name__ == "__main__":
    raise SystemExit(main())
