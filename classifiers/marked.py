"""A text with every phrase of the tables marked in it, in one pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from classifiers.scan import Span, Token
from classifiers.vocabulary import Vocabulary
from conflict.text import Folded, fold_with_offsets


@dataclass(frozen=True, slots=True)
class Marked:
    """A text, folded too, and where each card's phrases stand in it: words and traps of measures, words of typologies.

    Its first `title_chars` characters are the headline.
    """

    text: str
    title_chars: int
    folded: Folded
    words: list[list[Span]]
    traps: list[list[Span]]
    topics: list[list[Span]]

    @classmethod
    def of(cls, vocabulary: Vocabulary, text: str, title_chars: int, tokens: Sequence[Token] | None = None) -> Self:
        """Mark a text; `tokens` are those of its folded form, where the caller has them already."""
        folded = fold_with_offsets(text)
        found = vocabulary.phrases.find(folded.text, tokens)
        many = len(vocabulary.measures)
        return cls(text, title_chars, folded, found[:many], found[many : 2 * many], found[2 * many :])
