"""Let eight persons edit one record at once, two hundred times each: not one edit may be lost.

Usage: .venv/bin/python bench/editores.py [--personas 8] [--cambios 200] [--motor sqlite|postgresql]
Each change counts one up from what its editor saw; who wrote on an older version looks again and repeats.
"""

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from register.engine import open_register  # noqa: E402
from register.migrate import migrate  # noqa: E402
from tests.engines import add_choice, on_each, storage_of  # noqa: E402
from tests.postgres import Cluster  # noqa: E402
from tests.register.test_versions import edit_together  # noqa: E402


def main() -> int:
    """Edit on the engines asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--personas", type=int, default=8)
    asked.add_argument("--cambios", type=int, default=200)
    add_choice(asked)
    told = asked.parse_args()

    def edited(name: str, place: Path, cluster: Cluster | None) -> bool:
        storage = storage_of(place, cluster)
        migrate(storage)
        register = open_register(storage)
        begun, worked = time.perf_counter(), time.process_time()
        try:
            late = edit_together(register, told.personas, told.cambios)
        except AssertionError as lost:
            print(f"{name}: {lost}")
            return False
        finally:
            register.close()
        print(
            f"{name}: {told.personas * told.cambios:,} cambios, 0 perdidos, {late:,} veces se miró de nuevo, "
            f"{time.perf_counter() - begun:.0f} s ({time.process_time() - worked:.0f} s de procesador)",
            flush=True,
        )
        return True

    return on_each(told.motor, edited)


if __name__ == "__main__":
    raise SystemExit(main())
