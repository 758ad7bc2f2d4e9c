"""Which rows have outlived their term: one answer, for the count of a dry run and for what a real run deletes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from conflict.lapaz import local_day
from conflict.retention import Holding, Keeping, cutoff, still_needed
from register.account_tables import SessionRow
from register.attempt_tables import RefusedAttempt
from register.bodies import days_before
from register.case_tables import CaseFile, HarmRow, ReservedIdentity
from register.duty_tables import MergeRow
from register.journal_tables import AccessRow
from register.keeping_tables import Draft
from register.record_tables import RecordRow


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the rows of a holding lie: their table and its key."""

    table: Any
    key: Any


SHELVES: Mapping[Holding, Shelf] = {
    Holding.IDENTITY: Shelf(ReservedIdentity, ReservedIdentity.id),
    Holding.ACCESS: Shelf(AccessRow, AccessRow.id),
    Holding.ATTEMPT: Shelf(RefusedAttempt, RefusedAttempt.id),
    Holding.DRAFT: Shelf(Draft, Draft.id),
    Holding.SESSION: Shelf(SessionRow, SessionRow.digest),
}
"""What lies in the database and has a term; raw bodies are files."""
_COUNTED_FROM: Mapping[Holding, Any] = {
    Holding.ACCESS: AccessRow.at,
    Holding.ATTEMPT: RefusedAttempt.last_at,
    Holding.DRAFT: Draft.saved_at,
    Holding.SESSION: SessionRow.until,
}


def keys(session: Session, keeping: Keeping, now: datetime) -> list[Any]:
    """Return the keys of the rows of a holding that have outlived their term; nothing for what is kept for good."""
    cut = cutoff(keeping, now)
    if cut is None or keeping.holding not in SHELVES:
        return []
    if keeping.holding is Holding.IDENTITY:
        return _identities(session, cut)
    shelf = SHELVES[keeping.holding]
    return list(session.scalars(select(shelf.key).where(_COUNTED_FROM[keeping.holding] < cut).order_by(shelf.key)))


def files(folder: Path, keeping: Keeping, now: datetime) -> list[Path]:
    """Return the folders of raw bodies that have outlived their term; nothing for another holding."""
    cut = cutoff(keeping, now)
    return [] if cut is None or keeping.holding is not Holding.RAW_BODY else days_before(folder, local_day(cut))


def _identities(session: Session, cut: datetime) -> list[Any]:
    """Return the identities of cases of which every record was closed before a moment."""
    closed = session.execute(
        select(ReservedIdentity.id, HarmRow.record_id)
        .join(HarmRow, HarmRow.id == ReservedIdentity.harm_id)
        .join(RecordRow, RecordRow.id == HarmRow.record_id)
        .where(RecordRow.closed_at < cut)
        .order_by(ReservedIdentity.id)
    ).all()
    if not closed:
        return []
    live = session.scalars(select(RecordRow.id).where(or_(RecordRow.closed_at.is_(None), RecordRow.closed_at >= cut)))
    needed = still_needed(live, _links(session))
    return [number for number, record in closed if record not in needed]


def _links(session: Session) -> list[tuple[int, int]]:
    """Return which records are of one case: the alert of a conflict, what was joined, the front of a larger one."""
    queries = (
        select(RecordRow.id, RecordRow.origin_id).where(RecordRow.origin_id.is_not(None)),
        select(MergeRow.record_id, MergeRow.into_id).where(MergeRow.undone_at.is_(None)),
        select(CaseFile.record_id, CaseFile.parent_id).where(CaseFile.parent_id.is_not(None)),
    )
    return [(one, other) for query in queries for one, other in session.execute(query) if other is not None]
