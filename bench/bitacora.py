"""Measure what a line of the journal costs: many in one transaction, and one in each.

Usage: .venv/bin/python bench/bitacora.py
"""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from register.commands import journal
from register.engine import Register, open_register
from register.migrate import migrate
from register.settings import Storage

TOGETHER = 20_000
ALONE = 200
NOW = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)


def lines_a_second(register: Register, transactions: int, lines: int) -> float:
    """Return how many lines are written a second."""
    started = perf_counter()
    for _ in range(transactions):
        with register.writing() as session:
            for number in range(lines):
                journal.append(
                    session,
                    now=NOW,
                    actor=journal.MACHINE,
                    action="cola.alta",
                    object_type="cola",
                    object_id=f"P-261120-{number:05d}",
                    details={"articulo": number, "modelo": "a785161fdb91", "nivel": "alto"},
                )
    return transactions * lines / (perf_counter() - started)


def main() -> None:
    """Measure on a throw-away SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        storage = Storage(f"sqlite:///{Path(folder) / 'atalaya.db'}", Path(folder))
        migrate(storage)
        register = open_register(storage)
        print(f"{TOGETHER} lines in one transaction: {lines_a_second(register, 1, TOGETHER):,.0f} lines/s")
        print(f"{ALONE} transactions of one line:  {lines_a_second(register, ALONE, 1):,.0f} lines/s")
        register.close()


if __name__ == "__main__":
    main()
