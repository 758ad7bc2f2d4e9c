"""Dates and spans of time as Spanish news writes them: what counts as one, and the calendar day it stands for.

Everything works on folded text (`conflict.text`: lower case, no accents) and on the calendar of La Paz. A word that can
mean two days gives no day: a date that is off by one is worse than none.
"""

import re
from datetime import date, datetime, timedelta
from typing import Final

from conflict.lapaz import local, local_day

WEEKDAYS: Final = {
    name: number
    for number, name in enumerate(("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"))
}
_MONTH_NAMES = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
MONTHS: Final = {name: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)} | {"setiembre": 9}

_UNITS = "cero un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
_WORDS: Final = {word: value for value, word in enumerate(_UNITS.split())} | {
    "una": 1,
    "veinte": 20,
    "veinticuatro": 24,
    "treinta": 30,
    "cuarenta y ocho": 48,
    "cuarenta": 40,
    "sesenta": 60,
    "setenta y dos": 72,
    "noventa y seis": 96,
    "noventa": 90,
}
_NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(_WORDS, key=len, reverse=True)) + ")"

SPAN = rf"(?P<n>{_NUMBER})\s*(?P<unit>horas?|hrs?\b|h\b|dias?|semanas?)(?P<working>\s+(?:habiles|laborales))?"
"""Regular expression of a length of time: `72 horas`, `diez dias habiles`."""

_MONTH = "|".join(MONTHS)
DATE: Final = re.compile(
    rf"\b(?:(?P<weekday>{'|'.join(WEEKDAYS)})\b(?:,?\s+(?P<d1>\d{{1,2}})(?:\s+de\s+(?P<m1>{_MONTH})\b(?:\s+del?\s+(?P<y1>\d{{4}}))?)?)?"
    rf"|(?:(?P<d0>\d{{1,2}})(?:,\s*\d{{1,2}})*\s+(?:y|al)\s+)?(?P<d2>\d{{1,2}}|primero|1ro)[°º]?\s+de\s+(?P<m2>{_MONTH})\b(?:\s+del?\s+(?P<y2>\d{{4}}))?"
    r"|(?P<d3>\d{1,2})/(?P<m3>\d{1,2})/(?P<y3>\d{4})"
    r"|(?P<after>pasado\s+)?(?P<tomorrow>manana)\b|(?P<today>hoy)\b"
    r"|(?P<end>fin(?:es)?\s+de\s+(?P<what>mes|ano))\b)"
)
"""A word or phrase that names a day."""

FAR: Final = timedelta(days=180)
"""A date without a year further ahead than this is read as one gone by (a re-posted item, an anniversary)."""

_EARLIER: Final = timedelta(hours=6)
"""How long before publication the words may have been said, for spans that are not whole days."""


def span_end(match: re.Match[str], published: datetime) -> date | None:
    """Return the La Paz day on which a span counted from publication ends; None when it could be one of two days.

    Whole days (24, 48, 72 hours; days; weeks) are counted in days, whatever the hour. Other hours count only when
    they end on the same day even if they began six hours before publication. Working days are left to a person: local
    holidays move them.
    """
    if match["working"]:
        return None
    text = match["n"]
    number = int(text) if text.isdigit() else _WORDS[text]
    unit = match["unit"]
    if number == 0:
        return None
    if unit.startswith("semana"):
        return local_day(published) + timedelta(weeks=number)
    if unit.startswith("dia"):
        return local_day(published) + timedelta(days=number)
    if number % 24 == 0:
        return local_day(published) + timedelta(days=number // 24)
    late = (local(published) + timedelta(hours=number)).date()
    early = (local(published) - _EARLIER + timedelta(hours=number)).date()
    return late if late == early and early >= local_day(published) else None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def written_date(match: re.Match[str], today: date | None) -> date | None:
    """Return the day of a date with a day of the month, or None when it is gone by, impossible or contradicts itself.

    Without a year it is the next one from `today` (the La Paz day of publication) within `FAR`; a weekday beside it
    must agree (`lunes 6 de enero` of another year is a date gone by). Without `today` only a full date is read.
    """
    if match["m3"]:
        full = _valid(int(match["y3"]), int(match["m3"]), int(match["d3"]))
        return full if full and (today is None or full >= today) else None
    month_name = match["m1"] or match["m2"]
    weekday = WEEKDAYS.get(match["weekday"] or "")
    day_text = match["d1"] or match["d0"] or match["d2"]
    day = 1 if day_text in ("primero", "1ro") else int(day_text)
    if month_name is None:
        return _day_of_near_month(day, weekday, today)
    year = match["y1"] or match["y2"]
    years = (int(year),) if year else (today.year, today.year + 1) if today else ()
    for candidate_year in years:
        found = _valid(candidate_year, MONTHS[month_name], day)
        if found is None or (today is not None and found < today):
            continue
        if weekday is not None and found.weekday() != weekday:
            return None
        if year or (today is not None and found - today <= FAR):
            return found
    return None


def _day_of_near_month(day: int, weekday: int | None, today: date | None) -> date | None:
    """Resolve `lunes 6` without a month: this month or the next, and only when the weekday agrees with one of them."""
    if today is None:
        return None
    following = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    found = [_valid(month.year, month.month, day) for month in (today, following)]
    fits = [d for d in found if d is not None and d >= today and d.weekday() == weekday]
    return fits[0] if len(fits) == 1 else None


def next_weekday(weekday: int, today: date, *, strictly: bool) -> date:
    """Return the next such weekday from `today`; `strictly` leaves out today itself."""
    ahead = (weekday - today.weekday()) % 7
    return today + timedelta(days=ahead or (7 if strictly else 0))


def end_of(what: str, today: date) -> date:
    """Return the last day of the month or year (`mes`, `ano`) of `today`."""
    if what == "ano":
        return date(today.year, 12, 31)
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
