"""Words as a search compares them: folded, without the empty ones, and which words are nearly another."""

import re
from collections.abc import Collection, Iterable, Sequence

from conflict.text import fold, fold_with_offsets

EMPTY = frozenset(("al con de del el en es la las lo los no para por que se su sus un una y").split())  # noqa: SIM905 - read as a line of words
"""Words that every Spanish text has; no search is narrowed by them."""
LONGEST = 40
"""Letters of a word that count; the rest of a longer one is noise of addresses and codes."""
LEAST_LIKE = 4
"""Letters from which a word may be meant by a similar one."""
MOST_LIKE = 24

_WORD = re.compile(r"[0-9a-z]+(?:'[0-9a-z]+)*")
_PLAIN = re.compile(r"[0-9a-z]+")


def search_words(text: str) -> list[str]:
    """Return the words of a text that a search may ask for, each once, in their order.

    An apostrophe within a word is no border: `K'ara` is `kara`.
    """
    folded = fold(text)
    found = [word.replace("'", "") for word in _WORD.findall(folded)] if "'" in folded else _PLAIN.findall(folded)
    words = [word[:LONGEST] for word in dict.fromkeys(found) if word not in EMPTY and (len(word) > 1 or word <= "9")]
    return list(dict.fromkeys(words))


def squeezed(text: str) -> str:
    """Return a number of a note as one word, without its separators: `DP-DD/POT 012/2026` is `dpddpot0122026`."""
    return "".join(_PLAIN.findall(fold(text)))[:LONGEST]


def number_words(number: str) -> list[str]:
    """Return under which words a number of a note is found beside its own: squeezed, and counts without their zeros."""
    counts = [word.lstrip("0") for word in search_words(number) if word.isdecimal() and word[0] == "0"]
    return [one for one in (squeezed(number), *counts) if one]


def spans(text: str, words: Collection[str]) -> list[tuple[int, int]]:
    """Return where in a text these words are, as positions of the original, in order."""
    folded = fold_with_offsets(text)
    return [
        folded.original(match.start(), match.end())
        for match in _WORD.finditer(folded.text)
        if match.group().replace("'", "")[:LONGEST] in words
    ]


def likeable(word: str) -> bool:
    """Say whether a word may be meant by a similar one: letters only, neither short nor endless."""
    return LEAST_LIKE <= len(word) <= MOST_LIKE and word.isalpha()


def trigrams(word: str) -> set[str]:
    """Return the groups of three letters of a word, its borders counted as letters."""
    closed = f"_{word}_"
    return {closed[start : start + 3] for start in range(len(closed) - 2)}


def nearest(word: str, candidates: Iterable[str], limit: int = 5) -> list[str]:
    """Return the candidates that differ by one slip of the keys, or by two in a word of six letters or more.

    Nearest first. A slip is a letter left out, put in, changed, or changed with its neighbour (Damerau 1964).
    """
    allowed = 1 if len(word) < 6 else 2
    found = [(distance(word, one, allowed), len(one), one) for one in candidates]
    return [one for slips, _, one in sorted(found) if slips <= allowed][:limit]


def distance(one: str, other: str, most: int) -> int:
    """Return how many slips lie between two words; `most` + 1 stands for any larger number."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: Sequence[int] = ()
    row: Sequence[int] = range(len(other) + 1)
    for i, letter in enumerate(one, 1):
        here = [i]
        for j, their in enumerate(other, 1):
            cost = min(row[j] + 1, here[j - 1] + 1, row[j - 1] + (letter != their))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == their:
                cost = min(cost, before[j - 2] + 1)
            here.append(cost)
        if min(here) > most:
            return most + 1
        before, row = row, here
    return min(row[-1], most + 1)
