"""Files of records in the data folder, under the SHA-256 of their bytes: written whole or not at all, read only whole.

Nothing here is ever executed, opened or served as a page.
"""

import contextlib
import hashlib
import os
import re
import tempfile
from pathlib import Path

from conflict.errors import StorageError
from register.failure import storage_error

FOLDER = "evidencia"
_DIGEST = re.compile(r"[0-9a-f]{64}")


def keep(folder: Path, content: bytes) -> str:
    """Store bytes and return their digest; the same bytes are stored once. Raise StorageError when it cannot be."""
    digest = hashlib.sha256(content).hexdigest()
    place = _place(folder, digest)
    if place.exists():
        return digest
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=place.parent, prefix=".")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(place)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise storage_error(error) from error
    return digest


def fetch(folder: Path, digest: str) -> bytes:
    """Return the bytes of a digest; raise StorageError when they are missing or no longer the same."""
    if not _DIGEST.fullmatch(digest):
        raise StorageError(f"digest {digest[:70]!r}", "Ese documento no existe.")
    try:
        content = _place(folder, digest).read_bytes()
    except OSError as error:
        raise StorageError(f"evidence {digest}: {error}", "El documento no está en la carpeta de datos.") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise StorageError(f"evidence {digest} is damaged", "El documento cambió en el disco y no se muestra.")
    return content


def _place(folder: Path, digest: str) -> Path:
    return folder / FOLDER / digest[:2] / digest
