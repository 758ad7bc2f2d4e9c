"""The scores of the stages without their columns put side by side: each block's terms moved, added up.

Signals are few of a batch, and making sparse columns for them cost more than what they are made for; the numbers are
those that the columns give (tests/classifiers/test_model.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from classifiers.cues import CUE_NAMES
from classifiers.features import CUE_WEIGHT, LETTER_WEIGHT, SHAPE_WEIGHT, Features, Seen
from classifiers.headline import HeadlineColumns, Headlined
from classifiers.letters import Letters
from classifiers.words import Block, columns_of


@dataclass(frozen=True, slots=True)
class _BlockMoves:
    """What each term of a block moves in each stage, one row per term, and the square of its length."""

    index: Mapping[str, int]
    moved: np.ndarray
    squares: np.ndarray

    @classmethod
    def of(cls, block: Block, weights: np.ndarray) -> Self:
        return cls(block.index, block.idf[:, None] * weights.T, block.idf * block.idf)

    def scores(self, rows: Iterable[Iterable[str]]) -> np.ndarray:
        """Return what the terms of each row move; a term counts once, and an unknown one not at all."""
        columns, lengths = columns_of(self.index, rows)
        norms = np.sqrt(_added(self.squares[columns], lengths))
        return _added(self.moved[columns], lengths) / np.where(norms > 0, norms, 1.0)[:, None]


@dataclass(frozen=True, slots=True)
class StageScorer:
    """Weights of the stages over `Features` and `HeadlineColumns`, block by block, one column per stage."""

    words: _BlockMoves
    shapes: _BlockMoves
    letters: Letters
    letters_moved: np.ndarray
    cues: np.ndarray
    headline_words: _BlockMoves
    headline_shapes: _BlockMoves
    tenses: _BlockMoves
    steps: _BlockMoves
    headline_cues: np.ndarray

    @classmethod
    def of(cls, features: Features, headline: HeadlineColumns, weights: np.ndarray) -> Self:
        """Share the weights (stages, columns) out among the blocks, in the order of the columns."""
        blocks = (features.words, features.shapes, features.letters, None)
        beside = (headline.words, headline.shapes, headline.tenses, headline.steps, None)
        widths = [len(CUE_NAMES) if one is None else len(one.index) for one in (*blocks, *beside)]
        own = np.split(weights, np.cumsum(widths)[:-1], axis=1)
        return cls(
            _BlockMoves.of(features.words, own[0]),
            _BlockMoves.of(features.shapes, own[1] * SHAPE_WEIGHT),
            features.letters,
            features.letters.idf[:, None] * own[2].T * LETTER_WEIGHT,
            own[3].T * CUE_WEIGHT,
            _BlockMoves.of(headline.words, own[4]),
            _BlockMoves.of(headline.shapes, own[5]),
            _BlockMoves.of(headline.tenses, own[6]),
            _BlockMoves.of(headline.steps, own[7]),
            own[8].T * CUE_WEIGHT,
        )

    def scores(self, seen: Sequence[Seen], told: Sequence[Headlined]) -> np.ndarray:
        """Return the score of each text in each stage, without the intercepts."""
        columns, lengths, totals = self.letters.columns([one.words for one in seen])
        letters = _added(self.letters_moved[columns], lengths) / np.sqrt(np.maximum(totals, 1))[:, None]
        return np.asarray(
            self.words.scores(one.terms() for one in seen)
            + self.shapes.scores(one.shapes() for one in seen)
            + letters
            + np.asarray([one.found.cues for one in seen]) @ self.cues
            + self.headline_words.scores(one.headline.terms() for one in told)
            + self.headline_shapes.scores(one.headline.shapes() for one in told)
            + self.tenses.scores(one.tenses for one in told)
            + self.steps.scores(one.steps for one in told)
            + np.asarray([one.headline.found.cues for one in told]) @ self.headline_cues
        )


def _added(parts: np.ndarray, lengths: Sequence[int]) -> np.ndarray:
    """Add up runs of so many rows each; an empty run is zero."""
    many = np.asarray(lengths)
    added = np.zeros((len(many), *parts.shape[1:]))
    begin = np.cumsum(many) - many
    if len(parts):
        added[many > 0] = np.add.reduceat(parts, begin[many > 0], axis=0)
    return added
