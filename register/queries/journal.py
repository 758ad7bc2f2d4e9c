"""Is the journal whole: each line chained to the one before, the end where it is said to be, heads kept elsewhere."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.lapaz import LA_PAZ
from register import chain
from register.journal_tables import AccessRow, JournalHead
from register.rows import Access, Head
from register.tables import JournalRow


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line: `actor` as the journal calls who acted, `details` codes, numbers and digests of before and after."""

    seq: int
    at: datetime
    actor: str
    office: str
    role: str
    action: str
    object_type: str
    object_id: str
    version: int | None
    reason: str
    details: tuple[tuple[str, str], ...]


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


def lines(
    session: Session,
    *,
    kinds: Collection[str] = (),
    code: str = "",
    first: date | None = None,
    last: date | None = None,
    before: int | None = None,
    limit: int,
) -> tuple[JournalLine, ...]:
    """Return lines of the journal, the newest first; `kinds` of objects, none for all, and the code of one of them.

    `first` and `last` are days of La Paz; `before` is the number of the line after which the answer goes on.
    """
    query = select(JournalRow).order_by(JournalRow.seq.desc()).limit(limit)
    if kinds:
        query = query.where(JournalRow.object_type.in_(kinds))
    if code:
        query = query.where(JournalRow.object_id == code)
    if first is not None:
        query = query.where(JournalRow.at >= datetime.combine(first, time(0), LA_PAZ))
    if last is not None:
        query = query.where(JournalRow.at < datetime.combine(last + timedelta(days=1), time(0), LA_PAZ))
    if before is not None:
        query = query.where(JournalRow.seq < before)
    return tuple(
        JournalLine(
            one.seq,
            one.at,
            one.actor,
            one.office,
            one.role,
            one.action,
            one.object_type,
            one.object_id,
            one.object_version,
            one.reason,
            tuple((name, str(value)) for name, value in one.details.items()),
        )
        for one in session.scalars(query)
    )
