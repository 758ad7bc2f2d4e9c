"""The control sample: a few of the day's news that the machine did not flag, read by people, to know what it misses."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conflict.shares import Share

DAILY = 10
"""News drawn for each day: minutes of work, and an interval worth showing after a week."""
LEAST_REVIEWS = 40
"""Reviews without which no missed rate is shown: with fewer the interval says nothing (page specification, quality)."""
LOOK_BACK_DAYS = 7
"""Days that are drawn late when the machine was off; what is older is no longer worth a reader's time."""
SEED = "muestra-de-control-1"
"""Part of every draw: another seed would give another sample of the same day."""


class ControlVerdict(StrEnum):
    """What a person says of a drawn text."""

    CONFLICT = "conflicto"
    NO_CONFLICT = "sin_conflicto"


@dataclass(frozen=True, slots=True)
class Missed:
    """What the reviewed sample says.

    `share` are conflicts among the reviewed; `waiting` drawn texts that nobody has read; `unflagged` all texts that the
    machine did not flag on the drawn days.
    """

    share: Share
    waiting: int
    unflagged: int

    @property
    def lacking(self) -> int:
        """Return how many reviews are lacking before the rate is shown."""
        return max(0, LEAST_REVIEWS - self.share.whole)


def drawn(candidates: Iterable[tuple[int, str]], day: date, size: int = DAILY) -> list[int]:
    """Return the ids of the texts drawn for a day, in the order of the draw.

    `candidates` are (id, key); the key is the text's lasting identity, so that the same day gives the same sample on
    any machine and in any order of rows.
    """

    def lot(candidate: tuple[int, str]) -> str:
        return hashlib.sha256(f"{SEED}\x1f{day.isoformat()}\x1f{candidate[1]}".encode()).hexdigest()

    return [ident for ident, _ in sorted(candidates, key=lot)[:size]]
