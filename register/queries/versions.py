"""What was done to a record since somebody read it: line by line, with who and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from register.account_tables import AccountRow
from register.tables import JournalRow

READS = ("reservado.leer",)
"""Lines about a record that changed nothing of it."""
EDITED = "ficha.editar"
"""The line of an edit of its fields; its details name them."""


@dataclass(frozen=True, slots=True)
class ChangeFact:
    """One change. `who` is the name of the account, "" for a line that names none (the machine, a digest)."""

    at: datetime
    who: str
    action: str


def since(session: Session, code: str, seen: int, *, limit: int = 60) -> tuple[ChangeFact, ...]:
    """Return what the journal tells of a record after version `seen`, the oldest first."""
    rows = session.scalars(
        select(JournalRow)
        .where(
            JournalRow.object_type == "ficha",
            JournalRow.object_id == code,
            JournalRow.object_version > seen,
            JournalRow.action.not_in(READS),
        )
        .order_by(JournalRow.seq)
        .limit(limit)
    ).all()
    return tuple(_told(session, rows))


def last_edits(session: Session, code: str, fields: Iterable[str], *, limit: int = 60) -> dict[str, ChangeFact]:
    """Return by field who last wrote it, and when; a field that none of the last edits names is not there."""
    rows = session.scalars(
        select(JournalRow)
        .where(JournalRow.object_type == "ficha", JournalRow.object_id == code, JournalRow.action == EDITED)
        .order_by(JournalRow.seq.desc())
        .limit(limit)
    ).all()
    wanted, found = set(fields), dict[str, ChangeFact]()
    for row, fact in zip(rows, _told(session, rows), strict=True):
        for field in wanted.intersection(row.details.get("campos", ())):
            found.setdefault(field, fact)
    return found


def _told(session: Session, rows: Sequence[JournalRow]) -> list[ChangeFact]:
    numbers = {int(one.actor[2:]) for one in rows if one.actor.startswith("u-")}
    accounts = session.execute(select(AccountRow.id, AccountRow.name).where(AccountRow.id.in_(numbers)))
    names = {f"u-{ident}": name for ident, name in accounts}
    return [ChangeFact(one.at, names.get(one.actor, ""), one.action) for one in rows]
