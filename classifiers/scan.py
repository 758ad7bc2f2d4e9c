"""Many patterns over one text in one pass: each is tried only at the words that it can begin with.

A pattern is a list of alternatives for folded text. The first letters of every alternative are read from it when the
program starts, so that a word asks for the few alternatives that could begin there instead of all of them being
searched from end to end. What a word asks for is remembered, and most words ask for nothing.
"""

import re
from collections.abc import Sequence

HEAD = 3
"""Letters of a word that decide which alternatives are tried."""
MOST_WORDS = 100_000
"""Words whose alternatives are remembered before all are forgotten: a stream of invented words cannot fill memory."""

_TOKEN = re.compile(r"\w+")
_ASIDE = re.compile(r"\(\?<[!=][^)]*\)")
_ONE_WORD = re.compile(r"(?:[a-z0-9|)?*+\[\]]|\((?=\?:)|(?<=\?):|\\[wd])+")
"""An alternative without spaces, signs or looks around: whether it matches depends on one word alone."""

Span = tuple[int, int]
Token = tuple[int, str]
"""Where a word begins in a folded text, and the word with everything that stands in it."""
Tried = tuple[tuple[int, re.Pattern[str] | None], ...]
"""The patterns that a word may begin: by number, with what is left to match there, None when the word itself is it."""


def pattern(*alternatives: str) -> re.Pattern[str]:
    """Return the pattern of whole words that is any of the alternatives."""
    return re.compile(source_of(*alternatives))


def source_of(*alternatives: str) -> str:
    """Return the same, not made yet: a scanner needs no more, and to make a long one takes its time."""
    return rf"\b(?:{'|'.join(alternatives)})\b"


def tokens_of(folded: str) -> list[Token]:
    """Return the words of a folded text, in order."""
    return [(found.start(), found.group()) for found in _TOKEN.finditer(folded)]


class Scanner:
    """Patterns made by `pattern`, or the sources of such, tried together."""

    def __init__(self, patterns: Sequence[re.Pattern[str] | str]) -> None:
        """Sort the alternatives of the patterns by the first letters of what they match."""
        self._many = len(patterns)
        self._by_head: dict[str, list[tuple[int, int, str]]] = {}
        self._known: dict[str, Tried] = {}
        self._made: dict[str, re.Pattern[str]] = {}
        self._one_word: dict[str, bool] = {}
        for number, one in enumerate(patterns):
            for order, alternative in enumerate(split(_inside(one if isinstance(one, str) else one.pattern))):
                for head in heads(alternative):
                    self._by_head.setdefault(head, []).append((number, order, alternative))

    def find(self, folded: str, tokens: Sequence[Token] | None = None) -> list[list[Span]]:
        """Return for each pattern where it is found in a folded text: what `finditer` gives, in order.

        `tokens` are those of the text, where the caller has them already.
        """
        found: list[list[Span]] = [[] for _ in range(self._many)]
        known = self._known
        for start, word in tokens_of(folded) if tokens is None else tokens:
            tried = known.get(word)
            if tried is None:
                tried = self._tried(word)
            for number, left in tried:
                spans = found[number]
                if spans and start < spans[-1][1]:
                    continue
                if left is None:
                    spans.append((start, start + len(word)))
                elif match := left.match(folded, start):
                    spans.append(match.span())
        return found

    def _tried(self, word: str) -> Tried:
        """Work out what a word asks for: of its alternatives those of one word are decided here, in their order."""
        asked = {one for size in range(1, HEAD + 1) for one in self._by_head.get(word[:size], ())}
        left: dict[int, list[str]] = {}
        for number, _, alternative in sorted(asked):
            kept = left.setdefault(number, [])
            if not self._of_one_word(alternative) or self._is(alternative, word):
                kept.append(alternative)
        if len(self._known) >= MOST_WORDS:
            self._known.clear()
        tried = self._known[word] = tuple(
            (number, None if self._of_one_word(kept[0]) else self._pattern("|".join(kept)))
            for number, kept in left.items()
            if kept
        )
        return tried

    def _of_one_word(self, alternative: str) -> bool:
        known = self._one_word.get(alternative)
        if known is None:
            known = self._one_word[alternative] = _ONE_WORD.fullmatch(alternative) is not None
        return known

    def _is(self, alternative: str, word: str) -> bool:
        """Say whether a word is what an alternative of one word matches; most are a word or a beginning, and need no
        pattern made, which takes longer than all else here."""
        if alternative.isalnum():
            return word == alternative
        begin = alternative[:-3]
        if begin.isalnum() and alternative.endswith((r"\w*", r"\w+")):
            return word.startswith(begin) and (len(word) > len(begin) or alternative[-1] == "*")
        return self._pattern(alternative).fullmatch(word) is not None

    def _pattern(self, alternatives: str) -> re.Pattern[str]:
        made = self._made.get(alternatives)
        if made is None:
            made = self._made[alternatives] = pattern(alternatives)
        return made


def _inside(source: str) -> str:
    return source.removeprefix(r"\b(?:").removesuffix(r")\b")


def heads(alternative: str, size: int = HEAD) -> set[str]:
    """Return the first letters, up to `size`, of everything that an alternative can match.

    A group in front stands for each of its own. Raise ValueError for one that may begin with any letter.
    """
    rest = alternative
    while aside := _ASIDE.match(rest):
        rest = rest[aside.end() :]
    letters = re.match(r"(?:[a-z0-9](?![?*]))*", rest)
    literal = letters.group() if letters else ""
    if len(literal) >= size:
        return {literal[:size]}
    following = rest[len(literal) :]
    if following.startswith("(?:"):
        group, tail = _group(following)
        optional = tail[:1] in ("?", "*")
        inner = {head for option in split(group) for head in heads(option, size - len(literal))}
        skipped = heads(tail[1:], size - len(literal)) if optional else set()
        return {literal + head for head in inner | skipped} or {literal}
    if not literal:
        raise ValueError(f"no first letter in {alternative!r}")
    return {literal}


def split(source: str) -> list[str]:
    """Split an alternation at the bars that stand outside every group and class."""
    parts, depth, begin, at = [], 0, 0, 0
    while at < len(source):
        char = source[at]
        if char == "\\":
            at += 1
        elif char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == "|" and not depth:
            parts.append(source[begin:at])
            begin = at + 1
        at += 1
    return [*parts, source[begin:]]


def _group(source: str) -> tuple[str, str]:
    """Split `(?:…)rest` into what is inside the first group and the rest."""
    depth = 0
    for at, char in enumerate(source):
        depth += (char == "(") - (char == ")")
        if not depth:
            return source[3:at], source[at + 1 :]
    raise ValueError(f"open group in {source!r}")
