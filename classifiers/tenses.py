"""The tenses of a text by the endings of its words, accents read: *bloqueó* is done, *bloqueará* is not yet; pure.

Folded words lose what an accent says, so these are read from the text as it was written. Endings mistake some nouns for
verbs; which of them tell a stage is learnt, not decided here.
"""

import re
from itertools import pairwise
from typing import Final

_WORD: Final = re.compile(r"[a-záéíóúüñ]+")
_NO_VERB: Final = frozenset(["ante", "para", "como", "durante", "hasta", "verdad", "ciudad", "mediante", "adelante"])
_ENDINGS: Final = (
    ("fut", re.compile(r".{2,}(?:rá|rán|remos|ré)$")),
    ("cond", re.compile(r".{3,}(?:ría|rían)$")),
    ("pret", re.compile(r".{2,}(?:ó|aron|ieron|eron)$")),
    ("ger", re.compile(r".{2,}(?:ando|iendo|yendo)$")),
    ("inf", re.compile(r".{3,}(?:ar|er|ir|arse|erse|irse)$")),
    ("part", re.compile(r".{3,}(?:ado|ada|ados|adas|ido|ida|idos|idas)$")),
    ("pres", re.compile(r".{3,}(?:an|en)$")),
)
"""Future, conditional, preterite, gerund, infinitive, participle, present of many: the first that fits holds."""


def tenses(text: str) -> list[str]:
    """Return the tenses of the headline (`t:`) and of the rest (`b:`): each, the first, and neighbours in order."""
    headline, _, rest = text.lower().partition("\n")
    return [*_of("t", headline), *_of("b", rest)]


def _of(part: str, text: str) -> list[str]:
    kinds = [kind for word in _WORD.findall(text) if word not in _NO_VERB and (kind := tense_of(word))]
    first = [f"{part}:first:{kinds[0]}"] if kinds else []
    return [*(f"{part}:{kind}" for kind in kinds), *first, *(f"{part}:{a}>{b}" for a, b in pairwise(kinds))]


def tense_of(word: str) -> str:
    """Return the tense that the ending of a word in small letters tells, "" for none."""
    return next((name for name, ending in _ENDINGS if ending.match(word)), "")
