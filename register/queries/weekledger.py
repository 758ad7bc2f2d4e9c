"""The rows that a workbook of a week carries beside the numbers: actions entered in it and notes of its records."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.codebook import Level
from conflict.lifecycle import RecordKind, RecordState
from conflict.week import Week
from conflict.weekfacts import WeekAction, WeekNote
from register.record_tables import ActionRow, RecordEntry, RecordRow
from register.tables import QueueEntry


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record in one line."""

    code: str
    title: str
    kind: RecordKind
    state: RecordState
    level: Level
    office: str


def actions(session: Session, week: Week) -> tuple[WeekAction, ...]:
    """Return what was done in a week, in the order of time."""
    rows = session.execute(
        select(RecordRow.code, ActionRow.at, ActionRow.kind, ActionRow.office, ActionRow.words)
        .join(RecordRow, RecordRow.id == ActionRow.record_id)
        .where(ActionRow.at >= week.start, ActionRow.at < week.end)
        .order_by(ActionRow.at, ActionRow.id)
    )
    return tuple(WeekAction(code, at, kind or "", office, words) for code, at, kind, office, words in rows)


def notes(session: Session, week: Week) -> tuple[WeekNote, ...]:
    """Return the rows of the queue that belong to a record and had news in a week."""
    rows = session.execute(
        select(RecordRow.code, QueueEntry.code, QueueEntry.title, QueueEntry.newest_at, QueueEntry.notes)
        .join(RecordEntry, RecordEntry.record_id == RecordRow.id)
        .join(QueueEntry, QueueEntry.id == RecordEntry.entry_id)
        .where(QueueEntry.newest_at >= week.start, QueueEntry.newest_at < week.end)
        .order_by(RecordRow.code, QueueEntry.newest_at)
    )
    return tuple(WeekNote(record, code, title, newest, count) for record, code, title, newest, count in rows)


def in_sight(session: Session, record_codes: Iterable[str], row_codes: Iterable[str]) -> frozenset[str]:
    """Return which of these codes of records and of rows of the queue the session's reader may open."""
    cases = select(RecordRow.code).where(RecordRow.code.in_(sorted(set(record_codes))))
    rows = select(QueueEntry.code).where(QueueEntry.code.in_(sorted(set(row_codes))))
    return frozenset((*session.scalars(cases), *session.scalars(rows)))


def named(session: Session, codes: Iterable[str]) -> dict[str, RecordLine]:
    """Return the records with these codes as they are now; a code that is no longer there is left out."""
    rows = session.execute(
        select(
            RecordRow.code, RecordRow.title, RecordRow.kind, RecordRow.state, RecordRow.level, RecordRow.office
        ).where(RecordRow.code.in_(sorted(set(codes))))
    )
    return {
        code: RecordLine(code, title, RecordKind(kind), RecordState(state), Level(level), office)
        for code, title, kind, state, level, office in rows
    }
