"""Rows of the queue from which records are made, and two offices with theirs."""

from collections.abc import Iterator

import pytest

from conflict.codebook import CycleKind
from register.commands import cycles, fetches, readings
from register.commands import sources as source_commands
from register.engine import Register, open_register
from register.migrate import migrate
from register.queries import queue as queue_queries
from register.settings import Storage
from tests.conftest import NOW
from tests.make import a_source, an_article, an_assessed, an_attempt, an_update
from tests.offices import Filled, fill


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Register, Filled]]:
    """Return a register with rows and records of every office, for tests that leave it as it is."""
    folder = tmp_path_factory.mktemp("oficinas")
    storage = Storage(f"sqlite:///{folder / 'atalaya.db'}", folder)
    migrate(storage)
    register = open_register(storage)
    yield register, fill(register)
    register.close()


@pytest.fixture
def rows(register: Register) -> list[str]:
    """Fill the queue with three rows and return their codes."""
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source()], now=NOW)
        cycle = cycles.take(session, kind=CycleKind.FULL, holder="h", now=NOW, wall=NOW, lease_seconds=300)
    articles = [an_article(n) for n in (1, 2, 3)]
    with register.writing() as session:
        fetches.record(
            session,
            cycle_id=cycle.cycle_id,
            attempt=an_attempt(articles=3),
            articles=articles,
            update=an_update(),
            now=NOW,
        )
    with register.writing() as session:
        waiting = readings.claim(session, holder="h", now=NOW, lease_seconds=300, limit=9)
    with register.writing() as session:
        readings.record(
            session, assessed=[an_assessed(one, group=f"new:{n}") for n, one in enumerate(waiting)], now=NOW
        )
    with register.reading() as session:
        return [row.code for row in queue_queries.page(session, now=NOW, state="abiertas").rows]
