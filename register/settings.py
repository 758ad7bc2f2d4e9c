"""Where the memory lives: the only reader of ATALAYA_BASE_DE_DATOS, ATALAYA_DATOS and ATALAYA_CLAVE_BITACORA."""

import os
from dataclasses import dataclass
from pathlib import Path

from conflict.errors import DataError
from conflict.thismachine import HERE

DEFAULT_FOLDER = Path("var")
_GUARDED = frozenset({"require", "verify-ca", "verify-full"})
"""Values of libpq's sslmode that never go on in clear (PostgreSQL, 34.19)."""


@dataclass(frozen=True, slots=True)
class Storage:
    """The database's address (a SQLAlchemy URL) and the folder for everything that is no table."""

    url: str
    folder: Path


def read_storage() -> Storage:
    """Read the environment; without a database address, SQLite in the data folder.

    Raise DataError for a database on another machine that would be spoken to in clear (OWASP ASVS 5.0.0, 12.3.1).
    """
    folder = Path(os.environ.get("ATALAYA_DATOS") or DEFAULT_FOLDER)
    given = os.environ.get("ATALAYA_BASE_DE_DATOS", "")
    if given and _in_clear(given):
        raise DataError(
            "database elsewhere without TLS",
            "La base de datos está en otra máquina y la conexión iría sin cifrar. Añada a ATALAYA_BASE_DE_DATOS "
            "«?sslmode=verify-full» (comprueba también el certificado) o «?sslmode=require».",
        )
    return Storage(given or f"sqlite:///{folder / 'atalaya.db'}", folder)


def _in_clear(url: str) -> bool:
    """Say whether a database is on another machine and nothing demands TLS; what is no address is told elsewhere."""
    # Here, since whoever reads a CSV needs no database and would wait a fifth of a second for the library.
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        parts = make_url(url)
    except ArgumentError:
        return False
    if parts.get_backend_name() != "postgresql":
        return False
    named = parts.query.get("host") or parts.host or os.environ.get("PGHOST", "")
    hosts = [part for one in ([named] if isinstance(named, str) else named) for part in one.split(",")]
    if all(not host or host in HERE or host.startswith("/") for host in hosts):
        return False
    return (parts.query.get("sslmode") or os.environ.get("PGSSLMODE", "")) not in _GUARDED


def journal_secret() -> str:
    """Return the secret of the journal's chain that the environment carries; "" when it lies in the data folder."""
    return os.environ.get("ATALAYA_CLAVE_BITACORA", "").strip()
