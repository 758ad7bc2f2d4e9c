"""A text as runs of letters within its words: what an unknown word shares with known ones.

*Desbloquear*, *bloqueadoras* and a typo such as *bloqeuo* share runs with words of the corpus that their stems do not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from scipy.sparse import csr_matrix

from classifiers.words import Word

SHORTEST, LONGEST_RUN = 3, 6
MOST_WORDS = 100_000
"""Words whose columns are remembered before all are forgotten: a stream of invented words cannot fill the memory."""


def runs(word: str) -> list[str]:
    """Return the runs of 3 to 6 letters of a word, its two ends marked; none for a number."""
    if word.isdigit():
        return []
    ended = f"<{word}>"
    return [ended[i : i + size] for size in range(SHORTEST, LONGEST_RUN + 1) for i in range(len(ended) - size + 1)]


@dataclass(frozen=True, slots=True)
class Letters:
    """Runs of letters as columns: counts times idf, over the root of how many runs the text has.

    A word counts once, however often a text says it: a word said a thousand times would outweigh everything else.
    """

    index: Mapping[str, int]
    idf: np.ndarray
    _known: dict[str, tuple[np.ndarray, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: Sequence[str], idf: np.ndarray) -> Self:
        """Put a block together from its runs, in the order of their columns."""
        return cls({run: column for column, run in enumerate(kept)}, idf)

    def matrix(self, texts: Iterable[Sequence[Word]]) -> csr_matrix:
        """Return one row per text; a column that a text has twice stands in it twice, which adds up."""
        flat, lengths, totals = self.columns(texts)
        data = self.idf[flat] / np.repeat(np.sqrt(np.maximum(totals, 1)), lengths)
        pointers = np.concatenate([[0], np.cumsum(lengths)])
        return csr_matrix((data, flat, pointers), shape=(len(lengths), len(self.index)), dtype=np.float64)

    def columns(self, texts: Iterable[Sequence[Word]]) -> tuple[np.ndarray, list[int], list[int]]:
        """Return the columns of all texts in a row, how many each text has, and how many runs, known or not."""
        columns, lengths, totals = list[np.ndarray](), list[int](), list[int]()
        for words in texts:
            found = [self._columns(word) for word in dict.fromkeys(word for _, word in words)]
            columns.extend(some for some, _ in found)
            lengths.append(sum(len(some) for some, _ in found))
            totals.append(sum(many for _, many in found))
        flat = np.concatenate(columns) if columns else np.empty(0, dtype=np.int32)
        return flat, lengths, totals

    def _columns(self, word: str) -> tuple[np.ndarray, int]:
        """Return the columns of a word, and how many runs it has, known or not."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= MOST_WORDS:
                self._known.clear()
            all_runs = runs(word)
            columns = [self.index[run] for run in all_runs if run in self.index]
            known = self._known[word] = (np.asarray(columns, dtype=np.int32), len(all_runs))
        return known
