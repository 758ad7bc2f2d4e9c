"""The file of a SQLite register before it is opened, and while it is: on a disk of this machine, ours, and the same.

Opening a file already writes in it (the journal mode stands in its head), so strangers' files are told apart before.
Only SQLite itself may look into the file: closing any other handle on it would give back the locks that this process
holds there (sqlite.org/howtocorrupt.html, 2.2).
"""

import contextlib
import os
import re
import sqlite3
from pathlib import Path

from conflict.errors import StorageError
from register.failure import from_sqlite, storage_error

NETWORK_FILE_SYSTEMS = frozenset(
    {"9p", "afs", "ceph", "cifs", "fuse.ceph", "fuse.glusterfs", "fuse.rclone", "fuse.sshfs", "nfs", "nfs4"}
    | {"smb3", "smbfs"}
)
"""A WAL needs shared memory between processes, which these do not give (sqlite.org/wal.html)."""
MOUNTS = Path("/proc/mounts")


def demand_ours(path: Path) -> None:
    """Raise StorageError unless a file may be written as a register: there is none, it is empty, or it is one.

    What only a look at every page would find (a page of zeros in the middle) is found by `doctor`, by each backup, and
    by SQLite when it comes by there.
    """
    kind = file_system(path)
    if kind in NETWORK_FILE_SYSTEMS:
        raise StorageError(
            f"database on {kind}",
            f"{path} está en una carpeta de red ({kind}), donde SQLite pierde datos. Muévala a un disco local y "
            "cambie ATALAYA_BASE_DE_DATOS.",
        )
    if _strange(path):
        raise StorageError(
            "database has tables and none of ours",
            "La base de datos está dañada o no es de Atalaya. No escriba más en ella: restaure el último respaldo.",
        )


def _strange(path: Path) -> bool:
    """Say whether a database has tables, and none that says its version; raise StorageError for a damaged one."""
    try:
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as looked:
            names = {name for (name,) in looked.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.OperationalError:  # not there, busy, or on a disk for reading only: opening says so
        return False
    except sqlite3.DatabaseError as error:
        raise from_sqlite(error) from error
    return bool(names) and "alembic_version" not in names


def file_system(path: Path) -> str:
    """Return the kind of file system a path lies on, "" where the system does not tell (proc(5), mounts).

    Of two on one place the later covers the earlier; blanks and accents of a place come as octal numbers.
    """
    try:
        mounts = [line.split() for line in os.fsdecode(MOUNTS.read_bytes()).splitlines()]
    except OSError:
        return ""
    whole, longest, found = str(path.resolve()), 0, ""
    for _, written, kind, *_ in mounts:
        point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), written)
        if len(point) >= longest and (whole == point or whole.startswith(point.rstrip("/") + "/")):
            longest, found = len(point), kind
    return found


def demand_writable(folder: Path, setting: str) -> None:
    """Make a folder where there is none; raise StorageError, with the setting that names it, when it takes no files."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise storage_error(error) from error
    if not os.access(folder, os.W_OK | os.X_OK):  # the superuser too is told no where the disk is for reading only
        raise StorageError(
            f"{folder} cannot be written",
            f"No se puede escribir en la carpeta {folder}: es de solo lectura o falta permiso. Dé permiso de escritura "
            f"o elija otra con {setting}.",
        )


class OpenedFile:
    """The file that was opened, told apart from another that takes its name.

    In WAL mode SQLite goes on writing into a file that was removed or replaced, and all of it is lost
    (sqlite.org/howtocorrupt.html, 4.2).
    """

    def __init__(self, path: Path) -> None:
        """Name the file; which one it is, the first look that finds one says."""
        self._path = path
        self._seen: tuple[int, int] | None = None

    def demand_same(self) -> None:
        """Raise StorageError when the file is gone, or another lies in its place."""
        try:
            told = self._path.stat()
            found = (told.st_dev, told.st_ino)
        except OSError:
            found = None
        if self._seen is None:
            self._seen = found
        elif found != self._seen:
            raise StorageError(
                f"{self._path} is not the file that was opened",
                f"Alguien quitó o reemplazó {self._path} mientras Atalaya la usaba. No se escribió nada más. Reinicie "
                "Atalaya; si puso un respaldo a mano, use en adelante: atalaya restaurar",
            )
