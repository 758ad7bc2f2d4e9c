"""Intervals of figures that are no share: the bootstrap, drawing whole conflicts so that copies do not count twice.

Source: B. Efron, R. Tibshirani, An introduction to the bootstrap (1993), percentile interval; clusters are resampled.
"""

from collections.abc import Callable, Sequence

import numpy as np

from classifiers.judged import Judged

DRAWS = 300
SEED = 20_261_121

Measure = Callable[[np.ndarray, np.ndarray, np.ndarray], float]
"""From labels, decisions and probabilities to one number; NaN where it does not exist."""


def interval(judged: Sequence[Judged], measure: Measure) -> tuple[float, float]:
    """Return the 95 % percentile interval of a figure; NaN twice for an empty set."""
    if not judged:
        return float("nan"), float("nan")
    gold = np.asarray([j.gold for j in judged])
    said = np.asarray([j.said for j in judged])
    chances = np.asarray([j.chance for j in judged])
    members: dict[str, list[int]] = {}
    for place, one in enumerate(judged):
        members.setdefault(one.story or f"\x1f{one.id}", []).append(place)
    groups = [np.asarray(places) for places in members.values()]
    draw = np.random.default_rng(SEED)
    values = []
    for _ in range(DRAWS):
        chosen = np.concatenate([groups[g] for g in draw.integers(len(groups), size=len(groups))])
        values.append(measure(gold[chosen], said[chosen], chances[chosen]))
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)


def f1(gold: np.ndarray, said: np.ndarray, chances: np.ndarray) -> float:
    """Return F1."""
    both = int(gold.sum() + said.sum())
    return 2 * int((gold & said).sum()) / both if both else float("nan")


def average_precision(gold: np.ndarray, said: np.ndarray, chances: np.ndarray) -> float:
    """Return average precision: the mean of the precision at each conflict, texts in order of probability."""
    if not gold.any():
        return float("nan")
    hits = gold[np.argsort(-chances, kind="stable")]
    return float((np.cumsum(hits)[hits] / (np.flatnonzero(hits) + 1)).mean())


def precision_at(recall: float) -> Measure:
    """Return the measure: the best precision of any threshold that reaches a recall."""

    def measure(gold: np.ndarray, said: np.ndarray, chances: np.ndarray) -> float:
        if not gold.any():
            return float("nan")
        hits = np.cumsum(gold[np.argsort(-chances, kind="stable")])
        reached = hits >= recall * gold.sum()
        return float((hits / np.arange(1, len(hits) + 1))[reached].max())

    return measure
