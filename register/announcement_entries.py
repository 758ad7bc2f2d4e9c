"""Entries of the calendar as the rules see them, read from their rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from conflict.announced import Entry, window_of
from conflict.codebook import AnnouncedState, DateKind, Measure
from register.announcement_tables import AnnouncementNote, AnnouncementProposal, AnnouncementRow

_STEP = 400
_day = date.fromisoformat


def loaded(session: Session, which: ColumnElement[bool]) -> list[Entry]:
    """Return the entries that a condition on `AnnouncementRow` leaves, in the order they came."""
    rows = session.scalars(select(AnnouncementRow).where(which).order_by(AnnouncementRow.id)).all()
    ids = [row.id for row in rows]
    articles: dict[int, set[int]] = defaultdict(set)
    waiting: dict[int, set[AnnouncedState]] = defaultdict(set)
    refused: dict[int, dict[AnnouncedState, date]] = defaultdict(dict)
    for start in range(0, len(ids), _STEP):
        some = ids[start : start + _STEP]
        notes = select(AnnouncementNote).where(AnnouncementNote.announcement_id.in_(some))
        for note in session.scalars(notes):
            articles[note.announcement_id].add(note.article_id)
        proposals = select(AnnouncementProposal).where(AnnouncementProposal.announcement_id.in_(some))
        for asked in session.scalars(proposals.order_by(AnnouncementProposal.id)):
            state = AnnouncedState(asked.state)
            if asked.answer == "":
                waiting[asked.announcement_id].add(state)
            elif asked.answer == "rechazada":
                refused[asked.announcement_id][state] = date.fromisoformat(asked.news_day)
    return [_entry(row, articles[row.id], waiting[row.id], refused[row.id]) for row in rows]


def _entry(
    row: AnnouncementRow,
    articles: Iterable[int],
    waiting: Iterable[AnnouncedState],
    refused: Mapping[AnnouncedState, date],
) -> Entry:
    counts = window_of(_day(row.first_day), _day(row.last_day) if row.last_day else None)
    read = window_of(_day(row.read_first), _day(row.read_last) if row.read_last else None)
    return Entry(
        id=row.id,
        group=row.group_id,
        kind=DateKind(row.kind),
        measure=Measure(row.measure) if row.measure else None,
        windows=(counts, read),
        state=AnnouncedState(row.state),
        municipalities=frozenset(row.municipality_codes),
        articles=frozenset(articles),
        waiting=frozenset(waiting),
        refused=refused,
    )
