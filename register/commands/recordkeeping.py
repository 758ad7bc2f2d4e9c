"""What commands on a record are made of: find it, open deadlines, write its timeline, change it, tell the journal."""

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from conflict.lifecycle import OPEN_STATES, ActionKind, DeadlineState, RecordState, TransferState
from conflict.record import Person, RuleError
from register.commands import journal
from register.record_tables import ActionRow, DeadlineRow, RecordRow, TransferRow


def find(session: Session, code: str) -> RecordRow:
    """Return a record, held for this transaction; raise RuleError when there is no such code."""
    found = session.scalars(select(RecordRow).where(RecordRow.code == code).with_for_update()).one_or_none()
    if found is None:
        raise RuleError(f"no record {code[:40]!r}", f"No existe la ficha «{code[:40]}».")
    return found


def find_open(session: Session, code: str) -> RecordRow:
    """Return a record that is open; raise RuleError when it is closed or there is none."""
    record = find(session, code)
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


def drop_what_waits(session: Session, record: RecordRow, by: Person, now: datetime) -> None:
    """Close the open deadlines of a record that is annulled as no longer due, and take its waiting transfer back."""
    session.execute(
        update(DeadlineRow)
        .where(DeadlineRow.record_id == record.id, DeadlineRow.state == DeadlineState.OPEN.value)
        .values(state=DeadlineState.DROPPED.value, closed_at=now, closed_by=by.name)
    )
    session.execute(
        update(TransferRow)
        .where(TransferRow.record_id == record.id, TransferRow.state == TransferState.REQUESTED.value)
        .values(state=TransferState.WITHDRAWN.value, answered_at=now, answered_by=by.name)
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
    session.execute(
        update(RecordRow)
        .where(RecordRow.id == record.id)
        .values(updated_at=now, row_version=RecordRow.row_version + 1, **values)
    )


def tell(
    session: Session, record: RecordRow, action: str, by: Person, now: datetime, details: dict[str, object]
) -> None:
    """Write the journal's line of what was done to a record."""
    journal.append(
        session,
        now=now,
        actor=by.name,
        action=action,
        object_type="ficha",
        object_id=record.code,
        details=details | {"oficina": by.office},
    )
