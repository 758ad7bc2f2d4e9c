"""Is the journal whole: each line chained to the one before, the end where it is said to be, heads kept elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import chain
from register.journal_tables import AccessRow, JournalHead
from register.rows import Access, Head


@dataclass(frozen=True, slots=True)
class Whole:
    """The chain holds: how many lines, and its head."""

    lines: int
    head: Head


@dataclass(frozen=True, slots=True)
class Broken:
    """The chain does not hold from this line on; `why` says so in Spanish."""

    seq: int
    why: str


def verify(session: Session, *, key: bytes, kept: Sequence[Head] = ()) -> Whole | Broken:
    """Read the journal once, from its first line, and say whether it is whole; `kept` are heads exported earlier.

    What somebody without the key changed, inserted, swapped or took away breaks the chain at that line. Lines taken
    away from its end, with the head put back too, are found by a head that was kept elsewhere. Raise StorageError when
    the chain was made with another key.
    """
    head = _head(session)
    chain.check_print(key, head.key_print)
    promised = {one.seq: one.mac for one in kept if one.seq}
    mac, seq, count = chain.FIRST_MAC, 0, 0
    for line in chain.lines_of(session):
        seq, count = int(line["seq"]), count + 1
        mac = chain.mac_of(key, mac, line)
        if mac != line["mac"]:
            return Broken(seq, "su sello no corresponde a lo escrito o a la línea anterior")
        if promised.pop(seq, mac) != mac:
            return Broken(seq, "no es la que había cuando se guardó la cabeza de la cadena")
    if (seq, mac) != (head.seq, head.mac):
        return Broken(max(seq, head.seq), f"la bitácora termina en la línea {seq} y debía terminar en la {head.seq}")
    if promised:
        return Broken(min(promised), "falta, y estaba cuando se guardó la cabeza de la cadena")
    return Whole(count, Head(head.seq, head.mac))


def head(session: Session) -> Head:
    """Return where the chain ends; seq 0 while nothing was written."""
    found = _head(session)
    return Head(found.seq, found.mac)


def _head(session: Session) -> JournalHead:
    return session.scalars(select(JournalHead).where(JournalHead.id == 1)).one()


def accesses(
    session: Session, *, since: datetime, object_type: str = "", object_id: str = "", limit: int = 500
) -> tuple[Access, ...]:
    """Return who read reserved data since a moment, the newest first; of one object when it is named."""
    query = select(AccessRow).where(AccessRow.at >= since).order_by(AccessRow.id.desc()).limit(limit)
    if object_type:
        query = query.where(AccessRow.object_type == object_type)
    if object_id:
        query = query.where(AccessRow.object_id == object_id)
    return tuple(
        Access(one.at, one.actor, one.office, one.role, one.what, one.object_type, one.object_id, one.reason)
        for one in session.scalars(query)
    )
