"""Who is in a record and how other systems call it: actors with side and role, outside codes."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from conflict.claim import LONGEST_NAME, SHORTEST_NAME
from conflict.outsidecode import outside_code
from conflict.record import Person, RuleError
from conflict.vocabulary import ActorRole, OutsideSystem, Sector, Side
from register.case_tables import OutsideCode, RecordActor
from register.commands import recordkeeping as keep
from register.searchindex import grow, words_of_number

MISSING = "Ese actor ya no está en la ficha."


def add_actor(
    session: Session, *, code: str, name: str, side: Side, role: ActorRole, sector: Sector, by: Person, now: datetime
) -> int:
    """Add an organisation or institution and return its number. The same name on the same side is not added twice."""
    record = keep.find_open(session, code, by)
    tidy = " ".join("".join(c for c in name if c.isprintable()).split())
    if not SHORTEST_NAME <= len(tidy) <= LONGEST_NAME:
        raise RuleError(f"actor of {len(tidy)} letters", "Escriba el nombre de la organización o entidad.", "name")
    twin = session.scalar(
        select(RecordActor.id).where(
            RecordActor.record_id == record.id,
            RecordActor.name == tidy,
            RecordActor.side == side.value,
            RecordActor.removed_at.is_(None),
        )
    )
    if twin is not None:
        return twin
    number = session.execute(
        insert(RecordActor)
        .values(
            record_id=record.id,
            name=tidy,
            side=side.value,
            role=role.value,
            sector=sector.value,
            entered_at=now,
            by=by.name,
            removed_at=None,
        )
        .returning(RecordActor.id)
    ).scalar_one()
    keep.change(session, record, now)
    keep.tell(session, record, "actor.alta", by, now, {"actor": number, "lado": side.value})
    return number


def remove_actor(session: Session, *, actor_id: int, by: Person, now: datetime) -> str:
    """Take an actor out of a record; it stays struck out. Return the record's code."""
    return keep.strike_out(session, keep.held(session, RecordActor, actor_id), MISSING, "actor", by, now)


def note_code(session: Session, *, code: str, system: OutsideSystem, text: str, by: Person, now: datetime) -> None:
    """Write down how another system calls the matter; typed twice it is kept once.

    A closed record takes codes too: SIMAT's number often comes later.
    """
    record = keep.find(session, code, by)
    typed = outside_code(text)
    known = session.scalar(
        select(OutsideCode.id).where(
            OutsideCode.record_id == record.id, OutsideCode.system == system.value, OutsideCode.code == typed
        )
    )
    if known is not None:
        return
    session.execute(
        insert(OutsideCode).values(record_id=record.id, system=system.value, code=typed, at=now, by=by.name)
    )
    grow(session, record.id, words_of_number(system, typed))
    shown = {"external_code": typed} if system is OutsideSystem.SIMAT else {}
    keep.change(session, record, now, **shown)
    keep.tell(session, record, "ficha.codigo", by, now, {"sistema": system.value, "codigo": typed})
