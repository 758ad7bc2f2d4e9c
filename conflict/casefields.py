"""The fields of a record that a person edits: which there are, how each is read, and how two edits meet; pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from conflict.dimensions import Competence, Reach, Realm, Setting
from conflict.fieldwork import FieldCheck
from conflict.record import RuleError, short
from conflict.typology import Typology
from conflict.vocabulary import AlertClass, Intensity, Origin, Right, Trend

DIMENSIONS: Mapping[str, str] = {
    "confirmacion_en_campo": "field_check",
    "campo": "realm",
    "alcance": "reach",
    "ambito": "setting",
    "competencia": "competence",
}
"""What programs, exports and packs call the fields that say what kind of conflict it is, and their columns."""
LINE, PARAGRAPH = 300, 4_000
"""Letters of the two kinds of free text."""
FIRST_YEAR, LAST_YEAR = 1900, 2200
"""A day of another year is a slip of the keys; terms reckoned from it would leave the calendar."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that two persons changed from the same value: what it was, what is there now, what was typed."""

    field: str
    base: Any
    theirs: Any
    mine: Any


def _line(text: str) -> str:
    return short(text, LINE)


def _paragraph(text: str) -> str:
    return short(text, PARAGRAPH)


def _choice(vocabulary: type[StrEnum]) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        if not text:
            return None
        try:
            return vocabulary(text).value
        except ValueError:
            raise RuleError(f"{vocabulary.__name__} {text[:20]!r}", "Elija una opción de la lista.") from None

    return read


def _rights(text: str) -> list[str]:
    """Read rights separated by spaces, each once and in the order of the vocabulary."""
    asked = set(text.split())
    unknown = asked - {one.value for one in Right}
    if unknown:
        raise RuleError(f"rights {sorted(unknown)[:3]}", "Elija los derechos de la lista.")
    return [one.value for one in Right if one.value in asked]


def _grade(text: str) -> int | None:
    if not text:
        return None
    if text not in ("1", "2", "3"):
        raise RuleError(f"grade {text[:10]!r}", "Probabilidad e impacto van de 1 a 3.")
    return int(text)


def _day(text: str) -> str:
    if not text.strip():
        return ""
    try:
        day = date.fromisoformat(text.strip())
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            return day.isoformat()
    except ValueError:
        pass
    raise RuleError(f"day {text[:20]!r}", f"«{text[:20]}» no es una fecha como 2026-11-26.")


def _yes(text: str) -> bool:
    return text == "si"


FIELDS: Mapping[str, Callable[[str], Any]] = {
    "summary": _paragraph,
    "alert_class": _choice(AlertClass),
    "origin": _choice(Origin),
    "intensity": _choice(Intensity),
    "trend": _choice(Trend),
    "typology": _choice(Typology),
    "rights": _rights,
    "demand": _paragraph,
    "place_words": _line,
    "affected_words": _line,
    "dialogue": _line,
    "foreseen_on": _day,
    "probability": _grade,
    "impact": _grade,
    "no_measure": _yes,
    "no_harm": _yes,
    "no_simat": _yes,
    "field_check": _choice(FieldCheck),
    "realm": _choice(Realm),
    "reach": _choice(Reach),
    "setting": _choice(Setting),
    "competence": _choice(Competence),
}
"""Every field by its column, with what reads a form's text into its value."""


def read_fields(form: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of a form; raise RuleError for a value that is none, KeyError for a field that is none."""
    return {name: _read(name, text) for name, text in form.items()}


def _read(name: str, text: str) -> Any:
    try:
        return FIELDS[name](text)
    except RuleError as broken:
        broken.about = name
        raise


def merged(
    base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[Clash, ...]]:
    """Return what to write and what clashes: a field that only one side changed is taken from that side.

    `base` is what the page showed when it was opened, `theirs` what is stored now, `mine` what was typed.
    """
    changed = {name: value for name, value in mine.items() if value != base.get(name)}
    clashes = tuple(
        Clash(name, base.get(name), theirs[name], value)
        for name, value in changed.items()
        if theirs[name] not in (base.get(name), value)
    )
    return {name: value for name, value in changed.items() if theirs[name] != value}, clashes
