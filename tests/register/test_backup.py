"""A backup is whole or not there, comes back equal, and nothing takes the last good one away."""

import json
import os
import shutil
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from conflict.errors import DataError, StorageError
from register import backup
from register.backup import kept, make, verify
from register.engine import Register, open_register
from register.queries import everything
from register.restore import drill, restore
from register.settings import Storage
from tests.conftest import NOW, ROOT
from tests.postgres import Cluster
from tests.register.populated import populate

LATER = NOW + timedelta(hours=1)


def exported(storage: Storage) -> list[str]:
    register = open_register(storage)
    try:
        with register.reading() as session:
            return list(everything.lines(session))
    finally:
        register.close()


@pytest.fixture
def full(storage: Storage) -> Storage:
    """Return a populated register with a file of evidence and some that are no memory."""
    register = open_register(storage)
    populate(register)
    register.close()
    for name in ("evidencia/acta.pdf", "crudos/2026-11-20/x.gz", "prefect/prefect.db"):
        path = storage.folder / name
        path.parent.mkdir(parents=True)
        path.write_bytes(b"acta firmada")
    return storage


def test_a_backup_comes_back_equal_with_its_files(full: Storage, tmp_path: Path) -> None:
    made = make(full, tmp_path / "respaldos", now=NOW)
    names = set(made.files)
    assert "datos/evidencia/acta.pdf" in names
    assert not [name for name in names if "crudos" in name or "prefect" in name]
    other = Storage(f"sqlite:///{tmp_path / 'otra' / 'atalaya.db'}", tmp_path / "otra")
    restored = restore(other, made.folder, now=NOW)
    assert exported(other) == exported(full)
    assert restored.counts == made.counts
    assert (other.folder / "evidencia" / "acta.pdf").read_bytes() == b"acta firmada"
    assert not list(other.folder.glob(".*"))


@pytest.mark.postgres
@pytest.mark.parametrize("storage", ["sqlite"], indirect=True)
def test_a_backup_of_one_engine_comes_back_on_the_other(full: Storage, tmp_path: Path, cluster: Cluster) -> None:
    made = make(full, tmp_path / "respaldos", now=NOW)
    server = Storage(cluster.new_database(), tmp_path / "servidor")
    restore(server, made.folder, now=NOW)
    assert exported(server) == exported(full)


def test_a_register_with_data_is_not_overwritten_unless_asked(full: Storage, tmp_path: Path) -> None:
    made = make(full, tmp_path / "respaldos", now=NOW)
    register = open_register(full)
    with register.writing() as session:
        session.execute(text("UPDATE record SET title = 'después del respaldo'"))
    register.close()
    after = exported(full)
    with pytest.raises(DataError):
        restore(full, made.folder, now=LATER)
    assert exported(full) == after
    done = restore(full, made.folder, now=LATER, replace=True)
    assert exported(full) != after
    if done.aside:
        assert exported(Storage(f"sqlite:///{done.aside}", tmp_path)) == after


@pytest.mark.parametrize("storage", ["sqlite"], indirect=True)
def test_a_register_that_is_open_is_not_swapped(full: Storage, tmp_path: Path) -> None:
    made = make(full, tmp_path / "respaldos", now=NOW)
    register = open_register(full)
    with register.reading() as session:
        session.execute(text("SELECT count(*) FROM record")).all()
        with pytest.raises(StorageError):
            restore(full, made.folder, now=LATER, replace=True)
    register.close()
    assert exported(full)


@pytest.mark.parametrize("storage", ["sqlite"], indirect=True)
def test_a_backup_under_write_load_is_one_state(full: Storage, register: Register, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with register.writing() as session:  # two tables that must agree in any one state
                session.execute(text("UPDATE record SET row_version = row_version + 1"))
                session.execute(text("UPDATE queue_entry SET row_version = row_version + 1"))

    with register.writing() as session:
        session.execute(text("UPDATE record SET row_version = 1"))
        session.execute(text("UPDATE queue_entry SET row_version = 1"))
    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [make(full, tmp_path / "respaldos", now=NOW + timedelta(seconds=n)) for n in range(3)]
    finally:
        stop.set()
        writer.join()
    for one in made:
        with backup.plain_sqlite(one.folder / backup.DATABASE) as copy:
            versions = "SELECT row_version FROM record UNION SELECT row_version FROM queue_entry"
            assert len(copy.execute(versions).fetchall()) == 1


def test_only_the_last_ones_are_kept(full: Storage, tmp_path: Path) -> None:
    place = tmp_path / "respaldos"
    names = [make(full, place, now=NOW + timedelta(hours=n), keep=3).folder.name for n in range(5)]
    assert [path.name for path in kept(place)] == names[:1:-1]


def _cut(folder: Path) -> None:
    path = next(folder / name for name in (backup.DATABASE, backup.ARCHIVE) if (folder / name).exists())
    path.write_bytes(path.read_bytes()[:-512])


DAMAGE = {
    "the database is cut": _cut,
    "a file is gone": lambda folder: (folder / "datos/evidencia/acta.pdf").unlink(),
    "a file is another": lambda folder: (folder / "datos/evidencia/acta.pdf").write_bytes(b"otra"),
    "the manifest is gone": lambda folder: (folder / backup.MANIFEST).unlink(),
    "the manifest is no JSON": lambda folder: (folder / backup.MANIFEST).write_text("{"),
}


@pytest.mark.parametrize("why", DAMAGE)
def test_a_damaged_backup_is_refused_before_anything_is_touched(why: str, full: Storage, tmp_path: Path) -> None:
    made = make(full, tmp_path / "respaldos", now=NOW)
    before = exported(full)
    DAMAGE[why](made.folder)
    for attempt in (lambda: restore(full, made.folder, now=LATER, replace=True), lambda: drill(made.folder, now=NOW)):
        with pytest.raises(DataError):
            attempt()
    assert exported(full) == before


def test_a_plain_copy_of_the_live_file_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "copia.db").write_bytes(b"SQLite format 3\0")
    with pytest.raises(DataError) as refused:
        verify(tmp_path / "copia.db")
    assert "La copia simple de una base en uso no sirve" in refused.value.spanish


def test_the_drill_restores_elsewhere_and_compares(full: Storage, tmp_path: Path) -> None:
    made = make(full, tmp_path / "respaldos", now=NOW)
    before = exported(full)
    tried = drill(made.folder, now=NOW)
    assert tried.counts == made.counts
    assert exported(full) == before
    told = json.loads((made.folder / backup.MANIFEST).read_text())
    told["counts"]["record"] += 1
    (made.folder / backup.MANIFEST).write_text(json.dumps(told))
    with pytest.raises(DataError):
        drill(made.folder, now=NOW)


INTERRUPTED = """
import os, resource, signal, sys
from datetime import timedelta
from pathlib import Path
from conflict import killpoint
from conflict.errors import StorageError
from register.backup import make
from register.settings import Storage
from tests.conftest import NOW
url, folder, place, how = sys.argv[1:]
if how == "kill":
    killpoint.install(lambda point: os.kill(os.getpid(), signal.SIGKILL))
else:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(how), int(how)))
try:
    make(Storage(url, Path(folder)), Path(place), now=NOW + timedelta(hours=1), keep=1)
except StorageError as error:
    print(error.spanish)
    raise SystemExit(3)
"""


@pytest.mark.parametrize(("how", "code"), [("kill", -9), ("0", 3), ("3000", 3), ("40000", 3)])
def test_killed_or_without_space_the_last_good_backup_stays_whole(
    how: str, code: int, full: Storage, tmp_path: Path
) -> None:
    if how == "40000" and full.url.startswith("postgresql"):
        pytest.skip("the whole archive is smaller than that")
    place = tmp_path / "respaldos"
    good = make(full, place, now=NOW)
    command = [sys.executable, "-c", INTERRUPTED, full.url, str(full.folder), str(place), how]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert done.returncode == code, done.stderr[-2000:]
    assert kept(place) == [good.folder]
    assert verify(good.folder) == good
    if code == 3:
        assert not list(place.glob(".*"))
    again = make(full, place, now=LATER)
    assert kept(place)[0] == again.folder
    assert not list(place.glob(".*"))
    shutil.rmtree(place)
