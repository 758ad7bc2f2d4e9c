"""Ask the table of permissions about a row or a record, inside the command that is about to change it."""

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from conflict.permissions import Ability, Thing, demand
from conflict.record import Person
from conflict.roles import Role
from register.office_tables import OfficeRow
from register.record_tables import RecordRow, TransferRow
from register.sight import REACHES_RECEIVER
from register.tables import QueueEntry


def demand_entry(entry: QueueEntry, ability: Ability, by: Person) -> None:
    """Raise Forbidden unless a person may do this to a row of the queue."""
    demand(by, ability, thing_of_entry(entry), entry.code, no_entry(entry.code))


def thing_of_entry(entry: QueueEntry) -> Thing:
    """Return what a decision needs to know of a row of the queue; the office it was routed to has it too."""
    session = object_session(entry)
    office = session.get(OfficeRow, entry.office) if session is not None and entry.office else None
    return Thing(tuple(entry.departments), tuple(entry.municipalities), office.name if office else "")


def demand_record(session: Session, record: RecordRow, ability: Ability, by: Person, missing: str = "") -> None:
    """Raise Forbidden unless a person may do this to a record; `missing` where another thing is what was named."""
    if by.role is not Role.SYSTEM:
        demand(by, ability, thing_of(session, record), record.code, missing or no_record(record.code))


def thing_of(session: Session, record: RecordRow) -> Thing:
    """Return what a decision needs to know of a record."""
    offices: set[str] = set()
    for sender, receiver, state in session.execute(
        select(TransferRow.sender, TransferRow.receiver, TransferRow.state).where(TransferRow.record_id == record.id)
    ):
        offices |= {sender, receiver} if state in REACHES_RECEIVER else {sender}
    return Thing(tuple(record.departments), tuple(record.municipalities), record.office, tuple(sorted(offices)))


def no_entry(code: str) -> str:
    """Return the sentence for a row that does not exist, and for one that somebody may not know of."""
    return f"No existe la fila {code[:40]} en la cola."


def no_record(code: str) -> str:
    """Return the sentence for a record that does not exist, and for one that somebody may not know of."""
    return f"No existe la ficha «{code[:40]}»."
