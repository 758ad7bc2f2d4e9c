"""The band of doubt is narrow on a real day, and reaches down to what is flagged at all."""

import csv
from pathlib import Path

from classifiers.model import Model, load_model
from conflict.signal import ArticleText

WIDEST = 0.08
"""Share of a day's news that a person may be asked to decide because the machine cannot."""


def test_nothing_is_flagged_with_certainty_below_the_band(model_folder: Path) -> None:
    model = load_model(model_folder)
    low, high = model.band
    assert low <= model.threshold <= high


def test_the_band_holds_few_of_a_real_days_news(model_folder: Path, shared: Path) -> None:
    model: Model = load_model(model_folder)
    with (shared / "eval" / "dev.csv").open(newline="", encoding="utf-8") as handle:
        readings = model.read([ArticleText(row["titular"], row["bajada"], "", None) for row in csv.DictReader(handle)])
    assert len(readings) > 2_000
    assert sum(reading.doubtful for reading in readings) <= WIDEST * len(readings)
