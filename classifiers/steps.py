"""A text as the steps of a conflict in order: who, what is announced, done, ended, answered, each verb with its tense.

*Levantan el bloqueo*, *piden levantar el bloqueo* and *pérdidas por el bloqueo* share their words and differ in what
stands before the measure. Words that belong to no class are passed over, so that what the corpus teaches of *anuncian
… paro* holds however far apart the two stand and whatever stands between. Only the stage reads it
(docs/decisions/0002).
"""

import re
from itertools import pairwise
from typing import Final

from classifiers.lexicon import ACTORS
from classifiers.stepwords import ACT, CLASSES, LINKS, MEASURE
from classifiers.tenses import tense_of
from conflict.text import fold

READ: Final = 1_200
"""Letters of a text that are read: deeper in, news tells its history."""
MOST_WORDS: Final = 200_000
"""Words whose class is remembered before all are forgotten: a stream of invented words cannot fill the memory."""

_TOKEN: Final = re.compile(r"[a-záéíóúüñ]+|\d+|[.;:?]")
_NUMBER, _END, _TENSELESS = "#", "|", frozenset({"autoridad"})
_ASIDE: Final = "_#|"
"""First letters of what is no step itself: links, numbers, ends of sentences."""


class _Kinds(dict[str, str]):
    """The class of each word with its tense, "" for one that is no step, worked out when first met."""

    def __missing__(self, word: str) -> str:
        if len(self) >= MOST_WORDS:
            self.clear()
        found = self[word] = _kind(word)
        return found


def _kind(word: str) -> str:
    if not word[0].isalpha():
        return _NUMBER if word.isdigit() else _END
    folded = fold(word)
    if folded in LINKS:
        return f"_{folded}"
    if MEASURE.fullmatch(folded) and not word.endswith("ó"):
        return "medida"
    if ACT.fullmatch(folded):
        return f"accion.{tense_of(word) or 'v'}"
    for name, words in CLASSES:
        if words.fullmatch(folded):
            tense = "" if name in _TENSELESS else tense_of(word)
            return f"{name}.{tense}" if tense else name
    return "actor" if ACTORS.fullmatch(folded) else ""


_KINDS = _Kinds()


def steps(text: str) -> list[str]:
    """Return the steps of the headline (`t`) and of the rest (`b`): alone, in pairs and threes, the first and the last.

    Those after one colon have tenses, numbers, links and ends of sentences among them; after two, steps alone.
    """
    headline, _, rest = text.lower()[:READ].partition("\n")
    return [*_of("t", headline), *_of("b", rest)]


def _of(part: str, text: str) -> list[str]:
    line = [kind for kind in map(_KINDS.__getitem__, _TOKEN.findall(text)) if kind]
    bare = [kind.partition(".")[0] for kind in line if kind[0] not in "_#"]
    own = [kind for kind in line if kind[0] not in _ASIDE]
    return [
        *(f"{part}:{kind}" for kind in line if kind != _END),
        *_runs(f"{part}:", line),
        *_runs(f"{part}::", bare),
        *(f"{part}:first:{kind}" for kind in own[:1]),
        *(f"{part}:last:{kind.partition('.')[0]}" for kind in own[-1:]),
    ]


def _runs(head: str, line: list[str]) -> list[str]:
    """Return the neighbours of a line in pairs and in threes."""
    return [
        *(f"{head}{a}>{b}" for a, b in pairwise(line)),
        *(f"{head}{a}>{b}>{c}" for a, b, c in zip(line, line[1:], line[2:], strict=False)),
    ]
