"""The imports that were made, the newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from register.keeping_tables import ImportBatch

UNDO_WITHIN = timedelta(days=7)
"""How long a whole import can be taken back (page Importar)."""


@dataclass(frozen=True, slots=True)
class ImportFact:
    """One import; `undoable` while it can be taken back."""

    id: int
    file_name: str
    at: datetime
    by: str
    rows: int
    skipped: int
    undone_at: datetime | None
    undoable: bool


def listed(session: Session, *, now: datetime, limit: int = 50) -> tuple[ImportFact, ...]:
    """Return the last imports."""
    rows = session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc()).limit(limit))
    return tuple(
        ImportFact(
            one.id,
            one.file_name,
            one.at,
            one.by,
            one.rows,
            len(one.skipped),
            one.undone_at,
            one.undone_at is None and now - one.at <= UNDO_WITHIN,
        )
        for one in rows
    )


def remembered(session: Session, office: str) -> Mapping[str, str]:
    """Return the heads by field with which an office brought its last workbook in, none for its first one."""
    last = select(ImportBatch.columns).where(ImportBatch.office == office).order_by(ImportBatch.id.desc()).limit(1)
    return dict(session.scalar(last) or {})
