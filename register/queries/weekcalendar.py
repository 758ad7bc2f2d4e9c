"""What the calendar of announced actions holds for the seven days after a week, as the summary watches it."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.announced import AWAITED
from conflict.lapaz import LA_PAZ
from conflict.week import Week
from conflict.weekfacts import Announcement, WatchKind
from register.announcement_tables import AnnouncementRow
from register.queries import offices
from register.record_tables import RecordEntry, RecordRow
from register.tables import QueueEntry


def announcements(session: Session, week: Week) -> tuple[Announcement, ...]:
    """Return what is announced and still awaited, in the order of the days; one of no known hour stands at midnight."""
    first = week.sunday + timedelta(days=1)
    rows = session.execute(
        select(AnnouncementRow, QueueEntry.code, QueueEntry.office, RecordRow.code, RecordRow.office)
        .join(QueueEntry, QueueEntry.group_id == AnnouncementRow.group_id, isouter=True)
        .join(RecordEntry, RecordEntry.entry_id == QueueEntry.id, isouter=True)
        .join(RecordRow, RecordRow.id == RecordEntry.record_id, isouter=True)
        .where(
            AnnouncementRow.day_known,
            AnnouncementRow.state.in_([state.value for state in AWAITED]),
            AnnouncementRow.first_day >= first.isoformat(),
            AnnouncementRow.first_day < (first + timedelta(days=7)).isoformat(),
        )
        .order_by(AnnouncementRow.first_day, AnnouncementRow.id)
    )
    names = offices.names(session)
    return tuple(
        Announcement(
            at=_moment(one.first_day, one.hour),
            kind=WatchKind.ANNOUNCED,
            what=one.title,
            departments=tuple(one.departments),
            record=record or "",
            office=holder or names.get(routed or "", ""),
            entry=entry or "",
        )
        for one, entry, routed, record, holder in rows
    )


def _moment(day: str, hour: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(hour) if hour else time(), LA_PAZ)
