"""Dates announced in Spanish news: a table of phrases, and what must hold for all of them."""

import csv
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from classifiers.deadlines import find_deadline
from conflict.lapaz import local_day

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases" / "plazos.csv").open(encoding="utf-8")))
PUBLISHED = datetime(2024, 5, 15, 14, tzinfo=UTC)


@pytest.mark.parametrize("case", CASES, ids=[f"{n:03d} {case['texto'][:50]}" for n, case in enumerate(CASES, start=2)])
def test_each_phrase_gives_its_day_or_none(case: dict[str, str]) -> None:
    published = datetime.fromisoformat(case["publicado"]) if case["publicado"] else None
    found = find_deadline(case["texto"], published)
    assert (found.day.isoformat() if found else "") == case["fecha"], case["motivo"]
    assert (found.text if found else "") == case["palabras"], case["motivo"]
    if found:
        assert case["texto"][found.start : found.end] == found.text


def test_a_reposted_item_never_gets_a_day_before_its_publication() -> None:
    for case in CASES:
        for year in (2019, 2023, 2031):
            published = PUBLISHED.replace(year=year)
            found = find_deadline(case["texto"], published)
            assert found is None or found.day >= local_day(published), case["texto"]


def test_letters_with_separate_accents_are_read_alike() -> None:
    import unicodedata

    for case in CASES:
        published = datetime.fromisoformat(case["publicado"]) if case["publicado"] else None
        plain = find_deadline(case["texto"], published)
        apart = find_deadline(unicodedata.normalize("NFD", case["texto"]), published)
        assert (plain and plain.day) == (apart and apart.day), case["texto"]


def test_texts_without_a_date_word_cost_next_to_nothing() -> None:
    text = "La orquesta municipal presentó su nuevo disco ante un público numeroso en el teatro. " * 4
    seconds = []
    for _ in range(3):  # the best of three, in CPU time: the machine may be busy with other tests
        began = time.process_time()
        for _ in range(5000):
            find_deadline(text, PUBLISHED)
        seconds.append(time.process_time() - began)
    assert 5000 / min(seconds) > 10_000
