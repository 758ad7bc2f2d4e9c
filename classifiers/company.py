"""What the articles of the same days say of an article: among signals it is likelier one, among quiet ones less so.

A text of two lines is often read too high or too low by itself; what the press says of the same matter within three
days corrects it, whichever outlet it is of. Each article is drawn towards the likest ones that were read before it or
with it, by how like they are, and never far: no flood of invented articles takes away what was certain. What moves is
the probability alone; reasons, stage and the keyword floor are of the text itself. Figures: docs/decisions/0002.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

import numpy as np
from scipy.sparse import csr_matrix, vstack

from classifiers.scan import tokens_of
from classifiers.words import LONGEST, Block, stems_of, words_of
from conflict.drawn import Neighbour
from conflict.signal import text_of
from conflict.text import fold

DAYS = timedelta(days=3)
"""How far apart in time two articles may be."""
NEIGHBOURS = 3
LEAST_LIKENESS = 0.15
"""Cosine of their rare words below which two articles are strangers."""
FURTHEST = 1.5
"""Most by which company moves the logit of a probability: 0.5 becomes 0.82 or 0.18 at most."""
LEAST_IDF = 4.0
"""Words that more than one text of twenty has tell nothing of a matter (inverse document frequency of the model)."""
MOST_REMEMBERED = 6_000
"""Articles kept in mind: three days of the national press in normal times, two in a crisis."""
QUIET = 0.02
"""What is less likely than this is left as it is, for no company could bring it near the threshold."""
_EDGE = 1e-6
"""Probabilities are kept this far from 0 and 1, where a logit has no end."""


@dataclass(frozen=True, slots=True)
class Met:
    """An article as its company sees it: the stems of headline and lede, when it was published, its own probability.

    `key` is what the caller knows it by, "" where nobody is to be told whom it drew.
    """

    stems: Sequence[str]
    at: datetime | None
    chance: float
    key: str = ""

    @classmethod
    def of(cls, title: str, summary: str, at: datetime | None, chance: float, key: str = "") -> Self:
        """Meet an article that was read earlier."""
        return cls(stems_of(words_of(tokens_of(fold(text_of(title, summary)[:LONGEST])))), at, chance, key)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The probabilities of articles in their company, and by place those that drew the ones that were drawn."""

    chances: np.ndarray
    by: Mapping[int, tuple[Neighbour, ...]]


class Company:
    """The articles of a run and those before it, in the order in which they were read."""

    def __init__(self, index: Mapping[str, int], idf: np.ndarray) -> None:
        """Begin alone; `index` and `idf` are of the words that count."""
        self._block = Block(index, idf)
        self._rows = csr_matrix((0, len(index)))
        self._at = self._logits = np.empty(0)
        self._keys: list[str] = []

    @classmethod
    def of(cls, words: Block) -> Self:
        """Begin with the single words of a model that are rare enough."""
        kept = [word for word, column in words.index.items() if " " not in word and words.idf[column] >= LEAST_IDF]
        return cls({word: n for n, word in enumerate(kept)}, words.idf[[words.index[word] for word in kept]])

    def remember(self, met: Sequence[Met]) -> None:
        """Keep articles in mind that were read earlier, with the probability that they were given."""
        self._keep([one for one in met if one.at is not None])

    def weigh(self, met: Sequence[Met]) -> Weighed:
        """Weigh each article in its company and keep all in mind; without a date it has none."""
        chances = np.asarray([one.chance for one in met], dtype=np.float64)
        dated = [n for n, one in enumerate(met) if one.at is not None]
        first = self._keep([met[n] for n in dated])
        asked = np.asarray([first + place for place, n in enumerate(dated) if chances[n] >= QUIET], dtype=np.intp)
        who, others, alike = self._nearest(asked)
        if not len(who):
            return Weighed(chances, {})
        drawn, begin = np.unique(who, return_index=True)
        own = self._logits[drawn]
        between = own + np.add.reduceat(alike * self._logits[others], begin)
        pull = between / (1 + np.add.reduceat(alike, begin)) - own
        after = own + np.clip(pull, -FURTHEST, FURTHEST)
        by = self._told(who, others, {at: dated[at - first] for at in drawn.tolist()})
        chances[[dated[at - first] for at in drawn.tolist()]] = 1 / (1 + np.exp(-after))
        self._logits[drawn] = after
        return Weighed(chances, by)

    def _nearest(self, asked: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return (article, neighbour, likeness) of the likest few of each article asked for, in that order; of two
        that are as like, the one read last."""
        likeness = (self._rows[asked] @ self._rows.T).tocoo()
        enough = likeness.data >= LEAST_LIKENESS
        who, others, alike = asked[likeness.row[enough]], likeness.col[enough], likeness.data[enough]
        near = (who != others) & (np.abs(self._at[who] - self._at[others]) <= DAYS.total_seconds())
        who, others, alike = who[near], others[near], alike[near]
        order = np.lexsort((-others, -alike, who))
        who, others, alike = who[order], others[order], alike[order]
        kept = np.arange(len(who)) - np.searchsorted(who, who) < NEIGHBOURS
        return who[kept], others[kept], alike[kept]

    def _told(self, who: np.ndarray, others: np.ndarray, places: Mapping[int, int]) -> dict[int, tuple[Neighbour, ...]]:
        """Return by place the articles that drew each one, and whither; an earlier text of its own is not one."""
        told: dict[int, tuple[Neighbour, ...]] = {places[at]: () for at in who.tolist()}
        towards = self._logits[others] > self._logits[who]
        for at, other, up in zip(who.tolist(), others.tolist(), towards.tolist(), strict=True):
            key = self._keys[other]
            if key and key != self._keys[at]:
                told[places[at]] += (Neighbour(key, up),)
        return told

    def _keep(self, met: Sequence[Met]) -> int:
        """Keep dated articles in mind, forget the oldest, and return where the new ones begin."""
        rows = self._block.matrix([one.stems for one in met])
        at = np.asarray([one.at.timestamp() for one in met if one.at is not None])
        past = max(MOST_REMEMBERED - len(met), 0)
        first = max(len(self._at) - past, 0)
        self._rows = vstack([self._rows[first:], rows], format="csr")
        self._at = np.concatenate([self._at[first:], at])
        self._logits = np.concatenate([self._logits[first:], _logits(np.asarray([one.chance for one in met]))])
        self._keys = self._keys[first:] + [one.key for one in met]
        return len(self._at) - len(met)


def _logits(chances: np.ndarray) -> np.ndarray:
    kept = np.clip(chances, _EDGE, 1 - _EDGE)
    return np.asarray(np.log(kept / (1 - kept)))
