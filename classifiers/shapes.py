"""A text as the order of what it is made of: ACTOR, ANUNCIO, MEDIDA with the words between them; pure.

*Panaderos alistan cacerolazo* and *maestros anuncian paro* share no word and have one shape. What the corpus teaches of
shapes holds for actors and measures it never put together.
"""

from bisect import bisect_left
from collections.abc import Sequence

from classifiers.words import Word

Mark = tuple[int, int, str]
"""A stretch of folded text and the class of what was found there."""

LONGEST_SHAPE = 3
REACH = 8
FOLLOWERS = 3
"""A class is also paired, whatever stands between, with up to three classes among the eight that follow it."""

_SIGN = "@"


def shapes(marks: Sequence[Mark], words: Sequence[Word], stems: Sequence[str], title_end: int) -> list[str]:
    """Return the shapes of a text: neighbours of which one at least is a class, and pairs of classes near each other.

    `stems` are those of `words`. `marks` come in order of precedence: one that overlaps an earlier one is passed over.
    Headline and rest (from `title_end` on) are two sequences, since the first ends where the second begins anew.
    """
    if not marks:
        return []
    line = _line(marks, words, stems)
    cut = bisect_left(line, (title_end, ""))
    return [shape for part in (line[:cut], line[cut:]) for shape in _of([token for _, token in part])]


def _line(marks: Sequence[Mark], words: Sequence[Word], stems: Sequence[str]) -> list[tuple[int, str]]:
    taken: list[tuple[int, int]] = []
    line: list[tuple[int, str]] = []
    for start, end, kind in marks:
        if not any(start < b and a < end for a, b in taken):
            taken.append((start, end))
            line.append((start, _SIGN + kind))
    covered = set[int]()
    for start, end in taken:
        covered.update(range(start, end))
    line.extend([(word[0], base) for word, base in zip(words, stems, strict=True) if word[0] not in covered])
    line.sort()
    return line


def _of(tokens: Sequence[str]) -> list[str]:
    found: list[str] = []
    classes = [i for i, token in enumerate(tokens) if token.startswith(_SIGN)]
    last = len(tokens)
    for order, at in enumerate(classes):
        token = tokens[at]
        found.extend(
            f"{token}~{tokens[other]}" for other in classes[order + 1 : order + 1 + FOLLOWERS] if other - at <= REACH
        )
    for start in sorted({i for at in classes for i in range(max(at - LONGEST_SHAPE + 1, 0), at + 1)}):
        nearest = classes[bisect_left(classes, start)]
        for size in range(max(2, nearest - start + 1), min(LONGEST_SHAPE, last - start) + 1):
            found.append(" ".join(tokens[start : start + size]))
    return found
