"""The bound with which lists of late records are narrowed: it never leaves a late one out."""

from datetime import date, datetime, time, timedelta

import pytest

from conflict.clocks import ORDINARY_CALENDAR, ORDINARY_TERMS, Clocks, Term, TermRule
from conflict.lapaz import LA_PAZ
from conflict.officehours import TermUnit, WorkingCalendar

NIGHT = WorkingCalendar(((time(20), time(23)),), frozenset({date(2026, 11, 23)}))
SATURDAYS = WorkingCalendar(((time(6), time(7)),), weekdays=frozenset(range(6)))


@pytest.mark.parametrize("unit", TermUnit)
@pytest.mark.parametrize("amount", [0, 1, 3, 30])
@pytest.mark.parametrize("calendar", [ORDINARY_CALENDAR, NIGHT, SATURDAYS])
def test_no_term_that_is_over_began_after_the_bound(unit: TermUnit, amount: int, calendar: WorkingCalendar) -> None:
    rule = TermRule(Term.UPDATE_HANDLING, amount, unit)
    clocks = Clocks({**ORDINARY_TERMS, Term.UPDATE_HANDLING: rule}, calendar)
    for hours in range(0, 24 * 8, 7):
        began = datetime(2026, 11, 20, 0, 1, tzinfo=LA_PAZ) + timedelta(hours=hours)
        due = clocks.due(Term.UPDATE_HANDLING, "Regional Llallagua", began)
        just_over = due + timedelta(microseconds=1)
        assert began < clocks.begun_before(Term.UPDATE_HANDLING, just_over)


def test_days_of_the_calendar_need_no_second_look() -> None:
    clocks, now = Clocks(), datetime(2026, 11, 20, 12, tzinfo=LA_PAZ)
    assert clocks.begun_before(Term.UPDATE_HANDLING, now) == now - timedelta(days=3)
