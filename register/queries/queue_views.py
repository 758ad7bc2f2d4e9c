"""How many rows each view of the queue has and how much of today's work is done, out of the fewest statements."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import distinct, false, func, select
from sqlalchemy.orm import Session

from conflict.codebook import QueueState
from register.queries import offices
from register.queries.queue import TODAY, counted, decided_today, waiting_kinds
from register.queries.queue_narrowing import narrowing
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
    by_office: Counter[str] = Counter()
    by_department: Counter[str] = Counter()
    for departments, _, _, where, count in waiting_kinds(session, now):
        by_office[where] += count
        for code in departments or ("",):
            by_department[code] += count
    asked = (
        counted(now=now, also=narrowing(passed_to=office, now=now) if office else [false()]),
        counted(now=now, state=QueueState.POSTPONED.value),
        counted(now=now, state=TODAY),
        select(func.count(distinct(QueueEntry.id))).where(QueueEntry.id.in_(decided_today(now, office))),
    )
    passed, *others = session.execute(select(*(one.scalar_subquery() for one in asked))).one()
    of_mine = sum(by_office[ident] for ident in offices.named(session, office))
    return ViewCounts(of_mine, by_department[""], passed, by_department[department], *others)
