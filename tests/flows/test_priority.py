"""A cycle steps back behind the pages, in a process of its own and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

STEP = "import os; from flows.priority import step_back; step_back({}); print(os.getpriority(os.PRIO_PROCESS, 0))"


def steps_after(asked: str, *, own_session: bool = False) -> int:
    """Return the priority of a process of its own that was asked to step back."""
    done = subprocess.run(
        [sys.executable, "-c", STEP.format(asked)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        start_new_session=own_session,
    )
    return int(done.stdout)


def test_a_process_steps_back_as_far_as_it_is_told() -> None:
    here = os.getpriority(os.PRIO_PROCESS, 0)
    assert steps_after("19") == 19
    assert steps_after("") == max(here, 10)


def test_a_process_that_leads_its_session_steps_back_too() -> None:
    assert steps_after("19", own_session=True) == 19


def test_none_comes_forward() -> None:
    here = os.getpriority(os.PRIO_PROCESS, 0)
    assert steps_after("0") == steps_after("-5") == here


def test_what_it_starts_steps_back_with_it() -> None:
    child = "subprocess.run([sys.executable, '-c', 'import os; print(os.getpriority(os.PRIO_PROCESS, 0))'])"
    code = f"import subprocess, sys; from flows.priority import step_back; step_back(19); {child}"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) == 19


def test_only_verbs_and_schedules_of_their_own_process_step_back() -> None:
    callers = {
        path.relative_to(ROOT).as_posix()
        for room in ("cli", "flows", "dashboards", "register", "feeds", "classifiers")
        for path in Path(ROOT, room).glob("*.py")
        if "step_back(" in path.read_text(encoding="utf-8")
    }
    assert callers == {"flows/priority.py", "flows/deployments.py", "cli/cycle.py"}
