"""Workbooks wait for the next step of an import, whichever process serves it, and for their sender only."""

from pathlib import Path

import pytest

from conflict.errors import DataError
from dashboards.waiting_books import HELD, WaitingBooks
from tests.register.test_imports import excel


def test_another_process_finds_what_one_was_sent(tmp_path: Path) -> None:
    token = WaitingBooks(tmp_path).put("registro.xlsx", excel(), "Nora Inventada")
    found = WaitingBooks(tmp_path).find(token, "Nora Inventada")
    assert found is not None
    assert found.name == "registro.xlsx"


def test_nobody_else_finds_it(tmp_path: Path) -> None:
    books = WaitingBooks(tmp_path)
    token = books.put("registro.xlsx", excel(), "Nora Inventada")
    assert books.find(token, "Delia Inventada") is None
    assert WaitingBooks(tmp_path).find(token, "Delia Inventada") is None
    assert [path.stat().st_mode & 0o777 for path in tmp_path.iterdir()] == [0o600]


def test_what_was_saved_waits_nowhere(tmp_path: Path) -> None:
    one, other = WaitingBooks(tmp_path), WaitingBooks(tmp_path)
    token = one.put("registro.xlsx", excel(), "Nora Inventada")
    assert other.find(token, "Nora Inventada") is not None
    one.drop(token)
    assert other.find(token, "Nora Inventada") is None
    assert not list(tmp_path.iterdir())


def test_the_oldest_makes_room_for_the_newest(tmp_path: Path) -> None:
    books = WaitingBooks(tmp_path)
    tokens = [books.put("registro.xlsx", excel(), "Nora Inventada") for _ in range(HELD + 1)]
    assert len(list(tmp_path.iterdir())) == HELD
    assert books.find(tokens[0], "Nora Inventada") is None
    assert books.find(tokens[-1], "Nora Inventada") is not None


@pytest.mark.parametrize("token", ["", "nada", "../bitacora.clave", "a" * 16, "x" * 400, "..", "/etc/passwd"])
def test_what_is_no_token_finds_nothing(tmp_path: Path, token: str) -> None:
    assert WaitingBooks(tmp_path).find(token, "Nora Inventada") is None


def test_what_is_no_workbook_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        WaitingBooks(tmp_path).put("x.xlsx", b"hola", "Nora Inventada")
    assert not list(tmp_path.iterdir())


def test_without_a_shared_folder_nothing_outlives_the_pages() -> None:
    books = WaitingBooks()
    folder = books.folder
    books.put("registro.xlsx", excel(), "Nora Inventada")
    del books
    assert not folder.exists()
