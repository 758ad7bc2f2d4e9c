"""Texts with the label that people gave and what the machine said of them, and the figures of a set of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from sklearn.metrics import average_precision_score

from classifiers.realday import as_on_a_real_day
from conflict.codebook import FLAGGED_STAGES, Stage
from conflict.shares import Share

BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """One text: its stage as labelled and as told, and what the machine said.

    `staged` says that the label has a stage, `measured` that the text names a measure of pressure; that is asked of the
    corpus alone, whose mix is not a day's. `of` names what the set knows of it: corpus, department, outlet, month …
    """

    id: str
    title: str
    stage: Stage
    said: bool
    chance: float
    told: Stage
    doubtful: bool
    story: str = ""
    staged: bool = True
    measured: bool = False
    of: Mapping[str, str] = field(default_factory=dict)

    @property
    def gold(self) -> bool:
        """Say whether people call it a conflict."""
        return self.stage in FLAGGED_STAGES


@dataclass(frozen=True, slots=True)
class Bin:
    """Texts whose probability lies in one tenth: how many, what was said on average, what share was a conflict."""

    low: float
    count: int
    said: float
    share: Share


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a set. Averages that do not exist are NaN; `stories` counts conflicts, not texts.

    `day_precision`, `day_average` and `day_error` are reckoned as if the set were made up as a real day is
    (classifiers/realday.py): what an analyst meets. The others are of the set as it is.
    """

    precision: Share
    recall: Share
    f1: float
    average_precision: float
    day_precision: float
    day_average: float
    stage: Share
    stories: Share
    band: Share
    calibration_error: float
    day_error: float
    bins: tuple[Bin, ...]


def figures(judged: Sequence[Judged]) -> Figures:
    """Return the figures of a set; an empty one gives shares of nothing."""
    gold, said = [j.gold for j in judged], [j.said for j in judged]
    hits = sum(g and s for g, s in zip(gold, said, strict=True))
    recall = Share(hits, sum(gold))
    right = [j for j in judged if j.gold and j.said and j.staged]
    labels, chances = np.asarray(gold, dtype=bool), np.asarray([j.chance for j in judged])
    weights = as_on_a_real_day(labels, np.asarray([j.measured for j in judged], dtype=bool))
    both = 0 < recall.whole < len(judged)
    return Figures(
        precision=Share(hits, sum(said)),
        recall=recall,
        f1=2 * hits / (sum(said) + sum(gold)) if sum(said) + sum(gold) else float("nan"),
        average_precision=float(average_precision_score(gold, chances)) if recall.whole else float("nan"),
        day_precision=_day_precision(labels, np.asarray(said, dtype=bool), weights) if both else float("nan"),
        day_average=float(average_precision_score(gold, chances, sample_weight=weights)) if both else float("nan"),
        stage=Share(sum(j.stage is j.told for j in right), len(right)),
        stories=_stories(judged),
        band=Share(sum(j.doubtful for j in judged), len(judged)),
        calibration_error=calibration_error(chances, labels, np.ones(len(labels))),
        day_error=calibration_error(chances, labels, weights),
        bins=bins(judged),
    )


def _day_precision(gold: np.ndarray, said: np.ndarray, weights: np.ndarray) -> float:
    told = weights[said].sum()
    return float(weights[gold & said].sum() / told) if told else float("nan")


def _stories(judged: Sequence[Judged]) -> Share:
    """Return how many conflicts were told at least once, of those that the set names."""
    found: dict[str, bool] = defaultdict(bool)
    for one in judged:
        if one.gold and one.story:
            found[one.story] |= one.said
    return Share(sum(found.values()), len(found))


def bins(judged: Sequence[Judged]) -> tuple[Bin, ...]:
    """Return the tenths of probability that hold a text."""
    filled = defaultdict(list)
    for one in judged:
        filled[min(int(one.chance * BINS), BINS - 1)].append(one)
    return tuple(
        Bin(b / BINS, len(of), sum(j.chance for j in of) / len(of), Share(sum(j.gold for j in of), len(of)))
        for b, of in sorted(filled.items())
    )


def calibration_error(chances: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> float:
    """Return the expected calibration error over ten equal bins, each text counted as much as its weight says.

    NaN for no text.
    """
    if not len(labels):
        return float("nan")
    binned = np.clip((chances * BINS).astype(int), 0, BINS - 1)
    gaps = [
        abs((weights[binned == b] * (chances[binned == b] - labels[binned == b])).sum())
        for b in range(BINS)
        if (binned == b).any()
    ]
    return float(sum(gaps) / weights.sum())


def by(judged: Iterable[Judged], key: Callable[[Judged], Iterable[str]]) -> dict[str, list[Judged]]:
    """Return the texts under each of their keys, keys in order; a text may stand under several, or under none."""
    found: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        for name in key(one):
            found[name].append(one)
    return dict(sorted(found.items()))
