"""Shares with their interval: how far a count of cases can be trusted, however few they are."""

import math
from dataclasses import dataclass

Z_95 = 1.96
"""Standard normal quantile of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many cases of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """Return the share, None when there is no case."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 95 % Wilson interval; nothing is known of no cases, so it is all from 0 to 1."""
        return wilson(self.part, self.whole)


def wilson(part: int, whole: int, z: float = Z_95) -> tuple[float, float]:
    """Return Wilson's score interval of a share, which stays within 0 and 1 however few cases there are.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
    """
    if not whole:
        return 0.0, 1.0
    share = part / whole
    centre = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return max(0.0, centre - half), min(1.0, centre + half)
