"""Ask, before a record is changed, whether it is still the one that was read; in the transaction of the change.

Every change of a record or of anything that hangs from it raises the record's version, so one number stands for all.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.record import RuleError
from register.commands.matching import hold_records
from register.record_tables import DeadlineRow, RecordRow, TransferRow

HANGING = {
    "plazo": (DeadlineRow.id, DeadlineRow.record_id),
    "transferencia": (TransferRow.id, TransferRow.record_id),
}
"""What is named by a number of its own on pages that show many records."""


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody wrote after version `seen` of a record was read: `version` is the one that stands now."""

    code: str
    seen: int
    version: int


def expect(session: Session, *, code: str, seen: int, beside: str = "") -> Overtaken | None:
    """Hold a record until the end of the transaction; return None when nobody wrote since version `seen` was read.

    `beside` is another record that the work is about too, "" for none. A code that is none returns None too: the
    command that follows says so in its own words.
    """
    if beside:
        hold_records(session, (code, beside))
    version = session.scalar(select(RecordRow.row_version).where(RecordRow.code == code).with_for_update())
    return None if version is None or version == seen else Overtaken(code, seen, version)


def seen_in(text: str) -> int:
    """Return the version that a form carries; raise RuleError for a form that carries none."""
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        raise RuleError(
            f"form with version {text[:12]!r}",
            "Ese formulario no dice qué versión de la ficha mostraba. No se guardó nada: abra la página de nuevo.",
        )
    return int(text)


def record_of(session: Session, what: str, number: int) -> str:
    """Return the code of the record that a deadline or a transfer belongs to, "" when there is no such one."""
    ident, record = HANGING[what]
    return session.scalar(select(RecordRow.code).where(RecordRow.id.in_(select(record).where(ident == number)))) or ""
