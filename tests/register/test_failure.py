"""What a database says becomes one Spanish sentence, and a full disk is told from a damaged file."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from conflict.errors import StorageError
from register.engine import open_register
from register.failure import storage_error
from register.settings import Storage


def wrapped(error: Exception) -> DBAPIError:
    return DBAPIError("INSERT …", {"secreto": "nombre"}, error)


def test_a_full_database_is_called_full(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "llena.db")
    connection.execute("CREATE TABLE t (x)")
    connection.execute("PRAGMA max_page_count = 4")
    with pytest.raises(sqlite3.OperationalError) as met:
        connection.executemany("INSERT INTO t VALUES (?)", [("x" * 4000,)] * 50)
    told = storage_error(wrapped(met.value))
    assert told.full
    assert "lleno" in told.spanish


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("disk I/O error", "El disco no dejó"),
        ("database disk image is malformed", "está dañada"),
        ("database is locked", "ocupada"),
        ("attempt to write a readonly database", "solo lectura"),
        ("no such table: article", "atalaya migrar"),
        ("something new", "Nada quedó a medias"),
    ],
)
def test_each_trouble_has_its_sentence_and_never_the_row(words: str, part: str) -> None:
    told = storage_error(wrapped(sqlite3.OperationalError(words)))
    assert part in told.spanish
    assert not told.full
    assert "nombre" not in f"{told}{told.spanish}"


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "archivo").write_text("")
    with pytest.raises(StorageError) as told:
        open_register(Storage(f"sqlite:///{tmp_path / 'archivo' / 'a.db'}", tmp_path / "archivo"))
    assert "carpeta" in told.value.spanish


def test_a_file_that_is_no_database_is_not_overwritten(tmp_path: Path) -> None:
    other = tmp_path / "otra.db"
    other.write_bytes(b"esto no es una base de datos" * 200)
    with (
        pytest.raises(StorageError) as told,
        open_register(Storage(f"sqlite:///{other}", tmp_path)).reading() as session,
    ):
        session.connection()
    assert "no es de Atalaya" in told.value.spanish
    assert other.read_bytes().startswith(b"esto no es")
