"""Who asked to be told of what: accounts that may enter and, where their role needs one, have an office at work."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.personnotice import Urgency, Way, Wish
from conflict.record import Person
from conflict.roles import Role
from conflict.text import fold
from register.account_tables import AccountRow
from register.message_tables import PersonNotice
from register.queries import offices


@dataclass(frozen=True, slots=True)
class Asking:
    """A person who asked for messages. `office` is the id of her office, "" for one that is not in the table."""

    person: Person
    office: str
    wish: Wish


def asking(session: Session) -> tuple[Asking, ...]:
    """Return who asked for messages and may have them; a closed account, or one whose office is gone, may not."""
    known = offices.working(session)
    idents = {fold(name): one.id for one in known for name in (one.name, one.short)}
    rows = session.execute(
        select(PersonNotice, AccountRow)
        .join(AccountRow, AccountRow.id == PersonNotice.account_id)
        .where(AccountRow.active)
        .order_by(AccountRow.id)
    )
    found = []
    for row, account in rows:
        role, office = Role(account.role), idents.get(fold(account.office), "")
        if known and offices.edits(role) and not office:
            continue
        person = Person(
            account.name,
            account.office,
            account.id,
            role,
            tuple(account.departments),
            tuple(account.municipalities),
        )
        if _wish(row).kinds:
            found.append(Asking(person, office, _wish(row)))
    return tuple(found)


def wish_of(session: Session, ident: int) -> Wish:
    """Return what the account with that number asked for: nothing where it never said."""
    row = session.get(PersonNotice, ident)
    return Wish() if row is None else _wish(row)


def _wish(row: PersonNotice) -> Wish:
    return Wish(row.mail, row.chat, row.morning, Urgency(row.urgent), Way(row.way), row.silence, row.reminders)
