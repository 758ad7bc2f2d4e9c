"""Announced actions and deadlines of records as events of a calendar file; pure."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from conflict.codebook import AnnouncedState
from conflict.lapaz import LA_PAZ
from conflict.message import CALENDAR_DOMAIN
from dashboards.announced_lines import line_of
from register.announcement_rows import AnnouncementFact
from register.record_rows import DeadlineFact
from reports.ics import CalendarEntry, write_calendar

NAME = "Atalaya: anuncios y plazos"
READ_BY = "Lo leyó una máquina en las notas; confírmelo antes de actuar."


def calendar_of(
    announced: Sequence[AnnouncementFact], owed: Sequence[DeadlineFact], address: str, now: datetime
) -> bytes:
    """Return the calendar file of entries and open deadlines; `address` is that of the pages, without a final slash."""
    entries = [_announced(fact, address) for fact in announced]
    return write_calendar(NAME, [*entries, *(_owed(fact, address) for fact in owed)], now)


def _announced(fact: AnnouncementFact, address: str) -> CalendarEntry:
    line = line_of(fact, dated=True)
    said = f"«{line.words}»" + (f" ({line.announcer})" if line.announcer else "")
    first: date | datetime = fact.first
    if fact.hour is not None and fact.last is None and not fact.open_ended:
        first = datetime.combine(fact.first, fact.hour, LA_PAZ).astimezone(UTC)
    return CalendarEntry(
        uid=f"{fact.code}@{CALENDAR_DOMAIN}",
        first=first,
        last=fact.last,
        title=f"{line.what}: {fact.title}" + ("" if fact.state is AnnouncedState.ANNOUNCED else f" ({line.state})"),
        text="\n".join((", ".join(line.traits), said, f"{line.state}. {line.outlets}.", READ_BY)),
        place=line.place,
        address=f"{address}/cola/{fact.entry}" if fact.entry else "",
        changed_at=fact.updated_at,
        sequence=fact.version,
        called_off=fact.state is AnnouncedState.CALLED_OFF,
    )


def _owed(fact: DeadlineFact, address: str) -> CalendarEntry:
    return CalendarEntry(
        uid=f"plazo-{fact.id}@{CALENDAR_DOMAIN}",
        first=fact.due_at,
        last=None,
        title=f"Plazo {fact.record}: {fact.what}",
        text=f"{fact.record_title}\n{fact.addressee or fact.responsible}",
        place="",
        address=f"{address}/registros/{fact.record}",
        changed_at=None,
        sequence=fact.version,
    )
