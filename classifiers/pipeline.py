"""The estimators and every number that shapes them; nowhere else."""

from sklearn.linear_model import LogisticRegression

LEAST_TEXTS = 2
"""A term that a single text has teaches nothing."""
SIGNAL_C = 2.0
STAGE_C = 4.0
"""Strength of what is learnt: the best of 0.3, 0.6, 1, 4, 10 for the signal (docs/decisions/0002)."""
SEED = 20_261_120
FOLDS = 5
BAND = (0.35, 0.65)
"""Calibrated probabilities between these are called doubtful: a colleague could decide otherwise."""


def signal_estimator() -> LogisticRegression:
    """Return the unfitted estimator of the signal."""
    return LogisticRegression(C=SIGNAL_C, max_iter=2_000, random_state=SEED)


def stage_estimator() -> LogisticRegression:
    """Return the unfitted estimator of the stage of a signal."""
    return LogisticRegression(C=STAGE_C, class_weight="balanced", max_iter=2_000, random_state=SEED)
