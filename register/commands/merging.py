"""Two records that are one matter: joined by a person, and taken apart again with both histories as they were.

Only what waits moves: rows of the queue, open deadlines, pending requests. Timelines, facts and codes stay where they
were written; the joined record points to the other one.
"""

from datetime import datetime

from sqlalchemy import Select, insert, select, update
from sqlalchemy.orm import Session

from conflict.handling import PENDING_REQUESTS, UNSETTLED
from conflict.lifecycle import OPEN_STATES, DeadlineState, RecordKind, RecordState, RecordStep
from conflict.permissions import Ability
from conflict.record import Person, RuleError, said, step
from register.commands import recordkeeping as keep
from register.commands.matching import hold_records
from register.duty_tables import CommitmentRow, MergeRow, ProposalRow, RequestRow
from register.record_tables import DeadlineRow, RecordEntry, RecordRow


def merge(session: Session, *, code: str, into: str, words: str, by: Person, now: datetime) -> None:
    """Join a record into another open one of the same kind. The machine may propose it, a person does it."""
    hold_records(session, (code, into))
    record = keep.find_open(session, code, by)
    target = keep.find_open(session, into.strip().upper(), by, Ability.SEE_RECORDS)
    if record.id == target.id or record.kind != target.kind:
        raise RuleError(f"{code} into {into[:40]!r}", "Se unen dos fichas distintas de la misma clase.", "other")
    if keep.waiting_transfer(session, record.id) or session.scalar(
        select(ProposalRow.id).where(ProposalRow.record_id == record.id, ProposalRow.decided_at.is_(None))
    ):
        raise RuleError(f"{code} waits for an answer", "Hay una transferencia o propuesta sin respuesta. Espérela.")
    state = step(RecordKind(record.kind), RecordState(record.state), RecordStep.MERGE)
    text = said(words, "por qué es el mismo asunto")
    moved = {
        "entries": _ids(session, select(RecordEntry.entry_id).where(RecordEntry.record_id == record.id)),
        "deadlines": _ids(
            session,
            select(DeadlineRow.id).where(
                DeadlineRow.record_id == record.id, DeadlineRow.state == DeadlineState.OPEN.value
            ),
        ),
        "requests": _ids(
            session,
            select(RequestRow.id).where(
                RequestRow.record_id == record.id, RequestRow.state.in_([one.value for one in PENDING_REQUESTS])
            ),
        ),
        "commitments": _ids(
            session,
            select(CommitmentRow.id).where(
                CommitmentRow.record_id == record.id, CommitmentRow.state.in_([one.value for one in UNSETTLED])
            ),
        ),
    }
    number = session.execute(
        insert(MergeRow)
        .values(
            record_id=record.id,
            into_id=target.id,
            moved=moved,
            words=text,
            at=now,
            by=by.name,
            undone_at=None,
            undone_by="",
        )
        .returning(MergeRow.id)
    ).scalar_one()
    _move(session, moved, target.id)
    keep.write_down(session, record, None, now, f"Unida a {target.code}: {text}", "", by, now)
    keep.write_down(session, target, None, now, f"Se le unió {record.code}: {text}", "", by, now)
    keep.change(session, record, now, state=state.value, closed_at=now)
    keep.change(session, target, now)
    keep.tell(session, record, "ficha.unir", by, now, {"union": number, "en": target.code})


def joined_to(session: Session, code: str) -> str:
    """Return the code of the record that a record is joined to, "" for none; neither is held."""
    query = (
        select(RecordRow.code)
        .join(MergeRow, MergeRow.into_id == RecordRow.id)
        .where(
            MergeRow.record_id.in_(select(RecordRow.id).where(RecordRow.code == code)),
            MergeRow.undone_at.is_(None),
        )
    )
    return session.scalar(query) or ""


def unmerge(session: Session, *, code: str, words: str, by: Person, now: datetime) -> None:
    """Take a joined record apart again: what moved and is still there comes back with it."""
    hold_records(session, (code, joined_to(session, code)))
    record = keep.find(session, code, by)
    found = session.scalars(
        select(MergeRow).where(MergeRow.record_id == record.id, MergeRow.undone_at.is_(None))
    ).one_or_none()
    if found is None:
        raise RuleError(f"{code} is not merged", f"{record.code} no está unida a otra ficha.")
    target = session.get_one(RecordRow, found.into_id, with_for_update=True)
    state = step(RecordKind(record.kind), RecordState(record.state), RecordStep.UNMERGE)
    text = said(words, "por qué se separa")
    keep.change(session, record, now, state=state.value, closed_at=None)
    session.execute(update(MergeRow).where(MergeRow.id == found.id).values(undone_at=now, undone_by=by.name))
    _move(session, found.moved, record.id, target.id)
    keep.write_down(session, record, None, now, f"Separada de {target.code}: {text}", "", by, now)
    keep.write_down(session, target, None, now, f"Se separó {record.code}: {text}", "", by, now)
    if RecordState(target.state) in OPEN_STATES:
        keep.change(session, target, now)
    keep.tell(session, record, "ficha.separar", by, now, {"union": found.id, "de": target.code})


def _ids(session: Session, query: Select[int]) -> list[int]:
    return list(session.scalars(query))


def _move(session: Session, moved: dict[str, list[int]], to: int, out_of: int | None = None) -> None:
    """Give rows to a record; with `out_of` only those that are still there."""
    for table, key, name in (
        (RecordEntry, RecordEntry.entry_id, "entries"),
        (DeadlineRow, DeadlineRow.id, "deadlines"),
        (RequestRow, RequestRow.id, "requests"),
        (CommitmentRow, CommitmentRow.id, "commitments"),
    ):
        change = update(table).where(key.in_(moved[name]))
        if out_of is not None:
            change = change.where(table.record_id == out_of)
        session.execute(change.values(record_id=to))
