"""The floor under the model: grave words of a protest in Bolivia are seen whatever the model says, or without one."""

import csv
from pathlib import Path

import pytest

from classifiers.floor import LONGEST, WITHOUT_MODEL, keyword_floor, read_without_model
from classifiers.model import load_model
from conflict.codebook import FLAGGED_STAGES, Stage
from conflict.signal import ArticleText, text_of
from tests.conftest import ROOT

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases" / "piso.csv").open(encoding="utf-8")))
GRAVE = [case for case in CASES if case["regla"]]
QUIET = [case for case in CASES if not case["regla"]]


def article(case: dict[str, str]) -> ArticleText:
    return ArticleText(case["titular"], case["bajada"], "", None)


@pytest.mark.parametrize("case", CASES, ids=[f"{n:03d} {case['titular'][:50]}" for n, case in enumerate(CASES, 2)])
def test_each_sentence_meets_its_rule_or_none(case: dict[str, str]) -> None:
    assert keyword_floor(text_of(case["titular"], case["bajada"])) == case["regla"], case["motivo"]


def test_the_table_has_both_kinds() -> None:
    assert len(CASES) >= 60
    assert min(len(GRAVE), len(QUIET)) >= 25


def test_capitals_and_separate_accents_change_nothing() -> None:
    import unicodedata

    for case in CASES:
        text = text_of(case["titular"], case["bajada"])
        assert keyword_floor(text.upper()) == case["regla"]
        assert keyword_floor(unicodedata.normalize("NFD", text)) == case["regla"]


def test_with_no_model_grave_news_is_a_signal_and_the_rest_waits_as_unread() -> None:
    for case, reading in zip(CASES, read_without_model([article(case) for case in CASES]), strict=True):
        assert reading.model_version == WITHOUT_MODEL
        assert reading.doubtful
        assert reading.signal == bool(case["regla"])
        assert reading.floor == case["regla"]
        assert reading.stage in FLAGGED_STAGES if reading.signal else reading.stage is Stage.NONE


def test_with_a_model_the_floor_flags_what_the_model_would_let_pass(model_folder: Path) -> None:
    readings = load_model(model_folder).read([article(case) for case in GRAVE])
    assert all(reading.signal for reading in readings)
    assert [reading.floor for reading in readings] == [case["regla"] for case in GRAVE]


def test_an_indefinite_measure_without_victims_is_no_violence() -> None:
    reading = read_without_model([ArticleText("Choferes inician paro indefinido en Bolivia", "", "", None)])[0]
    assert reading.stage is Stage.MEASURE


def test_deep_in_a_long_body_grave_words_are_history() -> None:
    opening = "El municipio presentó su plan de riego. " * (LONGEST // 40 + 1)
    assert not keyword_floor(opening + "Hubo muertos en el bloqueo de la marcha de comunarios.")


def test_a_text_of_a_megabyte_costs_no_more_than_its_opening() -> None:
    import time

    text = "Comunarios bloquean y marchan, hay heridos. " * 25_000
    began = time.thread_time()
    assert keyword_floor(text) == "fallecidos o heridos"
    assert time.thread_time() - began < 0.2


def test_a_text_passed_over_meets_no_rule() -> None:
    from classifiers.corpus import load_corpus
    from classifiers.floor import _GRAVE, _RULES
    from conflict.text import fold

    texts = [fold(one.text) for one in load_corpus(ROOT / "data" / "corpus").examples]
    grave = [text for text in texts if any(rule.search(text) for _, rule in _RULES)]
    assert len(grave) > 500
    assert [text for text in grave if not _GRAVE.search(text)] == []
