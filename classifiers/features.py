"""Everything the model looks at in a text, as one row of columns: words, shapes, runs of letters, cues of the lexicon.

Weights of the blocks beside each other were chosen by measurement (docs/decisions/0002).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.sparse import csr_matrix, hstack

from classifiers.cues import CUE_NAMES, Found, find
from classifiers.letters import Letters, runs
from classifiers.shapes import shapes
from classifiers.words import Block, Word, frequencies, stems_of, terms, words_of

SHAPE_WEIGHT = 1.0
LETTER_WEIGHT = 0.3
CUE_WEIGHT = 0.6
LEAST = {"words": 2, "shapes": 3, "letters": 4}
"""Texts that must have a term for it to be learnt: what one text alone has teaches nothing."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A text taken apart; `stems` are those of its words, one by one."""

    found: Found
    words: list[Word]
    stems: list[str]

    @classmethod
    def of(cls, text: str, title_chars: int) -> Self:
        """Take a text apart whose first `title_chars` characters are its headline."""
        found = find(text, title_chars)
        words = words_of(found.tokens)
        return cls(found, words, stems_of(words))

    def terms(self) -> list[str]:
        """Return its stems and pairs of stems."""
        return terms(self.stems)

    def shapes(self) -> list[str]:
        """Return its shapes."""
        title_end = self.found.folded.find("\n")
        return shapes(self.found.marks, self.words, self.stems, title_end if title_end >= 0 else len(self.found.folded))

    def runs(self) -> list[str]:
        """Return its runs of letters."""
        return [run for _, word in self.words for run in runs(word)]


@dataclass(frozen=True, slots=True)
class Features:
    """The columns of a model, block by block."""

    words: Block
    shapes: Block
    letters: Letters

    @classmethod
    def of(cls, vocabulary: Mapping[str, tuple[Sequence[str], np.ndarray]]) -> Self:
        """Put the columns together from the terms and idf of each block."""
        return cls(Block.of(*vocabulary["words"]), Block.of(*vocabulary["shapes"]), Letters.of(*vocabulary["letters"]))

    @property
    def width(self) -> int:
        """Return how many columns there are."""
        return len(self.words.index) + len(self.shapes.index) + len(self.letters.index) + len(CUE_NAMES)

    def matrix(self, seen: Sequence[Seen]) -> csr_matrix:
        """Return one row per text; the last columns are the cues, in the order of `CUE_NAMES`."""
        cues = np.asarray([one.found.cues for one in seen])
        return hstack(
            [
                self.words.matrix(one.terms() for one in seen),
                self.shapes.matrix(one.shapes() for one in seen) * SHAPE_WEIGHT,
                self.letters.matrix([one.words for one in seen]) * LETTER_WEIGHT,
                csr_matrix(cues * CUE_WEIGHT),
            ],
            format="csr",
        )


def vocabulary(seen: Sequence[Seen]) -> dict[str, tuple[list[str], np.ndarray]]:
    """Return the terms and idf of every block that texts teach."""
    return {
        "words": frequencies((one.terms() for one in seen), LEAST["words"]),
        "shapes": frequencies((one.shapes() for one in seen), LEAST["shapes"]),
        "letters": frequencies((one.runs() for one in seen), LEAST["letters"]),
    }
