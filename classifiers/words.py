"""A text as stems and pairs of stems, and the block of columns that any list of terms becomes.

The same functions make the features in training and in reading, so they cannot drift apart.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
MOST_WORDS = 200_000
"""Words whose stems are remembered."""


class _Stems(dict[str, str]):
    """The stem of each word, worked out when first met; all are forgotten when there are too many."""

    def __missing__(self, word: str) -> str:
        if len(self) >= MOST_WORDS:
            self.clear()
        found = self[word] = NUMBER if word.isdigit() else str(_STEMMER.stemWord(word))
        return found


_STEMS = _Stems()


def stem(word: str) -> str:
    """Return the stem of a folded word; numbers become one mark, since which number it is says little."""
    return _STEMS[word]


def stems_of(words: Sequence[Word]) -> list[str]:
    """Return the stems of words, in order."""
    return [_STEMS[word] for _, word in words]


def words_of(tokens: Sequence[Word]) -> list[Word]:
    """Return the words of a folded text that say something, in order; one of letters and digits comes apart."""
    words: list[Word] = []
    for token in tokens:
        word = token[1]
        if word in STOP:
            continue
        if word.isascii() and (word.isalpha() or word.isdigit()):
            words.append(token)
        else:
            parts = ((token[0] + part.start(), part.group()) for part in _WORD.finditer(word))
            words.extend(part for part in parts if part[1] not in STOP)
    return words


def terms(stems: list[str]) -> list[str]:
    """Return the stems of a text and the pairs of neighbours among them."""
    return stems + list(map(" ".join, pairwise(stems)))


def columns_of(index: Mapping[str, int], rows: Iterable[Iterable[str]]) -> tuple[list[int], list[int]]:
    """Return the columns of all rows one after another, each once in its row, and how many each row has.

    Unknown terms have no column.
    """
    get, columns, lengths = index.get, list[int](), list[int]()
    for row in rows:
        here = {column for column in map(get, row) if column is not None}
        columns.extend(here)
        lengths.append(len(here))
    return columns, lengths


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
