"""Give a row of the queue to a person of an office that may decide it; to an office, `routing.move` does."""

from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from conflict.permissions import Ability, allowed
from conflict.record import Person, RuleError
from register.commands import guarding, journal
from register.commands.corrections import open_entry
from register.queries.accounts import by_id
from register.triage_tables import AssignmentRow


def assign(session: Session, *, code: str, account_id: int, by: Person, now: datetime) -> None:
    """Say who is to decide a row; 0 for nobody in particular any more. Others may still decide it.

    Raise RuleError when there is no such row, it was decided, or that account may not decide it.
    """
    entry = open_entry(session, code, by)
    account = by_id(session, account_id) if account_id else None
    if account_id:
        person = account.person() if account is not None and account.active else None
        if person is None or not allowed(person, Ability.REVIEW, guarding.thing_of_entry(entry)):
            raise RuleError(f"account {account_id} cannot decide {code}", "Esa persona no puede decidir esta fila.")
    session.execute(delete(AssignmentRow).where(AssignmentRow.entry_id == entry.id))
    if account is not None:
        session.execute(
            insert(AssignmentRow).values(
                entry_id=entry.id, account_id=account.id, name=account.name, at=now, by=by.name
            )
        )
    journal.append(
        session,
        now=now,
        actor=by,
        action="cola.asignar",
        object_type="cola",
        object_id=entry.code,
        details={"cuenta": account_id},
    )
