"""Transfers page by page, for a program that reads all of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from conflict.lifecycle import TransferState
from conflict.record import RuleError
from register.queries.records import THIN, WAITING, transfer_fact
from register.queries.triage import SESSION
from register.record_rows import TransferFact
from register.record_tables import RecordRow, TransferRow
from register.tables import JournalRow

ANSWERS = (TransferState.ACCEPTED.value, TransferState.RETURNED.value)
_ANSWERING = ("transferencia.aceptada", "transferencia.devuelta", "ficha.asignar")
"""What one answer writes; whoever takes the record over is named with the acceptance."""


@dataclass(frozen=True, slots=True)
class TransferPage:
    """Some transfers and where the next ones begin, None when there are no more."""

    transfers: tuple[TransferFact, ...]
    next_cursor: str | None


def page(session: Session, *, limit: int, cursor: str = "", ended: bool = False) -> TransferPage:
    """Return one page of the transfers on their way, or of those that ended; the newest first.

    `cursor` comes from an earlier page, "" for the first. Raise RuleError for one that does not.
    """
    waiting = TransferRow.state.in_(WAITING)
    query = (
        select(TransferRow, RecordRow)
        .join(RecordRow, RecordRow.id == TransferRow.record_id)
        .options(*THIN)
        .where(~waiting if ended else waiting)
    )
    if cursor:
        if not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 10):
            raise RuleError("cursor of transfers", "Ese «desde» no vino de una página anterior. Empiece sin él.")
        query = query.where(TransferRow.id < int(cursor))
    found = session.execute(query.order_by(TransferRow.id.desc()).limit(limit + 1)).all()
    return TransferPage(
        tuple(transfer_fact(transfer, record) for transfer, record in found[:limit]),
        str(found[limit - 1][0].id) if len(found) > limit else None,
    )


@dataclass(frozen=True, slots=True)
class AnswerFact:
    """An answer that its person may still take back."""

    transfer: int
    record: str
    version: int
    accepted: bool
    sender: str


def _standing(actor: str) -> Any:
    """Return the answers of an actor of the journal to whose record nothing happened since.

    Every change of a record has its version: the line of the version that stands is the answer's own.
    """
    line = and_(
        JournalRow.object_type == "ficha",
        JournalRow.object_id == RecordRow.code,
        JournalRow.object_version == RecordRow.row_version,
        JournalRow.at == TransferRow.answered_at,
        JournalRow.actor == actor,
        JournalRow.action.in_(_ANSWERING),
    )
    return (
        select(TransferRow.id, RecordRow.code, RecordRow.row_version, TransferRow.state, TransferRow.sender)
        .join(RecordRow, RecordRow.id == TransferRow.record_id)
        .join(JournalRow, line)
        .where(TransferRow.state.in_(ANSWERS))
    )


def standing_answer(session: Session, ident: int, actor: str) -> bool:
    """Say whether an answer is of that actor of the journal, and the last thing that happened to its record."""
    return session.execute(_standing(actor).where(TransferRow.id == ident)).first() is not None


def last_answer(session: Session, ident: int, now: datetime, number: int | None = None) -> AnswerFact | None:
    """Return the last answer of an account, by its number, within one sitting that may still be taken back.

    With a number of a transfer its answer alone; None for none.
    """
    asked = _standing(f"u-{ident}").where(TransferRow.answered_at > now - SESSION)
    if number is not None:
        asked = asked.where(TransferRow.id == number)
    found = session.execute(asked.order_by(TransferRow.answered_at.desc(), TransferRow.id.desc())).first()
    if found is None:
        return None
    accepted = found.state == TransferState.ACCEPTED.value
    return AnswerFact(found.id, found.code, found.row_version, accepted, found.sender)
