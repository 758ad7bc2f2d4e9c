"""The command `atalaya` in a process of its own, with nothing of ours in its environment."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return an environment whose data folder is the test's own."""
    ours = ("ATALAYA_", "PREFECT_", "PYTHONDONTWRITEBYTECODE")  # the last would compile every library at every start
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"ATALAYA_DATOS": str(tmp_path / "datos"), "COLUMNS": "120", "NO_COLOR": "1", "TERM": "dumb"}


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    """Return a way to run the command and wait for its end."""

    def command(*arguments: str, **changes: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "cli", *arguments],
            cwd=ROOT,
            env=environment | changes,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return command


def told(done: "subprocess.CompletedProcess[str]") -> str:
    """Return what the user reads on stderr; fail when it is a trace."""
    assert "Traceback" not in done.stderr, done.stderr
    return done.stderr.strip()
