"""Bring the offices of oficinas.csv into the register; an office that is gone stays known for what it did."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from conflict.office import Office
from register.commands import journal
from register.office_tables import OfficeRow

_FIELDS = ("name", "short", "kind", "department", "seat", "provenance", "mark")


def sync(session: Session, *, offices: Iterable[Office], now: datetime) -> int:
    """Store new and changed offices and close those that are gone; return how many changed, each with its line."""
    known = {row.id: row for row in session.scalars(select(OfficeRow))}
    changed = 0
    for office in offices:
        values = {name: str(getattr(office, name)) for name in _FIELDS}
        row = known.pop(office.id, None)
        if row is None:
            session.execute(insert(OfficeRow).values(id=office.id, working=True, **values))
            _tell(session, now, "alta", office.id, [])
            changed += 1
            continue
        fields = [name for name in _FIELDS if getattr(row, name) != values[name]]
        if fields or not row.working:
            session.execute(update(OfficeRow).where(OfficeRow.id == office.id).values(working=True, **values))
            _tell(session, now, "cambio", office.id, fields)
            changed += 1
    for row in known.values():
        if row.working:
            session.execute(update(OfficeRow).where(OfficeRow.id == row.id).values(working=False))
            _tell(session, now, "baja", row.id, [])
            changed += 1
    return changed


def _tell(session: Session, now: datetime, action: str, office: str, fields: list[str]) -> None:
    journal.append(
        session,
        now=now,
        actor=journal.MACHINE,
        action=f"oficina.{action}",
        object_type="oficina",
        object_id=office,
        details={"campos": fields} if fields else None,
    )
