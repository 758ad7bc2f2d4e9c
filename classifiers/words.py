"""A text as the features of the model: stems and pairs of stems, weighted, and the cues of the lexicon.

The same function makes the features in training and in reading, so they cannot drift apart.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import Stemmer
from scipy.sparse import csr_matrix

from conflict.text import fold

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


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of a folded word; numbers become one mark, since which number it is says little."""
    return "#" if word.isdigit() else str(_STEMMER.stemWord(word))


def terms(text: str) -> list[str]:
    """Return the stems of a text and the pairs of neighbours among them."""
    stems = [stem(word) for word in _WORD.findall(fold(text)) if word not in STOP]
    return stems + [f"{a} {b}" for a, b in pairwise(stems)]


def vocabulary(texts: Iterable[str], least: int) -> tuple[list[str], np.ndarray]:
    """Return the terms that at least `least` texts have, sorted, and their inverse document frequencies."""
    seen: Counter[str] = Counter()
    total = 0
    for text in texts:
        seen.update(set(terms(text)))
        total += 1
    kept = sorted(term for term, times in seen.items() if times >= least)
    return kept, np.asarray([np.log((1 + total) / (1 + seen[term])) + 1 for term in kept])


def matrix(texts: Sequence[str], index: Mapping[str, int], idf: np.ndarray) -> csr_matrix:
    """Return one row of unit length per text: sublinear counts times idf; a text of unknown words is a row of zeros."""
    inverse: list[float] = idf.tolist()
    pointers: list[int] = [0]
    columns: list[int] = []
    values: list[float] = []
    for text in texts:
        counts = Counter(index[term] for term in terms(text) if term in index)
        weights = {column: (1 + math.log(times)) * inverse[column] for column, times in counts.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        columns.extend(weights)
        values.extend(weight / length for weight in weights.values())
        pointers.append(len(columns))
    return csr_matrix((values, columns, pointers), shape=(len(texts), len(index)), dtype=np.float64)
