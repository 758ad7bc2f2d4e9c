"""Dates as feeds write them (BI-080 to BI-087)."""

import csv
import time
from pathlib import Path

import pytest

from conflict.codebook import TimeQuality
from feeds.dates import read_date
from tests.conftest import NOW

CASES = list(csv.DictReader((Path(__file__).parents[2] / "cases" / "fechas.csv").open(encoding="utf-8", newline="")))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['caso']} {case['texto'][:34]}")
def test_a_date_means_one_moment_or_none(case: dict[str, str]) -> None:
    found = read_date(case["texto"], NOW)
    assert (found.at.isoformat() if found.at else "", found.quality.value) == (case["esperado"], case["calidad"])


def test_no_text_keeps_the_reader_of_dates_waiting() -> None:
    """Whatever stands where a date should: ten thousand letters cost as little as ten."""
    started = time.process_time()
    for piece in ("1", "1 ", " - ", "de ", ", ", "t", "1/", "ene ", "(", ":", "a las "):
        assert read_date(piece * 10_000, NOW).quality is TimeQuality.ABSENT
    assert time.process_time() - started < 1.0
