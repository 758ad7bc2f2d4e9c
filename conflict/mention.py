"""Does a text name a person: accents and slips of the keys apart, the words of the name near each other; pure."""

import re

from conflict.searchwords import distance
from conflict.text import fold

WITHIN = 6
"""Words among which those of a name stand: surnames first, a second name or a title between. A proposal of ours."""
_WORD = re.compile(r"\w+")


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name that can be looked for, folded, each once; none for a name without such words."""
    return tuple(dict.fromkeys(word for word in _WORD.findall(fold(name)) if len(word) > 2))


def mentions(name: tuple[str, ...], text: str) -> bool:
    """Say whether a text has every word of a name, or one that a slip makes of it, within a few words, in any order."""
    if not name:
        return False
    found = [(place, hit) for place, word in enumerate(_WORD.findall(fold(text))) if (hit := _hits(name, word))]
    for begin, _ in found:
        near = set().union(*(hit for place, hit in found if begin <= place < begin + WITHIN))
        if len(near) == len(name):
            return True
    return False


def _hits(name: tuple[str, ...], word: str) -> set[str]:
    return {one for one in name if one == word or (_slips(one) and distance(one, word, _slips(one)) <= _slips(one))}


def _slips(word: str) -> int:
    """Return how many slips a word may have, as the search of the pages has it."""
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2
