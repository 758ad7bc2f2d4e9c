"""Bring a backup back: verified before anything is touched, whole before it takes the place of anything."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from conflict.errors import DataError, StorageError, reason_in_spanish
from conflict.esbo import counted
from register import backup as backups
from register.archive_files import read_archive, sync
from register.commands.everything import load
from register.engine import open_register
from register.failure import of_damage
from register.journal_key import find_key
from register.migrate import migrate
from register.queries import counts, everything, queue, records
from register.settings import Storage
from register.writerlock import WriterLock


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back. `aside` is where the former SQLite file lies now, None when there was none."""

    backup: backups.Backup
    counts: dict[str, int]
    aside: Path | None = None


def restore(storage: Storage, folder: Path, *, now: datetime, replace: bool = False) -> Restored:
    """Bring a backup back into a register and its data folder.

    Raise DataError for a backup that is damaged, and when there is data that `replace` was not given for; StorageError
    when the disk refuses or the register is in use. Until the last step the register in use is untouched.
    """
    found = backups.verify(folder)
    if not storage.url.startswith("sqlite"):
        _put_files(found, storage, replace)
        return Restored(found, _into_server(storage, found, replace))
    database = Path(make_url(storage.url).database or "")
    if database.exists() and not replace:
        raise DataError(
            f"{database} exists",
            f"Ya hay una base de datos en {database}. Para poner el respaldo en su lugar añada --reemplazar; la de "
            "ahora se guarda al lado.",
        )
    partial = database.with_name(f".{database.name}.restaurando")
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        counted = _rebuild(found, partial)
        _put_files(found, storage, replace)
        aside = _swap(database, partial, now)
    except OSError as error:
        raise StorageError(
            f"restore to {database}: {error.strerror}",
            f"No se pudo restaurar en {database}: {reason_in_spanish(error)}. La base de antes sigue como estaba.",
        ) from error
    finally:
        for left in partial.parent.glob(f"{partial.name}*"):
            left.unlink(missing_ok=True)
    return Restored(found, counted, aside)


def drill(folder: Path, *, now: datetime) -> Restored:
    """Restore a backup into a temporary place, open it as the pages do, and compare; return what was found.

    Raise DataError when the backup is damaged or a table came back with another number of rows.
    """
    with tempfile.TemporaryDirectory(prefix="atalaya-simulacro-") as place:
        storage = Storage(f"sqlite:///{Path(place) / 'atalaya.db'}", Path(place))
        restored = restore(storage, folder, now=now)
        register = open_register(storage)
        try:
            with register.reading() as session:
                counts.overview(session)
                queue.page(session, now=now)
                records.listed(session)
        finally:
            register.close()
    wrong = [name for name, rows in restored.backup.counts.items() if restored.counts.get(name) != rows]
    if wrong:
        raise DataError(
            f"drill of {folder}: {wrong[:3]} differ",
            f"El simulacro falló: la tabla {wrong[0]} volvió con otra cantidad de filas. No confíe en ese respaldo.",
        )
    return restored


def _rebuild(found: backups.Backup, partial: Path) -> dict[str, int]:
    """Make an SQLite file of a backup, at this program's revision, closed and on the disk; return its counts."""
    storage = Storage(f"sqlite:///{partial}", partial.parent)
    if found.engine == "sqlite":
        shutil.copyfile(found.folder / backups.DATABASE, partial)
        migrate(storage, find_key(found.folder / backups.FILES))
    register = open_register(storage)
    try:
        if found.engine != "sqlite":
            with register.writing() as session:
                load(session, read_archive(found.folder / backups.ARCHIVE))
        with register.reading() as session:
            counted = everything.counted(session)
    finally:
        register.close()
    _close(partial)
    sync(partial)
    return counted


def _close(database: Path) -> None:
    """Fold the write-ahead log into the file; raise StorageError when somebody has the register open."""
    with backups.plain_sqlite(database) as connection:
        connection.execute("PRAGMA busy_timeout=2000")
        (mode,) = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    if mode != "delete":
        raise StorageError(
            f"{database} stays in mode {mode}",
            "La base de datos está en uso. Detenga Atalaya y repita la restauración.",
        )


def _swap(database: Path, partial: Path, now: datetime) -> Path | None:
    """Put the new file in the place of the old one, which goes aside; a damaged one goes with its log."""
    with WriterLock(database).held():
        aside = None
        if database.exists():
            aside = database.with_name(f"{database.name}.antes-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
            try:
                _close(database)
            except StorageError as error:
                if not of_damage(error):
                    raise
                for end in ("-wal", "-shm"):  # the new file would be read together with them
                    if (log := database.with_name(f"{database.name}{end}")).exists():
                        log.replace(f"{aside}{end}")
            aside.unlink(missing_ok=True)
            aside.hardlink_to(database)
        partial.replace(database)
        sync(database.parent)
    return aside


def _into_server(storage: Storage, found: backups.Backup, replace: bool) -> dict[str, int]:
    register = open_register(storage)
    try:
        with _lines_of(found) as lines, register.writing() as session:
            return load(session, lines, replace=replace)
    finally:
        register.close()


@contextlib.contextmanager
def _lines_of(found: backups.Backup) -> Iterator[Iterator[str]]:
    """Give the lines of a backup of either engine."""
    if found.engine != "sqlite":
        yield read_archive(found.folder / backups.ARCHIVE)
        return
    with tempfile.TemporaryDirectory(prefix="atalaya-restaurar-") as place:
        partial = Path(place) / "base.db"
        _rebuild(found, partial)
        register = open_register(Storage(f"sqlite:///{partial}", Path(place)))
        try:
            with register.reading() as session:
                yield everything.lines(session)
        finally:
            register.close()


def _put_files(found: backups.Backup, storage: Storage, replace: bool) -> None:
    """Put the files of the data folder back, each whole; one that is there and differs needs `replace`."""
    root = found.folder / backups.FILES
    wanted = [(path, storage.folder / path.relative_to(root)) for path in backups.files_of(root)]
    there = [target for path, target in wanted if target.exists() and target.read_bytes() != path.read_bytes()]
    if there and not replace:
        raise DataError(
            f"{len(there)} files differ, {there[0].name}",
            f"En la carpeta de datos ya hay {counted(len(there), 'archivo distinto', 'archivos distintos')} a los del "
            f"respaldo, como {there[0].name}. "
            "Para reemplazarlos añada --reemplazar.",
        )
    for path, target in wanted:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f".{target.name}.restaurando")
        shutil.copy2(path, partial)
        partial.replace(target)
