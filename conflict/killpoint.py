"""Named instants at which a test may end the process, to prove that nothing is lost or doubled.

The product calls `reached` and goes on; only a roof that was told to test crashes installs something here.
"""

from collections.abc import Callable
from enum import StrEnum


class KillPoint(StrEnum):
    """The named points of a cycle and of a backup (reliability bar R4)."""

    AFTER_HEADERS = "k1"
    AFTER_BODY_SAVED = "k2"
    AFTER_PARSE = "k3"
    AFTER_ITEMS = "k4"
    BEFORE_COMMIT = "k5"
    AFTER_COMMIT = "k6"
    AFTER_CLAIM = "k7"
    AFTER_SIGNAL = "k8"
    AFTER_QUEUE = "k9"
    AFTER_BACKUP_COPY = "k15"


_installed: Callable[[KillPoint], None] | None = None


def install(action: Callable[[KillPoint], None] | None) -> None:
    """Set what happens at every point; None takes it away."""
    global _installed
    _installed = action


def reached(point: KillPoint) -> None:
    """Say that the point was passed."""
    if _installed is not None:
        _installed(point)
