"""What a person asks to be told of, written down by herself alone; its line in the journal has no address."""

from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from conflict.message import chat_channel
from conflict.permissions import Forbidden
from conflict.personnotice import Wish, demand_possible, may_be_told
from conflict.record import Person, RuleError
from register.account_tables import AccountRow
from register.commands import journal, outgoing
from register.message_tables import PersonNotice

NOT_OFFERED = "Con su rol no ve filas ni fichas: no hay de qué avisarle."


def save(session: Session, *, wish: Wish, by: Person, now: datetime) -> None:
    """Write down what a person asks for; what waits for her and is not asked for any more is taken back.

    Raise RuleError for what cannot be done, Forbidden for a role that sees nothing a message could tell of.
    """
    account = session.get(AccountRow, by.user_id, with_for_update=True)
    if account is None or not account.active:
        raise RuleError(f"no account {by.user_id}", "Esa cuenta no existe.")
    if not may_be_told(by):
        raise Forbidden(f"notices: not for {by.role.value}", NOT_OFFERED, hidden=False)
    tidy = demand_possible(wish)
    row = session.get(PersonNotice, account.id)
    before = ("", "") if row is None else (row.mail, row.chat)
    values = {
        "mail": tidy.mail,
        "chat": tidy.chat,
        "morning": tidy.morning,
        "urgent": tidy.urgent.value,
        "way": tidy.way.value,
        "silence": tidy.silence,
        "reminders": tidy.reminders,
        "changed_at": now,
    }
    if row is None:
        session.execute(insert(PersonNotice).values(account_id=account.id, row_version=1, **values))
    else:
        own = PersonNotice.account_id == account.id
        session.execute(update(PersonNotice).where(own).values(row_version=PersonNotice.row_version + 1, **values))
    channel = chat_channel(account.id)
    outgoing.stop(
        session, account.id, tidy.kinds, [one for one in (tidy.mail, channel if tidy.wants_chat else "") if one]
    )
    if before[0] not in ("", tidy.mail):
        outgoing.forget_address(session, account.id, [one for one in (tidy.mail, channel) if one])
    journal.append(
        session,
        now=now,
        actor=by,
        action="cuenta.avisos",
        object_type="cuenta",
        object_id=account.id,
        details={
            "manana": tidy.morning,
            "urgente": tidy.urgent.value,
            "por": tidy.way.value,
            "silencio": tidy.silence,
            "recordatorios": tidy.reminders,
            "correo": _changed(before[0], tidy.mail),
            "chat": _changed(before[1], tidy.chat),
        },
    )


def forget(session: Session, *, account_id: int) -> None:
    """Forget what a person asked for and where it went: her account is suppressed."""
    session.execute(delete(PersonNotice).where(PersonNotice.account_id == account_id))
    outgoing.forget_address(session, account_id)


def _changed(before: str, after: str) -> str:
    """Return what became of an address, never the address."""
    if before == after:
        return "igual"
    return "retirado" if not after else "cambiado" if before else "puesto"
