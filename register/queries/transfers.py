"""Transfers page by page, for a program that reads all of them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.record import RuleError
from register.queries.records import THIN, WAITING, transfer_fact
from register.record_rows import TransferFact
from register.record_tables import RecordRow, TransferRow


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
