"""Write down in the journal that the vocabulary of the office was corrected; the words themselves stay in its files."""

from datetime import datetime

from sqlalchemy.orm import Session

from conflict.correction import Correction
from register.commands import journal


def note(session: Session, *, correction: Correction, now: datetime) -> None:
    """Add the line of one correction, made on the machine itself: table and entry, no free words and nobody's name."""
    journal.append(
        session,
        now=now,
        actor=journal.CONSOLE,
        action=f"vocabulario.{correction.action.value}",
        object_type="vocabulario",
        object_id=f"{correction.table.value}:{correction.key}",
    )
