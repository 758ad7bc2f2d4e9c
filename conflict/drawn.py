"""What the notes of the same days did to the probability of a note, and when that is worth a sentence; pure."""

from dataclasses import dataclass

LEAST_CHANGE = 0.1
"""Least change of a probability that is told: one note of the ten in which every probability is said to people."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An article that drew another, by its key: towards a conflict or away from it."""

    key: str
    towards: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """What an article had before others drew it: its own probability, whether it would have been a signal alone.

    `by` are those that drew it, the likest first.
    """

    alone: float
    signal: bool
    by: tuple[Neighbour, ...]

    def __post_init__(self) -> None:
        """Refuse what is no probability."""
        if not 0.0 <= self.alone <= 1.0:
            raise ValueError(f"probability {self.alone!r} alone is not within 0 and 1")


def in_ten(probability: float) -> int:
    """Return of how many notes of ten a probability speaks, 1 to 10: what is shown is never certainly nothing."""
    return min(max(round(10 * probability), 1), 10)


def noticeable(alone: float, probability: float, *, signal_alone: bool, signal: bool) -> bool:
    """Say whether what moved a probability is worth a sentence.

    It is where people read another number of ten and the change is no mere rounding, or where the note is marked, or
    is not, because of its company alone.
    """
    return signal_alone != signal or (abs(probability - alone) >= LEAST_CHANGE and in_ten(alone) != in_ten(probability))
