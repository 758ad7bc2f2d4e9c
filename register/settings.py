"""Where the memory lives: the only reader of ATALAYA_BASE_DE_DATOS, ATALAYA_DATOS and ATALAYA_CLAVE_BITACORA."""

import os
from dataclasses import dataclass
from pathlib import Path

DEFAULT_FOLDER = Path("var")


@dataclass(frozen=True, slots=True)
class Storage:
    """The database's address (a SQLAlchemy URL) and the folder for everything that is no table."""

    url: str
    folder: Path


def read_storage() -> Storage:
    """Read the environment; without a database address, SQLite in the data folder."""
    folder = Path(os.environ.get("ATALAYA_DATOS") or DEFAULT_FOLDER)
    url = os.environ.get("ATALAYA_BASE_DE_DATOS") or f"sqlite:///{folder / 'atalaya.db'}"
    return Storage(url, folder)


def journal_secret() -> str:
    """Return the secret of the journal's chain that the environment carries; "" when it lies in the data folder."""
    return os.environ.get("ATALAYA_CLAVE_BITACORA", "").strip()
