"""Folding of Spanish text for matching, with the way back to the original.

Folded text is for comparing only; what people read and what is stored stays as it was written.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_SPANISH = tuple(zip("óíáéñúü", "oiaenuu", strict=True))
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ`´"), "'")


def _fold_char(char: str) -> str:
    """Fold one character: lower case, no accents; ñ becomes n, a bold capital a plain small letter."""
    decomposed = unicodedata.normalize("NFKD", char.translate(_APOSTROPHES).lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


class _Folds(dict[int, str]):
    """What each character folds to, worked out when first met; `uneven` are those that do not fold to exactly one."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = self[code] = _fold_char(char)
        if len(folded) != 1:
            self.uneven.add(char)
        return folded


_FOLDS = _Folds()


def fold(text: str) -> str:
    """Return the text in lower case without accents: `Potosí` and `POTOSI` become `potosi`, `Ñuflo` becomes `nuflo`.

    Most texts have no letter but those of Spanish, whose accents are sooner replaced one by one.
    """
    plain = text.lower()
    for accented, letter in _SPANISH:
        plain = plain.replace(accented, letter)
    return plain.replace("`", "'") if plain.isascii() else text.translate(_FOLDS)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, for each of its characters, the position in the original.

    `starts[i]` is the original position of folded character i; `starts[len(text)]` is the length of the original, so
    that the folded span (a, b) is the original span (starts[a], starts[b]).
    """

    text: str
    starts: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text that a span of the folded text came from."""
        return self.starts[start], self.starts[end]


def fold_with_offsets(text: str) -> Folded:
    """Fold a text and keep where every character came from."""
    folded = fold(text)
    if _FOLDS.uneven.isdisjoint(text):
        return Folded(folded, range(len(text) + 1))
    starts = [position for position, char in enumerate(text) for _ in _FOLDS[ord(char)]]
    starts.append(len(text))
    return Folded(folded, tuple(starts))
