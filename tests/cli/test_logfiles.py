"""A log of weeks does not fill the disk, and whoever writes it notices nothing."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli import children, logfiles
from cli.children import kept
from cli.logfiles import KEPT_FOR, SET_ASIDE, aside, turn_over

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(logfiles, "MOST_BYTES", 1_000)
    return tmp_path / "prefect.log"


def test_a_small_log_stays(log: Path) -> None:
    assert not turn_over(log, NOW)
    log.write_text("x" * 999)
    assert not turn_over(log, NOW)
    assert not aside(log)


def test_a_full_log_is_set_aside_and_the_oldest_go(log: Path) -> None:
    for number in range(SET_ASIDE + 2):
        log.write_text(f"{number}" * 1_000)
        assert turn_over(log, NOW)
        assert log.read_text() == ""
    assert [one.read_text()[0] for one in aside(log)] == ["6", "5", "4", "3", "2"]
    assert len(list(log.parent.iterdir())) == SET_ASIDE + 1


def test_what_was_set_aside_long_ago_is_dropped_though_the_log_is_small(log: Path) -> None:
    log.write_text("hoy")
    for number, days in ((1, 89), (2, 91)):
        old = log.with_name(f"prefect.log.{number}")
        old.write_text("antes")
        at = (NOW - timedelta(days=days)).timestamp()
        os.utime(old, (at, at))
    assert timedelta(days=89) < KEPT_FOR < timedelta(days=91)
    assert not turn_over(log, NOW)
    assert [one.name for one in aside(log)] == ["prefect.log.1"]


def test_without_space_for_the_copy_nothing_is_lost(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log.write_text("x" * 1_000)

    def full(source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(OSError, match="No space"):
        turn_over(log, NOW)
    assert log.stat().st_size == 1_000
    assert list(log.parent.iterdir()) == [log]


def test_a_process_goes_on_writing_into_the_emptied_log(log: Path) -> None:
    with log.open("ab") as out:
        lines = "import sys\nfor line in sys.stdin:\n    print(line.strip() * 600, flush=True)"
        process = subprocess.Popen([sys.executable, "-c", lines], stdin=subprocess.PIPE, stdout=out)
    assert process.stdin is not None
    process.stdin.write(b"ab\n")
    process.stdin.flush()
    _until(lambda: log.stat().st_size > 1_000)
    assert turn_over(log, NOW)
    process.stdin.write(b"cd\n")
    process.stdin.close()
    assert process.wait(10) == 0
    assert log.read_text() == "cd" * 600 + "\n"
    assert aside(log)[0].read_text() == "ab" * 600 + "\n"


def test_what_is_kept_running_has_its_log_looked_at(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "LOG_LOOKED_AT_EVERY", 0.0)
    (log.parent / "habla.py").write_text(f"import time\nprint('x' * {2_000}, flush=True)\ntime.sleep(60)\n")
    with kept(["habla"], {"PYTHONPATH": str(log.parent)}, log):
        _until(lambda: bool(aside(log)))
    assert aside(log)[0].read_text().startswith("xxx")


def _until(done: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if done():
            return
        time.sleep(0.05)
    raise AssertionError("it never came about")
