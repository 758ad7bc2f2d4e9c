"""Models as the register remembers them: which one was used from when, and what a challenger would have said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from conflict.record import Person
from register.commands import journal
from register.inserting import insert_on
from register.loop_tables import ModelUse, ShadowReading


@dataclass(frozen=True, slots=True)
class Shadow:
    """One article as champion and challenger read it."""

    article_id: int
    version: int
    probability: float
    signal: bool
    champion_probability: float
    champion_signal: bool


def used(session: Session, *, version: str, card: Mapping[str, Any], now: datetime) -> bool:
    """Remember that a model is in use from now on; False when it was the last one remembered."""
    last = session.scalars(select(ModelUse.version).order_by(ModelUse.id.desc()).limit(1)).one_or_none()
    if last == version:
        return False
    session.execute(insert(ModelUse).values(version=version, since=now, card=dict(card)))
    journal.append(
        session,
        now=now,
        actor=journal.MACHINE,
        action="modelo.usar",
        object_type="modelo",
        object_id=version,
        details={"antes": last or "", "corpus": str(card.get("corpus_digest", ""))[:12]},
    )
    return True


def shadowed(session: Session, *, challenger: str, champion: str, readings: Sequence[Shadow], now: datetime) -> None:
    """Store what a challenger says beside the model in use; a reading that is stored already changes nothing."""
    if not readings:
        return
    session.execute(
        insert_on(session, ShadowReading).on_conflict_do_nothing(
            index_elements=["article_id", "version", "challenger"]
        ),
        [
            {
                "article_id": one.article_id,
                "version": one.version,
                "challenger": challenger,
                "champion": champion,
                "probability": one.probability,
                "signal": one.signal,
                "champion_probability": one.champion_probability,
                "champion_signal": one.champion_signal,
                "read_at": now,
            }
            for one in readings
        ],
    )


def told(
    session: Session, *, action: str, version: str, reason: str, details: Mapping[str, Any], by: Person, now: datetime
) -> None:
    """Write in the journal what a person did with a model: propose, promote, go back."""
    journal.append(
        session,
        now=now,
        actor=by,
        action=f"modelo.{action}",
        object_type="modelo",
        object_id=version,
        reason=reason,
        details={"oficina": by.office, **details},
    )
