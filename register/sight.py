"""A reading session that cannot return what a person may not see: no query has to remember, none can forget.

The conditions are the SQL of `conflict.permissions.within`; a test holds the two together. They are put on every
SELECT of a session that was opened with a `Sight`, wherever the entity stands in it: lists, counts, joins, subqueries.
"""

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import Table, Text, and_, false, literal_column, or_, select, true, type_coerce
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.sql import visitors

from conflict.lifecycle import TransferState
from conflict.permissions import EVERYTHING, Purview, Sight
from register.announcement_tables import (
    AnnouncementDepartment,
    AnnouncementNote,
    AnnouncementProposal,
    AnnouncementRow,
)
from register.company_tables import ReadingNeighbour
from register.loop_tables import ControlItem
from register.office_tables import OfficeRow
from register.record_tables import RecordRow, ReviewRow, TransferRow
from register.tables import Base, QueueDepartment, QueueEntry, SignalRow
from register.tableset import all_tables

SIGHT = "sight"
REACHES_RECEIVER = (TransferState.SENT.value, TransferState.ACCEPTED.value, TransferState.CLOSED.value)
"""A transfer that was returned or withdrawn is no business of its receiver any more; the sender keeps its own."""
_QUEUE: Any = QueueEntry.__table__.alias("seen_entry")
_DEPARTMENT: Any = QueueDepartment.__table__.alias("seen_department")
_SIGNAL: Any = SignalRow.__table__.alias("seen_signal")
_ANNOUNCED: Any = AnnouncementRow.__table__.alias("seen_announcement")
_OFFICE: Any = OfficeRow.__table__.alias("seen_office")
_RECORD: Any = RecordRow.__table__.alias("seen_record")
_TRANSFER: Any = TransferRow.__table__.alias("seen_transfer")
"""Under names of their own, so that a condition never takes a table of the query around it for its own."""
_NO_NAMES: Any = literal_column("'[]'", Text)
_NO_CODE: Any = literal_column("''", Text)
"""Written out, for each parameter of a condition is looked up again wherever the condition stands."""


def narrow(state: ORMExecuteState) -> None:
    """Put the conditions on a SELECT of a session that has a sight."""
    sight: Sight | None = state.session.info.get(SIGHT)
    if sight is None or not state.is_select or state.is_column_load or state.is_relationship_load:
        return
    criteria = _criteria(sight)
    if not criteria:
        return
    named = tables_in(state.statement)
    state.statement = state.statement.options(*(criteria[name] for name in sorted(named & criteria.keys())))


def tables_in(statement: Any) -> set[str]:
    """Return the names of the tables that stand anywhere in a statement: joined, aliased, in subqueries.

    Conditions are put on these alone; putting all of them on every statement costs more than most statements do.
    """
    found = set()
    for part in visitors.iterate(statement):
        table = part if isinstance(part, Table) else getattr(part, "table", None)
        if isinstance(table, Table):
            found.add(table.name)
    return found


@lru_cache(maxsize=1)
def of_a_record() -> tuple[Any, ...]:
    """Return every mapped table whose rows hang from a record, those of files that come later too."""
    return tuple(table for table in _mapped() if hasattr(table, "record_id") and table is not ReviewRow)


@lru_cache(maxsize=1)
def of_a_row() -> tuple[Any, ...]:
    """Return every mapped table whose rows hang from a row of the queue, those of files that come later too.

    What ties a row to a record is narrowed as the record's; the control sample has a rule of its own.
    """
    others = (*of_a_record(), ControlItem)
    return tuple(table for table in _mapped() if hasattr(table, "entry_id") and table not in others)


def _mapped() -> list[Any]:
    all_tables()
    return [mapper.class_ for mapper in Base.registry.mappers]


@lru_cache(maxsize=256)
def _criteria(sight: Sight) -> dict[str, Any]:
    """Return the conditions by the name of the table that each narrows."""
    found: dict[str, Any] = {}
    if sight.queue != EVERYTHING:
        entry, announced = in_queue(sight.queue, _QUEUE.c), in_places(sight.queue, _ANNOUNCED.c)
        found |= _only(QueueEntry, in_queue(sight.queue, QueueEntry))
        for table in of_a_row():
            found |= _only(table, _there(_QUEUE, table.entry_id, entry))
        found |= _only(ControlItem, _there(_SIGNAL, ControlItem.signal_id, in_places(sight.queue, _SIGNAL.c)))
        read = select(_SIGNAL.c.id).where(_SIGNAL.c.article_id == ReadingNeighbour.article_id)
        read = read.where(in_places(sight.queue, _SIGNAL.c))
        found |= _only(ReadingNeighbour, read.correlate_except(_SIGNAL).exists())
        found |= _only(AnnouncementRow, in_places(sight.queue, AnnouncementRow))
        for announcing in (AnnouncementDepartment, AnnouncementNote, AnnouncementProposal):
            found |= _only(announcing, _there(_ANNOUNCED, announcing.announcement_id, announced))
    if sight.records != EVERYTHING:
        record = in_records(sight.records, _RECORD.c)
        found |= _only(RecordRow, in_records(sight.records, RecordRow))
        for hanging in of_a_record():
            found |= _only(hanging, _there(_RECORD, hanging.record_id, record))
    return found


def _only(table: Any, condition: Any) -> dict[str, Any]:
    return {table.__tablename__: with_loader_criteria(table, condition, include_aliases=True)}


def _there(table: Any, number: Any, condition: Any) -> Any:
    """Return the condition that the row of that number may be seen.

    It is looked up by its number for each row that a query reaches; a list of all that may be seen would be made anew
    for every query, and costs more than most of them.
    """
    return select(table.c.id).where(table.c.id == number, condition).correlate_except(table).exists()


def in_queue(seen: Purview, entry: Any) -> Any:
    """Return the condition for rows of the queue."""
    if seen.everything:
        return true()
    held = select(_DEPARTMENT.c.entry_id).where(_DEPARTMENT.c.entry_id == entry.id).correlate_except(_DEPARTMENT)
    conditions = []
    if seen.departments:
        placed = held.where(_DEPARTMENT.c.department.in_(seen.departments)).exists()
        conditions.append(and_(placed, _municipality(seen, entry)))
    if seen.unplaced:
        conditions.append(held.where(_DEPARTMENT.c.department == _NO_CODE).exists())
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
        conditions.append(type_coerce(row.departments, Text) == _NO_NAMES)
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
    unnamed = type_coerce(row.municipalities, Text) == _NO_NAMES
    return or_(unnamed, *(_holds(row.municipalities, name) for name in seen.municipalities))


def _holds(column: Any, member: str) -> Any:
    return type_coerce(column, Text).contains(json.dumps(member, ensure_ascii=False), autoescape=True)
