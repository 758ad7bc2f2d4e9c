"""A reading session that cannot return what a person may not see: no query has to remember, none can forget.

The conditions are the SQL of `conflict.permissions.within`; a test holds the two together. They are put on every
SELECT of a session that was opened with a `Sight`, wherever the entity stands in it: lists, counts, joins, subqueries.
"""

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, and_, false, or_, select, true, type_coerce
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria

from conflict.lifecycle import TransferState
from conflict.permissions import EVERYTHING, Purview, Sight
from register.announcement_tables import (
    AnnouncementDepartment,
    AnnouncementNote,
    AnnouncementProposal,
    AnnouncementRow,
)
from register.entered_tables import EnteredRow
from register.loop_tables import ControlItem
from register.office_tables import OfficeRow
from register.record_tables import RecordRow, ReviewRow, TransferRow
from register.tables import Base, QueueDepartment, QueueEntry, SignalRow
from register.tableset import all_tables
from register.triage_tables import AssignmentRow, CorrectionRow, JoinedRow, LeaseRow

SIGHT = "sight"
REACHES_RECEIVER = (TransferState.SENT.value, TransferState.ACCEPTED.value, TransferState.CLOSED.value)
"""A transfer that was returned or withdrawn is no business of its receiver any more; the sender keeps its own."""
_OWN_RULE = (ReviewRow,)
"""Tables that name a record and are narrowed by something else."""
_QUEUE: Any = QueueEntry.__table__
_DEPARTMENT: Any = QueueDepartment.__table__
_SIGNAL: Any = SignalRow.__table__
_ANNOUNCED: Any = AnnouncementRow.__table__
_OFFICE: Any = OfficeRow.__table__
_RECORD: Any = RecordRow.__table__
_TRANSFER: Any = TransferRow.__table__


def narrow(state: ORMExecuteState) -> None:
    """Put the conditions on a SELECT of a session that has a sight."""
    sight: Sight | None = state.session.info.get(SIGHT)
    if sight is None or not state.is_select or state.is_column_load or state.is_relationship_load:
        return
    state.statement = state.statement.options(*_criteria(sight))


@lru_cache(maxsize=1)
def _of_a_record() -> tuple[Any, ...]:
    """Return every mapped table whose rows hang from a record, those of files that come later too."""
    all_tables()
    mapped = (mapper.class_ for mapper in Base.registry.mappers)
    return tuple(table for table in mapped if hasattr(table, "record_id") and table not in _OWN_RULE)


@lru_cache(maxsize=256)
def _criteria(sight: Sight) -> list[Any]:
    found = []
    if sight.queue != EVERYTHING:
        condition = in_queue(sight.queue, QueueEntry)
        found.append(with_loader_criteria(QueueEntry, condition, include_aliases=True))
        entries = select(_QUEUE.c.id).where(in_queue(sight.queue, _QUEUE.c))
        found += [
            with_loader_criteria(QueueDepartment, QueueDepartment.entry_id.in_(entries), include_aliases=True),
            with_loader_criteria(ReviewRow, ReviewRow.entry_id.in_(entries), include_aliases=True),
            with_loader_criteria(EnteredRow, EnteredRow.entry_id.in_(entries), include_aliases=True),
            *(
                with_loader_criteria(table, table.entry_id.in_(entries), include_aliases=True)
                for table in (LeaseRow, CorrectionRow, AssignmentRow, JoinedRow)
            ),
        ]
        read = select(_SIGNAL.c.id).where(in_places(sight.queue, _SIGNAL.c))
        found.append(with_loader_criteria(ControlItem, ControlItem.signal_id.in_(read), include_aliases=True))
        calendar = in_places(sight.queue, AnnouncementRow)
        found.append(with_loader_criteria(AnnouncementRow, calendar, include_aliases=True))
        announced = select(_ANNOUNCED.c.id).where(in_places(sight.queue, _ANNOUNCED.c))
        found += [
            with_loader_criteria(table, table.announcement_id.in_(announced), include_aliases=True)
            for table in (AnnouncementDepartment, AnnouncementNote, AnnouncementProposal)
        ]
    if sight.records != EVERYTHING:
        found.append(with_loader_criteria(RecordRow, in_records(sight.records, RecordRow), include_aliases=True))
        records = select(_RECORD.c.id).where(in_records(sight.records, _RECORD.c))
        found += [
            with_loader_criteria(table, table.record_id.in_(records), include_aliases=True) for table in _of_a_record()
        ]
    return found


def in_queue(seen: Purview, entry: Any) -> Any:
    """Return the condition for rows of the queue."""
    if seen.everything:
        return true()
    held = select(_DEPARTMENT.c.entry_id)
    conditions = []
    if seen.departments:
        placed = entry.id.in_(held.where(_DEPARTMENT.c.department.in_(seen.departments)))
        conditions.append(and_(placed, _municipality(seen, entry)))
    if seen.unplaced:
        conditions.append(entry.id.in_(held.where(_DEPARTMENT.c.department == "")))
    if seen.office:
        conditions.append(entry.office.in_(select(_OFFICE.c.id).where(_OFFICE.c.name == seen.office)))
    return or_(false(), *conditions)


def in_places(seen: Purview, row: Any) -> Any:
    """Return the condition for what carries its departments and municipalities itself: entries of the calendar."""
    if seen.everything:
        return true()
    conditions = []
    if seen.departments:
        placed = or_(*(_holds(row.departments, code) for code in seen.departments))
        conditions.append(and_(placed, _municipality(seen, row)))
    if seen.unplaced:
        conditions.append(type_coerce(row.departments, Text) == "[]")
    return or_(false(), *conditions)


def in_records(seen: Purview, record: Any) -> Any:
    """Return the condition for records."""
    if seen.everything:
        return true()
    conditions = [in_places(seen, record)]
    if seen.office:
        asked = and_(_TRANSFER.c.receiver == seen.office, _TRANSFER.c.state.in_(REACHES_RECEIVER))
        moved = select(_TRANSFER.c.record_id).where(or_(_TRANSFER.c.sender == seen.office, asked))
        conditions += [record.office == seen.office, record.id.in_(moved)]
    return or_(false(), *conditions)


def _municipality(seen: Purview, row: Any) -> Any:
    if not seen.municipalities:
        return true()
    unnamed = type_coerce(row.municipalities, Text) == "[]"
    return or_(unnamed, *(_holds(row.municipalities, name) for name in seen.municipalities))


def _holds(column: Any, member: str) -> Any:
    return type_coerce(column, Text).contains(json.dumps(member, ensure_ascii=False), autoescape=True)
