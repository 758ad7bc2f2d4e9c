"""The score of a text without its columns: what each of its terms moves, added up; the number that the columns give.

Most texts of a day are quiet and need no more than this; columns are made for the few whose stage is asked
(tests/classifiers/test_model.py holds both to the same number).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from classifiers.cues import CUE_NAMES
from classifiers.features import CUE_WEIGHT, LETTER_WEIGHT, SHAPE_WEIGHT, Features, Seen
from classifiers.letters import MOST_WORDS, runs
from classifiers.words import Block, Word, columns_of


@dataclass(frozen=True, slots=True)
class _BlockScore:
    """What each term of a block moves, and the square of its length."""

    index: Mapping[str, int]
    moved: np.ndarray
    squares: np.ndarray

    @classmethod
    def of(cls, block: Block, weights: np.ndarray) -> Self:
        return cls(block.index, block.idf * weights, block.idf * block.idf)

    def scores(self, rows: Iterable[Iterable[str]]) -> np.ndarray:
        """Return what the terms of each row move; a term counts once, and an unknown one not at all."""
        columns, lengths = columns_of(self.index, rows)
        owners = np.repeat(np.arange(len(lengths)), lengths)
        norms = np.sqrt(np.bincount(owners, self.squares[columns], minlength=len(lengths)))
        moved = np.bincount(owners, self.moved[columns], minlength=len(lengths))
        return np.asarray(np.divide(moved, norms, out=np.zeros(len(lengths)), where=norms > 0))


@dataclass(frozen=True, slots=True)
class _LetterScore:
    """What the runs of letters of each word move, added up once per word, and how many runs it has."""

    moved: Mapping[str, float]
    _known: dict[str, tuple[float, int]] = field(default_factory=dict)

    def score(self, words: Sequence[Word]) -> float:
        """Return what the runs of a text move; each of its words counts once."""
        moved, many = 0.0, 0
        for word in dict.fromkeys([word for _, word in words]):
            known = self._known.get(word)
            if known is None:
                known = self._of(word)
            moved += known[0]
            many += known[1]
        return moved / math.sqrt(max(many, 1))

    def _of(self, word: str) -> tuple[float, int]:
        if len(self._known) >= MOST_WORDS:
            self._known.clear()
        all_runs, moved = runs(word), self.moved
        known = self._known[word] = (sum([moved[run] for run in all_runs if run in moved]), len(all_runs))
        return known


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights of a linear model over `Features`, block by block. `cues` is what a whole cue moves."""

    words: _BlockScore
    shapes: _BlockScore
    letters: _LetterScore
    cues: np.ndarray

    @classmethod
    def of(cls, features: Features, weights: np.ndarray) -> Self:
        """Share the weights out among the blocks, in the order of the columns."""
        words, shapes, letters = (len(block.index) for block in (features.words, features.shapes, features.letters))
        first, second, third = words, words + shapes, words + shapes + letters
        runs_moved = (features.letters.idf * weights[second:third] * LETTER_WEIGHT).tolist()
        return cls(
            _BlockScore.of(features.words, weights[:first]),
            _BlockScore.of(features.shapes, weights[first:second] * SHAPE_WEIGHT),
            _LetterScore(dict(zip(features.letters.index, runs_moved, strict=True))),
            weights[-len(CUE_NAMES) :] * CUE_WEIGHT,
        )

    def scores(self, seen: Sequence[Seen]) -> tuple[np.ndarray, np.ndarray]:
        """Return the score of each text without the intercept, and what each of its cues moved."""
        moved = np.asarray([one.found.cues for one in seen]) * self.cues
        scores = self.words.scores(one.terms() for one in seen) + self.shapes.scores(one.shapes() for one in seen)
        return scores + [self.letters.score(one.words) for one in seen] + moved.sum(axis=1), moved
