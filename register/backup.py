"""Keep the whole register apart: database and files in a folder with a manifest, whole or not there at all.

SQLite is copied through its online backup (sqlite.org/backup.html), which sees one state while others write;
PostgreSQL as an archive of JSON lines out of one snapshot. Every backup is read again and compared before it gets its
name, and only then are the oldest ones removed. Raw bodies, Prefect's files and earlier backups are left out.
"""

import contextlib
import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from conflict.errors import DataError, StorageError, reason_in_spanish
from conflict.killpoint import KillPoint, reached
from register.archive import check
from register.archive_files import read_archive, sync, write_archive
from register.engine import open_register
from register.failure import from_sqlite
from register.migrate import check_version, head
from register.queries.everything import lines
from register.settings import Storage
from register.tableset import kept_tables

KEEP = 14
"""Backups kept when nobody says otherwise: two weeks of daily ones."""
FOLDER = "respaldos"
MANIFEST = "manifiesto.json"
DATABASE = "base.db"
ARCHIVE = "registro.jsonl.gz"
FILES = "datos"
LEFT_OUT = frozenset({FOLDER, "crudos", "prefect"})
"""Folders of the data folder that are no memory: the backups themselves, bodies kept 30 days, the scheduler's own."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was read again and found whole. `counts` are rows by table, `files` SHA-256 by path within it."""

    folder: Path
    made_at: str
    engine: str
    revision: str
    counts: dict[str, int]
    files: dict[str, str]


def make(storage: Storage, place: Path, *, now: datetime, keep: int = KEEP) -> Backup:
    """Make a backup in a folder of its own under `place` and return it; the last `keep` ones stay.

    Raise StorageError when it cannot be written; then nothing of it is left, and the earlier ones are as they were.
    """
    name = f"atalaya-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    partial, folder = place / f".{name}.parcial", place / name
    try:
        for left in place.glob(".atalaya-*.parcial"):  # of one that was interrupted
            shutil.rmtree(left, ignore_errors=True)
        partial.mkdir(parents=True)
        engine = _copy_database(storage, partial)
        _copy_files(storage, partial)
        reached(KillPoint.AFTER_BACKUP_COPY)
        counts = _counts(partial)
        found = Backup(partial, now.astimezone(UTC).isoformat(), engine, head(), counts, _digests(partial))
        told = {key: value for key, value in asdict(found).items() if key != "folder"}
        (partial / MANIFEST).write_text(json.dumps({"respaldo": "atalaya", **told}, indent=1), encoding="utf-8")
        for path in (*files_of(partial), partial):
            sync(path)
        verify(partial)
        partial.replace(folder)
        sync(place)
    except OSError as error:
        raise StorageError(
            f"backup to {place}: {error.strerror}",
            f"No se pudo escribir el respaldo en {place}: {reason_in_spanish(error)}. Los respaldos anteriores siguen "
            "enteros. Libere espacio o elija otro lugar con --destino.",
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    for old in kept(place)[keep:]:
        shutil.rmtree(old)
    return verify(folder)


def kept(place: Path) -> list[Path]:
    """Return the backups under a folder, newest first."""
    found = [path.parent for path in place.glob(f"atalaya-*/{MANIFEST}")]
    return sorted(found, key=lambda path: path.name, reverse=True)


def verify(folder: Path) -> Backup:
    """Read a backup to its last byte and return it; raise DataError when it is none, or is damaged."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        backup = Backup(
            folder, told["made_at"], told["engine"], told["revision"], dict(told["counts"]), dict(told["files"])
        )
        if told["respaldo"] != "atalaya":
            raise KeyError("respaldo")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"backup {folder}: {type(error).__name__}",
            f"{folder} no es un respaldo de Atalaya: se esperaba una carpeta con {MANIFEST}. La copia simple de una "
            "base en uso no sirve de respaldo.",
        ) from error
    try:
        found = _digests(folder)
        wrong = sorted(name for name in backup.files if found.get(name) != backup.files[name])
        if wrong:
            raise _damaged(folder, f"{wrong[0]} differs")
        if _counts(folder) != backup.counts:
            raise _damaged(folder, "counts differ")
    except OSError as error:
        raise _damaged(folder, str(error.strerror)) from error
    return backup


def _damaged(folder: Path, cause: str) -> DataError:
    return DataError(
        f"backup {folder}: {cause}",
        f"El respaldo {folder} está dañado: no es como fue escrito. Use otro; los lista «atalaya respaldo listar».",
    )


def _copy_database(storage: Storage, to: Path) -> str:
    """Copy the register's database and return which engine it has."""
    register = open_register(storage)
    try:
        with register.reading() as session:
            check_version(session)
            if register.dialect != "sqlite":
                write_archive(to / ARCHIVE, lines(session))
                return register.dialect
    finally:
        register.close()
    with plain_sqlite(Path(make_url(storage.url).database or "")) as live, plain_sqlite(to / DATABASE) as copy:
        live.execute("PRAGMA query_only=ON")
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    return "sqlite"


@contextlib.contextmanager
def plain_sqlite(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection without any of our settings; raise StorageError for what SQLite refuses."""
    connection = None
    try:
        connection = sqlite3.connect(path, timeout=10)
        yield connection
    except sqlite3.Error as error:
        raise from_sqlite(error) from error
    finally:
        if connection is not None:
            connection.close()


def _copy_files(storage: Storage, to: Path) -> None:
    """Copy what else lies in the data folder and is memory."""
    database = make_url(storage.url).database if storage.url.startswith("sqlite") else ""
    name = Path(database or "").name
    for path in sorted(storage.folder.iterdir()) if storage.folder.is_dir() else []:
        ours = bool(name) and path.name.startswith(name)
        if ours or path.name in LEFT_OUT or path.name.startswith(".") or path.resolve() == to.parent.resolve():
            continue
        target = to / FILES / path.name
        if path.is_dir():
            shutil.copytree(path, target, ignore=shutil.ignore_patterns(".*"))
        elif path.is_file():
            target.parent.mkdir(exist_ok=True)
            shutil.copy2(path, target)


def files_of(folder: Path) -> list[Path]:
    """Return every file under a folder, sorted."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _digests(folder: Path) -> dict[str, str]:
    found = {}
    for path in files_of(folder):
        if path != folder / MANIFEST:
            with path.open("rb") as file:
                found[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _counts(folder: Path) -> dict[str, int]:
    """Return the rows by table of the database in a backup, having read all of it."""
    if (folder / ARCHIVE).is_file():
        return check(read_archive(folder / ARCHIVE))
    with plain_sqlite(folder / DATABASE) as copy:
        said = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        loose = copy.execute("PRAGMA foreign_key_check").fetchone()
        if said != "ok" or loose is not None:
            raise _damaged(folder, f"integrity: {said}, loose: {loose is not None}")
        there = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        names = [table.name for table in kept_tables() if table.name in there]
        return {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608 - our own names
