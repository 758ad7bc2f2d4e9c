"""A database file that is not what it was is named at every way in, and nothing is written in it."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from conflict.errors import AtalayaError, DataError, StorageError
from register import localdisk
from register.backup import make
from register.doctor import examine
from register.engine import Register, open_register
from register.localdisk import OpenedFile, demand_ours
from register.migrate import migrate
from register.restore import restore
from register.settings import Storage
from tests.conftest import NOW, ROOT
from tests.register.populated import populate

PAGE = 4096
WAYS: dict[str, Callable[[Storage], object]] = {
    "abrir": open_register,
    "migrar": migrate,
    "revisar": lambda storage: list(examine(storage, NOW)),
    "respaldar": lambda storage: make(storage, storage.folder / "respaldos", now=NOW),
}


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2 // PAGE * PAGE)


def cut_to_a_stump(path: Path) -> None:
    os.truncate(path, 60)


def zeroed(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(PAGE))


def replaced_by_text(path: Path) -> None:
    path.write_text("Lista de compras: quinua, chuño, papa.\n" * 400)


def replaced_by_another(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE compras (cosa TEXT)")
        other.execute("INSERT INTO compras VALUES ('quinua')")
    other.close()


HARMS = [truncated, cut_to_a_stump, zeroed, replaced_by_text, replaced_by_another]


@pytest.fixture
def full(tmp_path: Path) -> Storage:
    """Return a populated register of SQLite, closed, with all of it in its file."""
    folder = tmp_path / "datos"
    storage = Storage(f"sqlite:///{folder / 'atalaya.db'}", folder)
    migrate(storage)
    register = open_register(storage)
    populate(register)
    register.close()
    with sqlite3.connect(folder / "atalaya.db") as whole:
        whole.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole.close()
    return storage


def file_of(storage: Storage) -> Path:
    return storage.folder / "atalaya.db"


@pytest.mark.parametrize("harm", HARMS)
def test_what_is_damaged_or_not_ours_is_refused_at_every_way_in(full: Storage, harm: Callable[[Path], None]) -> None:
    path = file_of(full)
    harm(path)
    before = path.read_bytes()
    for name, way in WAYS.items():
        with pytest.raises(StorageError) as refused:
            way(full)
        assert "restaure el último respaldo" in refused.value.spanish, name
        assert path.read_bytes() == before, name
    assert not list(full.folder.glob("respaldos/atalaya-*"))


def test_a_page_of_zeros_in_a_table_is_found_by_the_doctor_and_by_the_backup(full: Storage) -> None:
    path = file_of(full)
    with sqlite3.connect(path) as looked:
        (page,) = looked.execute("SELECT rootpage FROM sqlite_master WHERE name = 'article'").fetchone()
    looked.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(bytes(PAGE))
    before = path.read_bytes()
    found: dict[str, str] = {}
    with pytest.raises(StorageError, match="malformed"):
        found.update((one.name, one.sentence) for one in examine(full, NOW) if not one.ok)
    with pytest.raises(AtalayaError, match=r"malformed|damaged|integrity"):
        make(full, full.folder / "respaldos", now=NOW)
    assert path.read_bytes() == before
    assert not list(full.folder.glob("respaldos/atalaya-*"))


def test_an_empty_file_and_none_at_all_become_a_register(tmp_path: Path) -> None:
    (tmp_path / "vacia.db").touch()
    for name in ("vacia.db", "ninguna.db"):
        assert migrate(Storage(f"sqlite:///{tmp_path / name}", tmp_path))


def test_a_look_at_the_file_takes_no_lock_of_this_process_away(full: Storage) -> None:
    """Closing a handle of our own on the file would let another process write in the middle of a transaction."""
    path, register = file_of(full), open_register(full)
    locks = Path("/proc/locks")
    if not locks.exists():
        pytest.skip("no /proc/locks on this machine")

    def held() -> int:
        mark = f":{path.stat().st_ino} "
        return sum(mark in line and f" {os.getpid()} " in line for line in locks.read_text().splitlines())

    with register.reading() as session:
        session.execute(text("SELECT count(*) FROM article")).one()
        before = held()
        demand_ours(path)
        open_register(full).close()
        assert held() == before > 0
    register.close()


@pytest.mark.parametrize("harm", [truncated, zeroed, replaced_by_text])
def test_a_backup_takes_the_place_of_a_damaged_file_and_of_its_log(full: Storage, harm: Callable[[Path], None]) -> None:
    made = make(full, full.folder / "respaldos", now=NOW)
    path = file_of(full)
    log = path.with_name(f"{path.name}-wal")
    with sqlite3.connect(path) as late:
        late.execute("UPDATE article SET title = 'después del respaldo'")
        late.commit()
        kept = log.read_bytes()
    late.close()
    harm(path)
    log.write_bytes(kept)
    damaged = path.read_bytes()
    done = restore(full, made.folder, now=NOW, replace=True)
    assert done.aside is not None
    assert done.aside.read_bytes() == damaged
    register = open_register(full)
    with register.reading() as session:
        late_ones = session.execute(text("SELECT count(*) FROM article WHERE title LIKE 'después%'")).scalar_one()
        assert (late_ones, session.execute(text("PRAGMA integrity_check")).scalar_one()) == (0, "ok")
    register.close()


def write(register: Register) -> None:
    with register.writing() as session:
        session.execute(text("UPDATE source SET name = name"))


def read(register: Register) -> None:
    with register.reading() as session:
        session.execute(text("SELECT count(*) FROM source")).one()


@pytest.mark.parametrize("work", [write, read])
def test_a_file_that_is_replaced_or_removed_in_use_is_neither_written_nor_shown(
    full: Storage, work: Callable[[Register], None]
) -> None:
    """In WAL mode SQLite would go on with the file that nobody finds any more, and lose every decision."""
    path, register = file_of(full), open_register(full)
    work(register)
    other = path.with_name("copia.db")
    shutil.copyfile(path, other)
    other.replace(path)
    before = path.read_bytes()
    with pytest.raises(StorageError) as told:
        work(register)
    assert "reemplazó" in told.value.spanish
    assert "Reinicie Atalaya" in told.value.spanish
    assert path.read_bytes() == before
    path.unlink()
    with pytest.raises(StorageError, match="not the file that was opened"):
        work(register)
    assert not path.exists()
    register.close()


def test_a_file_that_is_made_later_is_the_one_that_counts(tmp_path: Path) -> None:
    opened = OpenedFile(tmp_path / "luego.db")
    opened.demand_same()
    (tmp_path / "luego.db").touch()
    opened.demand_same()
    (tmp_path / "luego.db").write_text("crece")
    opened.demand_same()
    (tmp_path / "luego.db").unlink()
    with pytest.raises(StorageError):
        opened.demand_same()


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
servidor:/casa {shared} {kind} rw 0 0
/dev/sdb1 {shared}/propia ext4 rw 0 0
"""


@pytest.mark.parametrize("kind", sorted(localdisk.NETWORK_FILE_SYSTEMS))
def test_a_folder_of_the_network_is_refused_before_anything_is_made_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    shared = tmp_path / "Oficina La Paz, año 2026"
    shared.mkdir()
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS.format(shared=str(shared).replace(" ", r"\040"), kind=kind), "utf-8")
    monkeypatch.setattr(localdisk, "MOUNTS", mounts)
    there = Storage(f"sqlite:///{shared / 'datos' / 'atalaya.db'}", shared / "datos")
    for name, way in WAYS.items():
        with pytest.raises((StorageError, DataError)) as refused:
            way(there)
        assert "carpeta de red" in refused.value.spanish, name
    assert not list(shared.glob("datos/*.db*"))
    (shared / "propia").mkdir()
    demand_ours(shared / "propia" / "atalaya.db")
    mounts.write_text(
        mounts.read_text("utf-8") + f"/dev/sdc1 {str(shared).replace(' ', chr(92) + '040')} ext4 rw 0 0\n"
    )
    demand_ours(shared / "atalaya.db")


def test_nothing_else_opens_the_file_of_a_register() -> None:
    """What looks at the file first stands in the one way in; a backup's own copies are opened plainly."""
    rooms = ("register", "cli", "flows", "dashboards", "reports", "outlook", "feeds", "classifiers", "territory")
    texts = {path: path.read_text("utf-8") for room in rooms for path in (ROOT / room).rglob("*.py")}
    for opening, allowed in (("create_engine(", {"engine.py"}), ("sqlite3.connect(", {"localdisk.py", "backup.py"})):
        assert {path.name for path, text in texts.items() if opening in text} == allowed
