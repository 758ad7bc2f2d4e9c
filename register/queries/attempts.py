"""What persons were not let do, as the command line lists it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.refusal import Refusal
from register.attempt_tables import RefusedAttempt


@dataclass(frozen=True, slots=True)
class Attempts:
    """The refused attempts of an hour that are alike. `actor` is as in the journal; `object_id` a code or ""."""

    first_at: datetime
    last_at: datetime
    times: int
    actor: str
    office: str
    role: str
    action: str
    object_id: str
    why: Refusal


def since(session: Session, moment: datetime, limit: int = 500) -> tuple[Attempts, ...]:
    """Return what was refused since a moment, the newest first; nothing when nobody was refused."""
    query = (
        select(RefusedAttempt)
        .where(RefusedAttempt.last_at >= moment)
        .order_by(RefusedAttempt.last_at.desc(), RefusedAttempt.id.desc())
        .limit(limit)
    )
    return tuple(
        Attempts(
            row.first_at,
            row.last_at,
            row.times,
            row.actor,
            row.office,
            row.role,
            row.action,
            row.object_id,
            Refusal(row.why),
        )
        for row in session.scalars(query)
    )
