"""Hold a row of the queue, or a record, for the rest of a transaction and tell its version, so that orders match it.

A page lets a decision pass when a row only gained articles; a program says exactly what it saw.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from conflict.permissions import Ability, Forbidden
from conflict.record import Person
from register.case_tables import FactRow
from register.columns import LARGEST_ID
from register.commands import recordkeeping as keep
from register.commands.guarding import demand_entry, demand_record
from register.duty_tables import AgreementRow, CommitmentRow
from register.record_tables import DeadlineRow, RecordRow, ReviewRow, TransferRow
from register.tables import QueueEntry

_Hung = DeadlineRow | FactRow | AgreementRow | CommitmentRow


@dataclass(frozen=True, slots=True)
class Held:
    """A row of the queue, or a record, that nobody else can change now."""

    code: str
    version: int


def hold_rows(session: Session, which: ColumnElement[bool]) -> None:
    """Hold several rows of the queue, by their numbers: in any other order two who hold some of the same ones wait for
    each other. What is done to each of them comes after."""
    session.execute(select(QueueEntry.id).where(which).order_by(QueueEntry.id).with_for_update()).all()


def hold_rows_named(session: Session, codes: Iterable[str]) -> None:
    """Hold several rows of the queue by their codes, in the same way."""
    hold_rows(session, QueueEntry.code.in_(list(codes)))


def hold_records(session: Session, codes: Iterable[str]) -> None:
    """Hold several records, in the same way."""
    known = RecordRow.code.in_([code.strip().upper() for code in codes])
    session.execute(select(RecordRow.id).where(known).order_by(RecordRow.id).with_for_update()).all()


def hold(session: Session, *, code: str, by: Person) -> Held | None:
    """Hold a row to decide it; None when there is none or it is hidden. Raise Forbidden when it may only be looked at.

    Asked again after a decision, it tells the version that the decision left.
    """
    entry = session.scalars(
        select(QueueEntry).where(QueueEntry.code == code).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if entry is None:
        return None
    try:
        demand_entry(entry, Ability.REVIEW, by)
    except Forbidden as refused:
        if refused.hidden:
            return None
        raise
    return Held(entry.code, entry.row_version)


def hold_decided(session: Session, *, review_id: int, by: Person) -> Held | None:
    """Hold the row that a decision was about, as `hold` does; None when there is no such decision."""
    if not 0 < review_id <= LARGEST_ID:
        return None
    asked = select(QueueEntry.code).join(ReviewRow, ReviewRow.entry_id == QueueEntry.id)
    code = session.scalar(asked.where(ReviewRow.id == review_id))
    return None if code is None else hold(session, code=code, by=by)


def hold_record(session: Session, *, code: str, by: Person) -> Held | None:
    """Hold a record to work on it; None when there is none or it is hidden, Forbidden as `hold` does."""
    record = session.scalars(
        select(RecordRow).where(RecordRow.code == code).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if record is None:
        return None
    try:
        demand_record(session, record, Ability.EDIT, by)
    except Forbidden as refused:
        if refused.hidden:
            return None
        raise
    return Held(record.code, record.row_version)


def hold_owing(session: Session, *, deadline_id: int, by: Person) -> Held | None:
    """Hold the record that a deadline belongs to, as `hold_record` does; None when there is no such deadline."""
    return _hold_above(session, DeadlineRow, deadline_id, by)


def hold_telling(session: Session, *, fact_id: int, by: Person) -> Held | None:
    """Hold the record that a fact was written in, as `hold_record` does; None when there is no such fact."""
    return _hold_above(session, FactRow, fact_id, by)


def hold_handing(session: Session, *, transfer_id: int, by: Person) -> Held | None:
    """Hold the record that a transfer moves, for whoever may see it: who receives it does not work on it yet.

    None when there is no such transfer or it is hidden. What a person may do about it says the command.
    """
    if not 0 < transfer_id <= LARGEST_ID:
        return None
    transfer = keep.held(session, TransferRow, transfer_id)
    if transfer is None:
        return None
    record = session.get_one(RecordRow, transfer.record_id)
    try:
        demand_record(session, record, Ability.SEE_RECORDS, by)
    except Forbidden:
        return None
    return Held(record.code, record.row_version)


def hold_agreed(session: Session, *, agreement_id: int, by: Person) -> Held | None:
    """Hold the record that an agreement belongs to, as `hold_record` does; None when there is no such agreement."""
    return _hold_above(session, AgreementRow, agreement_id, by)


def hold_promised(session: Session, *, commitment_id: int, by: Person) -> Held | None:
    """Hold the record that a commitment belongs to, as `hold_record` does; None when there is no such commitment."""
    return _hold_above(session, CommitmentRow, commitment_id, by)


def _hold_above(session: Session, table: type[_Hung], number: int, by: Person) -> Held | None:
    if not 0 < number <= LARGEST_ID:
        return None
    asked = select(RecordRow.code).join(table, table.record_id == RecordRow.id)
    code = session.scalar(asked.where(table.id == number))
    return None if code is None else hold_record(session, code=code, by=by)
