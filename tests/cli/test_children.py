"""What a verb starts beside itself ends with it, however it is told to stop."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from cli.children import kept
from tests.conftest import ROOT

PARENT = """
import sys, time
from pathlib import Path
from cli.children import child

with child(["http.server", "0", "--bind", "127.0.0.1"], {}, Path(sys.argv[1]) / "hijo.log") as process:
    print(process.pid, flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, -signal.SIGINT)])
def test_a_signal_to_stop_ends_the_child_too(tmp_path: os.PathLike[str], sign: signal.Signals, code: int) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert parent.stdout is not None
    number = int(parent.stdout.readline())
    parent.send_signal(sign)
    assert parent.wait(30) == code
    until = time.monotonic() + 30
    while psutil.pid_exists(number) and time.monotonic() < until:
        time.sleep(0.05)
    with contextlib.suppress(psutil.NoSuchProcess):
        assert psutil.Process(number).status() == psutil.STATUS_ZOMBIE


def running(module: str) -> list[int]:
    """Return the processes of ours that run a module."""
    found = []
    for one in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
            if one.status() != psutil.STATUS_ZOMBIE and module in one.cmdline():
                found.append(one.pid)
    return found


def test_a_child_that_dies_is_started_again_until_its_keeper_leaves(tmp_path: Path) -> None:
    with kept(["http.server", "0", "--bind", "127.0.0.1"], {}, tmp_path / "hijo.log", pause=0.1) as first:
        assert running("http.server") == [first.pid]
        for _ in range(2):
            (before,) = running("http.server")
            os.kill(before, signal.SIGKILL)
            until = time.monotonic() + 60
            while running("http.server") in ([], [before]):
                assert time.monotonic() < until, "it was not started again"
                time.sleep(0.05)
    assert running("http.server") == []


def test_a_child_whose_log_cannot_be_opened_for_a_while_is_started_again_all_the_same(tmp_path: Path) -> None:
    """A disk that is full for a minute must not end the schedule for good."""
    log = tmp_path / "hijo.log"
    with kept(["http.server", "0", "--bind", "127.0.0.1"], {}, log, pause=0.1) as first:
        log.unlink()
        log.mkdir()  # whoever runs the tests may write anywhere: this is what refuses also root
        os.kill(first.pid, signal.SIGKILL)
        time.sleep(1.5)
        assert running("http.server") == []
        log.rmdir()
        until = time.monotonic() + 60
        while running("http.server") == []:
            assert time.monotonic() < until, "it was not started again"
            time.sleep(0.05)
    assert running("http.server") == []
