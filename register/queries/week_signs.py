"""What a week takes from the facts, requests and announcements of records: as each was known at the cut."""

from datetime import date, datetime, time

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from conflict.actionfamily import DIALOGUE_ACTIONS
from conflict.codebook import AnnouncedState
from conflict.handling import RequestState
from conflict.lapaz import LA_PAZ
from conflict.measure import EXECUTED_MEASURES
from conflict.vocabulary import FactKind
from conflict.week import Week
from conflict.weekchance import SPAN
from conflict.weekfacts import PressureFact
from conflict.weeksigns import DatedFact, Foretold, Noticed, WeekRequest
from register.announcement_tables import AnnouncementRow
from register.case_tables import FactRow
from register.duty_tables import RequestRow
from register.office_tables import OfficeRow
from register.queries.announcements import DISCARDED, dated
from register.record_tables import ActionRow, DeadlineRow, RecordEntry, RecordRow
from register.tables import QueueEntry

_SIGNS = [
    *(FactKind.MEASURE, FactKind.VIOLENCE, FactKind.BREACH),
    *(FactKind.DIALOGUE, FactKind.AGREEMENT, FactKind.LIFTING, FactKind.RECESS),
]


def signs(session: Session, week: Week) -> tuple[DatedFact, ...]:
    """Return the facts of the last four weeks that speak of calm or against it, and our talks as dialogue."""
    since, cut = week.end - SPAN, week.end
    told = session.execute(
        select(RecordRow.code, FactRow.kind, FactRow.at)
        .join(RecordRow, RecordRow.id == FactRow.record_id)
        .where(*_known(cut), FactRow.at >= since, FactRow.kind.in_([one.value for one in _SIGNS]))
    )
    mediated = session.execute(
        select(RecordRow.code, ActionRow.at)
        .join(RecordRow, RecordRow.id == ActionRow.record_id)
        .where(
            ActionRow.kind.in_([one.value for one in DIALOGUE_ACTIONS]),
            ActionRow.at >= since,
            ActionRow.at < cut,
            ActionRow.entered_at < cut,
        )
    )
    return (
        *(DatedFact(code, FactKind(kind), at) for code, kind, at in told),
        *(DatedFact(code, FactKind.DIALOGUE, at) for code, at in mediated),
    )


def pressure(session: Session, week: Week) -> tuple[PressureFact, ...]:
    """Return of each record its first measure carried out, or violence."""
    carried_out = or_(
        FactRow.kind == FactKind.VIOLENCE.value, FactRow.measure.in_([one.value for one in EXECUTED_MEASURES])
    )
    rows = session.execute(
        select(RecordRow.code, func.min(FactRow.at))
        .join(RecordRow, RecordRow.id == FactRow.record_id)
        .where(*_known(week.end), carried_out)
        .group_by(RecordRow.code)
    )
    return tuple(PressureFact(code, at) for code, at in rows)


def _known(cut: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of facts that were written down before a cut and not struck out by then."""
    return FactRow.entered_at < cut, or_(FactRow.annulled_at.is_(None), FactRow.annulled_at >= cut)


def requests(session: Session, week: Week, since: datetime) -> tuple[WeekRequest, ...]:
    """Return the written requests sent before a cut and not settled before `since`."""
    rows = session.execute(
        select(RequestRow, RecordRow.code, DeadlineRow.due_at, DeadlineRow.closed_at)
        .join(RecordRow, RecordRow.id == RequestRow.record_id)
        .outerjoin(DeadlineRow, DeadlineRow.id == RequestRow.deadline_id)
        .where(RequestRow.sent_at < week.end)
        .order_by(RequestRow.id)
    )
    made = (
        WeekRequest(code, one.addressee, one.sent_at, due or one.sent_at, _ended(one, closed))
        for one, code, due, closed in rows
    )
    return tuple(one for one in made if one.ended_at is None or one.ended_at >= since)


def _ended(request: RequestRow, closed: datetime | None) -> datetime | None:
    """Return when a request was answered in full or taken back; a part and silence leave it unanswered."""
    match RequestState(request.state):
        case RequestState.ANSWERED:
            return request.answered_at
        case RequestState.WITHDRAWN:
            return closed or request.sent_at
        case _:
            return None


def noticed(session: Session, week: Week) -> tuple[Noticed, ...]:
    """Return when each record's first announcement was read; what a person set aside was none."""
    rows = session.execute(
        select(RecordRow.code, func.min(AnnouncementRow.made_at))
        .join(RecordEntry, RecordEntry.record_id == RecordRow.id)
        .join(QueueEntry, QueueEntry.id == RecordEntry.entry_id)
        .join(AnnouncementRow, AnnouncementRow.group_id == QueueEntry.group_id)
        .where(AnnouncementRow.made_at < week.end, AnnouncementRow.group_id.not_in(DISCARDED))
        .group_by(RecordRow.code)
    )
    return tuple(Noticed(code, at) for code, at in rows)


def foretold(session: Session, week: Week) -> tuple[Foretold, ...]:
    """Return the actions announced for a day of the week and read before that day began."""
    rows = session.execute(
        dated(RecordRow.code, RecordRow.office, OfficeRow.name)
        .where(
            AnnouncementRow.first_day >= week.monday.isoformat(),
            AnnouncementRow.first_day <= week.sunday.isoformat(),
        )
        .order_by(AnnouncementRow.id)
    )
    return tuple(
        Foretold(AnnouncedState(row.state), tuple(row.departments), code or "", held or routed or "")
        for row, code, held, routed in rows
        if row.made_at < _begins(row.first_day)
    )


def _begins(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), LA_PAZ)
