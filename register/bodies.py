"""The bodies that feeds sent, kept compressed for 30 days so that a better parser can read them again.

A file is named by the digest of its content and lies in a folder per day; writing it twice changes nothing. Nothing of
a body is ever needed to serve a page.
"""

import errno
import gzip
import os
import shutil
from datetime import date, timedelta
from pathlib import Path

from conflict.errors import StorageError, reason_in_spanish

KEEP = timedelta(days=30)
"""Retention of raw bodies (reliability bar, register rules on deletion)."""


def save_body(folder: Path, digest: str, body: bytes, day: date) -> Path:
    """Keep one body under its digest; return where. Raise StorageError when it cannot be written."""
    place = folder / "crudos" / day.isoformat()
    target = place / f"{digest}.gz"
    if target.exists():
        return target
    partial = place / f".{digest}.{os.getpid()}"
    try:
        place.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(gzip.compress(body, 5, mtime=0))
        partial.replace(target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise StorageError(
            f"raw body not written to {place}: {error.strerror}",
            f"No se pudo guardar lo leído en {place}: {reason_in_spanish(error)}. Libere espacio o dé permiso de "
            "escritura en esa carpeta; la recolección seguirá sola, sin perder notas.",
            full=error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
        ) from error
    return target


def purge_bodies(folder: Path, today: date) -> int:
    """Delete the day folders older than the retention; return how many."""
    return erase_days(days_before(folder, today - KEEP))


def days_before(folder: Path, day: date) -> list[Path]:
    """Return the day folders of before a day, the oldest first."""
    root = folder / "crudos"
    return [place for place in sorted(root.iterdir()) if _before(place.name, day)] if root.is_dir() else []


def erase_days(places: list[Path]) -> int:
    """Delete day folders; return how many."""
    for place in places:
        shutil.rmtree(place, ignore_errors=True)
    return len(places)


def _before(name: str, day: date) -> bool:
    try:
        return date.fromisoformat(name) < day
    except ValueError:
        return False
