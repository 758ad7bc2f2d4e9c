"""Time as people in Bolivia live it: UTC is stored, La Paz is shown; its weeks are in `conflict.week`.

The country has been at UTC-04:00 without daylight saving time since 1932 (IANA zone America/La_Paz), so a fixed offset
is exact for every date the product can meet and needs no zone database on the machine.
"""

from datetime import UTC, date, datetime, timedelta, timezone

LA_PAZ = timezone(timedelta(hours=-4), "America/La_Paz")


def aware(moment: datetime) -> datetime:
    """Return the moment in UTC; raise ValueError when it has no zone, since a guess would be four hours wrong."""
    if moment.tzinfo is None:
        raise ValueError(f"naive datetime {moment.isoformat()}: expected one with a time zone")
    return moment.astimezone(UTC)


def told_moment(text: str) -> datetime:
    """Return the moment, in UTC, of an ISO text that a person wrote: without a zone it is one of La Paz, wherever the
    machine stands. Raise ValueError for what is none, or lies outside every calendar."""
    moment = datetime.fromisoformat(text)
    try:
        return aware(moment if moment.tzinfo else moment.replace(tzinfo=LA_PAZ))
    except OverflowError as error:
        raise ValueError(f"{text[:30]!r} lies outside the calendar") from error


def local(moment: datetime) -> datetime:
    """Return the moment on the clock of La Paz."""
    return aware(moment).astimezone(LA_PAZ)


def local_day(moment: datetime) -> date:
    """Return the calendar day in La Paz."""
    return local(moment).date()


def working_days_after(start: date, days: int, holidays: frozenset[date] = frozenset()) -> date:
    """Return the day that many Mondays to Fridays later, holidays left out; an office's own: `WorkingCalendar`."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5 and day not in holidays
    return day
