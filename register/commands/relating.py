"""How organisations of a record stand to each other: alliance to confrontation, with who says so.

Organisations and institutions only, within one record: no person is scored and no net of persons is drawn.
"""

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from conflict.record import Person, RuleError, sourced
from conflict.vocabulary import RelationKind
from register.case_tables import RecordActor
from register.commands import recordkeeping as keep
from register.record_tables import RecordRow
from register.relation_tables import RelationRow
from register.standing import lineage

MISSING = "Esa relación ya no está en la ficha."


def relate(
    session: Session, *, code: str, one: int, other: int, kind: RelationKind, source: str, by: Person, now: datetime
) -> int:
    """Write down how two actors of an open record stand to each other and return the number of the relation.

    A relation that stood between them is struck out: it changed. Raise RuleError for actors of another record, an actor
    with itself, a relation without source, and one that stands already.
    """
    record = keep.find_open(session, code, by)
    first, second = sorted((one, other))
    if first == second:
        raise RuleError("actor with itself", "Elija dos organizaciones distintas.", "other")
    for number in (first, second):
        _own_actor(session, record, number)
    told = sourced(source, "Falta la fuente: qué medio, persona u oficina lo dice.")
    before = session.scalars(
        select(RelationRow).where(
            RelationRow.first_id == first, RelationRow.second_id == second, RelationRow.removed_at.is_(None)
        )
    ).one_or_none()
    if before is not None and before.kind == kind.value:
        raise RuleError("relation stands", "Esa relación ya está anotada. Si cambió, elija otra.")
    if before is not None:
        session.execute(update(RelationRow).where(RelationRow.id == before.id).values(removed_at=now))
    number = session.execute(
        insert(RelationRow)
        .values(
            record_id=record.id,
            first_id=first,
            second_id=second,
            kind=kind.value,
            source=told,
            entered_at=now,
            by=by.name,
            removed_at=None,
        )
        .returning(RelationRow.id)
    ).scalar_one()
    keep.change(session, record, now)
    about: dict[str, object] = {
        "relacion": number,
        "tipo": kind.value,
        "en_lugar_de": None if before is None else before.id,
    }
    keep.tell(session, record, "relacion.alta", by, now, about)
    return number


def unrelate(session: Session, *, relation_id: int, by: Person, now: datetime) -> str:
    """Strike a relation out; return the code of its record."""
    return keep.strike_out(session, keep.held(session, RelationRow, relation_id), MISSING, "relacion", by, now)


def _own_actor(session: Session, record: RecordRow, number: int) -> None:
    actor = session.get(RecordActor, number)
    if actor is None or actor.record_id not in lineage(record) or actor.removed_at is not None:
        raise RuleError(f"actor {number} not of {record.code}", "Elija dos actores de esta ficha.", "other")
