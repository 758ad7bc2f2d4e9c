"""A disk without space stops the cycle with its name, and everything goes on by itself once there is some."""

import gzip
import hashlib
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool

from conflict.codebook import CycleKind, CycleState
from conflict.errors import StorageError
from register.settings import Storage
from tests.conftest import ROOT
from tests.flows.conftest import TONIGHT, House
from tests.postgres import Cluster

SOON = TONIGHT + timedelta(minutes=1)


@contextmanager
def room_for(house: House, pages: int) -> Iterator[None]:
    """Let the SQLite file of a house grow by no more than that many pages: SQLITE_FULL, as on a full disk."""
    limit = int(str(house.ask("PRAGMA page_count")[0][0])) + pages

    def cap(connection: Any, record: Any) -> None:
        connection.execute(f"PRAGMA max_page_count={limit}")

    event.listen(Pool, "connect", cap)
    try:
        yield
    finally:
        event.remove(Pool, "connect", cap)


def whole_bodies(folder: Path) -> int:
    """Return how many bodies are kept, none of them in part: a short one may fit where the others do not."""
    kept = [path for path in (folder / "crudos").rglob("*") if path.is_file()]
    for path in kept:
        assert path.name == f"{hashlib.sha256(gzip.decompress(path.read_bytes())).hexdigest()}.gz"
    return len(kept)


@pytest.mark.parametrize("pages", [2, 20, 60, 120], ids=["at once", "first source", "some sources", "while reading"])
def test_a_full_database_stops_the_cycle_before_anything_is_marked_as_read(lite: House, pages: int) -> None:
    with room_for(lite, pages), pytest.raises(StorageError) as told:
        lite.cycle()
    assert told.value.full
    assert told.value.spanish.startswith("El disco o el espacio de la base de datos está lleno. Libere espacio")
    assert lite.ask("SELECT state FROM cycle") == [("detenido_disco",)]
    assert lite.ask("PRAGMA integrity_check") == [("ok",)]
    marked = "SELECT id FROM source WHERE etag IS NOT NULL AND id NOT IN (SELECT source_id FROM article)"
    assert lite.ask(marked) == []
    after = lite.cycle(SOON)
    assert after.state is CycleState.COMPLETE
    assert lite.ask("SELECT count(*) FROM outbox") == [(0,)], "what the stopped run had in hand is read at once"
    assert set(lite.links()) >= set(lite.published(within=timedelta(days=2)))


def test_a_disk_that_stays_full_for_many_cycles_costs_no_article(lite: House) -> None:
    lite.cycle(kind=CycleKind.COLLECT)
    for turn in range(7):
        with room_for(lite, 0), pytest.raises(StorageError):
            lite.cycle(TONIGHT + timedelta(hours=turn), CycleKind.ASSESS)
    assert lite.cycle(TONIGHT + timedelta(hours=8), CycleKind.ASSESS).state is CycleState.COMPLETE
    assert lite.ask("SELECT count(*) FROM article WHERE reading_state <> 'leida'") == [(0,)]


@pytest.mark.postgres
def test_a_body_that_cannot_be_kept_stops_the_cycle_with_its_etag_untouched(
    cluster: Cluster, tmp_path: Any, build: Callable[[Storage], House]
) -> None:
    """Only the files of our own process are limited: the database is another's, so it is the raw bodies that fail."""
    house = build(Storage(cluster.new_database(), tmp_path))
    house.press.set_clock(TONIGHT)
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "ciclo", "--sin-prefect", "--json", "--ahora", TONIGHT.isoformat()],
        cwd=ROOT,
        env=os.environ | house.environment,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    out, told = process.communicate(timeout=60)
    assert (process.returncode, out) == (3, "")
    assert told.startswith("No se pudo guardar lo leído")
    assert "Libere espacio" in told
    assert house.ask("SELECT state FROM cycle") == [("detenido_disco",)]
    assert house.ask("SELECT count(*) FROM source WHERE etag IS NOT NULL") == [(0,)]
    whole_bodies(tmp_path)
    assert house.cycle(SOON).tally.new == len(house.links()) > 0
    assert whole_bodies(tmp_path) > 1
