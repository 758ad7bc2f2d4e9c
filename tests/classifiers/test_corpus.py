"""A row of the corpus that is not as it must be is named with its file and line, whatever is wrong with it."""

from pathlib import Path

import pytest

from classifiers.corpus import COLUMNS, load_corpus
from conflict.errors import DataError

ROW = ["A1", "Vecinos bloquean", "", "", "2026-05-04", "Radio Cerro", "medida", "bloqueo", "", "", "", "", "", ""]


def written(folder: Path, *rows: list[str], head: list[str] = COLUMNS) -> Path:
    lines = [",".join(cells) for cells in (head, *rows)]
    (folder / "prueba-01.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_a_row_is_an_example(tmp_path: Path) -> None:
    (example,) = load_corpus(written(tmp_path, ROW)).examples
    assert (example.id, example.text, example.kind, example.month) == ("A1", "Vecinos bloquean", "prueba", "2026-05")


@pytest.mark.parametrize(
    "rows",
    [
        [ROW[:5]],
        [ROW[:8]],
        [[*ROW, "de más"]],
        [["", *ROW[1:]]],
        [ROW, ROW],
        [[*ROW[:6], "medidas", *ROW[7:]]],
        [[*ROW[:7], "bloqueos", *ROW[8:]]],
    ],
    ids=["short", "without places", "long", "without id", "twice", "stage", "measure"],
)
def test_a_wrong_row_is_told_with_file_and_line(tmp_path: Path, rows: list[list[str]]) -> None:
    with pytest.raises(DataError) as refused:
        load_corpus(written(tmp_path, *rows))
    assert f"prueba-01.csv, línea {len(rows) + 1}: " in refused.value.spanish


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    folder = written(tmp_path, ROW)
    (folder / "prueba-02.csv").write_bytes((",".join(COLUMNS) + "\nA2,ma\xf1ana\n").encode("latin-1"))
    with pytest.raises(DataError, match=r"prueba-02\.csv"):
        load_corpus(folder)
