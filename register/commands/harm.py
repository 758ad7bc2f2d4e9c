"""Persons harmed: counted with kind, group and source; who they are lies apart, and every read of that is logged."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from conflict.permissions import Ability
from conflict.record import Person, RuleError, said, sourced
from conflict.vocabulary import Certainty, HarmGroup, HarmKind
from register.case_tables import FactRow, HarmRow, ReservedIdentity, ReservedRead
from register.commands import access, journal
from register.commands import recordkeeping as keep
from register.standing import lineage

MOST = 1_000_000
MISSING = "Ese dato de afectación no existe."


def add(
    session: Session,
    *,
    code: str,
    kind: HarmKind,
    people: HarmGroup,
    count: int,
    certainty: Certainty,
    source: str,
    by: Person,
    now: datetime,
    cause: str = "",
    fact_id: int | None = None,
) -> int:
    """Write a figure down and return its number. Raise RuleError for one without source or out of range."""
    record = keep.find_open(session, code, by)
    told = sourced(source, "Falta la fuente del dato: qué medio, hospital u oficina lo dice.")
    if not 0 <= count <= MOST:
        raise RuleError(f"{count} persons", "La cantidad va de 0 a 1.000.000.", "count")
    if fact_id is not None and session.scalar(select(FactRow.record_id).where(FactRow.id == fact_id)) != record.id:
        raise RuleError(f"fact {fact_id} of another record", "Ese hecho no es de esta ficha.")
    number = session.execute(
        insert(HarmRow)
        .values(
            record_id=record.id,
            fact_id=fact_id,
            kind=kind.value,
            people=people.value,
            count=count,
            cause=" ".join(cause.split())[:300],
            certainty=certainty.value,
            source=told,
            entered_at=now,
            by=by.name,
        )
        .returning(HarmRow.id)
    ).scalar_one()
    keep.change(session, record, now)
    keep.tell(session, record, "afectacion.alta", by, now, {"afectacion": number, "tipo": kind.value})
    return number


def identify(session: Session, *, harm_id: int, words: str, by: Person, now: datetime) -> str:
    """Keep who was harmed in the reserved table; return the record's code. The journal says that, never who."""
    harm = session.get(HarmRow, harm_id)
    if harm is None:
        raise RuleError(f"no harm {harm_id}", MISSING)
    record = keep.behind_open(session, harm.record_id, by, MISSING)
    text = said(words, "la identidad y sus circunstancias", 2_000)
    session.execute(insert(ReservedIdentity).values(harm_id=harm_id, words=text, entered_at=now, by=by.name))
    keep.change(session, record, now)
    keep.tell(session, record, "reservado.alta", by, now, {"afectacion": harm_id})
    return str(record.code)


def read_identities(
    session: Session, *, code: str, reason: str, by: Person, now: datetime
) -> tuple[tuple[int, str], ...]:
    """Return (number of the harm, who) for a record, and log that `by` read them. Raise RuleError without a reason.

    The log is written even when there is nothing to read: looking is what is logged.
    """
    record = keep.find(session, code, by, Ability.SEE_VICTIMS)
    why = said(reason, "para qué necesita verlo", 300)
    replaced = select(ReservedIdentity.replaces).where(ReservedIdentity.replaces.is_not(None))
    found = session.execute(
        select(ReservedIdentity.harm_id, ReservedIdentity.words)
        .join(HarmRow, HarmRow.id == ReservedIdentity.harm_id)
        .where(HarmRow.record_id.in_(lineage(record)), ReservedIdentity.id.not_in(replaced))
        .order_by(ReservedIdentity.id)
    ).all()
    session.execute(
        insert(ReservedRead).values(
            record_id=record.id, at=now, by=by.name, office=by.office, reason=why, rows_read=len(found)
        )
    )
    access.note(session, what="identidad", object_type="ficha", object_id=record.code, by=by, now=now, reason=why)
    journal.append(
        session,
        now=now,
        actor=by,
        action="reservado.leer",
        object_type="ficha",
        object_id=record.code,
        details={"filas": len(found)},
        version=record.row_version,
    )
    return tuple((harm_id, words) for harm_id, words in found)
