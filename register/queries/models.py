"""Models as pages and commands see them: the one in use with its card, and how a challenger agrees with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, not_, select
from sqlalchemy.orm import Session

from register.loop_tables import ModelUse, ShadowReading


@dataclass(frozen=True, slots=True)
class ModelInUse:
    """The model in use, since when, and its card as it was then."""

    version: str
    since: datetime
    card: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ShadowSums:
    """How often a challenger and the model in use flagged the same articles, and where only one did."""

    challenger: str
    since: datetime
    read: int
    both: int
    only_champion: int
    only_challenger: int


def in_use(session: Session) -> ModelInUse | None:
    """Return the model in use; None before the first reading."""
    row = session.scalars(select(ModelUse).order_by(ModelUse.id.desc()).limit(1)).one_or_none()
    return None if row is None else ModelInUse(row.version, row.since, row.card)


def shadow(session: Session, challenger: str | None = None) -> ShadowSums | None:
    """Return the sums of a challenger, of the newest one without a name; None when none has read anything."""
    if challenger is None:
        newest = select(ShadowReading.challenger).order_by(ShadowReading.id.desc()).limit(1)
        challenger = session.scalars(newest).one_or_none()
    own, other = ShadowReading.signal, ShadowReading.champion_signal
    since, read, both, less, more = session.execute(
        select(
            func.min(ShadowReading.read_at),
            func.count(ShadowReading.id),
            _count(and_(own, other)),
            _count(and_(other, not_(own))),
            _count(and_(own, not_(other))),
        ).where(ShadowReading.challenger == challenger)
    ).one()
    if not read or challenger is None:
        return None
    return ShadowSums(challenger, since, int(read), int(both), int(less), int(more))


def _count(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
