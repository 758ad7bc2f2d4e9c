"""The calendar of announced actions as pages, calendars and reports show it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from conflict.announced import AWAITED
from conflict.codebook import AnnouncedState, DateKind, Measure, QueueState
from register.announcement_rows import AnnouncementFact, ProposalFact, SaidFact
from register.announcement_tables import (
    AnnouncementDepartment,
    AnnouncementNote,
    AnnouncementProposal,
    AnnouncementRow,
)
from register.manyrows import among
from register.office_tables import OfficeRow
from register.record_tables import RecordEntry, RecordRow
from register.tables import ArticleRow, QueueEntry, SourceRow

DISCARDED = select(QueueEntry.group_id).where(QueueEntry.state == QueueState.DISCARDED.value)
"""Stories that a person set aside as none of the office's matters; taken back, their announcements are back."""
LOOKS_BACK = timedelta(days=60)
"""How long a day gone by stays in the list of those that nobody answered."""
MOST = 400
"""Entries of one list; a country announces some tens a week."""
_last_day = func.coalesce(AnnouncementRow.last_day, AnnouncementRow.first_day)
_AWAITED = [state.value for state in AWAITED]


def dated(*columns: Any) -> Select[Any]:
    """Return the query for the entries whose day is known and that nobody set aside, with columns beside them.

    The columns are of the story's row of the queue, of the office it is routed to, and of the record it is in.
    """
    return (
        select(AnnouncementRow, *columns)
        .join(QueueEntry, QueueEntry.group_id == AnnouncementRow.group_id)
        .outerjoin(OfficeRow, OfficeRow.id == QueueEntry.office)
        .outerjoin(RecordEntry, RecordEntry.entry_id == QueueEntry.id)
        .outerjoin(RecordRow, RecordRow.id == RecordEntry.record_id)
        .where(AnnouncementRow.day_known, AnnouncementRow.group_id.not_in(DISCARDED))
    )


def upcoming(
    session: Session, *, today: date, days: int = 14, department: str = "", office: str = ""
) -> tuple[AnnouncementFact, ...]:
    """Return what is announced for the next days, today among them, in the order of the days.

    What was called off stays in its place with its state; what passed without a fact does not. `department` is a code
    or "sin" for entries without one, `office` the id of the one that the story's row is routed to; "" means all.
    """
    until = (today + timedelta(days=days)).isoformat()
    query = select(AnnouncementRow).where(
        AnnouncementRow.day_known,
        AnnouncementRow.state != AnnouncedState.PASSED_WITHOUT_FACT.value,
        _last_day >= today.isoformat(),
        AnnouncementRow.first_day < until,
    )
    return _facts(session, _within(query, department, office))


def expired(session: Session, *, today: date, department: str = "", office: str = "") -> tuple[AnnouncementFact, ...]:
    """Return what was announced for a day of the last two months and of which no fact is known, by day."""
    query = select(AnnouncementRow).where(
        AnnouncementRow.day_known,
        AnnouncementRow.state.in_(_AWAITED),
        _last_day < today.isoformat(),
        _last_day >= (today - LOOKS_BACK).isoformat(),
    )
    return _facts(session, _within(query, department, office))


def without_day(session: Session, *, department: str = "", office: str = "") -> tuple[AnnouncementFact, ...]:
    """Return what was put off without a new day."""
    query = select(AnnouncementRow).where(
        ~AnnouncementRow.day_known, AnnouncementRow.state == AnnouncedState.PUT_OFF.value
    )
    return _facts(session, _within(query, department, office))


def asked(session: Session, *, department: str = "", office: str = "") -> tuple[AnnouncementFact, ...]:
    """Return the entries for which a proposal waits for a person, in the order of the days."""
    waiting = select(AnnouncementProposal.announcement_id).where(AnnouncementProposal.answer == "")
    query = select(AnnouncementRow).where(AnnouncementRow.id.in_(waiting))
    return _facts(session, _within(query, department, office))


def find(session: Session, code: str) -> AnnouncementFact | None:
    """Return one entry; None when there is no such code."""
    return next(iter(_facts(session, select(AnnouncementRow).where(AnnouncementRow.code == code))), None)


def of_story(session: Session, group: int) -> tuple[AnnouncementFact, ...]:
    """Return what one story announces, by day, discarded or not."""
    return _facts(session, select(AnnouncementRow).where(AnnouncementRow.group_id == group))


def next_days(session: Session, groups: Sequence[int], today: date) -> dict[int, date]:
    """Return for each story the nearest day that is still to be watched; stories without one are left out."""
    rows = session.execute(
        select(AnnouncementRow.group_id, func.min(AnnouncementRow.first_day))
        .where(
            among(session, AnnouncementRow.group_id, groups),
            AnnouncementRow.state.in_(_AWAITED),
            AnnouncementRow.day_known,
            AnnouncementRow.first_day >= today.isoformat(),
        )
        .group_by(AnnouncementRow.group_id)
    )
    return {group: date.fromisoformat(day) for group, day in rows}


def _within(query: Select[AnnouncementRow], department: str, office: str) -> Select[AnnouncementRow]:
    """Narrow a list to a territory and to stories that no person discarded."""
    query = query.where(AnnouncementRow.group_id.not_in(DISCARDED))
    if office:
        routed = select(QueueEntry.group_id).where(QueueEntry.office == office)
        query = query.where(AnnouncementRow.group_id.in_(routed))
    if not department:
        return query
    code = "" if department == "sin" else department
    there = select(AnnouncementDepartment.announcement_id).where(AnnouncementDepartment.department == code)
    return query.where(AnnouncementRow.id.in_(there))


def _facts(session: Session, query: Select[AnnouncementRow]) -> tuple[AnnouncementFact, ...]:
    """Return rows with what hangs from them, in a fixed number of queries."""
    ordered = query.order_by(AnnouncementRow.first_day, AnnouncementRow.hour, AnnouncementRow.id).limit(MOST)
    rows = session.scalars(ordered).all()
    if not rows:
        return ()
    ids = [row.id for row in rows]
    said, outlets = _said(session, ids)
    proposals, places = _proposals(session, ids), _places(session, [row.group_id for row in rows])
    return tuple(
        _fact(row, said[row.id], len(outlets[row.id]), proposals[row.id], *places.get(row.group_id, ("", "")))
        for row in rows
    )


def _said(session: Session, ids: Sequence[int]) -> tuple[dict[int, list[SaidFact]], dict[int, set[str]]]:
    said: dict[int, list[SaidFact]] = defaultdict(list)
    outlets: dict[int, set[str]] = defaultdict(set)
    rows = session.execute(
        select(AnnouncementNote, ArticleRow, SourceRow.name)
        .join(ArticleRow, ArticleRow.id == AnnouncementNote.article_id)
        .join(SourceRow, SourceRow.id == ArticleRow.source_id)
        .where(AnnouncementNote.announcement_id.in_(ids))
        .order_by(AnnouncementNote.joined_at, ArticleRow.id)
    )
    for note, article, outlet in rows:
        at = article.published_at or article.first_seen_at
        fact = SaidFact(article.title, outlet, article.link, at, note.told.get("texto", ""))
        said[note.announcement_id].append(fact)
        outlets[note.announcement_id].add(article.source_id)
    return said, outlets


def _proposals(session: Session, ids: Sequence[int]) -> dict[int, list[ProposalFact]]:
    found: dict[int, list[ProposalFact]] = defaultdict(list)
    rows = session.execute(
        select(AnnouncementProposal, ArticleRow.link, SourceRow.name)
        .outerjoin(ArticleRow, ArticleRow.id == AnnouncementProposal.article_id)
        .outerjoin(SourceRow, SourceRow.id == ArticleRow.source_id)
        .where(AnnouncementProposal.announcement_id.in_(ids), AnnouncementProposal.answer == "")
        .order_by(AnnouncementProposal.id)
    )
    for one, link, outlet in rows:
        found[one.announcement_id].append(
            ProposalFact(
                id=one.id,
                state=AnnouncedState(one.state),
                first=_day(one.first_day),
                last=_day(one.last_day),
                reason=one.reason,
                words=one.words,
                made_at=one.made_at,
                link=link,
                outlet=outlet or "",
            )
        )
    return found


def _places(session: Session, groups: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return for each story the codes of its queue row and of its record."""
    rows = session.execute(
        select(QueueEntry.group_id, QueueEntry.code, RecordRow.code)
        .outerjoin(RecordEntry, RecordEntry.entry_id == QueueEntry.id)
        .outerjoin(RecordRow, RecordRow.id == RecordEntry.record_id)
        .where(QueueEntry.group_id.in_(groups))
    )
    return {group: (entry, record or "") for group, entry, record in rows}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _fact(
    row: AnnouncementRow, said: list[SaidFact], outlets: int, proposals: list[ProposalFact], *codes: Any
) -> AnnouncementFact:
    return AnnouncementFact(
        code=row.code,
        kind=DateKind(row.kind),
        measure=Measure(row.measure) if row.measure else None,
        first=date.fromisoformat(row.first_day),
        last=_day(row.last_day),
        day_known=row.day_known,
        read_first=date.fromisoformat(row.read_first),
        read_last=_day(row.read_last),
        hour=time.fromisoformat(row.hour) if row.hour else None,
        open_ended=row.open_ended,
        conditional=row.conditional,
        announcer=row.announcer,
        words=row.words,
        title=row.title,
        departments=tuple(row.departments),
        municipalities=tuple(row.municipalities),
        state=AnnouncedState(row.state),
        entry=codes[0],
        record=codes[1],
        outlets=outlets,
        said=tuple(said),
        proposals=tuple(proposals),
        made_at=row.made_at,
        updated_at=row.updated_at,
        corrected_by=row.corrected_by,
        version=row.row_version,
    )
