"""Many patterns over one text in one pass: each is tried only at the words that it can begin with.

A pattern is a list of alternatives for folded text. The first letters of every alternative are read from it when the
program starts, so that a word asks for the few patterns that could begin there instead of all of them being searched
from end to end.
"""

import re
from collections.abc import Iterable, Sequence

HEAD = 3
"""Letters of a word that decide which patterns are tried."""

_WORD = re.compile(r"[a-z0-9]+")
_ASIDE = re.compile(r"\(\?<[!=][^)]*\)")
Span = tuple[int, int]


def pattern(*alternatives: str) -> re.Pattern[str]:
    """Return the pattern of whole words that is any of the alternatives."""
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b")


class Scanner:
    """Patterns made by `pattern`, tried together."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        """Sort the patterns by the first letters of what they match."""
        self._patterns = tuple(patterns)
        self._by_head: dict[str, tuple[int, ...]] = {}
        self._known: dict[str, tuple[int, ...]] = {}
        for number, one in enumerate(patterns):
            for head in heads(_inside(one.pattern)):
                self._by_head[head] = (*self._by_head.get(head, ()), number)

    def find(self, text: str) -> list[list[Span]]:
        """Return for each pattern where it is found in a folded text: what `finditer` gives, in order."""
        found: list[list[Span]] = [[] for _ in self._patterns]
        after = [0] * len(self._patterns)
        for word in _WORD.finditer(text):
            start = word.start()
            for number in self._tried(text[start : min(start + HEAD, word.end())]):
                if start >= after[number] and (match := self._patterns[number].match(text, start)):
                    found[number].append(match.span())
                    after[number] = match.end()
        return found

    def _tried(self, head: str) -> tuple[int, ...]:
        known = self._known.get(head)
        if known is None:
            wanted = {n for size in range(1, len(head) + 1) for n in self._by_head.get(head[:size], ())}
            known = self._known[head] = tuple(sorted(wanted))
        return known


def _inside(source: str) -> str:
    return source.removeprefix(r"\b(?:").removesuffix(r")\b")


def heads(source: str) -> set[str]:
    """Return the first letters, up to `HEAD`, of everything that an alternation of patterns can match."""
    return {head for alternative in split(source) for head in _heads(alternative, HEAD)}


def _heads(alternative: str, size: int) -> Iterable[str]:
    """Read the literal letters that an alternative begins with; a group in front stands for each of its own."""
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
        inner = {head for option in split(group) for head in _heads(option, size - len(literal))}
        skipped = set(_heads(tail[1:], size - len(literal))) if optional else set()
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
