"""Hand a record to another office: asked, answered, never in nobody's hands.

Until the receiver accepts, the sender answers for the record; accepting changes its office and opens the clock there.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from conflict import permissions
from conflict.lifecycle import TransferState
from conflict.permissions import Ability, demand
from conflict.record import TRANSFER_DAYS, Person, RuleError, answer_by, said
from register.commands import recordkeeping as keep
from register.commands.guarding import thing_of
from register.record_tables import ActionRow, RecordEntry, RecordRow, TransferRow
from register.tables import QueueEntry

NATIONAL_UNIT = permissions.NATIONAL_UNIT
NOT_WAITING = "Esa transferencia ya fue respondida o retirada."


def ask(session: Session, *, code: str, receiver: str, reason: str, by: Person, now: datetime) -> int:
    """Ask another office to take a record over and return the transfer's number; the pack is frozen now.

    Raise RuleError when the record is closed, has no action yet, already waits for an answer, or is theirs already.
    """
    record = keep.find_open(session, code, by, Ability.ASK_TRANSFER)
    if receiver == record.office:
        raise RuleError(f"{code} is theirs", f"{record.code} ya está a cargo de {receiver}.")
    if keep.waiting_transfer(session, record.id) is not None:
        raise RuleError(
            f"{code} waits already", "Ya hay una transferencia sin respuesta. Retírela antes de pedir otra."
        )
    actions = session.scalars(
        select(ActionRow).where(ActionRow.record_id == record.id).order_by(ActionRow.at, ActionRow.id)
    ).all()
    if not actions:
        raise RuleError(f"{code} without action", "Antes de transferir anote al menos una acción de su oficina.")
    words = said(reason, "el motivo de la transferencia")
    rows = session.scalars(
        select(QueueEntry.code)
        .join(RecordEntry, RecordEntry.entry_id == QueueEntry.id)
        .where(RecordEntry.record_id == record.id)
    ).all()
    pack = {
        "titulo": record.title,
        "nivel": record.level,
        "estado": record.state,
        "municipios": list(record.municipalities),
        "departamentos": list(record.departments),
        "filas": list(rows),
        "acciones": [{"fecha": one.at.isoformat(), "tipo": one.kind or "", "texto": one.words} for one in actions],
    }
    number = session.execute(
        insert(TransferRow)
        .values(
            record_id=record.id,
            state=TransferState.REQUESTED.value,
            sender=record.office,
            receiver=receiver,
            reason=words,
            pack=pack,
            asked_at=now,
            asked_by=by.name,
            answer_by=answer_by(now, TRANSFER_DAYS),
            answered_at=None,
            answered_by="",
            answer="",
        )
        .returning(TransferRow.id)
    ).scalar_one()
    _note(session, record, f"Transferencia solicitada a {receiver}: {words}", "transferencia.pedir", number, by, now)
    return number


def answer(session: Session, *, transfer_id: int, accept: bool, words: str, by: Person, now: datetime) -> str:
    """Accept a transfer, or return it with a reason; return the record's code. Raise RuleError when it was answered."""
    transfer, record = _asked(session, transfer_id, by, receiving=True)
    text = " ".join(words.split()) if accept else said(words, "el motivo de la devolución")
    state = TransferState.ACCEPTED if accept else TransferState.RETURNED
    _close(session, transfer, state, text, by, now)
    if accept:
        what = "Primera acción tras recibir la transferencia"
        keep.add_deadline(session, record.id, what, "", answer_by(now, TRANSFER_DAYS), by, now)
    changes = {"office": transfer.receiver, "responsible": by.name} if accept else {}
    said_so = f"Transferencia aceptada por {transfer.receiver}" if accept else f"Transferencia devuelta: {text}"
    _note(session, record, said_so, f"transferencia.{state.value}", transfer.id, by, now, **changes)
    return str(record.code)


def withdraw(session: Session, *, transfer_id: int, by: Person, now: datetime) -> str:
    """Take a request back before it is answered; return the record's code."""
    transfer, record = _asked(session, transfer_id, by, receiving=False)
    _close(session, transfer, TransferState.WITHDRAWN, "", by, now)
    _note(session, record, "Transferencia retirada", "transferencia.retirar", transfer.id, by, now)
    return str(record.code)


def _asked(session: Session, transfer_id: int, by: Person, *, receiving: bool) -> tuple[TransferRow, RecordRow]:
    """Return a transfer that waits and its record, when the person may answer for that side of it."""
    transfer = session.get(TransferRow, transfer_id, with_for_update=True)
    if transfer is None:
        raise RuleError(f"transfer {transfer_id} not waiting", NOT_WAITING)
    record = session.get_one(RecordRow, transfer.record_id)
    thing = replace(thing_of(session, record), office=transfer.receiver if receiving else transfer.sender)
    ability = Ability.ANSWER_TRANSFER if receiving else Ability.ASK_TRANSFER
    demand(by, ability, thing, f"la transferencia de {record.code}", NOT_WAITING)
    if transfer.state != TransferState.REQUESTED.value:
        raise RuleError(f"transfer {transfer_id} not waiting", NOT_WAITING)
    return transfer, record


def _close(
    session: Session, transfer: TransferRow, state: TransferState, words: str, by: Person, now: datetime
) -> None:
    session.execute(
        update(TransferRow)
        .where(TransferRow.id == transfer.id)
        .values(state=state.value, answered_at=now, answered_by=by.name, answer=words)
    )


def _note(
    session: Session,
    record: RecordRow,
    words: str,
    action: str,
    number: int,
    by: Person,
    now: datetime,
    **changes: object,
) -> None:
    keep.write_down(session, record, None, now, words, "", by, now)
    keep.change(session, record, now, **changes)
    keep.tell(session, record, action, by, now, {"transferencia": number})
