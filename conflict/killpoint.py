"""Named instants at which a test may end the process, to prove that nothing is lost or doubled.

The product calls `reached` and goes on; only a roof that was told to test crashes installs something here.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeAlias


class KillPoint(StrEnum):
    """The named points of a cycle, of a backup (reliability bar R4), and of putting another model in use."""

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
    BEFORE_POINTER = "k18"
    AFTER_POINTER = "k19"


class DeliveryPoint(StrEnum):
    """The named points of what leaves the house: messages and files (reliability bar, kill points)."""

    AFTER_SMTP = "k10"
    DURING_REPORT = "k11"
    AFTER_REPORT = "k12"


class RegisterPoint(StrEnum):
    """The named points of what is done to the register itself (reliability bar, kill points).

    Lines of the journal are written last in their transaction, so theirs is the point after them and before the commit.
    """

    AFTER_NUMBER = "k13"
    BETWEEN_SIDES = "k14"
    DURING_MIGRATION = "k16"
    AFTER_JOURNAL = "k17"


Point: TypeAlias = KillPoint | DeliveryPoint | RegisterPoint


_installed: Callable[[Point], None] | None = None


def install(action: Callable[[Point], None] | None) -> None:
    """Set what happens at every point; None takes it away."""
    global _installed
    _installed = action


def reached(point: Point) -> None:
    """Say that the point was passed."""
    if _installed is not None:
        _installed(point)
