"""One writer at a time over all processes of the machine, by a lock on a file beside the database.

SQLite 3.7.0 to 3.51.2 can lose committed writes when two connections write and checkpoint a WAL at the same instant
(sqlite.org/wal.html, the WAL-reset bug; mended in 3.44.6, 3.50.7 and 3.51.3). The library of Debian 12 is one of them.
Every writing transaction, with the automatic checkpoint at its end, runs under this lock, so two never meet; the
checkpoint on closing the last connection needs no lock, since SQLite then holds the file for itself alone.
"""

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from conflict.errors import StorageError

PATIENCE_SECONDS = 10.0
LOOKS_AGAIN = 0.005
"""Seconds between two looks at a lock that is taken; who holds it turn by turn leaves twice as much in between."""


def in_wal_window(version: tuple[int, int, int]) -> bool:
    """Say whether this SQLite has the WAL-reset bug."""
    mended = (3, 44, 6) <= version < (3, 45, 0) or (3, 50, 7) <= version < (3, 51, 0) or version >= (3, 51, 3)
    return version >= (3, 7, 0) and not mended


class WriterLock:
    """The lock of one database file; between threads of this process a plain lock comes first."""

    def __init__(self, database: Path, patience: float = PATIENCE_SECONDS) -> None:
        """Name the lock file `<database>.escritor`."""
        self.path = database.with_name(f"{database.name}.escritor")
        self._patience = patience
        self._threads = threading.Lock()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; raise StorageError after ten seconds of waiting."""
        until = time.monotonic() + self._patience
        if not self._threads.acquire(timeout=self._patience):
            raise _busy()
        try:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                self._wait(handle, until)
                yield
            finally:
                os.close(handle)
        finally:
            self._threads.release()

    @staticmethod
    def _wait(handle: int, until: float) -> None:
        pause = 0.001
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() > until:
                    raise _busy() from None
                time.sleep(pause)
                pause = min(pause * 2, LOOKS_AGAIN)


def _busy() -> StorageError:
    return StorageError(
        "writer lock not free within 10 s",
        "Otro proceso escribe en la base de datos desde hace más de 10 segundos. Reintente en un momento; nada se "
        "perdió.",
    )
