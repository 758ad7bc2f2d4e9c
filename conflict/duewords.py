"""When something is due, as people say it: «mañana 16:00», «lunes», «en 48 h», «23/11/2026»; pure."""

import re
from datetime import UTC, date, datetime, time, timedelta

from conflict.lapaz import LA_PAZ, local_day
from conflict.record import RuleError
from conflict.text import fold

HINT = "Por ejemplo: mañana 16:00, lunes, en 48 h, 23/11/2026 9:30"
LONGEST = timedelta(days=3_660)
"""Ten years: a slip of the keys beyond, and the calendar of an office does not go so far."""
_DAYS = ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo")
_NEAR = {"hoy": 0, "manana": 1, "pasado manana": 2}
_SPANS = {
    "min": timedelta(minutes=1),
    "minuto": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "hora": timedelta(hours=1),
    "d": timedelta(days=1),
    "dia": timedelta(days=1),
    "semana": timedelta(weeks=1),
}
_IN = re.compile(r"(?:en|dentro de) (\d{1,4}) ?([a-z]+?)s?")
_CLOCK = re.compile(r"(?P<day>.*?)(?:,? ?(?:a las? )?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?: ?(?:h|hrs?))?)?")
_DATE = re.compile(r"(?:\w+ )?(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)t?")


def due_of(text: str, closing: time, now: datetime, field: str = "") -> datetime | None:
    """Return the moment that a text names, in UTC; None for an empty one.

    A day without an hour ends when the office closes; a day of the week is the next one, never today; a day and month
    without a year is the next such. Raise RuleError about `field` for words that are none of these.
    """
    said = " ".join(fold(text).split())
    if not said:
        return None
    try:
        found = _read(said, closing, now)
    except (ValueError, OverflowError):
        found = None
    if found is None or abs(found - now) > LONGEST:
        raise RuleError(f"due {text[:30]!r}", f"«{text[:30]}» no es una fecha. {HINT}.", field)
    return found.astimezone(UTC)


def _read(said: str, closing: time, now: datetime) -> datetime | None:
    if span := _IN.fullmatch(said):
        unit = _SPANS.get(span[2])
        return now + int(span[1]) * unit if unit else None
    parts = _CLOCK.fullmatch(said)
    if parts is None:
        return None
    day = _day(parts["day"].strip(" ,").removeprefix("el ").removesuffix(" a las"), local_day(now))
    hour = closing if parts["hour"] is None else time(int(parts["hour"]), int(parts["minute"]))
    return None if day is None else datetime.combine(day, hour, LA_PAZ)


def _day(said: str, today: date) -> date | None:
    said = said.removeprefix("este ").removeprefix("proximo ")
    if said in _NEAR:
        return today + timedelta(days=_NEAR[said])
    if said in _DAYS:
        return today + timedelta(days=(_DAYS.index(said) - today.weekday() - 1) % 7 + 1)
    if iso := _ISO.fullmatch(said):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if written := _DATE.fullmatch(said):
        month, day = int(written[2]), int(written[1])
        if written[3]:
            return date(int(written[3]), month, day)
        this = date(today.year, month, day)
        return this if this >= today else date(today.year + 1, month, day)
    return None
