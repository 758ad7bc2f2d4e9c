"""Measure what the second net costs on PostgreSQL: the queue and a record, for two roles, with it and without it.

Usage: .venv/bin/python bench/red.py [--veces 200] [--notas 20000]
The same pages over the same database, in turn as the owner of the tables and as the role of the pages.
"""

import argparse
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

import structlog
from sqlalchemy import text

from conflict.record import Person
from conflict.roles import Role
from register.engine import Register, open_register
from register.migrate import migrate
from register.settings import Storage
from tests import registerfilled as filled
from tests.dashboards.conftest import Browser, Site
from tests.engines import on_each, storage_of
from tests.offices import PEOPLE
from tests.postgres import Cluster

ROLES = (Role.ANALYST, Role.NATIONAL)


def fill(storage: Storage, notes: int) -> Register:
    """Make a register of so many articles, as many signals as the cycle would keep, and a tenth as many records."""
    migrate(storage)
    owner = open_register(storage)
    filled.begin(owner)
    filled.articles(owner, notes, silent=True)
    filled.signals(owner, notes * 5 // 6)
    filled.cases(owner, notes // 12, history=6)
    filled.settle(owner)
    return owner


def seconds(browser: Browser, path: str) -> float:
    """Return how long a page takes."""
    begun = perf_counter()
    answer = browser.get(path)
    took = perf_counter() - begun
    assert answer.status_code == 200, (path, answer.status_code)
    return took


def compared(owner: Register, pages: Register, person: Person, times: int) -> None:
    """Print the medians of a person's pages, without the net and with it."""
    site = Site(owner, filled.NOW)
    browsers = [Browser(Site(register, filled.NOW).app()) for register in (owner, pages)]
    for browser in browsers:
        browser.enter(site.session_of(person))
    with owner.reading() as session:
        asked = (
            "SELECT code FROM record WHERE municipalities LIKE '%Llallagua%' AND closed_at IS NULL ORDER BY id LIMIT 1"
        )
        code = session.execute(text(asked)).scalar_one()
    for path, name in (("/cola", "cola"), (f"/registros/{code}", "ficha")):
        told: list[list[float]] = [[], []]
        for turn in range(times + 5):
            for which, browser in enumerate(browsers):
                took = seconds(browser, path)
                if turn >= 5:
                    told[which].append(1_000 * took)
        without, along = (median(one) for one in told)
        print(
            f"{person.role.value:<24} {name:<8} sin red {without:6.1f} ms   con red {along:6.1f} ms   "
            f"+{along - without:.1f} ms ({along / without - 1:+.0%})",
            flush=True,
        )


def main(times: int, notes: int) -> int:
    """Measure; return the exit code."""

    def measure(engine: str, place: Path, cluster: Cluster | None) -> bool:
        assert cluster is not None
        storage = storage_of(place, cluster)
        owner = fill(storage, notes)
        pages = open_register(cluster.bound(storage))
        try:
            for role in ROLES:
                compared(owner, pages, PEOPLE[role], times)
        finally:
            pages.close()
            owner.close()
        return True

    return on_each("postgresql", measure)


if __name__ == "__main__":
    structlog.configure(
        processors=[structlog.processors.JSONRenderer()], logger_factory=structlog.ReturnLoggerFactory()
    )
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--veces", type=int, default=200)
    asked.add_argument("--notas", type=int, default=20_000)
    given = asked.parse_args()
    sys.exit(main(given.veces, given.notas))
