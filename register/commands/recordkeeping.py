"""What commands on a record are made of: find it, open deadlines, write its timeline, change it, tell the journal."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.orm import Session

from conflict.clocks import Term
from conflict.fieldwork import Modality
from conflict.handling import PENDING_REQUESTS, UNSETTLED, AgreementState, RequestState
from conflict.lifecycle import (
    OPEN_STATES,
    WAITING_TRANSFERS,
    ActionKind,
    DeadlineState,
    RecordState,
    TransferState,
)
from conflict.permissions import Ability
from conflict.record import Person, RuleError
from conflict.vocabulary import SETTLING_FACTS
from register.case_tables import EvidenceRow, FactRow, RecordActor
from register.commands import guarding, journal
from register.duty_tables import AgreementRow, CommitmentRow, ProposalRow, RecommendationRow, RequestRow
from register.keeping_tables import Referral
from register.record_tables import ActionRow, DeadlineRow, RecordRow, TransferRow
from register.relation_tables import RelationRow
from register.searchindex import RECORD_WORDS, SearchKind, grow, touch

Hanging = TypeVar(
    "Hanging",
    AgreementRow,
    CommitmentRow,
    DeadlineRow,
    EvidenceRow,
    FactRow,
    RecommendationRow,
    RecordActor,
    Referral,
    RelationRow,
    RequestRow,
    TransferRow,
)
WAITING = tuple(sorted(one.value for one in WAITING_TRANSFERS))


def find(session: Session, code: str, by: Person, ability: Ability = Ability.EDIT) -> RecordRow:
    """Return a record, held for this transaction.

    Raise RuleError when there is no such code, Forbidden when the person may not do that to it.
    """
    found = session.scalars(select(RecordRow).where(RecordRow.code == code).with_for_update()).one_or_none()
    if found is None:
        raise RuleError(f"no record {code[:40]!r}", guarding.no_record(code), "code")
    guarding.demand_record(session, found, ability, by)
    return found


def find_open(session: Session, code: str, by: Person, ability: Ability = Ability.EDIT) -> RecordRow:
    """Return a record that is open; raise RuleError when it is closed or there is none, Forbidden as `find` does."""
    return _open(find(session, code, by, ability))


def held(session: Session, table: type[Hanging], number: int) -> Hanging | None:
    """Return what hangs from a record, held for this transaction after the record; None when it is not there.

    Commands that begin at the record hold both in that order: with the other one, two of them wait for each other.
    """
    record: int | None = None
    while (above := session.scalar(select(table.record_id).where(table.id == number))) != record:
        session.get(RecordRow, above, with_for_update=True, populate_existing=True)
        record = above  # until it was held, what hangs from it could go over to another one
    return session.get(table, number, with_for_update=True, populate_existing=True)


def behind(session: Session, record_id: int, by: Person, missing: str) -> RecordRow:
    """Return the record that a fact, a request, a deadline … hangs from, held for this transaction.

    Who may not know of the record is told `missing`: what is told of a thing of that kind that is not there.
    """
    record = session.get_one(RecordRow, record_id, with_for_update=True)
    guarding.demand_record(session, record, Ability.EDIT, by, missing)
    return record


def behind_open(session: Session, record_id: int, by: Person, missing: str) -> RecordRow:
    """Return the same record, when it is open; raise RuleError when it is closed."""
    return _open(behind(session, record_id, by, missing))


def _open(record: RecordRow) -> RecordRow:
    if RecordState(record.state) not in OPEN_STATES:
        raise RuleError(
            f"{record.code} is {record.state}", f"{record.code} está cerrada. Reábrala antes de añadir algo."
        )
    return record


def waiting_transfer(session: Session, record_id: int) -> TransferRow | None:
    """Return the transfer of a record that waits for an answer; None when none does."""
    return session.scalars(
        select(TransferRow).where(TransferRow.record_id == record_id, TransferRow.state.in_(WAITING))
    ).one_or_none()


def add_deadline(
    session: Session,
    record_id: int,
    what: str,
    addressee: str,
    due_at: datetime,
    by: Person,
    now: datetime,
    term: Term = Term.OWN,
) -> int:
    """Open a deadline and return its number. `addressee` is who owes it, "" when the office does."""
    return session.execute(
        insert(DeadlineRow)
        .values(
            record_id=record_id,
            what=what,
            addressee=addressee,
            due_at=due_at,
            state=DeadlineState.OPEN.value,
            made_at=now,
            made_by=by.name,
            closed_at=None,
            closed_by="",
            term=term.value,
            why="",
        )
        .returning(DeadlineRow.id)
    ).scalar_one()


def end_deadlines(
    session: Session, chosen: ColumnElement[bool], state: DeadlineState, by: Person, now: datetime, why: str = ""
) -> None:
    """Close the open deadlines among the chosen."""
    session.execute(
        update(DeadlineRow)
        .where(DeadlineRow.state == DeadlineState.OPEN.value, chosen)
        .values(state=state.value, closed_at=now, closed_by=by.name, why=why)
    )


def settled(session: Session, record_id: int) -> bool:
    """Tell whether an agreement or a lifting is written down in a record."""
    fact = select(FactRow.id).where(
        FactRow.record_id == record_id,
        FactRow.annulled_at.is_(None),
        FactRow.kind.in_([one.value for one in SETTLING_FACTS]),
    )
    signed = select(AgreementRow.id).where(AgreementRow.record_id == record_id)
    return session.scalar(fact.limit(1)) is not None or session.scalar(signed.limit(1)) is not None


def hand_on(session: Session, before: int, after: int) -> None:
    """Move what still waits from an alert to the conflict that it becomes, with what is behind the deadlines."""
    session.execute(
        update(RequestRow)
        .where(RequestRow.record_id == before, RequestRow.state.in_([one.value for one in PENDING_REQUESTS]))
        .values(record_id=after)
    )
    for table, waits in ((AgreementRow, (AgreementState.IN_FORCE,)), (CommitmentRow, tuple(UNSETTLED))):
        session.execute(
            update(table)
            .where(table.record_id == before, table.state.in_([one.value for one in waits]))
            .values(record_id=after)
        )
    session.execute(
        update(DeadlineRow)
        .where(DeadlineRow.record_id == before, DeadlineRow.state == DeadlineState.OPEN.value)
        .values(record_id=after)
    )
    session.execute(
        update(TransferRow)
        .where(TransferRow.record_id == before, TransferRow.state.in_(WAITING))
        .values(record_id=after)
    )


def drop_what_waits(session: Session, record: RecordRow, by: Person, now: datetime) -> None:
    """Take back everything that waits in a record that is annulled: deadlines, requests, proposal, transfer."""
    end_deadlines(session, DeadlineRow.record_id == record.id, DeadlineState.DROPPED, by, now, "ficha anulada")
    session.execute(
        update(TransferRow)
        .where(TransferRow.record_id == record.id, TransferRow.state.in_(WAITING))
        .values(state=TransferState.WITHDRAWN.value, answered_at=now, answered_by=by.name)
    )
    session.execute(
        update(RequestRow)
        .where(RequestRow.record_id == record.id, RequestRow.state.in_([one.value for one in PENDING_REQUESTS]))
        .values(state=RequestState.WITHDRAWN.value, row_version=RequestRow.row_version + 1)
    )
    session.execute(
        update(ProposalRow)
        .where(ProposalRow.record_id == record.id, ProposalRow.decided_at.is_(None))
        .values(decided_at=now, decided_by="ficha anulada", approved=False)
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
    modality: Modality | None = None,
    place: str = "",
) -> int:
    """Add a line to the timeline and return its number; `kind` is None for a step of the record itself."""
    grow(session, record.id, words)
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
            modality=modality.value if modality else None,
            place=" ".join(place.split())[:200],
        )
        .returning(ActionRow.id)
    ).scalar_one()


def strike_out(
    session: Session,
    found: RecordActor | RelationRow | None,
    missing: str,
    thing: str,
    by: Person,
    now: datetime,
) -> str:
    """Take an actor or a relation out of an open record; it stays, struck out. Return the record's code.

    Raise RuleError with `missing` when it is not there or struck out already.
    """
    if found is None or found.removed_at is not None:
        raise RuleError(f"{thing} not there", missing)
    table, number = type(found), found.id
    record = behind_open(session, found.record_id, by, missing)
    session.execute(update(table).where(table.id == number).values(removed_at=now))
    change(session, record, now)
    tell(session, record, f"{thing}.quitar", by, now, {thing: number})
    return str(record.code)


def change(session: Session, record: RecordRow, now: datetime, **values: object) -> None:
    """Change a record, if only to say that something was added to it; every change has its version."""
    if not RECORD_WORDS.isdisjoint(values):
        touch(session, SearchKind.RECORD, [record.id])
    session.execute(
        update(RecordRow)
        .where(RecordRow.id == record.id)
        .values(updated_at=now, row_version=RecordRow.row_version + 1, **values)
    )


def note(
    session: Session,
    record: RecordRow,
    words: str,
    action: str,
    by: Person,
    now: datetime,
    details: dict[str, object],
    **changes: object,
) -> None:
    """Do the three things that most steps end with: a sentence in the timeline, the change, the journal's line."""
    write_down(session, record, None, now, words, "", by, now)
    change(session, record, now, **changes)
    tell(session, record, action, by, now, details)


def tell(
    session: Session,
    record: RecordRow,
    action: str,
    by: Person,
    now: datetime,
    details: dict[str, object],
    reason: str = "",
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
        reason=reason,
        details=details,
        version=record.row_version,
    )
