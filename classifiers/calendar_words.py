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

_SMALL = (
    *(
        "cero",
        "un",
        "dos",
        "tres",
        "cuatro",
        "cinco",
        "seis",
        "siete",
        "ocho",
        "nueve",
        "diez",
        "once",
        "doce",
        "trece",
    ),
    *("catorce", "quince", "dieciseis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiun", "veintidos"),
    *("veintitres", "veinticuatro", "veinticinco", "veintiseis", "veintisiete", "veintiocho", "veintinueve"),
)
_TENS = {30: "treinta", 40: "cuarenta", 50: "cincuenta", 60: "sesenta", 70: "setenta", 80: "ochenta", 90: "noventa"}
_WORDS: Final = (
    {word: value for value, word in enumerate(_SMALL)}
    | {"una": 1, "veintiuna": 21, "cien": 100, "ciento veinte": 120}
    | {word: ten for ten, word in _TENS.items()}
    | {f"{word} y {_SMALL[unit]}": ten + unit for ten, word in _TENS.items() for unit in range(1, 10)}
)
_NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(_WORDS, key=len, reverse=True)) + ")"

SPAN = (
    rf"(?P<n>{_NUMBER})\s*(?P<unit>horas?|hrs?\b|hs\b|h\b|dias?|semanas?|mes(?:es)?\b)"
    r"(?P<working>\s+(?:habiles|laborales))?"
)
"""Regular expression of a length of time: `72 horas`, `diez dias habiles`, `un mes`."""

_MONTH = "|".join(MONTHS)
_D = r"(?:0?[1-9]|[12]\d|3[01])"
_NO_COUNT = r"(?!\s*(?:horas?|hrs?|hs|h\b|:\d|[.,]\d|%|por ciento|mil\b|puntos|a\b|\w+ de paro))"
_OF_THIS_MONTH = r"\s+(?:de este mes|del presente(?: mes)?|del mes en curso|del mes|del corriente)\b"
DATE: Final = re.compile(
    rf"\b(?:(?P<weekday>{'|'.join(WEEKDAYS)})\b(?:,?\s+(?P<d1>{_D})\b{_NO_COUNT}"
    rf"(?:\s+de\s+(?P<m1>{_MONTH})\b(?:\s+del?\s+(?P<y1>\d{{4}}))?|/(?P<n1>\d{{1,2}})\b(?:/(?P<y4>\d{{4}}))?)?)?"
    rf"|(?:(?P<d0>\d{{1,2}})(?:,\s*\d{{1,2}})*\s+(?:y|al|hasta)\s+(?:el\s+)?)?(?P<d2>\d{{1,2}}|primero|1ro|1er)[°o]?"
    rf"\s+de\s+(?P<m2>{_MONTH})\b(?:\s+del?\s+(?P<y2>\d{{4}}))?"
    r"|(?P<d3>\d{1,2})[/.-](?P<m3>\d{1,2})[/.-](?P<y3>\d{4})"
    r"|(?<=[ea]l )(?P<d5>\d{1,2})/(?P<m5>\d{1,2})(?![/\d])"
    rf"|(?<=[ea]l )(?P<d6>{_D})(?:(?P<current>{_OF_THIS_MONTH})|(?P<following>\s+del proximo mes)\b"
    r"|(?=\s*(?:[,;:)]|$|\.(?!\d)|\s(?:y|si|no|en|para|los|las|el|la|como|tras|ante|contra)\b)))"
    r"|(?P<after>pasado\s+)?(?P<tomorrow>manana)\b|(?P<today>hoy)\b"
    r"|(?P<weekend>fin de semana)\b|(?P<feast>navidad|nochebuena|ano nuevo)\b"
    r"|(?P<end>fin(?:es)?\s+de\s+(?P<what>mes|ano))\b)"
)
"""A word or phrase that names a day."""

_FEASTS: Final = {"navidad": (12, 25), "nochebuena": (12, 24), "ano nuevo": (1, 1)}

FAR: Final = timedelta(days=180)
"""A date without a year further ahead than this is read as one gone by (a re-posted item, an anniversary)."""

LAST_YEAR: Final = 2200
"""A later year is a slip of the keys: nobody announces so far ahead, and the calendar ends with 9999."""

_EARLIER: Final = timedelta(hours=6)
"""How long before publication the words may have been said, for spans that are not whole days."""


def count_of(text: str) -> int:
    """Return the number that digits or words of a `SPAN` write."""
    return int(text) if text.isdigit() else _WORDS[text]


def span_end(match: re.Match[str], published: datetime) -> date | None:
    """Return the La Paz day on which a span counted from publication ends; None when it could be one of two days.

    Whole days (24, 48, 72 hours; days; weeks) are counted in days, whatever the hour. Other hours count only when
    they end on the same day even if they began six hours before publication. Working days are left to a person: local
    holidays move them.
    """
    if match["working"]:
        return None
    number = count_of(match["n"])
    unit = match["unit"]
    if number == 0:
        return None
    if unit.startswith("semana"):
        return local_day(published) + timedelta(weeks=number)
    if unit.startswith("mes"):
        return _months_after(local_day(published), number)
    if unit.startswith("dia"):
        return local_day(published) + timedelta(days=number)
    if number % 24 == 0:
        return local_day(published) + timedelta(days=number // 24)
    late = (local(published) + timedelta(hours=number)).date()
    early = (local(published) - _EARLIER + timedelta(hours=number)).date()
    return late if late == early and early >= local_day(published) else None


def _months_after(day: date, months: int) -> date | None:
    """Return the same day of a later month, None where that month lacks it."""
    month = day.month - 1 + months
    return _valid(day.year + month // 12, month % 12 + 1, day.day)


def _next_month(day: date) -> date:
    """Return the first day of the month after a day's."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year <= LAST_YEAR else None
    except ValueError:
        return None


def written_date(match: re.Match[str], today: date | None, *, last: bool = False) -> date | None:
    """Return the day of a date with a day of the month, or None when it is gone by, impossible or contradicts itself.

    Without a year it is the next one from `today` (the La Paz day of publication) within `FAR`; a weekday beside it
    must agree (`lunes 6 de enero` of another year is a date gone by). Without `today` only a full date is read. Of two
    days (`3 y 4 de junio`) it is the first, or with `last` the last.
    """
    if match["m3"]:
        full = _valid(int(match["y3"]), int(match["m3"]), int(match["d3"]))
        return full if full and (today is None or full >= today) else None
    if match["d6"]:
        return _day_alone(match, today)
    month = MONTHS.get(match["m1"] or match["m2"] or "") or int(match["n1"] or match["m5"] or 0)
    weekday = WEEKDAYS.get(match["weekday"] or "")
    day_text = match["d1"] or match["d5"] or (match["d2"] if last else match["d0"] or match["d2"])
    day = 1 if day_text in ("primero", "1ro", "1er") else int(day_text)
    if not month:
        return _day_of_near_month(day, weekday, today)
    year = match["y1"] or match["y2"] or match["y4"]
    years = (int(year),) if year else (today.year, today.year + 1) if today else ()
    for candidate_year in years:
        found = _valid(candidate_year, month, day)
        if found is None or (today is not None and found < today):
            continue
        if weekday is not None and found.weekday() != weekday:
            return None
        if year or (today is not None and found - today <= FAR):
            return found
    return None


def _day_alone(match: re.Match[str], today: date | None) -> date | None:
    """Resolve `hasta el 30`: this month's day, or the next month's when it is gone; on the day itself it is a doubt."""
    if today is None:
        return None
    day = int(match["d6"])
    this = _valid(today.year, today.month, day)
    following = _next_month(today)
    if match["following"]:
        return _valid(following.year, following.month, day)
    if match["current"]:
        return this if this and this >= today else None
    if this is None or this == today:
        return None
    return this if this > today else _valid(following.year, following.month, day)


def feast(name: str, today: date) -> date:
    """Return the next day of a feast that has the same date every year."""
    month, day = _FEASTS[name]
    this = date(today.year, month, day)
    return this if this >= today else date(today.year + 1, month, day)


def _day_of_near_month(day: int, weekday: int | None, today: date | None) -> date | None:
    """Resolve `lunes 6` without a month: this month or the next, and only when the weekday agrees with one of them."""
    if today is None:
        return None
    found = [_valid(month.year, month.month, day) for month in (today, _next_month(today))]
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
    return _next_month(today) - timedelta(days=1)
