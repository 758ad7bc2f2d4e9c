"""The date of a row of a CSV, as an office in Bolivia or an export of a newspaper writes it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Final

from conflict.lapaz import LA_PAZ

EMPTY, UNREADABLE, IMPOSSIBLE = "sin fecha", "la fecha está escrita de otro modo", "el día o la hora no existen"
"""Why a row has no date: nothing stands there, no form that is known, or a day that no calendar has."""
FORMS: Final = "2026-11-20, 20/11/2026 o 20-11-2026, con o sin hora"

_NOON: Final = time(12)
"""Of a bare date: noon in La Paz, so that no zone moves it to another day."""
_DAY_FIRST: Final = re.compile(
    r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:,?\s+(?:a las\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*(?:hrs?\.?|horas))?)?"
)
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:$|[T ]\d{2})")


@dataclass(frozen=True, slots=True)
class Dated:
    """When a row was published, in UTC; None with the Spanish reason."""

    at: datetime | None
    reason: str = ""


def dated(text: str) -> Dated:
    """Read a date: ISO 8601, or day, month and year with `/`, `-` or `.` between; an hour without zone is of La Paz.

    The day always comes first, as it is written in Bolivia; a year of two figures is not guessed.
    """
    text = text.strip()
    if not text:
        return Dated(None, EMPTY)
    iso, found = _ISO.match(text), _DAY_FIRST.fullmatch(text)
    if iso is None and found is None:
        return Dated(None, UNREADABLE)
    try:
        moment = datetime.fromisoformat(text) if found is None else _day_first(found)
    except ValueError:
        return Dated(None, IMPOSSIBLE)
    if found is None and len(text) <= len("2026-11-20"):
        moment = datetime.combine(moment, _NOON)
    try:
        return Dated((moment if moment.tzinfo else moment.replace(tzinfo=LA_PAZ)).astimezone(UTC))
    except OverflowError:
        return Dated(None, IMPOSSIBLE)


def _day_first(found: re.Match[str]) -> datetime:
    day, month, year = int(found[1]), int(found[3]), int(found[4])
    if found[5] is None:
        return datetime(year, month, day, _NOON.hour, tzinfo=LA_PAZ)
    return datetime(year, month, day, int(found[5]), int(found[6]), int(found[7] or 0), tzinfo=LA_PAZ)
