"""Is a password good enough: length and what everybody would try first; no rules of composition, no forced change.

After OWASP ASVS 5.0.0, 6.2: twelve characters or more, 128 and more allowed, paste allowed, no rotation, and a list of
what is tried first, local words among it.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from conflict.text import fold

LEAST_CHARS = 12
MOST_CHARS = 512
LEAST_OWN = 4
"""Letters of one's own beside the words that anybody would try."""
_WORDS = """
    contrasena clave claves password passwords passw qwerty qwertyuiop asdfgh asdfghjkl
    zxcvbn administrador administracion admin administrator usuario user welcome
    bienvenido bienvenida bolivia boliviano boliviana defensor defensora defensoria
    defensoriadelpueblo delpueblo pueblo atalaya simat conflicto conflictos llallagua
    lapaz elalto cochabamba oruro potosi tarija santacruz beni pando chuquisaca
    sucre unciauncia iloveyou teamo tequiero jesus amordemivida futbol bolivar
    thestrongest letmein monkey dragon football baseball princess sunshine secreto
    secret temporal cambiame changeme default prueba test testing ejemplo example
    abcdef abcdefgh abcdefghijkl holahola
    """
_FIRST_TRIED = frozenset(_WORDS.split())
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
    if _is_row(plain) or any(_left(one, _FIRST_TRIED) < LEAST_OWN for one in (letters, unmasked) if one):
        return "Esa contraseña está entre las primeras que alguien probaría. Use una frase de cuatro palabras."
    words = {word for text in about for word in re.findall(r"[a-z]{4,}", fold(text))}
    if letters and words and _left(letters, words) < LEAST_OWN:
        return "La contraseña se forma con su nombre, su correo o su oficina. Use una frase de cuatro palabras."
    return ""


def _left(letters: str, words: Iterable[str]) -> int:
    """Return how many letters are left without those words."""
    for word in sorted(words, key=len, reverse=True):
        letters = letters.replace(word, "")
    return len(letters)


def _is_row(text: str) -> bool:
    """Say whether a text walks along the digits or the alphabet."""
    steps = {ord(b) - ord(a) for a, b in pairwise(text)}
    return steps <= {1, -9} or steps <= {-1, 9}
