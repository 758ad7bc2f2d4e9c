"""The key of the journal's chain: outside the database, so that whoever owns the database cannot forge a line.

It is what `ATALAYA_CLAVE_BITACORA` carries, else the file `bitacora.clave` of the data folder, readable by its owner
alone and made by the first `migrar`. Who loses it can still read the journal, but neither check nor continue it.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from conflict.errors import StorageError, reason_in_spanish
from register.settings import journal_secret

FILE = "bitacora.clave"
LEAST_CHARS = 32
"""Characters of a key: 64 of hexadecimal are 256 bits; less than 32 is somebody's password."""
LEAST_DIFFERENT = 8
"""Different characters of a key: of 32 random ones of hexadecimal there are fewer once in 28 million times."""


def find_key(folder: Path) -> bytes | None:
    """Return the key, None when there is none. Raise StorageError for one that is too short or open to others."""
    told = journal_secret()
    if told:
        return _checked(told, "ATALAYA_CLAVE_BITACORA")
    path = folder / FILE
    try:
        if path.stat().st_mode & 0o077:
            raise StorageError(
                "journal key readable by others",
                f"La clave de la bitácora ({path}) está abierta a otros usuarios. Ciérrela con: chmod 600 {path}",
            )
        return _checked(path.read_text(encoding="ascii", errors="replace").strip(), str(path))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError(
            f"journal key: {error.strerror}", f"No se puede leer {path}: {reason_in_spanish(error)}."
        ) from error


def make_key(folder: Path) -> None:
    """Make the file of the key, unless there is a key already."""
    if find_key(folder) is not None:
        return
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return  # another process was quicker, and its key is the key
    except OSError as error:
        raise StorageError(
            f"journal key: {error.strerror}", f"No se puede guardar {path}: {reason_in_spanish(error)}."
        ) from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())


def print_of(key: bytes) -> str:
    """Return what the database keeps of the key, to know it again: not enough to forge anything."""
    return hmac.new(key, b"atalaya: huella de la clave", hashlib.sha256).hexdigest()[:16]


def missing() -> StorageError:
    """Return the failure of a journal that cannot be continued."""
    return StorageError(
        "journal key missing",
        f"Falta la clave de la bitácora y sin ella no se anota ni se cambia nada. Devuelva el archivo {FILE} a la "
        "carpeta de datos o póngala en ATALAYA_CLAVE_BITACORA; si la base de datos es nueva, corra: atalaya migrar",
    )


def _checked(secret: str, where: str) -> bytes:
    if len(secret) < LEAST_CHARS:
        raise StorageError(
            f"journal key of {len(secret)} characters",
            f"La clave de la bitácora en {where} es muy corta: se esperaban {LEAST_CHARS} caracteres o más.",
        )
    if len(set(secret)) < LEAST_DIFFERENT:
        raise StorageError(
            f"journal key of {len(set(secret))} different characters",
            f"La clave de la bitácora en {where} se adivina: repite los mismos caracteres. Haga una al azar con: "
            "openssl rand -hex 32",
        )
    return secret.encode()
