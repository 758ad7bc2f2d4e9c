"""Clocks that no row keeps: open records without news, transfers on both sides, concluded ones to look at again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from conflict.lifecycle import OPEN_STATES, WAITING_TRANSFERS, RecordState
from conflict.text import fold
from conflict.vocabulary import Phase
from register.case_tables import CaseFile
from register.queries.records import THIN, transfer_fact
from register.record_rows import TransferFact
from register.record_tables import RecordRow, TransferRow

Conditions = tuple[ColumnElement[bool], ...]


def whose(session: Session, *, responsible: str = "", office: str = "", departments: Sequence[str] = ()) -> Conditions:
    """Return the conditions of the records of a person, or of an office however its name is written, or of departments.

    None for all.
    """
    if departments:
        codes = type_coerce(RecordRow.departments, Text)
        return (or_(*(codes.contains(f'"{one}"', autoescape=True) for one in departments)),)
    if responsible:
        return (RecordRow.responsible == responsible,)
    if not office:
        return ()
    written = [one for one in session.scalars(select(RecordRow.office).distinct()) if fold(one) == fold(office)]
    return (RecordRow.office.in_(written),)


@dataclass(frozen=True, slots=True)
class NewsFact:
    """An open record and when something was last added to it."""

    code: str
    title: str
    office: str
    responsible: str
    phase: Phase
    updated_at: datetime


def news(session: Session, before: Mapping[Phase, datetime], of: Conditions = ()) -> tuple[NewsFact, ...]:
    """Return the open records to which nothing was added since the moment of their phase, the longest silent first.

    The moments come from `Clocks.begun_before`, so that none that is late is left out; which of the others are late
    says the table of terms, with the calendar of each office.
    """
    silent = (and_(CaseFile.phase == phase.value, RecordRow.updated_at < since) for phase, since in before.items())
    rows = session.execute(
        select(RecordRow.code, RecordRow.title, RecordRow.office, RecordRow.responsible, CaseFile.phase,
               RecordRow.updated_at)
        .join(CaseFile, CaseFile.record_id == RecordRow.id)
        .where(RecordRow.state.in_([one.value for one in OPEN_STATES]), or_(*silent), *of)
        .order_by(RecordRow.updated_at, RecordRow.id)
    )  # fmt: skip
    return tuple(
        NewsFact(code, title, office, responsible, Phase(phase), updated_at)
        for code, title, office, responsible, phase, updated_at in rows
    )


@dataclass(frozen=True, slots=True)
class ConcludedFact:
    """A record that is concluded and not archived: its follow-up goes on, or waits for somebody to end it."""

    code: str
    title: str
    office: str
    responsible: str
    closed_at: datetime


def concluded_since(
    session: Session, since: datetime, of: Conditions = (), *, limit: int = 500
) -> tuple[ConcludedFact, ...]:
    """Return the records concluded since a moment, the oldest first: each is looked at again after its term."""
    rows = session.execute(
        select(RecordRow.code, RecordRow.title, RecordRow.office, RecordRow.responsible, RecordRow.closed_at)
        .where(*_concluded(since), *of)
        .order_by(RecordRow.closed_at, RecordRow.id)
        .limit(limit)
    )
    return tuple(
        ConcludedFact(code, title, office, responsible, closed_at)
        for code, title, office, responsible, closed_at in rows
        if closed_at
    )


def how_many_concluded(session: Session, since: datetime, of: Conditions = ()) -> int:
    """Count the records concluded since a moment."""
    return session.scalar(select(func.count()).select_from(RecordRow).where(*_concluded(since), *of)) or 0


def _concluded(since: datetime) -> tuple[Any, ...]:
    return RecordRow.state == RecordState.CONCLUDED.value, RecordRow.closed_at >= since


def ended_transfers(session: Session, *, limit: int = 200) -> tuple[TransferFact, ...]:
    """Return transfers that were answered or withdrawn, the newest first; those on their way are in `records`."""
    rows = session.execute(
        select(TransferRow, RecordRow)
        .join(RecordRow, RecordRow.id == TransferRow.record_id)
        .options(*THIN)
        .where(_ENDED)
        .order_by(TransferRow.id.desc())
        .limit(limit)
    )
    return tuple(transfer_fact(transfer, record) for transfer, record in rows)


def how_many_ended(session: Session) -> int:
    """Count the same."""
    return session.scalar(select(func.count()).select_from(TransferRow).where(_ENDED)) or 0


_ENDED = TransferRow.state.not_in([one.value for one in WAITING_TRANSFERS])


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
