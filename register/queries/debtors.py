"""Which institutions owe an answer: the written requests of the records that the reader sees, by addressee."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from conflict.handling import PENDING_REQUESTS, RequestState
from conflict.lifecycle import DeadlineState
from conflict.text import fold
from register.duty_tables import RequestRow
from register.record_tables import DeadlineRow, RecordRow

_IS_PENDING = RequestRow.state.in_([one.value for one in PENDING_REQUESTS])

_ITS_CLOCK = and_(DeadlineRow.id == RequestRow.deadline_id, DeadlineRow.state == DeadlineState.OPEN.value)


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
    wait, partly answered ones too. Withdrawn requests are not counted. `owed` are the first sent of the `owing`."""

    addressee: str
    asked: int
    answered: int
    partly: int
    waiting: int
    silent: int
    late: int
    owing: int
    owed: tuple[OwedFact, ...]


@dataclass(frozen=True, slots=True)
class Debtors:
    """The first institutions, those that owe most, and how many there are; `asked` and `answered` are of them all."""

    first: tuple[DebtorFact, ...]
    institutions: int
    asked: int
    answered: int


class _Spelling(NamedTuple):
    """What was asked of an institution under one way to write its name; `newest` is when it was last written so."""

    addressee: str
    asked: int
    answered: int
    partly: int
    silent: int
    owing: int
    late: int
    newest: datetime
    newest_id: int


def debtors(
    session: Session, now: datetime, *, since: datetime | None = None, most: int = 50, most_owed: int = 10
) -> Debtors:
    """Return the institutions that were asked, since a moment where one is given: those that owe most come first.

    One name in different capitals or accents is one institution, called as it was the last time. No more than `most` of
    them are returned, each with no more than `most_owed` of its requests that wait; all are counted.
    """
    of = (RequestRow.state != RequestState.WITHDRAWN.value, *(() if since is None else (RequestRow.sent_at >= since,)))
    by_name: dict[str, list[_Spelling]] = defaultdict(list)
    for row in session.execute(_counts(now).where(*of)):
        by_name[_key(row.addressee)].append(_Spelling(*row))
    ordered = sorted(by_name.values(), key=_first_who_owe_most)
    owed = _owed(session, of, [one.addressee for spelled in ordered[:most] for one in spelled if one.owing], most_owed)
    return Debtors(
        tuple(_debtor(spelled, owed[_key(spelled[0].addressee)][:most_owed]) for spelled in ordered[:most]),
        len(ordered),
        sum(one.asked for spelled in ordered for one in spelled),
        sum(one.answered for spelled in ordered for one in spelled),
    )


def _key(addressee: str) -> str:
    return " ".join(fold(addressee).split())


def _counts(now: datetime) -> Select[str, int, int, int, int, int, int, datetime, int]:
    """Return the query of what was asked, by the name as it was written."""

    def among(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count(case((and_(*conditions), RequestRow.id)))

    return (
        select(
            RequestRow.addressee,
            func.count(RequestRow.id),
            among(RequestRow.state == RequestState.ANSWERED.value),
            among(RequestRow.state == RequestState.PARTLY.value),
            among(RequestRow.state == RequestState.SILENT.value),
            among(_IS_PENDING),
            among(_IS_PENDING, DeadlineRow.due_at < now),
            func.max(RequestRow.sent_at),
            func.max(RequestRow.id),
        )
        .select_from(RequestRow)
        .outerjoin(DeadlineRow, _ITS_CLOCK)
        .group_by(RequestRow.addressee)
    )


def _owed(
    session: Session, of: Sequence[ColumnElement[bool]], names: Sequence[str], most: int
) -> dict[str, list[OwedFact]]:
    """Return by institution the requests to these names that wait, the first of each name, by when they were sent."""
    place = func.row_number().over(partition_by=RequestRow.addressee, order_by=(RequestRow.sent_at, RequestRow.id))
    placed = select(RequestRow.id, place.label("place")).where(_IS_PENDING, RequestRow.addressee.in_(names), *of)
    first = placed.subquery()
    found: dict[str, list[OwedFact]] = defaultdict(list)
    for one, code, title, office, due in session.execute(
        select(RequestRow, RecordRow.code, RecordRow.title, RecordRow.office, DeadlineRow.due_at)
        .join(first, and_(first.c.id == RequestRow.id, first.c.place <= most))
        .join(RecordRow, RecordRow.id == RequestRow.record_id)
        .outerjoin(DeadlineRow, _ITS_CLOCK)
        .order_by(RequestRow.sent_at, RequestRow.id)
    ):
        state = RequestState(one.state)
        found[_key(one.addressee)].append(OwedFact(one.id, code, title, office, one.addressee, state, one.sent_at, due))
    return found


def _first_who_owe_most(spelled: Sequence[_Spelling]) -> tuple[int, int, int, str]:
    return (
        -sum(one.late for one in spelled),
        -sum(one.owing for one in spelled),
        -sum(one.silent for one in spelled),
        _name(spelled),
    )


def _name(spelled: Sequence[_Spelling]) -> str:
    return max(spelled, key=lambda one: (one.newest, one.newest_id)).addressee


def _debtor(spelled: Sequence[_Spelling], owed: Sequence[OwedFact]) -> DebtorFact:
    asked, answered, partly, silent, owing, late = (
        sum(column) for column in zip(*((one.asked, one.answered, one.partly, one.silent, one.owing, one.late)
                                        for one in spelled), strict=True)
    )  # fmt: skip
    waiting = asked - answered - partly - silent
    return DebtorFact(_name(spelled), asked, answered, partly, waiting, silent, late, owing, tuple(owed))
