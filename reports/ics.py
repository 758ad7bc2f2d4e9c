"""Write a calendar that any program opens (iCalendar, RFC 5545): entries in, bytes out; pure.

Times in La Paz go out as UTC, which needs no zone in the file; whole days go out as days. Hostile text is escaped and
long lines are folded by the icalendar library; what no text property may hold is taken out before.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

PRODUCER = "-//Atalaya//Calendario//ES"
REFRESH = "PT3H"
"""How often a program that subscribed should ask again: as often as news is collected."""
LONGEST = 2_000
"""Characters of a text; a program shows less."""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One event. `uid` is stable: the same entry written again replaces itself, with a higher `sequence`.

    `first` is a day, or a moment with zone for an event at an hour. `last` is the last whole day of a window, None for
    one day, for an hour and for what has no end: an open end is one day, and its text says so. `address` is where the
    entry is shown, "" for none. `called_off` keeps it in the calendar, crossed out. `alarm` is how long before the
    beginning a program reminds of it, None for never.
    `changed_at` is None when it is not known.
    """

    uid: str
    first: date | datetime
    last: date | None
    title: str
    text: str
    place: str
    address: str
    changed_at: datetime | None
    sequence: int
    called_off: bool = False
    alarm: timedelta | None = None


def write_calendar(name: str, entries: Iterable[CalendarEntry], now: datetime) -> bytes:
    """Return the file written now, the entries in the order given; the same arguments give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _clean(name))
    calendar.add("x-wr-timezone", "America/La_Paz")
    calendar["refresh-interval;value=duration"] = REFRESH
    calendar["x-published-ttl"] = REFRESH
    for entry in entries:
        calendar.add_component(_event(entry, now))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry, now: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    if entry.changed_at is not None:
        event.add("last-modified", entry.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", entry.sequence)
    event.add("summary", _clean(entry.title))
    if isinstance(entry.first, datetime):
        event.add("dtstart", entry.first.astimezone(UTC))
    else:
        event.add("dtstart", entry.first)
        event.add("dtend", (entry.last or entry.first) + timedelta(days=1))  # the first day after it (RFC 5545, 3.6.1)
    if entry.text:
        event.add("description", _clean(entry.text))
    if entry.place:
        event.add("location", _clean(entry.place))
    if entry.address:
        event.add("url", entry.address)
    event.add("status", "CANCELLED" if entry.called_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if entry.alarm is not None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _clean(entry.title))
        alarm.add("trigger", -entry.alarm)
        event.add_component(alarm)
    return event


def _clean(text: str) -> str:
    """Return a text without what a property may not hold (RFC 5545, 3.3.11: no controls but the line break)."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    blank = "".join(" " if unicodedata.category(char) == "Zs" else char for char in plain)  # a hard blank prints not
    return "".join(char for char in blank if char == "\n" or char.isprintable())[:LONGEST]
