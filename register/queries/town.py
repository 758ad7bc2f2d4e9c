"""What a municipality had week by week: alerts of the queue, records and facts, and the last fact that is known."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Text, case, func, literal, or_, select, true, type_coerce, union_all
from sqlalchemy.orm import Session, aliased

from conflict.codebook import QueueState
from conflict.lifecycle import RecordState
from conflict.week import Week
from register.case_tables import FactRow
from register.queries.queue import entry_of
from register.record_tables import RecordRow
from register.tables import QueueDepartment, QueueEntry

WEEKS = 12
_TOLD_ELSEWHERE = [one.value for one in (RecordState.VOID, RecordState.BECAME_CONFLICT, RecordState.MERGED)]
"""Records that are none, or whose matter another record counts."""


@dataclass(frozen=True, slots=True)
class LastFact:
    """A fact, with the record that tells it."""

    at: datetime
    words: str
    record: str
    title: str


@dataclass(frozen=True, slots=True)
class TownFact:
    """The municipalities of a row and what else they had in each week, the oldest first; as far as the reader sees."""

    names: tuple[str, ...]
    title: str
    weeks: tuple[Week, ...]
    rows: tuple[int, ...]
    records: tuple[int, ...]
    facts: tuple[int, ...]
    last: LastFact | None


def of_row(session: Session, code: str, *, week: Week) -> TownFact | None:
    """Return what the municipalities of a row had in the weeks until one, besides the row; None when there is none.

    A municipality is one of its department, since names are used again. Discarded rows are not counted, nor records
    that are void or that another one counts.
    """
    entry = entry_of(session, code)
    if entry is None:
        return None
    weeks = week.last(WEEKS)
    sums = {name: [0] * WEEKS for name in ("rows", "records", "facts")}
    last = None
    if entry.municipalities and entry.departments:
        for name, number, count in session.execute(_counts(entry, weeks)):
            sums[name][number] = count
        last = _last_fact(session, entry)
    told = {name: tuple(counts) for name, counts in sums.items()}
    return TownFact(tuple(entry.municipalities), entry.title, weeks, **told, last=last)


def _counts(entry: QueueEntry, weeks: Sequence[Week]) -> Select[Any]:
    """Return the statement that counts all three by week.

    It stands over the row that they are about, so that a reader's sight narrows every one of them.
    """
    placed = select(QueueDepartment.entry_id).where(QueueDepartment.department.in_(entry.departments))
    rows = _by_week("rows", QueueEntry.opened_at, weeks).where(
        QueueEntry.id != entry.id,
        QueueEntry.id.in_(placed),
        QueueEntry.state != QueueState.DISCARDED.value,
        _any_of(QueueEntry.municipalities, entry.municipalities),
    )
    records = _by_week("records", RecordRow.opened_at, weeks).where(
        RecordRow.state.not_in(_TOLD_ELSEWHERE), *_placed_with(entry)
    )
    facts = _by_week("facts", FactRow.at, weeks).join(RecordRow, RecordRow.id == FactRow.record_id)
    every = union_all(rows, records, facts.where(*_told_of(entry))).subquery()
    about = aliased(QueueEntry)
    return (
        select(every.c.name, every.c.week, func.count())
        .select_from(about)
        .join(every, true())
        .where(about.id == entry.id)
        .group_by(every.c.name, every.c.week)
    )


def _by_week(name: str, at: Any, weeks: Sequence[Week]) -> Select[Any]:
    """Return a line for each of a kind that falls in the weeks, with the place of its week among them."""
    number = case(*((at < week.end, place) for place, week in enumerate(weeks)))
    return select(literal(name).label("name"), number.label("week")).where(at >= weeks[0].start, at < weeks[-1].end)


def _last_fact(session: Session, entry: QueueEntry) -> LastFact | None:
    asked = (
        select(FactRow.at, FactRow.words, RecordRow.code, RecordRow.title)
        .join(RecordRow, RecordRow.id == FactRow.record_id)
        .where(*_told_of(entry))
        .order_by(FactRow.at.desc(), FactRow.id.desc())
        .limit(1)
    )
    found = session.execute(asked).one_or_none()
    return None if found is None else LastFact(*found)


def _told_of(entry: QueueEntry) -> tuple[Any, ...]:
    """Return the conditions for facts that stand, of records of the municipalities of a row."""
    return (FactRow.annulled_at.is_(None), RecordRow.state != RecordState.VOID.value, *_placed_with(entry))


def _placed_with(entry: QueueEntry) -> tuple[Any, Any]:
    """Return the conditions for records of the municipalities of a row."""
    return (
        _any_of(RecordRow.departments, entry.departments),
        _any_of(RecordRow.municipalities, entry.municipalities),
    )


def _any_of(column: Any, names: Sequence[str]) -> Any:
    """Return the condition that a stored list has one of the names."""
    stored = type_coerce(column, Text)
    return or_(*(stored.contains(json.dumps(name, ensure_ascii=False), autoescape=True) for name in names))
