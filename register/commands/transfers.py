"""Hand a record to another office: asked, authorised, sent, answered, referred back; never in nobody's hands.

Until the receiver accepts, the sender answers for the record; accepting changes its office and opens the clock there.
What was sent is frozen: the database refuses to change it. Who answered may take that back while nothing came after it:
what the answer said stays in the timeline, and the transfer waits again.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import and_, func, insert, select, update
from sqlalchemy.orm import Session

from conflict import permissions
from conflict.clocks import Term
from conflict.handling import TRANSFER_MOVES, move
from conflict.killpoint import RegisterPoint, reached
from conflict.lapaz import local
from conflict.lifecycle import WAITING_TRANSFERS, DeadlineState, TransferState
from conflict.message import MessageKind, Rule, about_transfer
from conflict.permissions import Ability, allowed, demand
from conflict.record import Person, RuleError, said
from conflict.rulebook import PLAIN, AfterAcceptance, Rulebook
from conflict.text import fold
from conflict.vocabulary import TransferReason
from register.commands import journal, messages
from register.commands import recordkeeping as keep
from register.commands.guarding import thing_of
from register.commands.reviews import UNDO_WITHIN
from register.packing import pack_of
from register.queries.messages import rules_of
from register.queries.person_notices import Asking, asking
from register.queries.transfers import ANSWERS, standing_answer
from register.record_tables import ActionRow, DeadlineRow, RecordRow, TransferRow

NATIONAL_UNIT = permissions.NATIONAL_UNIT
NOT_WAITING = "Esa transferencia ya fue respondida o retirada."
NOT_ANSWERED = "Esa respuesta ya se deshizo, o la transferencia no tiene respuesta."
REMIND_AFTER = timedelta(hours=24)
"""A receiver is reminded of one transfer once in that time."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """A reminder that was written down: of which record, between whom, and the rules by which it goes out.

    `persons` are who may answer, see the record, and asked to be reminded.
    """

    code: str
    sender: str
    receiver: str
    answer_by: datetime
    rules: tuple[Rule, ...]
    persons: tuple[Asking, ...] = ()


def ask(
    session: Session,
    *,
    code: str,
    receiver: str,
    reason: str,
    by: Person,
    now: datetime,
    motive: TransferReason = TransferReason.OTHER,
    rules: Rulebook = PLAIN,
) -> int:
    """Ask another office to take a record over and return the transfer's number.

    Where the office needs no authorisation it is authorised and sent at once. Raise RuleError when the record is
    closed, has no action yet, has a transfer on its way, or is theirs already.
    """
    record = keep.find_open(session, code, by, Ability.ASK_TRANSFER)
    if fold(receiver) == fold(record.office):
        raise RuleError(f"{code} is theirs", f"{record.code} ya está a cargo de {receiver}.")
    if keep.waiting_transfer(session, record.id) is not None:
        raise RuleError(
            f"{code} waits already", "Ya hay una transferencia sin respuesta. Retírela antes de pedir otra."
        )
    done = session.scalar(
        select(func.count()).select_from(ActionRow).where(ActionRow.record_id == record.id, ActionRow.kind.is_not(None))
    )
    if not done:
        raise RuleError(f"{code} without action", "Antes de transferir anote al menos una acción de su oficina.")
    words = said(reason, "el motivo de la transferencia")
    office = rules.of(record.office)
    number = session.execute(
        insert(TransferRow)
        .values(
            record_id=record.id,
            state=TransferState.REQUESTED.value,
            sender=record.office,
            receiver=receiver,
            reason=words,
            motive=motive.value,
            pack={},
            asked_at=now,
            asked_by=by.name,
            answer_by=rules.clocks.due(Term.TRANSFER, record.office, now),
            local_role=office.after_acceptance.value,
            answered_by="",
            answer="",
        )
        .returning(TransferRow.id)
    ).scalar_one()
    keep.note(
        session,
        record,
        f"Transferencia solicitada a {receiver}: {words}",
        "transferencia.pedir",
        by,
        now,
        {"transferencia": number},
    )
    if not office.authorise_transfer:
        transfer = session.get_one(TransferRow, number)
        _authorised(session, transfer, record, by, now)
        _sent(session, transfer, record, by, now, rules)
    return number


def authorise(session: Session, *, transfer_id: int, by: Person, now: datetime, rules: Rulebook = PLAIN) -> str:
    """Authorise a transfer; return the record's code. Where a second signature is wanted, the asker may not."""
    transfer, record = _moving(session, transfer_id, TransferState.AUTHORISED, by, Ability.AUTHORISE_TRANSFER)
    if rules.of(transfer.sender).authorise_transfer and by.name == transfer.asked_by:
        raise RuleError("authorised by who asked", "La autoriza una persona distinta de quien la solicitó.")
    _authorised(session, transfer, record, by, now)
    return str(record.code)


def send(session: Session, *, transfer_id: int, by: Person, now: datetime, rules: Rulebook = PLAIN) -> str:
    """Send an authorised transfer with its frozen pack; the receiver's clock to answer begins. Return the code."""
    transfer, record = _moving(session, transfer_id, TransferState.SENT, by, Ability.ASK_TRANSFER)
    _sent(session, transfer, record, by, now, rules)
    return str(record.code)


def _authorised(session: Session, transfer: TransferRow, record: RecordRow, by: Person, now: datetime) -> None:
    _take(session, transfer, TransferState.AUTHORISED, authorised_at=now, authorised_by=by.name)
    keep.note(
        session, record, "Transferencia autorizada", "transferencia.autorizar", by, now, {"transferencia": transfer.id}
    )


def _sent(
    session: Session, transfer: TransferRow, record: RecordRow, by: Person, now: datetime, rules: Rulebook
) -> None:
    """Freeze the pack, send it, and begin the receiver's clock."""
    due = rules.clocks.due(Term.TRANSFER, transfer.receiver, now)
    _take(
        session,
        transfer,
        TransferState.SENT,
        pack=pack_of(session, record),
        sent_at=now,
        sent_by=by.name,
        answer_by=due,
    )
    keep.note(
        session,
        record,
        f"Transferencia enviada a {transfer.receiver}",
        "transferencia.enviar",
        by,
        now,
        {"transferencia": transfer.id},
    )


def answer(
    session: Session,
    *,
    transfer_id: int,
    accept: bool,
    words: str,
    by: Person,
    now: datetime,
    rules: Rulebook = PLAIN,
) -> str:
    """Accept a transfer, or return it with a reason; return the record's code.

    Raise RuleError when it was answered, was not sent yet, or is answered by an office that it was not sent to.
    """
    state = TransferState.ACCEPTED if accept else TransferState.RETURNED
    transfer, record = _moving(session, transfer_id, state, by, Ability.ANSWER_TRANSFER)
    text = " ".join(words.split()) if accept else said(words, "el motivo de la devolución")
    held = {"held_by": record.responsible} if accept else {}
    _take(session, transfer, state, answered_at=now, answered_by=by.name, answer=text, **held)
    reached(RegisterPoint.BETWEEN_SIDES)
    if not accept:
        keep.note(
            session,
            record,
            f"Transferencia devuelta: {text}",
            "transferencia.devuelta",
            by,
            now,
            {"transferencia": transfer.id},
        )
        return str(record.code)
    what = "Primera acción tras recibir la transferencia"
    due = rules.clocks.due(Term.AFTER_TRANSFER, transfer.receiver, now)
    keep.add_deadline(session, record.id, what, "", due, by, now, Term.AFTER_TRANSFER)
    supports = transfer.local_role == AfterAcceptance.SUPPORTS.value
    left = f"{transfer.sender} queda como apoyo" if supports else f"{transfer.sender} concluye su parte"
    keep.note(
        session,
        record,
        f"Transferencia aceptada por {transfer.receiver}; {left}",
        "transferencia.aceptada",
        by,
        now,
        {"transferencia": transfer.id},
        office=transfer.receiver,
        responsible=by.name,
    )
    return str(record.code)


def take_back(session: Session, *, transfer_id: int, by: Person, now: datetime) -> str:
    """Take back the acceptance or the return that this person gave; the transfer waits again. Return the record's code.

    An accepted record goes back to who had it, and the deadline that the acceptance opened is dropped. Raise RuleError
    when it was taken back before, is of another person, is too old, or something happened to the record since.
    """
    transfer, record = _held(session, transfer_id, by, Ability.ANSWER_TRANSFER, NOT_ANSWERED)
    if transfer.state not in ANSWERS or transfer.answered_at is None:
        raise RuleError(f"transfer {transfer_id} is {transfer.state}", NOT_ANSWERED)
    if transfer.answered_by != by.name:
        raise RuleError(f"transfer {transfer_id} answered by another", "La deshace solo quien la respondió.")
    if now - transfer.answered_at > UNDO_WITHIN:
        raise RuleError(f"transfer {transfer_id} answered too long ago", "Ya no se puede deshacer: pasaron 30 días.")
    if not standing_answer(session, transfer.id, journal.actor_id(session, by)):
        raise RuleError(
            f"{record.code} was worked on after transfer {transfer_id}",
            f"Ya no se puede deshacer: después de esa respuesta algo cambió en {record.code}.",
        )
    accepted, said_what = transfer.state == TransferState.ACCEPTED.value, "devolución"
    back: dict[str, object] = {}
    if accepted:
        said_what, back = "aceptación", {"office": transfer.sender, "responsible": transfer.held_by}
        opened = and_(
            DeadlineRow.record_id == record.id,
            DeadlineRow.term == Term.AFTER_TRANSFER.value,
            DeadlineRow.made_at == transfer.answered_at,
        )
        keep.end_deadlines(session, opened, DeadlineState.DROPPED, by, now, "se deshizo la aceptación")
    _take(session, transfer, TransferState.SENT, answered_at=None, answered_by="", answer="")
    reached(RegisterPoint.BETWEEN_SIDES)
    keep.note(
        session,
        record,
        f"Se deshizo la {said_what}: la transferencia a {transfer.receiver} espera respuesta",
        "transferencia.deshacer",
        by,
        now,
        {"transferencia": transfer.id},
        **back,
    )
    return str(record.code)


def remind(session: Session, *, transfer_id: int, by: Person, now: datetime) -> Reminded:
    """Write down that the receiver is reminded of a transfer that waits for its answer, and return to whom it goes.

    The caller puts the messages in the outbox, in the same transaction. Raise RuleError when it waits for no answer, or
    was reminded within `REMIND_AFTER`.
    """
    transfer, record = _held(session, transfer_id, by, Ability.ASK_TRANSFER, NOT_WAITING)
    if transfer.state != TransferState.SENT.value:
        raise RuleError(f"transfer {transfer_id} is {transfer.state}", "Esa transferencia no espera respuesta.")
    last = transfer.reminded_at
    if last is not None and now - last < REMIND_AFTER:
        raise RuleError(
            f"transfer {transfer_id} reminded within a day",
            f"Ya se recordó el {local(last):%d/%m a las %H:%M}; se puede otra vez un día después.",
        )
    session.execute(update(TransferRow).where(TransferRow.id == transfer.id).values(reminded_at=now))
    found = rules_of(session, transfer.receiver, MessageKind.OVERDUE)
    answering = replace(thing_of(session, record), office=transfer.receiver)
    persons = tuple(
        one
        for one in asking(session)
        if one.wish.reminders
        and fold(one.person.office) == fold(transfer.receiver)
        and allowed(one.person, Ability.ANSWER_TRANSFER, answering)
        and allowed(one.person, Ability.SEE_RECORDS, thing_of(session, record))
    )
    without = "" if found or persons else "; ninguna regla de avisos tiene su correo, lo verá en Transferencias"
    keep.note(
        session,
        record,
        f"Recordatorio enviado a {transfer.receiver}{without}",
        "transferencia.recordar",
        by,
        now,
        {"transferencia": transfer.id, "avisos": len(found) + len(persons)},
    )
    return Reminded(record.code, transfer.sender, transfer.receiver, transfer.answer_by, found, persons)


def refer_back(session: Session, *, transfer_id: int, words: str, by: Person, now: datetime) -> str:
    """Close an accepted transfer with its *contrarreferencia*: what came of it, told to the sender. Return the code."""
    transfer, record = _moving(session, transfer_id, TransferState.CLOSED, by, Ability.ANSWER_TRANSFER)
    text = said(words, "el resultado para la oficina de origen")
    _take(session, transfer, TransferState.CLOSED, counter_reference=text, closed_at=now, closed_by=by.name)
    keep.note(
        session, record, f"Contrarreferencia: {text}", "transferencia.cerrar", by, now, {"transferencia": transfer.id}
    )
    return str(record.code)


def withdraw(session: Session, *, transfer_id: int, by: Person, now: datetime) -> str:
    """Take a transfer back before it is answered; return the record's code."""
    transfer, record = _moving(session, transfer_id, TransferState.WITHDRAWN, by, Ability.ASK_TRANSFER)
    _take(session, transfer, TransferState.WITHDRAWN, answered_at=now, answered_by=by.name)
    keep.note(
        session, record, "Transferencia retirada", "transferencia.retirar", by, now, {"transferencia": transfer.id}
    )
    return str(record.code)


def _moving(
    session: Session, transfer_id: int, to: TransferState, by: Person, ability: Ability
) -> tuple[TransferRow, RecordRow]:
    """Return a transfer that may take a step, and its record; raise RuleError when it may not."""
    transfer, record = _held(session, transfer_id, by, ability, NOT_WAITING)
    before = TransferState(transfer.state)
    if before not in WAITING_TRANSFERS and to is not TransferState.CLOSED:
        raise RuleError(f"transfer {transfer_id} not waiting", NOT_WAITING)
    move(TRANSFER_MOVES, before, to, "Transferencia")
    return transfer, record


def _held(
    session: Session, transfer_id: int, by: Person, ability: Ability, absent: str
) -> tuple[TransferRow, RecordRow]:
    """Return a transfer and its record, both held until the transaction ends; raise RuleError, `absent` for none.

    Who answers is asked as of the receiver's office, everybody else as of the sender's.
    """
    transfer = keep.held(session, TransferRow, transfer_id)
    if transfer is None:
        raise RuleError(f"no transfer {transfer_id}", absent)
    record = session.get_one(RecordRow, transfer.record_id, with_for_update=True)
    office = transfer.receiver if ability is Ability.ANSWER_TRANSFER else transfer.sender
    demand(by, ability, replace(thing_of(session, record), office=office), f"la transferencia de {record.code}", absent)
    return transfer, record


def _take(session: Session, transfer: TransferRow, state: TransferState, **changes: object) -> None:
    """Write the step. Once it waits no more, a reminder that has not gone yet stays here."""
    if state not in WAITING_TRANSFERS:
        messages.drop(session, kind=MessageKind.OVERDUE, about=about_transfer(transfer.id))
    session.execute(update(TransferRow).where(TransferRow.id == transfer.id).values(state=state.value, **changes))
