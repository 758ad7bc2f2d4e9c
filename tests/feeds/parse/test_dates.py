"""Dates as feeds write them (BI-080 to BI-087)."""

import csv
from pathlib import Path

import pytest

from feeds.dates import read_date
from tests.conftest import NOW

CASES = list(csv.DictReader((Path(__file__).parents[2] / "cases" / "fechas.csv").open(encoding="utf-8", newline="")))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['caso']} {case['texto'][:34]}")
def test_a_date_means_one_moment_or_none(case: dict[str, str]) -> None:
    found = read_date(case["texto"], NOW)
    assert (found.at.isoformat() if found.at else "", found.quality.value) == (case["esperado"], case["calidad"])
