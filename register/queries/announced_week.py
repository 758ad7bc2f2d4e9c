"""What the calendar of announced actions gives the summary of a week: the days to watch after its cut."""

from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from conflict.announced import AWAITED
from conflict.codebook import AnnouncedState
from conflict.lapaz import LA_PAZ, local_day
from conflict.text import fold
from conflict.week import Week
from conflict.weekfacts import Announcement, WatchKind
from conflict.weekwork import AGENDA
from register.announcement_tables import AnnouncementRow
from register.office_tables import OfficeRow
from register.queries.announcements import dated
from register.record_tables import RecordRow
from register.tables import QueueEntry

_TRUCES = ("cuarto intermedio", "tregua", "pausa")
_STATES = [state.value for state in (*AWAITED, AnnouncedState.STARTED, AnnouncedState.PASSED_WITHOUT_FACT)]
"""States in which the day was to be watched at a cut gone by, whatever came of it; what was called off was not."""


def announced(session: Session, week: Week) -> tuple[Announcement, ...]:
    """Return what was announced before the cut of a week for the days after it, by day.

    An announcement without an hour stands at the midnight with which its day begins in La Paz. `office` is the one of
    the record, else the name of the one that the row of the queue is routed to; `entry` is that row.
    """
    cut = local_day(week.end)
    rows = session.execute(
        dated(QueueEntry.code, RecordRow.code, RecordRow.office, OfficeRow.name)
        .where(
            AnnouncementRow.state.in_(_STATES),
            AnnouncementRow.made_at < week.end,
            AnnouncementRow.first_day >= cut.isoformat(),
            AnnouncementRow.first_day < (cut + AGENDA + timedelta(days=1)).isoformat(),
        )
        .order_by(AnnouncementRow.first_day, AnnouncementRow.id)
    )
    return tuple(
        Announcement(
            at=_moment(row),
            kind=WatchKind.TRUCE if _tells_of_a_truce(row) else WatchKind.ANNOUNCED,
            what=row.title,
            departments=tuple(row.departments),
            record=record or "",
            office=held or routed or "",
            entry=entry,
        )
        for row, entry, record, held, routed in rows
    )


def _tells_of_a_truce(row: AnnouncementRow) -> bool:
    text = fold(f"{row.title} {row.words}")
    return any(word in text for word in _TRUCES)


def _moment(row: AnnouncementRow) -> datetime:
    hour = time.fromisoformat(row.hour) if row.hour else time(0)
    return datetime.combine(date.fromisoformat(row.first_day), hour, LA_PAZ)
