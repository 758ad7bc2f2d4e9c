"""Examples on the borders between stages teach the stage and leave what is a signal as it was."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from classifiers.corpus import Corpus, Example, load_corpus
from classifiers.pipeline import STAGE_ONLY
from classifiers.train import Learnt, learn
from conflict.codebook import FLAGGED_STAGES
from conflict.signal import ArticleText
from tests.conftest import ROOT

NOW = datetime(2026, 11, 22, tzinfo=UTC)
OF_THE_SIGNAL = ("words_idf", "shapes_idf", "letters_idf", "signal", "signal_intercept")


@pytest.fixture(scope="module")
def small() -> Corpus:
    """Return one example of twenty, and all that teach the stage alone."""
    whole = load_corpus(ROOT / "data" / "corpus")
    some = [one for one in whole.examples if one.kind not in STAGE_ONLY][::20]
    return replace(whole, examples=(*some, *(one for one in whole.examples if one.kind in STAGE_ONLY)))


@pytest.fixture(scope="module")
def with_them(small: Corpus) -> Learnt:
    return learn(small, NOW)


@pytest.fixture(scope="module")
def without(small: Corpus) -> Learnt:
    return learn(replace(small, examples=tuple(x for x in small.examples if x.kind not in STAGE_ONLY)), NOW)


def test_they_leave_the_signal_to_the_last_digit(with_them: Learnt, without: Learnt) -> None:
    for name in OF_THE_SIGNAL:
        assert np.array_equal(with_them.arrays[name], without.arrays[name]), name
    known = ("threshold", "band", "calibration", "precision", "recall", "examples", "signals")
    assert {name: with_them.facts[name] for name in known} == {name: without.facts[name] for name in known}


def test_they_teach_the_stage(with_them: Learnt, without: Learnt, small: Corpus) -> None:
    asked = [one for one in small.examples if one.kind in STAGE_ONLY]
    right = [_right(learnt, asked) for learnt in (with_them, without)]
    assert right[0] > right[1] + 0.2, right


def _right(learnt: Learnt, asked: list[Example]) -> float:
    """Return the share of right stages among those flagged; both models flag the same ones."""
    articles = [ArticleText(*one.text.partition("\n")[::2], "", None) for one in asked]
    told = list(zip(asked, learnt.model().read(articles), strict=True))
    flagged = [(one, reading) for one, reading in told if reading.signal]
    assert len(flagged) > 100
    return sum(reading.stage is one.stage for one, reading in flagged) / len(flagged)


def test_each_of_them_has_a_stage_of_an_open_conflict(small: Corpus) -> None:
    """A quiet one would teach nothing: the stage is read of signals alone."""
    alone = [one for one in small.examples if one.kind in STAGE_ONLY]
    assert len(alone) >= 200
    assert {one.stage for one in alone} <= FLAGGED_STAGES
