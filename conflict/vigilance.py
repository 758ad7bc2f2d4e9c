"""Is the classifier still reading the same world? Signs that it is not, from counts alone; pure.

Rules of the reliability bar, model safety 2: share flagged against the same weekday, nothing flagged, empty texts, the
distribution of probabilities. A sign is said to people; nothing is dropped because of it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from conflict.esbo import part_of

LEAST_TEXTS = 200
"""Texts of a day without which no sign is looked for: a Sunday of three outlets says nothing."""
LEAST_DAYS = 7
"""Days of at least as many texts without which there is nothing to compare with."""
WEEKDAYS = 3
"""Same weekdays that are enough to compare with them alone."""
ODD, VERY_ODD = 4.0, 8.0
"""Times more, or less, than usual: amber from the first, red from the second."""
MOST_EMPTY = 0.05
PSI_ODD, PSI_VERY_ODD = 0.25, 0.5
"""Population stability index between the day's probabilities and those of the days before."""


class Tone(StrEnum):
    """How grave a sign is."""

    AMBER = "aviso"
    RED = "alarma"


@dataclass(frozen=True, slots=True)
class DayRead:
    """What was read in 24 hours: texts, those flagged, those without a word, and texts by tenth of probability."""

    texts: int
    flagged: int
    empty: int
    tenths: tuple[int, ...]

    @property
    def share(self) -> float:
        """Return the share flagged."""
        return self.flagged / self.texts if self.texts else 0.0


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that does not look as it did, as a Spanish sentence."""

    tone: Tone
    sentence: str


def _came(count: int) -> str:
    return "llegó" if count == 1 else "llegaron"


def signs(today: DayRead, before: Sequence[DayRead]) -> tuple[Sign, ...]:
    """Return what is odd about the last 24 hours; `before` are those before it, newest first, so that each seventh is
    the same weekday. Nothing is said of a day with few texts, except that they were empty."""
    found = []
    if today.texts and today.empty > MOST_EMPTY * today.texts:
        found.append(
            Sign(
                Tone.RED,
                f"{part_of(today.empty, today.texts, 'nota', 'notas')} de las últimas 24 horas {_came(today.empty)} "
                "sin texto: el sistema no pudo leer nada, y eso no significa calma. Revise las fuentes.",
            )
        )
    if today.texts < LEAST_TEXTS:
        return tuple(found)
    if not today.flagged:
        sentence = f"Ninguna de las {today.texts} notas de las últimas 24 horas se marcó. Revise el clasificador."
        return (*found, Sign(Tone.RED, sentence))
    days = [day for day in before if day.texts >= LEAST_TEXTS]
    if len(days) < LEAST_DAYS:
        return tuple(found)
    found += _odd_share(today, before, days)
    found += _odd_distribution(today, days)
    return tuple(found)


def _odd_share(today: DayRead, before: Sequence[DayRead], days: Sequence[DayRead]) -> list[Sign]:
    same = [day.share for day in before[6::7] if day.texts >= LEAST_TEXTS]
    usual = median(same if len(same) >= WEEKDAYS else [day.share for day in days])
    if not usual:
        return []
    times = today.share / usual
    if 1 / ODD <= times <= ODD:
        return []
    tone = Tone.AMBER if 1 / VERY_ODD <= times <= VERY_ODD else Tone.RED
    return [
        Sign(
            tone,
            f"Se marcó el {100 * today.share:.0f} % de las notas de las últimas 24 horas; lo usual es el "
            f"{100 * usual:.0f} %. Puede ser un día distinto o una falla: revise la cola y la muestra de control.",
        )
    ]


def _odd_distribution(today: DayRead, days: Sequence[DayRead]) -> list[Sign]:
    usual = [sum(tenth) for tenth in zip(*(day.tenths for day in days), strict=True)]
    drift = psi(today.tenths, usual)
    if drift <= PSI_ODD:
        return []
    tone = Tone.AMBER if drift <= PSI_VERY_ODD else Tone.RED
    return [
        Sign(
            tone,
            f"Las probabilidades de las últimas 24 horas no se reparten como antes (índice {drift:.2f}). El "
            "clasificador puede estar leyendo otra clase de texto.",
        )
    ]


def psi(now: Sequence[int], before: Sequence[int]) -> float:
    """Return the population stability index of two histograms; an empty bin counts as half a text."""
    total_now, total_before = sum(max(n, 0.5) for n in now), sum(max(n, 0.5) for n in before)
    pairs = [(max(a, 0.5) / total_now, max(b, 0.5) / total_before) for a, b in zip(now, before, strict=True)]
    return sum((a - b) * math.log(a / b) for a, b in pairs)
