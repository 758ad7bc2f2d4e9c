"""Bring the sources of sources.yaml into the register; what was read from a source stays when its card goes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from conflict.source import Source
from register.commands import journal
from register.tables import SourceRow

_CARD = ("name", "url", "type", "department", "municipality", "reach", "cadence_minutes", "active", "notes")


def sync(session: Session, *, sources: Sequence[Source], now: datetime) -> int:
    """Store new and changed cards and unlist those that are gone; return how many changed, each with its line.

    A new address forgets the validators of the old one, or the first answer there could be taken for no news.
    """
    known = {row.id: row for row in session.scalars(select(SourceRow))}
    changed = 0
    for source in sources:
        card = _card(source)
        row = known.pop(source.id, None)
        if row is None:
            session.execute(insert(SourceRow).values(id=source.id, listed=True, last_keys=[], **card))
            _tell(session, now, "alta", source.id, [])
            changed += 1
            continue
        fields = [name for name in _CARD if getattr(row, name) != card[name]]
        if fields or not row.listed:
            forgotten = {"etag": None, "last_modified": None} if "url" in fields else {}
            session.execute(update(SourceRow).where(SourceRow.id == source.id).values(listed=True, **card, **forgotten))
            _tell(session, now, "cambio", source.id, fields)
            changed += 1
    for row in known.values():
        if row.listed:
            session.execute(update(SourceRow).where(SourceRow.id == row.id).values(listed=False, active=False))
            _tell(session, now, "baja", row.id, [])
            changed += 1
    return changed


def _card(source: Source) -> dict[str, object]:
    card = {name: getattr(source, name) for name in _CARD}
    return card | {"type": source.type.value, "reach": source.reach.value}


def _tell(session: Session, now: datetime, action: str, source_id: str, fields: list[str]) -> None:
    journal.append(
        session,
        now=now,
        actor=journal.MACHINE,
        action=f"fuente.{action}",
        object_type="fuente",
        object_id=source_id,
        details={"campos": fields} if fields else None,
    )
