"""Bring the sources of sources.yaml into the register; what was read from a source stays when its card goes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from conflict.source import Source, same_feed
from register.commands import journal
from register.tables import SourceRow

CARD = ("name", "url", "type", "department", "municipality", "reach", "cadence_minutes", "active", "notes")
_FROM_FILE = {"added_by": None, "added_at": None}


def sync(session: Session, *, sources: Sequence[Source], now: datetime) -> int:
    """Store new and changed cards and unlist those that are gone; return how many changed, each with its line.

    The file wins: a source that was added on the page stays until a card has its id or its address, and is the file's
    from then on. A new address forgets the validators of the old one, or the first answer there could be taken for no
    news, and the address that a person accepted in its place.
    """
    known = {row.id: row for row in session.scalars(select(SourceRow))}
    feeds = {same_feed(source.url): source.id for source in sources}
    changed = 0
    for source in sources:
        card = card_of(source)
        row = known.pop(source.id, None)
        if row is None:
            session.execute(insert(SourceRow).values(id=source.id, listed=True, last_keys=[], **card))
            _tell(session, now, "alta", source.id, [])
            changed += 1
            continue
        fields = [name for name in CARD if getattr(row, name) != card[name]]
        added = row.added_at is not None
        if fields or added or not row.listed:
            moved = "url" in fields
            forgotten = {"etag": None, "last_modified": None, "accepted_url": None} if moved else {}
            values = {"listed": True, **card, **forgotten, **_FROM_FILE}
            session.execute(update(SourceRow).where(SourceRow.id == source.id).values(**values))
            _tell(session, now, "relevo" if added else "cambio", source.id, fields)
            changed += 1
    for row in known.values():
        twin = feeds.get(same_feed(row.url), "") if row.added_at is not None else ""
        if row.listed and (row.added_at is None or twin):
            values = {"listed": False, "active": False, **_FROM_FILE}
            session.execute(update(SourceRow).where(SourceRow.id == row.id).values(**values))
            _tell(session, now, "relevo" if twin else "baja", row.id, [])
            changed += 1
    return changed


def card_of(source: Source) -> dict[str, object]:
    """Return the columns of a card."""
    card = {name: getattr(source, name) for name in CARD}
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
