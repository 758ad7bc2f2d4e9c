"""A text as stems and pairs of stems, and the block of columns that any list of terms becomes.

The same functions make the features in training and in reading, so they cannot drift apart.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Self

import numpy as np
import Stemmer
from scipy.sparse import csr_matrix

_WORD = re.compile(r"[a-z]+|\d+")
_STEMMER = Stemmer.Stemmer("spanish")
STOP = frozenset(
    word
    for line in (
        "el la los las un una unos unas de del al a en y e o u que se su sus lo le les con por para como mas es son",
        "fue ser ha han este esta estos estas ese esa eso ya si entre sobre",
    )
    for word in line.split()
)
"""Words that say nothing by themselves, folded."""

LONGEST = 2_000
"""Characters of a text that are read: headline, lede and the opening of a body. Deeper in, news tells its history."""

NUMBER = "#"
Word = tuple[int, str]
"""Where a word begins in the folded text, and the word."""


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of a folded word; numbers become one mark, since which number it is says little."""
    return NUMBER if word.isdigit() else str(_STEMMER.stemWord(word))


def words_of(folded: str) -> list[Word]:
    """Return the words of a folded text that say something, in order."""
    return [(found.start(), found.group()) for found in _WORD.finditer(folded) if found.group() not in STOP]


def terms(words: Sequence[Word]) -> list[str]:
    """Return the stems of a text and the pairs of neighbours among them."""
    stems = [stem(word) for _, word in words]
    return stems + [f"{a} {b}" for a, b in pairwise(stems)]


def frequencies(rows: Iterable[Iterable[str]], least: int) -> tuple[list[str], np.ndarray]:
    """Return the terms that at least `least` rows have, sorted, and their inverse document frequencies."""
    seen: Counter[str] = Counter()
    total = 0
    for row in rows:
        seen.update(set(row))
        total += 1
    kept = sorted(term for term, times in seen.items() if times >= least)
    return kept, np.asarray([np.log((1 + total) / (1 + seen[term])) + 1 for term in kept], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Block:
    """Terms as columns: one row of unit length per text, the idf of each term that it has, once."""

    index: Mapping[str, int]
    idf: np.ndarray

    @classmethod
    def of(cls, kept: Sequence[str], idf: np.ndarray) -> Self:
        """Put a block together from its terms, in the order of their columns."""
        return cls({term: column for column, term in enumerate(kept)}, idf)

    def matrix(self, rows: Iterable[Iterable[str]]) -> csr_matrix:
        """Return the rows; one of unknown terms is a row of zeros."""
        index, columns, lengths = self.index, list[int](), list[int]()
        for row in rows:
            here = {index[term] for term in row if term in index}
            columns.extend(sorted(here))
            lengths.append(len(here))
        weights = self.idf[columns]
        owners = np.repeat(np.arange(len(lengths)), lengths)
        norms = np.sqrt(np.bincount(owners, weights * weights, minlength=len(lengths)))
        return csr_matrix(
            (weights / norms[owners], columns, np.concatenate([[0], np.cumsum(lengths)])),
            shape=(len(lengths), len(index)),
            dtype=np.float64,
        )
