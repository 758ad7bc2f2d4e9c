"""The proof that somebody went through the queue: who, when, which view, what was decided and what was left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from conflict.lapaz import LA_PAZ, local_day
from conflict.permissions import Ability, Forbidden, allowed, refused_words
from conflict.record import Person, RuleError
from register.commands import journal
from register.entered_tables import SweepRow
from register.record_tables import ReviewRow


@dataclass(frozen=True, slots=True)
class Swept:
    """A sweep as it was stored; all figures are zero where there was nothing, and that is proof too."""

    id: int
    seen: int
    decided: int
    remaining: int


def finish(session: Session, *, view: Mapping[str, str], remaining: int, by: Person, now: datetime) -> Swept:
    """Store that a person finished a view in which so many rows remain.

    Decided are the decisions of this person that stand, since their last sweep or the beginning of the day in La Paz,
    whichever is later; seen are those and what remains.
    """
    if not allowed(by, Ability.REVIEW):
        raise Forbidden(f"sweep by {by.role.value}", refused_words(by, "la cola"), hidden=False)
    if remaining < 0:
        raise RuleError(f"remaining {remaining}", "Las filas que quedan no pueden ser menos que cero.")
    since = _since(session, by, now)
    decided = session.scalar(
        select(func.count())
        .select_from(ReviewRow)
        .where(ReviewRow.by == by.name, ReviewRow.office == by.office)
        .where(ReviewRow.at > since, ReviewRow.at <= now, ReviewRow.undone_at.is_(None))
    )
    decided = int(decided or 0)
    number = session.execute(
        insert(SweepRow)
        .values(
            office=by.office,
            by=by.name,
            at=now,
            since=since,
            view={name: value for name, value in view.items() if value},
            seen=decided + remaining,
            decided=decided,
            remaining=remaining,
        )
        .returning(SweepRow.id)
    ).scalar_one()
    journal.append(
        session,
        now=now,
        actor=by,
        action="cola.revisada",
        object_type="barrido",
        object_id=number,
        details={"vistas": decided + remaining, "decididas": decided, "quedan": remaining},
    )
    return Swept(number, decided + remaining, decided, remaining)


def _since(session: Session, by: Person, now: datetime) -> datetime:
    begun = datetime.combine(local_day(now), time(), LA_PAZ).astimezone(UTC)
    last = session.scalar(select(func.max(SweepRow.at)).where(SweepRow.by == by.name, SweepRow.office == by.office))
    return begun if last is None else max(begun, last)
