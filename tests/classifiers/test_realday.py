"""What is taught counts as much as a real day has of it."""

from pathlib import Path

import numpy as np
import pytest

from classifiers.model import load_model
from classifiers.pipeline import QUIET_NAMING_A_MEASURE, SIGNALS_A_DAY, SIGNALS_NAMING_A_MEASURE
from classifiers.realday import as_on_a_real_day, mixed

SIGNAL = np.asarray([True] * 4 + [False] * 16)
MEASURED = np.asarray([True] + [False] * 3 + [True] * 8 + [False] * 8)


def test_conflicts_and_quiet_news_name_a_measure_as_often_as_on_a_day() -> None:
    weights = mixed(SIGNAL, MEASURED)
    for signal, share in ((SIGNAL, SIGNALS_NAMING_A_MEASURE), (~SIGNAL, QUIET_NAMING_A_MEASURE)):
        assert weights[signal & MEASURED].sum() / weights[signal].sum() == pytest.approx(share)
        assert weights[signal].mean() == pytest.approx(1)


def test_a_set_of_one_kind_counts_each_text_once() -> None:
    nothing = np.zeros(len(SIGNAL), dtype=bool)
    assert mixed(SIGNAL, nothing).tolist() == mixed(SIGNAL, ~nothing).tolist() == [1.0] * len(SIGNAL)


def test_conflicts_have_the_share_of_a_day() -> None:
    weights = as_on_a_real_day(SIGNAL, MEASURED)
    assert weights[SIGNAL].sum() / weights.sum() == pytest.approx(SIGNALS_A_DAY)
    assert weights[SIGNAL & MEASURED].sum() / weights[SIGNAL].sum() == pytest.approx(SIGNALS_NAMING_A_MEASURE)


@pytest.mark.parametrize(
    "headline",
    [
        "Segunda maestra se une a la huelga de hambre en la Normal de Caracollo",
        "En cuatro ciudades marcharon para pedir la libertad de sus dirigentes",
    ],
)
def test_a_plain_measure_is_likelier_news_than_a_trap(model_folder: Path, headline: str) -> None:
    """Both were doubted or quiet while the traps of the corpus counted in full: 0.15 and 0.42."""
    assert load_model(model_folder).probabilities([headline])[0] > 0.45
