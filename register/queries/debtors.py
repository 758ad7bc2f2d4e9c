"""Which institutions owe an answer: the written requests of the records that the reader sees, by addressee."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.handling import PENDING_REQUESTS, RequestState
from conflict.text import fold
from register.duty_tables import RequestRow
from register.record_tables import DeadlineRow, RecordRow

_PENDING = frozenset(PENDING_REQUESTS)


@dataclass(frozen=True, slots=True)
class OwedFact:
    """One request that waits for its full answer; `due_at` is None where its clock was closed."""

    id: int
    record: str
    title: str
    office: str
    addressee: str
    state: RequestState
    sent_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class DebtorFact:
    """Requests to one institution: `asked` = `answered` + `partly` + `waiting` + `silent`; `late` are of those two that
    wait, partly answered ones too. Withdrawn requests are not counted."""

    addressee: str
    asked: int
    answered: int
    partly: int
    waiting: int
    silent: int
    late: int
    owed: tuple[OwedFact, ...]


def debtors(session: Session, now: datetime, *, since: datetime | None = None) -> tuple[DebtorFact, ...]:
    """Return the institutions that were asked, since a moment where one is given: those that owe most come first.

    One name in different capitals or accents is one institution, called as it was the last time.
    """
    query = (
        select(RequestRow, RecordRow, DeadlineRow.due_at)
        .join(RecordRow, RecordRow.id == RequestRow.record_id)
        .outerjoin(DeadlineRow, DeadlineRow.id == RequestRow.deadline_id)
        .where(RequestRow.state != RequestState.WITHDRAWN.value)
        .order_by(RequestRow.sent_at, RequestRow.id)
    )
    if since is not None:
        query = query.where(RequestRow.sent_at >= since)
    by_name: dict[str, list[OwedFact]] = defaultdict(list)
    for one, record, due in session.execute(query):
        by_name[" ".join(fold(one.addressee).split())].append(
            OwedFact(
                one.id,
                record.code,
                record.title,
                record.office,
                one.addressee,
                RequestState(one.state),
                one.sent_at,
                due,
            )
        )
    found = [_debtor(asked, now) for asked in by_name.values()]
    return tuple(sorted(found, key=lambda one: (-one.late, -len(one.owed), -one.silent, one.addressee)))


def _debtor(asked: list[OwedFact], now: datetime) -> DebtorFact:
    states = [one.state for one in asked]
    owed = tuple(one for one in asked if one.state in _PENDING)
    answered, partly, silent = (
        states.count(one) for one in (RequestState.ANSWERED, RequestState.PARTLY, RequestState.SILENT)
    )
    return DebtorFact(
        asked[-1].addressee,
        len(asked),
        answered,
        partly,
        len(asked) - answered - partly - silent,
        silent,
        sum(one.due_at is not None and one.due_at < now for one in owed),
        owed,
    )
