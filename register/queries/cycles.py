"""Which cycle runs now, and how the last ones ended."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.codebook import CycleKind, CycleState
from register.rows import CycleRow
from register.tables import CycleTable


def running(session: Session) -> CycleRow | None:
    """Return the cycle that holds the lease, if any."""
    found = session.scalars(select(CycleTable).where(CycleTable.state == CycleState.RUNNING.value)).one_or_none()
    return None if found is None else _row(found)


def latest(session: Session, limit: int) -> list[CycleRow]:
    """Return the last cycles, newest first."""
    return [_row(row) for row in session.scalars(select(CycleTable).order_by(CycleTable.id.desc()).limit(limit))]


def _row(row: CycleTable) -> CycleRow:
    return CycleRow(
        id=row.id,
        kind=CycleKind(row.kind),
        state=CycleState(row.state),
        started_at=row.started_at,
        ended_at=row.ended_at,
        holder=row.holder,
        summary=dict(row.summary),
    )
