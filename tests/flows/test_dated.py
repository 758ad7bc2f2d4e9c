"""The date of a row is read as an office in Bolivia writes it; what cannot be read is a counted reason."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.dated import dated

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases" / "fechas_de_filas.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['texto']!r} {case['motivo']}")
def test_each_way_of_writing_a_date(case: dict[str, str]) -> None:
    found = dated(case["texto"])
    if found.at is None:
        assert found.reason == case["esperado"]
    else:
        assert (found.at, found.reason) == (datetime.fromisoformat(case["esperado"]).replace(tzinfo=UTC), "")
