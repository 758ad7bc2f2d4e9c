"""Times as people in Bolivia read them: 24 hours, La Paz, relative up to a day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from conflict.lapaz import local, local_day

_DAYS = ("lun", "mar", "mié", "jue", "vie", "sáb", "dom")
_LONG_DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
_LONG_MONTHS = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time for a page: what is read, the absolute words for the title, and the machine form."""

    text: str
    title: str
    iso: str


def absolute(moment: datetime) -> str:
    """Return «mar 17 nov, 15:30»."""
    here = local(moment)
    return f"{_DAYS[here.weekday()]} {here.day} {_MONTHS[here.month - 1]}, {here:%H:%M}"


def long_day(moment: datetime) -> str:
    """Return «viernes 20 de noviembre, 12:30»."""
    here = local(moment)
    return f"{_LONG_DAYS[here.weekday()]} {here.day} de {_LONG_MONTHS[here.month - 1]}, {here:%H:%M}"


def ago(moment: datetime, now: datetime) -> Moment:
    """Return how long ago it was, up to a day; the date beyond."""
    gone = now - moment
    if timedelta(0) <= gone < timedelta(minutes=1):
        text = "hace un momento"
    elif timedelta(0) <= gone < timedelta(hours=1):
        text = f"hace {gone.seconds // 60} min"
    elif timedelta(0) <= gone < timedelta(days=1):
        text = f"hace {gone.seconds // 3600} h"
    else:
        text = absolute(moment)
    return Moment(text, absolute(moment), local(moment).isoformat(timespec="minutes"))


def review_words(review_by: datetime, now: datetime) -> tuple[str, str]:
    """Return the words of a review deadline and its tone: `late`, `soon` or `calm`.

    A day of the week alone is one of the next six; what is further off has its date.
    """
    left = review_by - now
    if left < timedelta(0):
        gone = -left
        span = f"{gone.days} d" if gone.days else f"{gone.seconds // 3600} h" if gone.seconds >= 3600 else "minutos"
        return f"Venció hace {span}", "late"
    here = local(review_by)
    if local_day(review_by) == local_day(now):
        return f"Antes de {here:%H:%M}", "soon" if left < timedelta(hours=2) else "calm"
    if (local_day(review_by) - local_day(now)).days >= len(_DAYS):
        return absolute(review_by), "calm"
    return f"{_LONG_DAYS[here.weekday()].capitalize()} {here:%H:%M}", "calm"


def short_day(day: date) -> str:
    """Return «jue 26 nov» for a calendar day."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def day_words(day: date) -> str:
    """Return «jueves 26 de noviembre» for a calendar day."""
    return f"{_LONG_DAYS[day.weekday()]} {day.day} de {_LONG_MONTHS[day.month - 1]}"


def written(day: str) -> str:
    """Return «1 de enero de 2026» for a calendar day as the register keeps it (ISO); "" for none."""
    if not day:
        return ""
    of = date.fromisoformat(day)
    return f"{of.day} de {_LONG_MONTHS[of.month - 1]} de {of.year}"


def whole_day(day: date) -> str:
    """Return «dom 20 dic 2026»."""
    return f"{short_day(day)} {day.year}"


def dated(day: str) -> str:
    """Return «dom 20 dic 2026» for a calendar day as the register keeps it (ISO); "" for none."""
    return whole_day(date.fromisoformat(day)) if day else ""
