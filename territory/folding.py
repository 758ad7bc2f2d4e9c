"""Text made plain for matching: small ASCII letters, digits and single spaces for everything else, place for place."""

import re
from typing import Final

from conflict.text import fold, fold_with_offsets

_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_TO_SPACE: Final = {code: " " for code in range(128) if not chr(code).isalnum()}


def _fold_one(match: re.Match[str]) -> str:
    folded = fold(match.group())
    return folded if len(folded) == 1 and folded.isascii() else " " if len(folded) == 1 else folded


def plain(name: str) -> str:
    """Return a name as the patterns know it: `Sta. Cruz` becomes `sta  cruz`, `O'Connor` becomes `o connor`."""
    return _NOT_ASCII.sub(" ", _NOT_ASCII.sub(_fold_one, name.lower())).translate(_TO_SPACE)


def plain_with_offsets(text: str) -> tuple[str, tuple[int, ...] | None]:
    """Return the text made plain and where each character came from; None instead of places when none has moved.

    The usual text keeps its length, so the quick way serves; separate accents and ligatures take the slow one.
    """
    lowered = text.lower()
    if len(lowered) == len(text):
        made = _NOT_ASCII.sub(_fold_one, lowered)
        if len(made) == len(text) and "\u0300" not in text and "\u0301" not in text and "\u0303" not in text:
            return made.translate(_TO_SPACE), None
    folded = fold_with_offsets(text)
    return _NOT_ASCII.sub(" ", folded.text).translate(_TO_SPACE), tuple(folded.starts)
