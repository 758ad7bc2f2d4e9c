"""Weeks in which a territory has far more new cases than its past explains: a documented count model; pure.

The model (docs/decisions/0006): the expected count m is the weighted mean of the past 12 weeks, the week just before
left out; a week that was itself far above its own expectation weighs less (Farrington's idea), so that one outbreak
does not hide the next. Counts are taken as negative binomial with the variance that those weeks show, never less than
Poisson's. A week is a burst when so high a count has a chance below ALPHA, reaches LEAST cases, exceeds m by
LEAST_RISE, and no burst was called within COOLDOWN weeks before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log

PAST, GAP, LEAST_PAST = 12, 1, 6
"""Weeks of the past that are used, weeks just before that are not (a burst that begins slowly), fewest to judge by."""
ALPHA = 0.01
LEAST, LEAST_RISE, COOLDOWN = 4, 2.0, 2
EXCESS = 2.58
"""Standardised residual from which a past week weighs less (Farrington and others 1996 use such a threshold)."""


@dataclass(frozen=True, slots=True)
class Burst:
    """One judged week: what was counted, what was expected, how likely so much is, and whether it is called."""

    index: int
    count: int
    expected: float
    chance: float
    called: bool


def judge_series(series: Sequence[int | None]) -> tuple[Burst, ...]:
    """Judge every week with enough past; None is a week without coverage, neither judged nor used."""
    judged: list[Burst] = []
    last_called = -COOLDOWN - 1
    for index, count in enumerate(series):
        past = [n for n in series[max(0, index - GAP - PAST) : max(0, index - GAP)] if n is not None]
        if count is None or len(past) < LEAST_PAST:
            continue
        expected, variance = moments(past)
        chance = tail(count, expected, variance)
        called = chance < ALPHA and count >= LEAST and count - expected >= LEAST_RISE and index - last_called > COOLDOWN
        if called:
            last_called = index
        judged.append(Burst(index, count, expected, chance, called))
    return tuple(judged)


def moments(past: Sequence[int]) -> tuple[float, float]:
    """Return mean and variance of the past with its outbreaks weighed down; the variance at least the mean."""
    weights = [1.0] * len(past)
    mean = variance = 0.0
    for _ in range(3):
        total = sum(weights)
        mean = sum(w * n for w, n in zip(weights, past, strict=True)) / total
        spread = sum(w * (n - mean) ** 2 for w, n in zip(weights, past, strict=True)) / max(total - 1, 1)
        variance = max(spread, mean, 0.1)
        scores = [(n - mean) / max(mean, 0.5) ** 0.5 for n in past]
        weights = [1.0 if score <= EXCESS else (EXCESS / score) ** 2 for score in scores]
    return max(mean, 0.1), variance


def tail(count: int, mean: float, variance: float) -> float:
    """Return the chance of at least that count: negative binomial, Poisson where the variance is the mean."""
    if count <= 0:
        return 1.0
    if variance <= mean * 1.0001:
        below = sum(exp(-mean + k * log(mean) - lgamma(k + 1)) for k in range(count))
    else:
        size = mean * mean / (variance - mean)
        share = size / (size + mean)
        below = sum(
            exp(lgamma(k + size) - lgamma(size) - lgamma(k + 1) + size * log(share) + k * log(1 - share))
            for k in range(count)
        )
    return max(0.0, 1.0 - below)
