"""The day on which a conflict ended, as people say it and as a rule bounds it: «hoy», «ayer», «20/11/2026»; pure."""

import re
from datetime import date, timedelta

from conflict.record import RuleError
from conflict.text import fold

HINT = "Hoy, ayer, lunes, 20/11/2026"
ABOUT = "ended_on"
_NEAR = {"hoy": 0, "ayer": 1, "anteayer": 2, "antes de ayer": 2}
_DAYS = ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo")
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def end_day_of(text: str, today: date) -> date | None:
    """Return the day that a text names; None for an empty one.

    What ended lies behind: a day of the week is the last one, never today; a day and month without a year the last
    such. Raise RuleError for words that are none of these.
    """
    said = " ".join(fold(text).split()).removeprefix("el ")
    if not said:
        return None
    try:
        found = _read(said, today)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise RuleError(f"end day {text[:30]!r}", f"«{text[:30]}» no es una fecha. Por ejemplo: {HINT}.", ABOUT)
    return found


def check_end_day(day: date, began: date, today: date) -> None:
    """Raise RuleError when a conflict cannot have ended on a day.

    `began` is the day of its first fact, or that of its opening when no fact is older: a record may be opened days
    after what it tells of, so that its opening alone would refuse the end of a blockade that was over by then.
    """
    if day > today:
        raise RuleError(f"ended on {day}, after today", "La fecha es posterior a hoy.", ABOUT)
    if day < began:
        words = f"La fecha es anterior al comienzo: lo primero que dice la ficha es del {began:%d/%m/%Y}."
        raise RuleError(f"ended on {day}, begun on {began}", words, ABOUT)


def _read(said: str, today: date) -> date | None:
    if said in _NEAR:
        return today - timedelta(days=_NEAR[said])
    if (name := said.removesuffix(" pasado")) in _DAYS:
        return today - timedelta(days=(today.weekday() - _DAYS.index(name) - 1) % 7 + 1)
    if iso := _ISO.fullmatch(said):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if written := _DATE.fullmatch(said):
        month, day = int(written[2]), int(written[1])
        if written[3]:
            return date(int(written[3]), month, day)
        this = date(today.year, month, day)
        return this if this <= today else date(today.year - 1, month, day)
    return None
