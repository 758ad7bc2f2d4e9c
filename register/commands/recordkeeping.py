"""What commands on a record are made of: find it, open deadlines, write its timeline, change it, tell the journal."""

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from conflict.lifecycle import OPEN_STATES, ActionKind, DeadlineState, RecordState, TransferState
from conflict.permissions import Ability
from conflict.record import Person, RuleError
from register.commands import guarding, journal
from register.record_tables import ActionRow, DeadlineRow, RecordRow, TransferRow
from register.searchindex import SearchKind, touch


def find(session: Session, code: str, by: Person | None = None, ability: Ability = Ability.EDIT) -> RecordRow:
    """Return a record, held for this transaction.

    Raise RuleError when there is no such code, Forbidden when the person may not do that to it.
    """
    found = session.scalars(select(RecordRow).where(RecordRow.code == code).with_for_update()).one_or_none()
    if found is None:
        raise RuleError(f"no record {code[:40]!r}", guarding.no_record(code))
    if by is not None:
        guarding.demand_record(session, found, ability, by)
    return found


def find_open(session: Session, code: str, by: Person | None = None, ability: Ability = Ability.EDIT) -> RecordRow:
    """Return a record that is open; raise RuleError when it is closed or there is none, Forbidden as `find` does."""
    record = find(session, code, by, ability)
    if RecordState(record.state) not in OPEN_STATES:
        raise RuleError(f"{code} is {record.state}", f"{record.code} está cerrada. Reábrala antes de añadir algo.")
    return record


def waiting_transfer(session: Session, record_id: int) -> TransferRow | None:
    """Return the transfer of a record that waits for an answer; None when none does."""
    return session.scalars(
        select(TransferRow).where(
            TransferRow.record_id == record_id, TransferRow.state == TransferState.REQUESTED.value
        )
    ).one_or_none()


def add_deadline(
    session: Session, record_id: int, what: str, addressee: str, due_at: datetime, by: Person, now: datetime
) -> None:
    """Open a deadline. `addressee` is who owes it, "" when the office does."""
    session.execute(
        insert(DeadlineRow).values(
            record_id=record_id,
            what=what,
            addressee=addressee,
            due_at=due_at,
            state=DeadlineState.OPEN.value,
            made_at=now,
            made_by=by.name,
            closed_at=None,
            closed_by="",
        )
    )


def write_down(
    session: Session,
    record: RecordRow,
    kind: ActionKind | None,
    at: datetime,
    words: str,
    proof: str,
    by: Person,
    now: datetime,
) -> int:
    """Add a line to the timeline and return its number; `kind` is None for a step of the record itself."""
    return session.execute(
        insert(ActionRow)
        .values(
            record_id=record.id,
            kind=None if kind is None else kind.value,
            at=at,
            entered_at=now,
            by=by.name,
            office=by.office,
            words=words,
            proof=" ".join(proof.split())[:300],
        )
        .returning(ActionRow.id)
    ).scalar_one()


def change(session: Session, record: RecordRow, now: datetime, **values: object) -> None:
    """Change a record, if only to say that something was added to it; every change has its version."""
    touch(session, SearchKind.RECORD, [record.id])
    session.execute(
        update(RecordRow)
        .where(RecordRow.id == record.id)
        .values(updated_at=now, row_version=RecordRow.row_version + 1, **values)
    )


def tell(
    session: Session, record: RecordRow, action: str, by: Person, now: datetime, details: dict[str, object]
) -> None:
    """Write the journal's line of what was done to a record.

    Raise Forbidden when the person may not edit it: the net under a command that did not ask before. What is done to a
    transfer is asked where it is done, since its two sides are two offices.
    """
    if not action.startswith("transferencia."):
        guarding.demand_record(session, record, Ability.EDIT, by)
    journal.append(
        session,
        now=now,
        actor=by,
        action=action,
        object_type="ficha",
        object_id=record.code,
        details=details,
        version=record.row_version,
    )
