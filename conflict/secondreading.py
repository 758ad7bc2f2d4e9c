"""The second reading: a few decided rows of the queue, read again by somebody who does not know what was decided.

How often two persons say the same is the most that any machine taught by them could reach.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from conflict.control import ControlVerdict
from conflict.lifecycle import DiscardReason, ReviewDecision
from conflict.shares import Share
from conflict.teaching import says

DAILY = 3
"""Rows drawn for each day: a minute of a colleague's work."""
LEAST_PAIRS = 20
"""Pairs of answers without which no agreement is shown: with fewer the interval says nothing."""
SEED = "segunda-lectura-1"
"""Part of every draw: another seed would give another sample of the same day."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """What two persons said of the same texts, each for itself: how many pairs of answers of each kind."""

    both: int = 0
    only_first: int = 0
    only_second: int = 0
    neither: int = 0

    @property
    def share(self) -> Share:
        """Return the pairs that agree, of all pairs."""
        return Share(self.both + self.neither, self.both + self.only_first + self.only_second + self.neither)

    @property
    def lacking(self) -> int:
        """Return how many pairs are lacking before the agreement is shown."""
        return max(0, LEAST_PAIRS - self.share.whole)

    @property
    def kappa(self) -> float | None:
        """Return the agreement beyond what chance alone would give: 1 whole, 0 none, below 0 less than by chance.

        None where chance alone would give it all: no pairs, or one and the same answer everywhere.
        Source: J. Cohen, A coefficient of agreement for nominal scales, Educ. Psychol. Meas. 20 (1960).
        """
        agreed, whole = self.share.part, self.share.whole
        first, second = self.both + self.only_first, self.both + self.only_second
        by_chance = first * second + (whole - first) * (whole - second)  # times the square of the whole
        beyond = whole * whole - by_chance
        return (whole * agreed - by_chance) / beyond if beyond else None


def first_verdict(decision: ReviewDecision, reason: DiscardReason | None) -> ControlVerdict | None:
    """Return what a decision says of the text, None where it does not say whether it tells of a conflict."""
    signal, _ = says(decision, reason)
    if signal is None:
        return None
    return ControlVerdict.CONFLICT if signal else ControlVerdict.NO_CONFLICT


def drawn(codes: Iterable[str], day: date, size: int = DAILY) -> list[str]:
    """Return the codes of the rows drawn for a day, in the order of the draw: the same on any machine."""

    def lot(code: str) -> str:
        return hashlib.sha256(f"{SEED}\x1f{day.isoformat()}\x1f{code}".encode()).hexdigest()

    return sorted(codes, key=lot)[:size]
