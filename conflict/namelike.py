"""Which words of a Spanish text look like the name of a person; pure. For a warning that somebody reads.

It errs on the side of saying so: a person looks at what is found and says whether it may stand. What it cannot see is a
name in small letters that is in no list, and a lone name that is in none.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conflict.namewords import GIVEN, HEADS, PARTICLES, SURNAMES, TITLES
from conflict.text import fold

_WORD = re.compile(r"[^\W\d_]+(?:['’`-][^\W\d_]+)*")
_SENTENCE_ENDS = re.compile(r"[.!?…:;\n]\s*[«\"“(¿¡-]*\s*$")
_ABBREVIATED = re.compile(r"\.\s*$")
_LISTED = GIVEN | SURNAMES


@dataclass(frozen=True, slots=True)
class _Token:
    """A word as written and folded, where it stands, and what stands between it and the one before."""

    text: str
    key: str
    start: int
    end: int
    first: bool
    joined: bool

    @property
    def capital(self) -> bool:
        """Say whether it is written as names are: initials in capitals are bodies, unless a list knows the word."""
        if self.text.isupper() and len(self.text) > 1:
            return self.key in _LISTED
        return self.text[0].isupper()


def namelike(text: str, known: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the words that look like names of persons, as written, in their order and each once; () for none.

    `known` are names of places and bodies, which are not taken for persons however they are written.
    """
    tokens = _tokens(text)
    covered = _covered(tokens, {_key_of(one) for one in known})
    spans = [span for run in _runs(tokens, covered) for span in _persons(tokens, *run)]
    spans += _in_small_letters(tokens, covered)
    return tuple(dict.fromkeys(text[tokens[first].start : tokens[last].end] for first, last in sorted(spans)))


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    end = 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        before = tokens[-1] if tokens else None
        short = before is not None and (before.key in TITLES or len(before.text) == 1)
        abbreviated = short and bool(_ABBREVIATED.fullmatch(between))
        first = before is None or (bool(_SENTENCE_ENDS.search(between)) and not abbreviated)
        joined = before is not None and (abbreviated or between.isspace())
        word = match.group()
        tokens.append(_Token(word, fold(word), match.start(), match.end(), first, joined))
        end = match.end()
    return tokens


def _key_of(name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in _WORD.findall(name))


def _covered(tokens: Sequence[_Token], known: set[tuple[str, ...]]) -> set[int]:
    """Return the places of words that belong to a known name, the longest name first."""
    covered: set[int] = set()
    lengths = sorted({len(one) for one in known if one}, reverse=True)
    for place in range(len(tokens)):
        for length in lengths:
            span = range(place, place + length)
            if place + length <= len(tokens) and tuple(tokens[n].key for n in span) in known:
                if covered.isdisjoint(span):
                    covered.update(span)
                break
    return covered


def _runs(tokens: Sequence[_Token], covered: set[int]) -> list[tuple[int, int]]:
    """Return the stretches of words with capitals, particles between them included; known names cut them."""
    runs: list[tuple[int, int]] = []
    place = 0
    while place < len(tokens):
        if place in covered or not tokens[place].capital:
            place += 1
            continue
        last, after = place, place + 1
        while after < len(tokens) and tokens[after].joined and after not in covered:
            if tokens[after].capital:
                last = after
            elif tokens[after].key not in PARTICLES:
                break
            after += 1
        runs.append((place, last))
        place = last + 1
    return runs


def _persons(tokens: Sequence[_Token], begin: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of one stretch that look like persons."""
    if tokens[begin].first and tokens[begin].key not in _LISTED | HEADS | TITLES:
        begin += 1  # a sentence begins with a capital whatever the word is
    titled = begin > 0 and begin <= end and tokens[begin].joined and tokens[begin - 1].key in TITLES
    while begin <= end and tokens[begin].key in TITLES:
        begin, titled = begin + 1, True
    while begin <= end and tokens[begin].key in PARTICLES:
        begin, titled = begin + 1, False  # «Ministra de Trabajo» names an office
    if begin > end:
        return []
    words = [one for one in tokens[begin : end + 1] if one.key not in PARTICLES]
    if tokens[begin].key in HEADS or _of_a_place(tokens, begin):
        return _full_names(tokens, begin, end)
    if titled or len(words) > 1 or words[0].key in _LISTED:
        return [(begin, end)]
    return []


def _of_a_place(tokens: Sequence[_Token], begin: int) -> bool:
    """Say whether a common noun before says what it is: «la plaza …», «el municipio de …», «provincia …»."""
    before = begin - 1
    while before > 0 and tokens[before].key in PARTICLES and tokens[before].joined:
        before -= 1
    return before >= 0 and begin > 0 and tokens[begin].joined and tokens[before].key in HEADS


def _full_names(tokens: Sequence[_Token], begin: int, end: int) -> list[tuple[int, int]]:
    """Return given name and surname side by side: all that is looked for behind the head of a body or a place."""
    return [
        (place, place + 1)
        for place in range(begin, end)
        if tokens[place].key in GIVEN and tokens[place + 1].key in SURNAMES
    ]


def _in_small_letters(tokens: Sequence[_Token], covered: set[int]) -> list[tuple[int, int]]:
    """Return given name and surname side by side that were typed without capitals."""
    return [
        (place, place + 1)
        for place in range(len(tokens) - 1)
        if tokens[place].key in GIVEN
        and tokens[place + 1].key in SURNAMES
        and tokens[place + 1].joined
        and not (tokens[place].capital and tokens[place + 1].capital)
        and covered.isdisjoint((place, place + 1))
    ]
