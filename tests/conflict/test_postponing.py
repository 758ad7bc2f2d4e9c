"""Until when a row is put off, by what a person chooses, over nights, weekends and holidays."""

from datetime import date, datetime, time

import pytest

from conflict.lapaz import LA_PAZ
from conflict.officehours import WorkingCalendar
from conflict.postponing import Until, until_of
from conflict.record import RuleError

OFFICE = WorkingCalendar(((time(8, 30), time(12, 30)), (time(14, 30), time(18, 30))), frozenset({date(2026, 11, 23)}))
PLAIN = WorkingCalendar(OFFICE.windows)


def at(day: int, hour: int = 8, minute: int = 30) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LA_PAZ)


@pytest.mark.parametrize(
    ("choice", "day", "calendar", "now", "until"),
    [
        (Until.SOON, "", PLAIN, at(19, 22), at(20, 0)),
        (Until.NEXT_DAY, "", PLAIN, at(19, 10), at(20)),
        (Until.NEXT_DAY, "", PLAIN, at(20, 10), at(23)),
        (Until.NEXT_DAY, "", OFFICE, at(20, 10), at(24)),
        (Until.MONDAY, "", PLAIN, at(19, 10), at(23)),
        (Until.MONDAY, "", PLAIN, at(22, 23), at(23)),
        (Until.MONDAY, "", PLAIN, at(23, 7), at(30)),
        (Until.MONDAY, "", OFFICE, at(20, 10), at(24)),
        (Until.DAY, "2026-11-24", PLAIN, at(20, 10), at(24)),
        (Until.DAY, "2026-11-21", PLAIN, at(20, 10), at(23)),
    ],
)
def test_a_choice_is_a_moment(
    choice: Until, day: str, calendar: WorkingCalendar, now: datetime, until: datetime
) -> None:
    assert until_of(choice, day, calendar, now) == until


def test_a_day_that_is_none_is_said() -> None:
    for day in ("", "mañana", "2026-02-30", "0001-01-01"):
        with pytest.raises(RuleError, match="day to put off"):
            until_of(Until.DAY, day, PLAIN, at(20))
