"""What travelled with a transfer, as the office that is asked to take the record over reads it before it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.lifecycle import ActionKind
from register.record_tables import RecordRow, TransferRow

MOST_DONE = 5
"""Actions told of one transfer, the newest; the others are in the record."""


@dataclass(frozen=True, slots=True)
class PackFact:
    """The summary that was frozen, what the sender's office had done, the newest first, and of how many actions."""

    summary: str
    done: tuple[tuple[datetime, ActionKind, str], ...]
    whole: int


def sent(session: Session, idents: Sequence[int]) -> dict[int, PackFact]:
    """Return what travelled with each of these transfers; one that was not sent yet is not among them."""
    if not idents:
        return {}
    rows = session.execute(
        select(TransferRow.id, TransferRow.pack)
        .join(RecordRow, RecordRow.id == TransferRow.record_id)  # by which a session sees what its reader may
        .where(TransferRow.id.in_(idents))
        .order_by(TransferRow.id)
    )
    return {number: _told(pack) for number, pack in rows if pack}


def _told(pack: dict[str, Any]) -> PackFact:
    done = [one for one in pack.get("acciones", ()) if one["tipo"]]
    newest = done[: -MOST_DONE - 1 : -1]
    return PackFact(
        pack.get("resumen", ""),
        tuple((datetime.fromisoformat(one["fecha"]), ActionKind(one["tipo"]), one["texto"]) for one in newest),
        len(done),
    )
