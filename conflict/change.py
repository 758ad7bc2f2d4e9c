"""Whether a territory got worse: this week beside the mean of the four before it; pure.

SOURCE: thresholds after ACLED Trendfinder (+25 %, +10 %, −25 %, low-count guard), as the page specification sets them;
the published formula is docs/decisions/0006. A change is not a level: both numbers stand beside the class everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

BASE_WEEKS = 4
WORSE_ABOVE, RISE_FROM, BETTER_BELOW = 0.25, 0.10, -0.25
LOW_MEAN, LOW_COUNT = 2.0, 5
"""With a mean of at most 2 and at most 5 this week a change is not judged: «pocos datos»."""
LEAST_BASE = 2
"""Covered weeks among the four without which there is nothing to compare with."""


class Change(StrEnum):
    """What became of a territory, as printed."""

    WORSE = "empeoro"
    RISING = "sube"
    SAME = "sin_cambio_claro"
    BETTER = "mejoro"
    FEW = "pocos_datos"
    UNCOVERED = "sin_cobertura"


MARKS = {
    Change.WORSE: "▲",
    Change.RISING: "△",
    Change.SAME: "=",
    Change.BETTER: "▼",
    Change.FEW: "·",
    Change.UNCOVERED: "?",
}
CHANGES = {
    Change.WORSE: "empeoró",
    Change.RISING: "sube",
    Change.SAME: "sin cambio claro",
    Change.BETTER: "mejoró",
    Change.FEW: "pocos datos",
    Change.UNCOVERED: "sin cobertura",
}
RULE = (
    "Casos nuevos de la semana frente al promedio de las cuatro previas con cobertura: más de +25 % empeoró; de +10 a "
    "+25 % sube; de −25 a +10 % sin cambio claro; menos de −25 % mejoró; promedio de 2 o menos con 5 o menos esta "
    "semana, pocos datos. Un caso que llega a Crítico es siempre «empeoró». Sin fuentes que respondan, sin cobertura."
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A class, the mean it was judged by (None without base), and the Spanish reason where a rule forced it."""

    change: Change
    mean: float | None
    reason: str = ""


def judge(now: int, before: Sequence[int | None], *, covered: bool, critical: int) -> Judged:
    """Judge a territory.

    `before` are the four weeks before, oldest first, None for a week without coverage. `critical` counts the cases
    that reached Crítico this week. Silence is never better: without coverage only a rise is believed.
    """
    known = [count for count in before[-BASE_WEEKS:] if count is not None]
    mean = fmean(known) if len(known) >= LEAST_BASE else None
    if critical:
        words = "un caso llegó a Crítico" if critical == 1 else f"{critical} casos llegaron a Crítico"
        return Judged(Change.WORSE, mean, words)
    if not covered and (mean is None or now <= mean):
        return Judged(Change.UNCOVERED, mean, "ninguna fuente de aquí respondió la mayor parte de la semana")
    if mean is None or (mean <= LOW_MEAN and now <= LOW_COUNT):
        return Judged(Change.FEW, mean)
    return Judged(by_ratio(now, mean), mean)


def by_ratio(now: float, mean: float) -> Change:
    """Return the class of a count beside a mean; from a mean of zero any count is a rise beyond measure."""
    if not mean:
        return Change.WORSE if now else Change.SAME
    ratio = now / mean - 1
    if ratio > WORSE_ABOVE:
        return Change.WORSE
    if ratio > RISE_FROM:
        return Change.RISING
    return Change.BETTER if ratio < BETTER_BELOW else Change.SAME
