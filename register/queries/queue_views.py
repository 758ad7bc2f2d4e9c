"""How many rows each view of the queue has and how much of today's work is done, out of one statement."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Text, distinct, func, select, type_coerce
from sqlalchemy.orm import Session

from conflict.codebook import QueueState
from register.queries.queue import TODAY, counted, decided_today
from register.queries.queue_narrowing import narrowing, of_office
from register.tables import QueueEntry


@dataclass(frozen=True, slots=True)
class ViewCounts:
    """Rows that wait: of an office, without territory, passed to the office, of a department; those put off; those
    decided today, and how many of these by the office."""

    office: int
    unplaced: int
    passed: int
    department: int
    postponed: int
    decided: int
    by_office: int


def view_counts(session: Session, *, office: str, department: str, now: datetime) -> ViewCounts:
    """Return the counts for somebody of an office, by its name, whose department has that code ("" for none)."""
    nowhere = type_coerce(QueueEntry.departments, Text) == "[]"
    mine = select(func.count(distinct(QueueEntry.id))).where(QueueEntry.id.in_(decided_today(now, office)))
    asked = (
        counted(now=now, also=[of_office(office)]),
        counted(now=now, also=[nowhere]),
        counted(now=now, also=narrowing(passed_to=office, now=now) if office else [of_office("")]),
        counted(now=now, department=department),
        counted(now=now, state=QueueState.POSTPONED.value),
        counted(now=now, state=TODAY),
        mine,
    )
    return ViewCounts(*session.execute(select(*(one.scalar_subquery() for one in asked))).one())
