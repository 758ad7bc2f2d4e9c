"""Phrases as analysts write them in the tables, turned into patterns for folded text.

`bloque* … calle*` : a star stands for any ending (alone, for one whole word), three dots for up to three words between.
A sign at the very end, as in `S.A.`, says nothing: where a whole word ends is looked for, and that is before the sign.
"""

import re

from conflict.text import fold

_WORD = re.compile(r"[a-z0-9'.\-]+\*?|\*|…")
_GAP = r"(?: \w+){0,3} "


def as_pattern(phrase: str) -> str:
    """Return the regular expression of a phrase; raise ValueError in Spanish when it is not written as it must be."""
    words = fold(phrase).replace("...", " … ").split()  # folding writes `…` as three dots
    if not words or not re.match(r"[a-z0-9]", words[0]):
        raise ValueError(f"la expresión «{phrase}» debe empezar con una letra o un número")
    if words[-1] in ("…", "*"):
        raise ValueError(f"la expresión «{phrase}» no puede terminar en puntos ni en una estrella sola")
    words[-1] = words[-1].rstrip(".'-")
    made, gap = "", False
    for word in words:
        if word == "…":
            gap = True
            continue
        if not _WORD.fullmatch(word):
            raise ValueError(f"la palabra «{word}» de «{phrase}» tiene signos que no se entienden")
        made += _GAP if gap else " " if made else ""
        made += r"\w+" if word == "*" else re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")
        gap = False
    return made
