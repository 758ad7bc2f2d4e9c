"""Offices as pages show them, and the moves of one row between them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.office import OfficeKind
from register.office_tables import OfficeRow, QueueMove
from register.rows import MoveFact, OfficeFact

_ORDER = {kind.value: rank for rank, kind in enumerate(OfficeKind)}


def names(session: Session) -> dict[str, str]:
    """Return the short name of every office there is or was, by its id."""
    rows = session.execute(select(OfficeRow.id, OfficeRow.short))
    return {ident: short for ident, short in rows}  # noqa: C416 - dict() would take the result for a mapping


def working(session: Session) -> tuple[OfficeFact, ...]:
    """Return the offices at work: delegations, then regional offices, then the national unit."""
    rows = session.scalars(select(OfficeRow).where(OfficeRow.working))
    return tuple(
        OfficeFact(row.id, row.name, row.short, OfficeKind(row.kind), row.department)
        for row in sorted(rows, key=lambda row: (_ORDER[row.kind], row.department, row.name))
    )


def moves(session: Session, entry_id: int) -> tuple[MoveFact, ...]:
    """Return who gave a row to which office and why, oldest first."""
    known = names(session)
    rows = session.scalars(select(QueueMove).where(QueueMove.entry_id == entry_id).order_by(QueueMove.id))
    return tuple(
        MoveFact(
            known.get(row.sender, row.sender),
            known.get(row.receiver, row.receiver),
            row.at,
            row.by,
            row.office,
            row.reason,
        )
        for row in rows
    )
