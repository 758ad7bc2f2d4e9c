"""Is a password good enough: length and what everybody would try first; no rules of composition, no forced change.

After OWASP ASVS 5.0.0, 6.2: twelve characters or more, 128 and more allowed, paste allowed, no rotation, and a list of
what is tried first, local words among it.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from conflict.firstwords import FIRST_TRIED
from conflict.text import fold

LEAST_CHARS = 12
MOST_CHARS = 512
LEAST_OWN = 4
"""Letters of one's own beside the words that anybody would try."""
MOST_COMMON = 3
"""Of four words that anybody knows a phrase may be made: there are 10¹¹ of them."""
_FIGURES = (
    "123456789",
    "987654321",
    "192837465",
    "147258369",
    "741852963",
    "789456123",
    "963852741",
    "321654987",
    "14789632",
    "123321",
    "159357",
    "159753",
    "951753",
    "753951",
    "147852",
    "258456",
    "112233",
    "445566",
    "778899",
    "332211",
    "102030",
    "405060",
    "246810",
    "13579",
    "97531",
    "5201314",
    "1029384756",
)
"""Ways over a keypad and figures in pairs."""
_LEET = str.maketrans("013457@$!", "oieastasi")


def weakness(password: str, about: Sequence[str] = ()) -> str:
    """Return why a password is not taken, as a Spanish sentence; "" when it is good.

    `about` are name, mail and office.
    """
    if len(password) < LEAST_CHARS:
        return f"La contraseña es corta: use {LEAST_CHARS} caracteres o más. Una frase de cuatro palabras sirve."
    if len(password) > MOST_CHARS:
        return f"La contraseña es demasiado larga: hasta {MOST_CHARS} caracteres."
    if len(set(password)) < 5:
        return "La contraseña repite los mismos caracteres. Use una frase de cuatro palabras."
    plain = fold(password)
    letters, unmasked = (re.sub(r"[^a-z]", "", one) for one in (plain, plain.translate(_LEET)))
    if _is_row(plain) or _repeats(plain) or any(_common(one) for one in (letters, unmasked) if one):
        return FIRST
    if plain.isdecimal() and _left(plain, _FIGURES) < LEAST_OWN:
        return FIRST
    words = {word for text in about for word in re.findall(r"[a-z]{4,}", fold(text))}
    if letters and words and _left(letters, words) < LEAST_OWN:
        return "La contraseña se forma con su nombre, su correo o su oficina. Use una frase de cuatro palabras."
    return ""


def _common(letters: str) -> bool:
    """Say whether letters are three of the words that anybody would try, or fewer, and hardly anything beside."""
    used, left = set(), letters
    for word in _LONGEST_FIRST:
        if word in left:
            used.add(word)
            left = left.replace(word, "")
    return len(left) < LEAST_OWN and len(used) <= MOST_COMMON


def _repeats(text: str) -> bool:
    """Say whether a text is one short piece said again, or one too short for a password three times."""
    longest = max(LEAST_CHARS // 2, min(len(text) // 3, LEAST_CHARS - 1))
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, longest + 1))


def _left(letters: str, words: Iterable[str]) -> int:
    """Return how many letters are left without those words."""
    for word in sorted(words, key=len, reverse=True):
        letters = letters.replace(word, "")
    return len(letters)


def _is_row(text: str) -> bool:
    """Say whether a text walks along the digits or the alphabet."""
    steps = {ord(b) - ord(a) for a, b in pairwise(text)}
    return steps <= {1, -9} or steps <= {-1, 9}


FIRST = "Esa contraseña está entre las primeras que alguien probaría. Use una frase de cuatro palabras."
_LONGEST_FIRST = sorted(FIRST_TRIED, key=lambda word: (-len(word), word))
