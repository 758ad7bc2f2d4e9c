"""The estimators and every number that shapes them; nowhere else."""

from sklearn.linear_model import LogisticRegression

from conflict.codebook import Stage

LEAST_TEXTS = 2
"""A term that a single text has teaches nothing."""
SIGNAL_C = 1.0
STAGE_C = 4.0
"""Strength of what is learnt: the best of 0.3, 0.6, 1, 4, 10 for the signal (docs/decisions/0002)."""
DEMAND_WEIGHT = 0.3
SIGNALS_A_DAY = 0.09
"""Share of a real day's news that tells of a conflict (domain model: about 9 in 100). The corpus holds far more, so
probabilities, threshold and figures are reckoned as if it held this many."""
RECALL_WEIGHT = 1.5
"""A missed conflict costs an office more than a row discarded with two keys; the threshold is chosen so."""
SEED = 20_261_120
FOLDS = 5
BAND = (0.35, 0.65)
"""Calibrated probabilities between these are called doubtful: a colleague could decide otherwise. The band always
reaches to the threshold, so that nothing is flagged with certainty at less than what is called doubt."""


def weight_of(stage: Stage, doubtful: bool) -> float:
    """Return how much one example teaches: less where its author doubted, and least where only a demand is voiced.

    A demand without measure, date or assembly is the stage on which two readers agree least; taught in full it drew
    every institution's request into the queue (docs/decisions/0002).
    """
    return (0.5 if doubtful else 1.0) * (DEMAND_WEIGHT if stage is Stage.DEMAND else 1.0)


def signal_estimator() -> LogisticRegression:
    """Return the unfitted estimator of the signal."""
    return LogisticRegression(C=SIGNAL_C, max_iter=2_000, random_state=SEED)


def stage_estimator() -> LogisticRegression:
    """Return the unfitted estimator of the stage of a signal."""
    return LogisticRegression(C=STAGE_C, class_weight="balanced", max_iter=2_000, random_state=SEED)
