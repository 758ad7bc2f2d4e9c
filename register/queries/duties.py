"""Open deadlines page by page, for a program that reads all of them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from conflict.lifecycle import DeadlineState
from conflict.record import RuleError
from register.queries.records import deadline_fact
from register.record_rows import DeadlineFact
from register.record_tables import DeadlineRow, RecordRow

_CURSOR = re.compile(r"(\d{8}T\d{12})-(\d{1,9})")
_FORM = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True, slots=True)
class DeadlinePage:
    """Some deadlines and where the next ones begin, None when there are no more."""

    deadlines: tuple[DeadlineFact, ...]
    next_cursor: str | None


def page(session: Session, *, limit: int, cursor: str = "") -> DeadlinePage:
    """Return one page of the open deadlines, the nearest first; what is added meanwhile moves none of the others.

    `cursor` comes from an earlier page, "" for the first. Raise RuleError for one that does not.
    """
    query = (
        select(DeadlineRow, RecordRow)
        .join(RecordRow, RecordRow.id == DeadlineRow.record_id)
        .where(DeadlineRow.state == DeadlineState.OPEN.value)
    )
    if cursor:
        due, number = _read(cursor)
        later = and_(DeadlineRow.due_at == due, DeadlineRow.id > number)
        query = query.where(or_(DeadlineRow.due_at > due, later))
    found = session.execute(query.order_by(DeadlineRow.due_at, DeadlineRow.id).limit(limit + 1)).all()
    last = found[limit - 1][0] if len(found) > limit else None
    return DeadlinePage(
        tuple(deadline_fact(deadline, record) for deadline, record in found[:limit]),
        f"{last.due_at.astimezone(UTC).strftime(_FORM)}-{last.id}" if last is not None else None,
    )


def _read(cursor: str) -> tuple[datetime, int]:
    parts = _CURSOR.fullmatch(cursor)
    try:
        if parts is None or not cursor.isascii():
            raise ValueError
        return datetime.strptime(parts[1], _FORM).replace(tzinfo=UTC), int(parts[2])
    except ValueError:
        wrong = "Ese «desde» no vino de una página anterior. Empiece sin él."
        raise RuleError("cursor of deadlines", wrong) from None
