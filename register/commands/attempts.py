"""Count a refused attempt, in a transaction of its own: the one that was refused left nothing."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conflict.record import Person
from conflict.refusal import MANY, MOST_IN_AN_HOUR, Refusal, hour_of, object_of
from register.attempt_tables import RefusedAttempt
from register.commands.journal import actor_id
from register.inserting import insert_on


def note(session: Session, *, action: str, of: str, why: Refusal, by: Person, now: datetime) -> None:
    """Add one to what this person was refused in this hour.

    `action` is ours, such as the form of an address; `of` is the code of its object, left out when it is no code. A
    storm makes few rows: after `MOST_IN_AN_HOUR` different attempts of a person the rest of the hour is one count.
    """
    actor, hour, ident = actor_id(session, by), hour_of(now), object_of(of)
    mine = (RefusedAttempt.hour == hour, RefusedAttempt.actor == actor)
    known = select(RefusedAttempt.id).where(
        *mine, RefusedAttempt.action == action, RefusedAttempt.object_id == ident, RefusedAttempt.why == why.value
    )
    if (
        session.scalar(known) is None
        and (session.scalar(select(func.count()).select_from(RefusedAttempt).where(*mine)) or 0) >= MOST_IN_AN_HOUR
    ):
        action, ident = MANY, ""
    session.execute(
        insert_on(session, RefusedAttempt)
        .values(
            hour=hour,
            actor=actor,
            office=by.office,
            role=by.role.value,
            action=action,
            object_id=ident,
            why=why.value,
            times=1,
            first_at=now,
            last_at=now,
        )
        .on_conflict_do_update(
            index_elements=["hour", "actor", "action", "object_id", "why"],
            set_={"times": RefusedAttempt.times + 1, "last_at": now},
        )
    )
