"""From what a database or a disk says to a StorageError with a sentence; one place for both engines."""

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from conflict.errors import StorageError, reason_in_spanish

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

_SQLITE = (
    (
        ("database or disk is full",),
        True,
        "El disco o el espacio de la base de datos está lleno. Libere espacio; lo pendiente se retoma solo, sin perder "
        "nada.",
    ),
    (
        ("database is locked", "database table is locked"),
        False,
        "La base de datos está ocupada por otro proceso desde hace más de 10 segundos. Reintente; si sigue, vea con "
        "«atalaya doctor» quién la usa.",
    ),
    (
        ("readonly", "read-only", "attempt to write"),
        False,
        "La base de datos o su carpeta es de solo lectura. Dé permiso de escritura a la carpeta de ATALAYA_DATOS.",
    ),
    (
        ("unable to open",),
        False,
        "No se puede abrir la base de datos. Revise que exista la carpeta de ATALAYA_DATOS y que se pueda escribir en "
        "ella.",
    ),
    (
        ("disk i/o error",),
        False,
        "El disco no dejó leer o escribir la base de datos. Revise el espacio libre y el estado del disco; nada quedó "
        "a medias y lo pendiente se retoma solo.",
    ),
    (
        ("malformed", "not a database", "file is encrypted"),
        False,
        "La base de datos está dañada o no es de Atalaya. No escriba más en ella: restaure el último respaldo.",
    ),
    (("no such table", "no such column"), False, "A la base de datos le faltan tablas. Créelas con: atalaya migrar"),
)

_RESTARTING = "El servidor de base de datos se está reiniciando. Reintente en un momento; nada quedó a medias."

_POSTGRES = {
    "57P01": (False, _RESTARTING),
    "57P02": (False, _RESTARTING),
    "57P03": (False, _RESTARTING),
    "53100": (True, "El disco del servidor de base de datos está lleno. Libere espacio; lo pendiente se retoma solo."),
    "42P01": (False, "A la base de datos le faltan tablas. Créelas con: atalaya migrar"),
    "57014": (False, "La base de datos tardó más de 30 segundos en responder. Reintente en un momento."),
    "55P03": (False, "La base de datos está ocupada. Reintente en un momento."),
    "42501": (
        False,
        "El usuario de la base de datos no puede leer o cambiar eso: es el de las páginas. Use el usuario dueño de las "
        "tablas para el ciclo, los respaldos y las órdenes.",
    ),
    "25006": (False, "La base de datos es de solo lectura. Revise la dirección de ATALAYA_BASE_DE_DATOS."),
}

_UNKNOWN = (
    "La base de datos no pudo hacer lo pedido. Nada quedó a medias; reintente y, si sigue, corra «atalaya doctor»."
)
_UNREACHABLE = (
    "No se puede conectar con la base de datos. Reintente en un momento; si sigue, revise que el servidor esté en "
    "marcha y la dirección de ATALAYA_BASE_DE_DATOS."
)


def storage_error(error: SQLAlchemyError | OSError) -> StorageError:
    """Return the StorageError for what went wrong; its cause names the kind, never the values of a row."""
    if isinstance(error, PoolTimeout):
        return StorageError("connection pool exhausted", "Hay demasiado trabajo a la vez. Reintente en un momento.")
    if isinstance(error, OSError):
        return StorageError(
            f"operating system: {error.strerror}",
            f"No se puede usar la carpeta de datos: {reason_in_spanish(error)}. Revise el espacio y los permisos, o "
            "elija otra con ATALAYA_DATOS.",
            full=error.errno in _FULL,
        )
    original = error.orig if isinstance(error, DBAPIError) else None
    if isinstance(original, sqlite3.Error):
        return from_sqlite(original)
    state = getattr(original, "sqlstate", None)
    if state in _POSTGRES:
        full, sentence = _POSTGRES[state]
        return StorageError(f"postgresql {state}", sentence, full=full)
    if original is not None and state is None:
        return StorageError(f"database unreachable: {type(original).__name__}", _UNREACHABLE)
    return StorageError(f"database refused: {type(original or error).__name__} {state or ''}".strip(), _UNKNOWN)


def from_sqlite(error: sqlite3.Error) -> StorageError:
    """Return the StorageError for what SQLite itself says."""
    words = str(error).lower()
    for signs, full, sentence in _SQLITE:
        if any(sign in words for sign in signs):
            return StorageError(f"sqlite: {words.splitlines()[0][:120]}", sentence, full=full)
    return StorageError(f"sqlite: {type(error).__name__}", _UNKNOWN)


def of_damage(error: StorageError) -> bool:
    """Say whether SQLite found its file damaged, or no database at all."""
    code = getattr(error.__cause__, "sqlite_errorcode", sqlite3.SQLITE_OK)
    return code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
