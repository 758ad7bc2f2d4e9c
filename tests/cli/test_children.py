"""What a verb starts beside itself ends with it, however it is told to stop."""

import contextlib
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

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
    until = time.monotonic() + 10
    while psutil.pid_exists(number) and time.monotonic() < until:
        time.sleep(0.05)
    with contextlib.suppress(psutil.NoSuchProcess):
        assert psutil.Process(number).status() == psutil.STATUS_ZOMBIE
