"""Until when a row is put off: two hours, the next working day, Monday, or a day that somebody names; pure."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from conflict.lapaz import LA_PAZ, local_day
from conflict.officehours import WorkingCalendar
from conflict.record import RuleError

SOON = timedelta(hours=2)
MONDAY = 0


class Until(StrEnum):
    """What a person chooses (page specification, queue: Posponer); the next working day is the plain one."""

    SOON = "dos_horas"
    NEXT_DAY = "proximo_dia"
    MONDAY = "lunes"
    DAY = "fecha"


def until_of(choice: Until, day: str, calendar: WorkingCalendar, now: datetime) -> datetime:
    """Return the moment until which a row is put off, in UTC; a day begins when the office opens.

    `day` is read where the choice is a day (ISO). A Monday off is the next working day after it. Raise RuleError for a
    day that is none. How far it may go is for the command that puts the row off.
    """
    match choice:
        case Until.SOON:
            return now + SOON
        case Until.NEXT_DAY:
            return calendar.next_opening(now)
        case Until.MONDAY:
            today = local_day(now)
            return _opening(today + timedelta(days=(MONDAY - today.weekday() - 1) % 7 + 1), calendar)
        case Until.DAY:
            try:
                return _opening(date.fromisoformat(day), calendar)
            except (ValueError, OverflowError):  # no day goes before the first of the calendar
                raise RuleError("day to put off to", "Falta la fecha, como 2026-11-24.") from None


def _opening(day: date, calendar: WorkingCalendar) -> datetime:
    """Return when the office opens on a day, or on the next working one."""
    return calendar.next_opening(datetime.combine(day - timedelta(days=1), time(12), LA_PAZ))
