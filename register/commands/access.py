"""Note who read, exported or printed reserved data; the note is written before anything is shown."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from conflict.record import Person
from register.commands.journal import actor_id
from register.journal_tables import AccessRow


def note(
    session: Session,
    *,
    what: str,
    object_type: str,
    object_id: object,
    by: str | Person,
    now: datetime,
    reason: str = "",
) -> None:
    """Add one line: `what` is the Spanish slug of what was read, such as `identidad` or `exportar.registros`."""
    person = by if isinstance(by, Person) else None
    session.execute(
        insert(AccessRow).values(
            at=now,
            actor=actor_id(session, by),
            office=person.office if person else "",
            role=person.role.value if person else "",
            what=what,
            object_type=object_type,
            object_id=str(object_id),
            reason=" ".join(reason.split())[:300],
        )
    )
