"""What many tests stand on: a clock, a register on each engine, and where the real captures lie."""

import fcntl
import gc
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from classifiers.model import CARD
from classifiers.train import train
from register.engine import Register, open_register
from register.journal_key import FILE as KEY_FILE
from register.journal_key import make_key
from register.migrate import migrate
from register.settings import Storage
from tests.postgres import Cluster, start_cluster, stop_cluster

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)  # Friday noon in La Paz


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slow tests, which mostly wait: begun last, one waits alone while the other workers are done."""
    items.sort(key=lambda one: one.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """Spare Python walking over all that was imported, again and again: a quarter of a test run went into that."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 10)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real captures; skip where it is absent."""
    place = Path(os.environ.get("ATALAYA_COMPARTIDO") or ROOT.parent / "shared")
    if not (place / "feeds").is_dir():
        pytest.skip(f"no real captures at {place} (set ATALAYA_COMPARTIDO)")
    return place


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a model trained on the project's own corpus: once for all workers, it takes a minute of one processor."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "modelo"
    with folder.with_suffix(".turno").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (folder / CARD).exists():  # written last
            train(ROOT / "data" / "corpus", folder, NOW)
    return folder


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Start a throw-away PostgreSQL for this worker; skip where the programs are absent."""
    found = start_cluster(autovacuum="off")
    if isinstance(found, str):
        pytest.skip(found)
    try:
        found.make_template()
        yield found
    finally:
        stop_cluster(found)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one migrated SQLite file, with the key of its journal beside it, that every test copies."""
    folder = tmp_path_factory.mktemp("vacia")
    migrate(Storage(f"sqlite:///{folder / 'atalaya.db'}", folder))
    return folder / "atalaya.db"


def copied(database: Path, folder: Path) -> Storage:
    """Return a copy of a database of SQLite, and of its key, in a folder."""
    shutil.copy(database, folder / "atalaya.db")
    shutil.copy(database.with_name(KEY_FILE), folder)
    return Storage(f"sqlite:///{folder / 'atalaya.db'}", folder)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    """Return an empty, migrated register on each engine."""
    if request.param == "postgresql":
        make_key(tmp_path)
        cluster = request.getfixturevalue("cluster")
        made = Storage(cluster.new_database(), tmp_path)
        yield made
        cluster.drop(made.url)  # a thousand of them would be 16 GB, written and unlinked
        return
    yield copied(request.getfixturevalue("empty_database"), tmp_path)


@pytest.fixture
def register(storage: Storage) -> Iterator[Register]:
    """Return an open register on each engine."""
    opened = open_register(storage)
    yield opened
    opened.close()
