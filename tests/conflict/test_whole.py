"""A file is there whole or not at all."""

from pathlib import Path

import pytest

from conflict.whole import whole


def test_what_was_written_takes_the_place_of_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "semana.pdf"
    target.write_text("vieja")
    with whole(target) as partial:
        partial.write_text("nueva")
        assert target.read_text() == "vieja"
    assert target.read_text() == "nueva"
    assert list(tmp_path.iterdir()) == [target]


def test_what_was_interrupted_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "semana.pdf"
    target.write_text("vieja")
    with pytest.raises(RuntimeError), whole(target) as partial:
        partial.write_text("media")
        raise RuntimeError("interrupted")
    assert target.read_text() == "vieja"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="no-hay"), whole(tmp_path / "no-hay" / "semana.pdf") as partial:
        partial.write_text("nueva")
