"""Let a process that nobody waits for step back behind those that somebody does."""

import contextlib
import os
from pathlib import Path

STEPS_BACK = 10
"""Steps that a cycle steps back by default, of 19: where both want the processor it gets about a tenth of what the
pages get (sched(7): a step is a factor of 1.25), and where nobody wants it, all of it. With more it would hold the
register's lock, which decisions wait for, longer than they save."""

AUTOGROUP = Path("/proc/self/autogroup")


def step_back(steps: int = STEPS_BACK) -> None:
    """Lower the priority of this process and of all it starts from now on; never raise it, and do nothing for 0.

    For processes of their own only, before they start threads: there is no way back without privileges. Where the
    kernel weighs sessions before processes (sched(7), autogroup), the session steps back too when it is ours alone.
    """
    if steps <= os.getpriority(os.PRIO_PROCESS, 0):
        return
    os.setpriority(os.PRIO_PROCESS, 0, steps)
    if os.getsid(0) == os.getpid():
        with contextlib.suppress(OSError):  # another kernel, or one that does not let us: the process has stepped back
            AUTOGROUP.write_text(str(steps))
