"""Working time of one office: which days count, at which hours, and when a term of either kind ends; pure.

Holidays and hours are plain values here; `register/calendar.py` reads them from data/calendario.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from conflict.errors import DataError
from conflict.lapaz import LA_PAZ, local, local_day

FARTHEST = 3_000
"""Days looked ahead before giving up: a calendar without working days is an error, not an endless loop."""

Window = tuple[time, time]


class TermUnit(StrEnum):
    """How a term is counted: on the clock, in hours at the office, in working days, or in days of the calendar."""

    CLOCK_MINUTES = "minutos_reloj"
    CLOCK_HOURS = "horas_reloj"
    OFFICE_HOURS = "horas_oficina"
    WORKING_DAYS = "dias_habiles"
    CALENDAR_DAYS = "dias_corridos"


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """One office's calendar. `windows` are the hours of every working day, in order and apart; Monday is 0."""

    windows: tuple[Window, ...]
    holidays: frozenset[date] = frozenset()
    weekdays: frozenset[int] = frozenset(range(5))

    def __post_init__(self) -> None:
        """Refuse hours that are none: no window, no weekday, an end before its begin, windows out of order."""
        flat = [moment for window in self.windows for moment in window]
        if not flat or not self.weekdays or flat != sorted(set(flat)):
            raise DataError(
                f"office hours {self.windows} on {sorted(self.weekdays)}",
                "El horario de la oficina no es válido: se esperaban tramos como 08:30-12:30, en orden y sin cruzarse.",
            )

    def works_on(self, day: date) -> bool:
        """Tell whether the office works that day."""
        return day.weekday() in self.weekdays and day not in self.holidays

    def is_open(self, moment: datetime) -> bool:
        """Tell whether the office is working at that moment."""
        here = local(moment)
        return self.works_on(here.date()) and any(begin <= here.time() < end for begin, end in self.windows)

    def days_after(self, start: date, days: int) -> date:
        """Return the day that many working days later; the first one counted is the next working day."""
        day = start
        for _ in range(FARTHEST):
            if days <= 0:
                return day
            day += timedelta(days=1)
            days -= self.works_on(day)
        raise _no_working_days()

    def after(self, start: datetime, hours: timedelta) -> datetime:
        """Return the moment when that much office time has passed, in UTC; it is always within working hours."""
        left = hours
        for begin, end in self._windows_from(start):
            if end - begin >= left:
                return begin + left
            left -= end - begin
        raise _no_working_days()

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much office time lies between two moments; nothing when the end comes first."""
        total = timedelta()
        for begin, stop in self._windows_from(start):
            if begin >= end:
                return total
            total += min(stop, end) - begin
        raise _no_working_days()

    def next_opening(self, moment: datetime) -> datetime:
        """Return when the office opens on its next working day, in UTC."""
        day = self.days_after(local_day(moment), 1)
        return datetime.combine(day, self.windows[0][0], LA_PAZ).astimezone(UTC)

    def last_closing(self, moment: datetime) -> datetime:
        """Return when the office closed last, for the night or for noon, in UTC."""
        today = local_day(moment)
        for day in (today - timedelta(days=back) for back in range(FARTHEST)):
            for _, end in reversed(self.windows) if self.works_on(day) else ():
                closed = datetime.combine(day, end, LA_PAZ).astimezone(UTC)
                if closed <= moment:
                    return closed
        raise _no_working_days()

    def close_of(self, day: date) -> datetime:
        """Return when the office closes that day, in UTC."""
        return datetime.combine(day, self.windows[-1][1], LA_PAZ).astimezone(UTC)

    def _windows_from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield what is left of each window from a moment on, in UTC."""
        first = local_day(start)
        for ahead in range(FARTHEST):
            day = first + timedelta(days=ahead)
            if not self.works_on(day):
                continue
            for window in self.windows:
                begin, end = (datetime.combine(day, moment, LA_PAZ).astimezone(UTC) for moment in window)
                if end > start:
                    yield max(begin, start), end


def due(calendar: WorkingCalendar, start: datetime, amount: int, unit: TermUnit) -> datetime:
    """Return when a term that begins at `start` ends, in UTC.

    Working days end when the office closes; days of the calendar end at the same hour as they began.
    """
    match unit:
        case TermUnit.CLOCK_MINUTES:
            return start + timedelta(minutes=amount)
        case TermUnit.CLOCK_HOURS:
            return start + timedelta(hours=amount)
        case TermUnit.OFFICE_HOURS:
            return calendar.after(start, timedelta(hours=amount))
        case TermUnit.WORKING_DAYS:
            return calendar.close_of(calendar.days_after(local_day(start), amount))
        case TermUnit.CALENDAR_DAYS:
            return start + timedelta(days=amount)


def shortest(amount: int, unit: TermUnit) -> timedelta:
    """Return a time that no term of so much falls short of, whatever the calendar of the office; below nothing for a
    term of the same day, which ends when the office closes and may begin after that."""
    match unit:
        case TermUnit.CLOCK_MINUTES:
            return timedelta(minutes=amount)
        case TermUnit.CLOCK_HOURS | TermUnit.OFFICE_HOURS:
            return timedelta(hours=amount)
        case TermUnit.WORKING_DAYS:
            return timedelta(days=amount - 1)
        case TermUnit.CALENDAR_DAYS:
            return timedelta(days=amount)


def _no_working_days() -> DataError:
    return DataError(
        f"no working day within {FARTHEST} days",
        "El calendario de la oficina no tiene días hábiles. Revise data/calendario.",
    )
