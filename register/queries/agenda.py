"""Clocks that no row keeps: open records without news, transfers on both sides, concluded ones to look at again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.lifecycle import OPEN_STATES, WAITING_TRANSFERS, RecordState
from conflict.vocabulary import Phase
from register.case_tables import CaseFile
from register.queries.records import transfer_fact
from register.record_rows import TransferFact
from register.record_tables import RecordRow, TransferRow


@dataclass(frozen=True, slots=True)
class NewsFact:
    """An open record and when something was last added to it."""

    code: str
    title: str
    office: str
    responsible: str
    phase: Phase
    updated_at: datetime


def news(session: Session, *, limit: int = 2_000) -> tuple[NewsFact, ...]:
    """Return the open records with their phase, the longest silent first; which are late is computed from the table."""
    rows = session.execute(
        select(RecordRow, CaseFile.phase)
        .join(CaseFile, CaseFile.record_id == RecordRow.id)
        .where(RecordRow.state.in_([one.value for one in OPEN_STATES]))
        .order_by(RecordRow.updated_at, RecordRow.id)
        .limit(limit)
    )
    return tuple(
        NewsFact(one.code, one.title, one.office, one.responsible, Phase(phase), one.updated_at) for one, phase in rows
    )


@dataclass(frozen=True, slots=True)
class ConcludedFact:
    """A record that is concluded and not archived: its follow-up goes on, or waits for somebody to end it."""

    code: str
    title: str
    office: str
    responsible: str
    closed_at: datetime


def concluded_since(session: Session, since: datetime, *, limit: int = 500) -> tuple[ConcludedFact, ...]:
    """Return the records concluded since a moment, the oldest first: each is looked at again after its term."""
    rows = session.scalars(
        select(RecordRow)
        .where(RecordRow.state == RecordState.CONCLUDED.value, RecordRow.closed_at >= since)
        .order_by(RecordRow.closed_at, RecordRow.id)
        .limit(limit)
    )
    return tuple(
        ConcludedFact(one.code, one.title, one.office, one.responsible, one.closed_at) for one in rows if one.closed_at
    )


def transfers(session: Session, *, waiting: bool, limit: int = 200) -> tuple[TransferFact, ...]:
    """Return transfers on their way, or those that ended, the newest first."""
    on_its_way = TransferRow.state.in_([one.value for one in WAITING_TRANSFERS])
    rows = session.execute(
        select(TransferRow, RecordRow)
        .join(RecordRow, RecordRow.id == TransferRow.record_id)
        .where(on_its_way if waiting else ~on_its_way)
        .order_by(TransferRow.id.desc())
        .limit(limit)
    )
    return tuple(transfer_fact(transfer, record) for transfer, record in rows)


def left_by_transfer(session: Session, office: str) -> tuple[str, ...]:
    """Return the codes whose local part ended with a transfer, where the office reads it so (domain model, §1)."""
    return tuple(
        session.scalars(
            select(RecordRow.code)
            .join(TransferRow, TransferRow.record_id == RecordRow.id)
            .where(
                TransferRow.sender == office,
                TransferRow.local_role == "concluye",
                TransferRow.state.in_(("aceptada", "cerrada")),
            )
            .order_by(TransferRow.answered_at)
        )
    )
