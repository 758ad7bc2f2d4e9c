"""Live whole lives of records at random, on each engine, and count the illegal states: none is allowed.

Usage: .venv/bin/python bench/vidas.py [--pasos 2000] [--motor sqlite|postgresql]
A step is a command of a person or SQL written by hand; after each one every state is compared with the tables of
`conflict/`. The figure to reach is 10,000 steps on each engine without one illegal state.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from hypothesis import settings  # noqa: E402

from tests.engines import add_choice, on_each  # noqa: E402
from tests.postgres import Cluster  # noqa: E402
from tests.register.test_lives import PROFILE, on_postgresql, on_sqlite  # noqa: E402

A_LIFE = 50
COUNTED = 45
"""Steps of a life that are commands or SQL; the others found nothing to act upon."""


def lived(name: str, live: Callable[[settings], int], steps: int) -> bool:
    """Live until there are so many steps, and print what came of it; say whether every state was legal."""
    begun, taken = time.perf_counter(), 0
    while taken < steps:
        profile = settings(
            PROFILE,
            max_examples=max(1, (steps - taken) // COUNTED + 1),
            stateful_step_count=A_LIFE,
            derandomize=False,
        )
        try:
            taken += live(profile)
        except AssertionError as illegal:
            print(f"{name}: {illegal}")
            return False
    print(f"{name}: {taken:,} pasos, 0 estados ilegales, {time.perf_counter() - begun:.0f} s", flush=True)
    return True


def main() -> int:
    """Live on the engines asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--pasos", type=int, default=2_000)
    add_choice(asked)
    told = asked.parse_args()

    def live(name: str, place: Path, cluster: Cluster | None) -> bool:
        if cluster is None:

            def on_file(profile: settings) -> int:
                with tempfile.TemporaryDirectory(dir=place) as folder:
                    return on_sqlite(Path(folder), profile)

            return lived(name, on_file, told.pasos)
        cluster.make_template()
        return lived(name, lambda profile: on_postgresql(cluster, place, profile), told.pasos)

    return on_each(told.motor, live)


if __name__ == "__main__":
    raise SystemExit(main())
