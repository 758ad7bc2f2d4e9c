"""A La Paz ISO week: Monday 00:00 to the next Monday 00:00 in La Paz, written `2026-S46` as people say it; pure.

Spanish users read S (semana) where ISO 8601 writes W. The week belongs to the year that holds its Thursday (ISO 8601).
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from conflict.errors import DataError
from conflict.lapaz import LA_PAZ, local_day

_CODE = re.compile(r"(\d{4})-[SsWw](\d{1,2})")


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One week; weeks sort by time."""

    year: int
    number: int

    @property
    def code(self) -> str:
        """Return `2026-S46`."""
        return f"{self.year}-S{self.number:02d}"

    @property
    def monday(self) -> date:
        """Return its first day."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        """Return its last day."""
        return self.monday + timedelta(days=6)

    @property
    def start(self) -> datetime:
        """Return Monday 00:00 in La Paz, in UTC."""
        return _start(self.year, self.number)

    @property
    def end(self) -> datetime:
        """Return the cut: the first moment that is no longer in the week. Users read it as Sunday 23:59."""
        return _start(self.year, self.number) + timedelta(days=7)

    def shifted(self, weeks: int) -> "Week":
        """Return the week that many weeks later, or before when negative."""
        return week_of_day(self.monday + timedelta(weeks=weeks))

    def last(self, count: int) -> tuple["Week", ...]:
        """Return that many weeks, oldest first, this one last."""
        return tuple(self.shifted(-back) for back in range(count - 1, -1, -1))


@lru_cache(maxsize=512)
def _start(year: int, number: int) -> datetime:
    """Return the start of a week: asked for once per record, so the few weeks there are are kept."""
    return datetime.combine(date.fromisocalendar(year, number, 1), time(), LA_PAZ).astimezone(UTC)


def week_of_day(day: date) -> Week:
    """Return the week of a calendar day."""
    year, number, _ = day.isocalendar()
    return Week(year, number)


def week_at(moment: datetime) -> Week:
    """Return the week in which a moment falls on the clock of La Paz."""
    return week_of_day(local_day(moment))


def closed_week(now: datetime) -> Week:
    """Return the last week that is over at that moment."""
    return week_at(now).shifted(-1)


def week_named(text: str) -> Week:
    """Return the week of `2026-S46` (or `2026-W46`); raise DataError for what is none, such as the 53rd of 2025."""
    found = _CODE.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError(text)
        week = Week(int(found[1]), int(found[2]))
        week.end.isoformat()  # a week beyond the calendar has no days
    except (ValueError, OverflowError):
        raise DataError(
            f"week {text[:20]!r}",
            f"«{text[:20]}» no es una semana. Se esperaba año y número ISO, por ejemplo 2026-S46.",
        ) from None
    return week
