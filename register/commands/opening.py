"""Open a row of the queue: its code of the day, its departments, its place in the search."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from conflict.codebook import LEVEL_STEPS, Level, Measure, QueueState
from conflict.lapaz import local_day
from conflict.office import Route
from register.commands.codes import next_number
from register.commands.corrections import set_departments
from register.searchindex import SearchKind, touch
from register.tables import QueueEntry


def next_code(session: Session, now: datetime) -> str:
    """Return the next code of the day, `P-261121-007`; taken in this transaction, so no number is skipped."""
    day = f"P-{local_day(now):%y%m%d}"
    return f"{day}-{next_number(session, day):03d}"


def open_row(
    session: Session,
    *,
    group: int,
    level: Level,
    departments: Sequence[str],
    measures: Sequence[Measure],
    route: Route,
    notes: int,
    now: datetime,
    **values: object,
) -> tuple[str, int]:
    """Put a new row into the queue and return its code and number; `values` are its other columns, as stored."""
    code = next_code(session, now)
    entry = session.execute(
        insert(QueueEntry)
        .values(
            code=code,
            group_id=group,
            state=QueueState.NEW.value,
            level=level.value,
            urgency=LEVEL_STEPS[level],
            departments=list(departments),
            measures=[measure.value for measure in measures],
            opened_at=now,
            notes=notes,
            outlets=notes,
            updated=False,
            row_version=1,
            office=route.office,
            office_basis=route.basis.value,
            **values,
        )
        .returning(QueueEntry.id)
    ).scalar_one()
    set_departments(session, entry, departments)
    touch(session, SearchKind.ENTRY, [entry])
    return code, entry
