"""How much each text of a set counts, so that the set is made up as a real day is.

A corpus written by hand is not a day's news: it holds more conflicts, more quiet texts that name a measure of pressure
to mislead, and more conflicts that name none. What is learnt, calibrated and reckoned from it as it stands says of a
plain headline about a hunger strike that it is likelier a trap than news.
"""

import numpy as np

from classifiers.pipeline import QUIET_NAMING_A_MEASURE, SIGNALS_A_DAY, SIGNALS_NAMING_A_MEASURE


def mixed(signal: np.ndarray, measured: np.ndarray) -> np.ndarray:
    """Return a weight per text, one on average among signals and among the rest, that mixes each as a day does.

    `measured` says which texts name a measure. Where a set has only one kind of them, each text counts once.
    """
    weights = np.ones(len(signal))
    for loud, share in ((True, SIGNALS_NAMING_A_MEASURE), (False, QUIET_NAMING_A_MEASURE)):
        naming, others = (signal == loud) & measured, (signal == loud) & ~measured
        if naming.any() and others.any():
            has = naming.sum() / (naming.sum() + others.sum())
            weights[naming], weights[others] = share / has, (1 - share) / (1 - has)
    return weights


def as_on_a_real_day(signal: np.ndarray, measured: np.ndarray) -> np.ndarray:
    """Return a weight per text with which signals have a day's share too; where all or none are, the mix alone."""
    share = signal.mean() if len(signal) else 0.0
    loud = SIGNALS_A_DAY / share if share else 0.0
    quiet = (1 - SIGNALS_A_DAY) / (1 - share) if share < 1 else 0.0
    return np.asarray(mixed(signal, measured) * np.where(signal, loud, quiet))
