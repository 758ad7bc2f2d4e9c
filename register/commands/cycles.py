"""The lease that keeps cycles apart, and the row that tells how each one ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from conflict.asked import REST
from conflict.codebook import CycleKind, CycleState
from conflict.lapaz import local
from conflict.permissions import Ability, Forbidden, allowed, refused_words
from conflict.record import Person, RuleError
from register.advisory import Advisory, hold
from register.commands import journal, readings
from register.tables import CycleTable


@dataclass(frozen=True, slots=True)
class Taken:
    """The lease is ours; `recovered` is the cycle that had it and is called abandoned now."""

    cycle_id: int
    recovered: int | None


@dataclass(frozen=True, slots=True)
class Busy:
    """Somebody else has it."""

    holder: str
    since: datetime


def take(
    session: Session,
    *,
    kind: CycleKind,
    holder: str,
    now: datetime,
    wall: datetime,
    lease_seconds: int,
    holder_is_dead: bool = False,
) -> Taken | Busy:
    """Take the lease, or say who has it.

    `now` is the logical time of the run, `wall` the clock on the wall: a replayed day never makes a lease look old. A
    holder whose lease ran out, or that the caller knows to be dead, is taken over. Only who has the lease reads
    articles, so whatever is still claimed belongs to a run that stopped badly, and is freed.
    """
    hold(session, Advisory.LEASE)
    running = session.execute(
        select(CycleTable.id, CycleTable.holder, CycleTable.started_at, CycleTable.lease_until).where(
            CycleTable.state == CycleState.RUNNING.value
        )
    ).one_or_none()
    if running is not None and running.lease_until > wall and not holder_is_dead:
        return Busy(running.holder, running.started_at)
    if running is not None:
        _abandon(session, running.id, now)
    readings.free_all(session)
    cycle_id = session.execute(
        insert(CycleTable)
        .values(
            kind=kind.value,
            state=CycleState.RUNNING.value,
            holder=holder,
            started_at=now,
            lease_until=wall + timedelta(seconds=lease_seconds),
            summary={},
        )
        .returning(CycleTable.id)
    ).scalar_one()
    return Taken(cycle_id, running.id if running is not None else None)


def ask(session: Session, *, by: Person, now: datetime) -> None:
    """Write down that a person asks for a collection now; it is Prefect that is asked for it afterwards.

    Raise Forbidden for who may not, RuleError while one is at work and for `REST` after the last one began.
    """
    if not allowed(by, Ability.COLLECT):
        raise Forbidden("collection: not for this role", refused_words(by, "las fuentes"), hidden=False)
    last = session.execute(
        select(CycleTable.state, CycleTable.started_at, CycleTable.lease_until).order_by(CycleTable.id.desc()).limit(1)
    ).one_or_none()
    if last is not None and last.state == CycleState.RUNNING.value and last.lease_until > now:
        raise RuleError("collection at work", f"Ya se está recolectando desde las {local(last.started_at):%H:%M}.")
    if last is not None and now - last.started_at < REST:
        again = local(last.started_at + REST)
        raise RuleError(
            "collected a moment ago",
            f"Se recolectó hace poco, a las {local(last.started_at):%H:%M}. Puede pedirla desde las {again:%H:%M}.",
        )
    journal.append(session, now=now, actor=by, action="recoleccion.pedir", object_type="recoleccion", object_id="ahora")


def _abandon(session: Session, cycle_id: int, now: datetime) -> None:
    session.execute(
        update(CycleTable).where(CycleTable.id == cycle_id).values(state=CycleState.ABANDONED.value, ended_at=now)
    )
    journal.append(
        session, now=now, actor=journal.MACHINE, action="ciclo.abandonado", object_type="ciclo", object_id=cycle_id
    )


def renew(session: Session, *, cycle_id: int, wall: datetime, lease_seconds: int) -> bool:
    """Say that the cycle is alive; return False when it no longer holds the lease."""
    done = session.execute(
        update(CycleTable)
        .where(CycleTable.id == cycle_id, CycleTable.state == CycleState.RUNNING.value)
        .values(lease_until=wall + timedelta(seconds=lease_seconds))
        .returning(CycleTable.id)
    ).all()
    return bool(done)


def finish(session: Session, *, cycle_id: int, state: CycleState, summary: dict[str, Any], now: datetime) -> None:
    """Write how the cycle ended; one that was taken over meanwhile stays abandoned."""
    session.execute(
        update(CycleTable)
        .where(CycleTable.id == cycle_id, CycleTable.state == CycleState.RUNNING.value)
        .values(state=state.value, ended_at=now, summary=summary)
    )
