"""Who holds the lease of a cycle: machine, process and its birth, so that a dead holder is told from a slow one."""

import os
import socket
from pathlib import Path


def this_process() -> str:
    """Name this process: `machine:pid:birth`."""
    pid = os.getpid()
    return f"{socket.gethostname()}:{pid}:{_birth(pid)}"


def is_dead(holder: str) -> bool:
    """Say whether the holder is a process of this machine that no longer runs.

    A holder on another machine, or on a system that cannot tell, is never called dead: its lease runs out instead.
    """
    try:
        machine, pid, birth = holder.rsplit(":", 2)
        number = int(pid)
    except ValueError:
        return False
    if machine != socket.gethostname() or not Path("/proc").is_dir():
        return False
    return _birth(number) != birth


def _birth(pid: int) -> str:
    """Return when a process was born, in clock ticks since boot, or "" when there is none (proc(5), field 22)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    state, *rest = stat.rpartition(")")[2].split()
    return "" if state in ("Z", "X") else rest[18]
