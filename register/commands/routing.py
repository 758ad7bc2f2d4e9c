"""Put a row of the queue in the care of an office: by the machine's rule, or by a person, whose word stands."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from conflict.codebook import DECIDABLE_QUEUE_STATES, QueueState
from conflict.office import Route, RouteBasis, replaces
from conflict.permissions import Ability
from conflict.place import Location
from conflict.record import Person, RuleError, said
from register.commands import guarding, journal
from register.commands.matching import hold_rows
from register.office_tables import OfficeRow, QueueMove
from register.signals import location_of
from register.tables import GroupMember, QueueEntry, SignalRow

LONGEST_REASON = 500


def move(session: Session, *, code: str, version: int, office: str, reason: str, by: Person, now: datetime) -> int:
    """Give a row that is open to decision to another office; its clock runs on. Return the number of the move.

    Raise RuleError when there is no such row or office, the row was decided or moved since the page was opened, the
    office has it already, or the reason says too little.
    """
    entry = session.scalars(select(QueueEntry).where(QueueEntry.code == code).with_for_update()).one_or_none()
    if entry is None:
        raise RuleError(f"no row {code[:40]!r}", guarding.no_entry(code))
    guarding.demand_entry(entry, Ability.REVIEW, by)
    receiver = session.get(OfficeRow, office)
    if receiver is None or not receiver.working:
        raise RuleError(f"no office {office[:40]!r}", "Falta elegir la oficina que recibe la fila.")
    if QueueState(entry.state) not in DECIDABLE_QUEUE_STATES:
        raise RuleError(f"{code} is {entry.state}", f"{entry.code} ya fue decidida; no se puede mover.")
    if entry.office == office:
        raise RuleError(f"{code} is theirs", f"{entry.code} ya está a cargo de {receiver.name}.")
    moved_since = select(QueueMove.id).where(QueueMove.entry_id == entry.id)
    if entry.row_version != version and session.scalar(moved_since.limit(1)) is not None:
        raise RuleError(f"{code} changed", f"{entry.code} cambió mientras la miraba. Revise a qué oficina está.")
    words = said(reason, "por qué se mueve", LONGEST_REASON)
    number = session.execute(
        insert(QueueMove)
        .values(
            entry_id=entry.id,
            sender=entry.office,
            receiver=office,
            at=now,
            by=by.name,
            office=by.office,
            reason=words,
        )
        .returning(QueueMove.id)
    ).scalar_one()
    details = {"movimiento": number, "de": entry.office, "a": office}
    _set(session, entry.id, Route(office, RouteBasis.PERSON))
    journal.append(
        session,
        now=now,
        actor=by,
        action="cola.mover",
        object_type="cola",
        object_id=entry.code,
        details=details,
    )
    return number


def reroute(session: Session, *, entry_id: int, code: str, old: Route, new: Route, now: datetime) -> bool:
    """Move a row that the machine routed when a later article gives better ground; say whether it moved."""
    if not replaces(new, old):
        return False
    _set(session, entry_id, new)
    if new.office != old.office and old.office:
        journal.append(
            session,
            now=now,
            actor=journal.MACHINE,
            action="cola.oficina",
            object_type="cola",
            object_id=code,
            reason=new.basis.value,
            details={"de": old.office, "a": new.office},
        )
    return True


def settle(session: Session, *, route: Callable[[Location, datetime], Route], now: datetime) -> int:
    """Route the rows that nobody has routed by their places yet, from what is stored of them; return how many.

    They are those of a register made before there were offices; a row without any reading keeps waiting.
    """
    hold_rows(session, QueueEntry.office_basis == RouteBasis.PENDING.value)
    waiting = session.execute(
        select(QueueEntry.id, QueueEntry.code, QueueEntry.office, QueueEntry.opened_at, SignalRow)
        .join(GroupMember, GroupMember.group_id == QueueEntry.group_id)
        .join(SignalRow, SignalRow.article_id == GroupMember.article_id)
        .where(QueueEntry.office_basis == RouteBasis.PENDING.value)
        .order_by(QueueEntry.id, SignalRow.id)
    ).all()
    best: dict[int, tuple[str, Route, Route]] = {}
    for ident, code, office, opened_at, signal in waiting:
        before = best.get(ident, (code, Route(office, RouteBasis.PENDING), Route(office, RouteBasis.PENDING)))
        told = route(location_of(signal), opened_at)
        if replaces(told, before[2]):
            best[ident] = (code, before[1], told)
    for ident, (code, old, new) in best.items():
        reroute(session, entry_id=ident, code=code, old=old, new=new, now=now)
    return len(best)


def _set(session: Session, entry_id: int, route: Route) -> None:
    session.execute(
        update(QueueEntry)
        .where(QueueEntry.id == entry_id)
        .values(office=route.office, office_basis=route.basis.value, row_version=QueueEntry.row_version + 1)
    )
