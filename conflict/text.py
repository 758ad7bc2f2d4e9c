"""Folding of Spanish text for matching, with the way back to the original.

Folded text is for comparing only; what people read and what is stored stays as it was written.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ`´"), "'")


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    """Fold one character: lower case, no accents, ñ kept apart from n only by its own letter `n`."""
    decomposed = unicodedata.normalize("NFKD", char.translate(_APOSTROPHES).lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def fold(text: str) -> str:
    """Return the text in lower case without accents: `Potosí` and `POTOSI` become `potosi`, `Ñuflo` becomes `nuflo`."""
    if text.isascii():
        return text.lower().translate(_APOSTROPHES)
    return "".join(map(_fold_char, text))


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, for each of its characters, the position in the original.

    `starts[i]` is the original position of folded character i; `starts[len(text)]` is the length of the original, so
    that the folded span (a, b) is the original span (starts[a], starts[b]).
    """

    text: str
    starts: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text that a span of the folded text came from."""
        return self.starts[start], self.starts[end]


def fold_with_offsets(text: str) -> Folded:
    """Fold a text and keep where every character came from."""
    if text.isascii():
        return Folded(fold(text), tuple(range(len(text) + 1)))
    pieces: list[str] = []
    starts: list[int] = []
    for position, char in enumerate(text):
        folded = _fold_char(char)
        pieces.append(folded)
        starts.extend([position] * len(folded))
    starts.append(len(text))
    return Folded("".join(pieces), tuple(starts))
