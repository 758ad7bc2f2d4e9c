"""How another system or another office numbers the same matter: read leniently, kept as typed in capitals; pure."""

import re

from conflict.record import RuleError

_CODE = re.compile(r"[\w./ -]{2,60}")
"""Lenient on purpose: `MJTI-DGAJ-RM-Z-52-2023` and any other form of number, hyphen, slash and letters."""


def outside_code(text: str) -> str:
    """Return a code, CITE or number of a route sheet, tidied; raise RuleError for what can be none."""
    typed = " ".join(text.split()).upper()
    if not _CODE.fullmatch(typed):
        raise RuleError(
            f"outside code {text[:40]!r}",
            "El código lleva letras, números, guiones o barras, de 2 a 60, por ejemplo MJTI-DGAJ-RM-Z-52-2023.",
            "text",
        )
    return typed
