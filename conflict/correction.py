"""What analysts correct in the vocabulary: values and rules; the files are read elsewhere.

A correction is a line that is never rewritten: taking something back is a line of its own, so the file is its journal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conflict.text import fold

LEAST_LETTERS = 3
LONGEST_PHRASE = 120


class CorrectionTable(StrEnum):
    """What a correction is about."""

    ACTOR = "actor"
    MUNICIPALITY = "municipio"
    MEASURE = "medida"
    TRAP = "trampa"


class CorrectionAction(StrEnum):
    """Whether a phrase begins or ends to be known; what is taken away may have come with the product."""

    ADD = "agregar"
    DROP = "quitar"


@dataclass(frozen=True, slots=True)
class Correction:
    """One phrase that stands, or no longer stands, for the entry `key` of a table; who said so, when and why."""

    table: CorrectionTable
    action: CorrectionAction
    key: str
    phrase: str
    day: date
    by: str
    reason: str


def standing(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return the last word on each phrase of each entry, in the order in which the phrases first came up."""
    last: dict[tuple[CorrectionTable, str, str], Correction] = {}
    for one in corrections:
        last[one.table, one.key, fold(one.phrase)] = one
    return tuple(last.values())


def problem(one: Correction) -> str:
    """Return in Spanish what a correction lacks, "" when it is complete."""
    letters = sum(char.isalnum() for char in one.phrase)
    if letters < LEAST_LETTERS:
        return f"la expresión «{one.phrase}» es muy corta; se esperaban al menos {LEAST_LETTERS} letras"
    if len(one.phrase) > LONGEST_PHRASE:
        return f"la expresión es muy larga; se esperaban hasta {LONGEST_PHRASE} letras"
    for value, field in ((one.key, "clave"), (one.by, "por"), (one.reason, "motivo")):
        if not value.strip():
            return f"falta el campo {field}"
    return ""
