"""Ports for servers that are bound only a while after they are chosen.

The kernel hands ports it chooses itself (32768 and up on Linux) to every server that asks for any, so one that was
free when Prefect's server was started may be another worker's press by the time that server binds it.
"""

import os

from cli.ports import free_port


def own_port(first: int) -> int:
    """Return a free port that the kernel hands to nobody and no other worker of these tests looks at."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return free_port(first + 10 * int(worker))
