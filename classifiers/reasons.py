"""Why a text was flagged: spans with their class, weighed by what they moved in the model itself; pure."""

import numpy as np

from classifiers.cues import CUE_NAMES, Found
from conflict.codebook import ReasonClass
from conflict.signal import Deadline, Reason

MOST_OF_A_KIND = 4
DEADLINE_WEIGHT = 0.1
"""Weight shown for a date: it says by when to look, no column of the model is made of it."""

_ACTOR = [
    i
    for i, name in enumerate(CUE_NAMES)
    if name in ("cue:actor", "actor y medida", "actor y demanda", "actor en titular")
]
_DEMAND = [i for i, name in enumerate(CUE_NAMES) if name in ("cue:demanda", "actor y demanda")]
_MEASURE = [i for i, name in enumerate(CUE_NAMES) if name.startswith("medida") or name == "actor y medida"]


def reasons_of(found: Found, contributions: np.ndarray, deadline: Deadline | None) -> tuple[Reason, ...]:
    """Return the spans that speak for a signal, in the order of the text.

    The weight of a class is its part of what the cues added to the score, shared by its spans; what spoke against is no
    reason. Those weights add up to 1 or less; the deadline stands beside them with a weight of its own.
    """
    moved = {
        ReasonClass.MEASURE: _positive(contributions, _MEASURE),
        ReasonClass.ACTOR: _positive(contributions, _ACTOR),
        ReasonClass.DEMAND: _positive(contributions, _DEMAND),
    }
    total = sum(moved.values()) or 1.0
    spans = {
        ReasonClass.MEASURE: found.measure_spans,
        ReasonClass.ACTOR: found.actor_spans,
        ReasonClass.DEMAND: found.demand_spans,
    }
    reasons = [
        Reason(start, end, kind, round(moved[kind] / total / min(len(here), MOST_OF_A_KIND), 4))
        for kind, here in spans.items()
        for start, end in here[:MOST_OF_A_KIND]
    ]
    if deadline is not None:
        reasons.append(Reason(deadline.start, deadline.end, ReasonClass.DEADLINE, DEADLINE_WEIGHT))
    return tuple(sorted(set(reasons), key=lambda r: (r.start, r.end, r.kind.value)))


def _positive(contributions: np.ndarray, columns: list[int]) -> float:
    return float(np.clip(contributions[columns], 0, None).sum())
