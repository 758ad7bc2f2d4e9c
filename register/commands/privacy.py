"""What a person may ask of data about them (Constitution, art. 130 and 131): know, rectify, object, suppress.

Every command leaves its line in the journal, which never says a name; reads of reserved data are in the log of access.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from conflict.permissions import Ability
from conflict.record import Person, RuleError, said
from register.case_tables import HarmRow, ReservedIdentity, ReservedRead
from register.commands import access, journal
from register.commands import recordkeeping as keep
from register.queries.persons import Mention
from register.record_tables import RecordRow

IDENTITY = "identidad"
MISSING = "Ese dato de identidad no existe."


def looked(session: Session, *, found: Iterable[Mention], reason: str, by: Person, now: datetime) -> None:
    """Log that somebody looked for a person, and each record of which a reserved identity was shown."""
    why = said(reason, "para qué necesita verlo", 300)
    access.note(session, what="persona.buscar", object_type="registro", object_id="todo", by=by, now=now, reason=why)
    shown: dict[str, int] = {}
    for one in found:
        if one.table == ReservedIdentity.__tablename__:
            shown[one.record] = shown.get(one.record, 0) + 1
    for code, rows in shown.items():
        record = keep.find(session, code, by, Ability.SEE_VICTIMS)
        session.execute(
            insert(ReservedRead).values(
                record_id=record.id, at=now, by=by.name, office=by.office, reason=why, rows_read=rows
            )
        )
        access.note(session, what=IDENTITY, object_type="ficha", object_id=code, by=by, now=now, reason=why)
    journal.append(
        session,
        now=now,
        actor=by,
        action="persona.buscar",
        object_type="registro",
        object_id="todo",
        details={"fichas": len(shown)},
    )


def rectify(session: Session, *, identity_id: int, words: str, reason: str, by: Person, now: datetime) -> int:
    """Put other words in place of a reserved identity; both are kept and the new one is shown. Return its number.

    Raise RuleError for one that was replaced already.
    """
    row, record = _found(session, identity_id, by)
    if session.scalar(select(ReservedIdentity.id).where(ReservedIdentity.replaces == row.id)) is not None:
        raise RuleError(
            f"identity {identity_id} was replaced", "Ese dato ya se rectificó. Rectifique el que lo reemplazó."
        )
    why, text = said(reason, "por qué se rectifica", 300), said(words, "la identidad y sus circunstancias", 2_000)
    number = session.execute(
        insert(ReservedIdentity)
        .values(harm_id=row.harm_id, words=text, entered_at=now, by=by.name, replaces=row.id)
        .returning(ReservedIdentity.id)
    ).scalar_one()
    keep.change(session, record, now)
    keep.tell(session, record, "reservado.rectificar", by, now, {"antes": row.id, "ahora": number}, why)
    return number


def suppress(session: Session, *, identity_id: int, reason: str, by: Person, now: datetime) -> int:
    """Erase a reserved identity with every version of it and return how many rows went; the harm stays counted."""
    row, record = _found(session, identity_id, by)
    why = said(reason, "por qué se suprime", 300)
    links = session.execute(
        select(ReservedIdentity.id, ReservedIdentity.replaces).where(ReservedIdentity.harm_id == row.harm_id)
    ).all()
    versions, before = {row.id}, set[int]()
    while versions != before:
        before = set(versions)
        versions |= {one for one, replaced in links if replaced in before}
        versions |= {replaced for one, replaced in links if one in before and replaced is not None}
    session.execute(delete(ReservedIdentity).where(ReservedIdentity.id.in_(versions)))
    keep.change(session, record, now)
    gone: dict[str, object] = {"afectacion": row.harm_id, "filas": len(versions)}
    keep.tell(session, record, "reservado.suprimir", by, now, gone, why)
    return len(versions)


def dispute(session: Session, *, code: str, words: str, by: Person, now: datetime) -> None:
    """Hang a note of dispute from a record; its timeline shows it beside what it disputes, which stays."""
    record = keep.find(session, code, by)
    text = said(words, "con qué no está de acuerdo la persona")
    keep.note(session, record, f"Nota de disconformidad: {text}", "ficha.nota_disconformidad", by, now, {})


def _found(session: Session, identity_id: int, by: Person) -> tuple[ReservedIdentity, RecordRow]:
    row = session.get(ReservedIdentity, identity_id)
    harm = None if row is None else session.get(HarmRow, row.harm_id)
    if row is None or harm is None:
        raise RuleError(f"no identity {identity_id}", MISSING)
    return row, keep.behind(session, harm.record_id, by, MISSING)
