"""The directory: who can act where, and the matters handed to them, complete only with what came of them.

An edit is of the version that was read. When somebody wrote in between, nothing is overwritten: the caller gets both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from conflict.departments import DEPARTMENTS
from conflict.record import Person, RuleError, said
from register.commands import journal
from register.commands import recordkeeping as keep
from register.keeping_tables import Institution, Referral
from register.record_tables import RecordRow

KINDS = ("institucion", "organizacion", "servicio")
NO_REFERRAL = "Esa derivación no existe."
EDITED = ("name", "kind", "department", "municipality", "does", "contact", "active")


@dataclass(frozen=True, slots=True)
class Written:
    """The edit stands; `version` is the new one."""

    id: int
    version: int


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Nothing was written: `theirs` is what stands now, `mine` what was to be written, field by field."""

    version: int
    theirs: Mapping[str, object]
    mine: Mapping[str, object]


def add(
    session: Session,
    *,
    name: str,
    kind: str,
    department: str,
    municipality: str,
    does: str,
    contact: str,
    by: Person,
    now: datetime,
) -> Written:
    """Add an institution. Raise RuleError when a field is wrong or it is there already."""
    told = {"name": name, "kind": kind, "department": department, "municipality": municipality}
    values = _checked({**told, "does": does, "contact": contact, "active": True})
    same = (Institution.name == values["name"], Institution.municipality == values["municipality"])
    if session.scalar(select(Institution.id).where(*same)) is not None:
        raise RuleError("institution there", f"«{values['name']}» ya está en el directorio de ese lugar.")
    kept = {"office": by.office, "contact_by": by.name, "contact_since": now, "row_version": 1}
    number = session.execute(insert(Institution).values(**values, **kept).returning(Institution.id)).scalar_one()
    _tell(session, "directorio.alta", number, by, now, 1)
    return Written(number, 1)


def edit(
    session: Session, *, ident: int, version: int, changes: Mapping[str, object], by: Person, now: datetime
) -> Written | Overtaken:
    """Change fields of an institution; a new contact is kept by whom and since when. Raise RuleError for a bad one."""
    row = _entry(session, ident)
    if row.row_version != version:
        return Overtaken(row.row_version, {name: getattr(row, name) for name in EDITED}, dict(changes))
    values = _checked({name: getattr(row, name) for name in EDITED} | dict(changes))
    if values["contact"] != row.contact:
        values |= {"contact_by": by.name, "contact_since": now}
    session.execute(update(Institution).where(Institution.id == ident).values(row_version=version + 1, **values))
    _tell(session, "directorio.cambio", ident, by, now, version + 1)
    return Written(ident, version + 1)


def vouch(session: Session, *, ident: int, version: int, by: Person, now: datetime) -> Written | Overtaken:
    """Write down that the contact was tried and still holds: by whom and since when. Raise RuleError for no entry."""
    row = _entry(session, ident)
    if row.row_version != version:
        return Overtaken(row.row_version, {name: getattr(row, name) for name in EDITED}, {})
    session.execute(
        update(Institution)
        .where(Institution.id == ident)
        .values(contact_by=by.name, contact_since=now, row_version=version + 1)
    )
    _tell(session, "directorio.revisar", ident, by, now, version + 1)
    return Written(ident, version + 1)


def refer(session: Session, *, code: str, institution: int, words: str, by: Person, now: datetime) -> int:
    """Hand a matter of an open record to an institution; return the referral's number."""
    record = keep.find_open(session, code, by)
    to = session.get(Institution, institution)
    if to is None or not to.active:
        raise RuleError(f"no institution {institution}", "Elija una entidad del directorio que siga activa.")
    text = said(words, "qué se deriva y para qué")
    values = {"record_id": record.id, "institution_id": to.id, "words": text, "asked_at": now, "asked_by": by.name}
    number = session.execute(
        insert(Referral)
        .values(confirmed_at=None, confirmed_words="", returned_at=None, result="", **values)
        .returning(Referral.id)
    ).scalar_one()
    keep.note(session, record, f"Derivado a {to.name}: {text}", "derivacion.pedir", by, now, {"derivacion": number})
    return number


def confirm(session: Session, *, referral: int, words: str, by: Person, now: datetime) -> str:
    """Write down that the institution received it; return the record's code. Confirmed twice changes nothing."""
    row, record = _referral(session, referral, by)
    if row.confirmed_at is None:
        text = " ".join(words.split())[:500]
        session.execute(update(Referral).where(Referral.id == referral).values(confirmed_at=now, confirmed_words=text))
        keep.change(session, record, now)
        keep.tell(session, record, "derivacion.recibida", by, now, {"derivacion": referral})
    return record.code


def complete(session: Session, *, referral: int, result: str, by: Person, now: datetime) -> str:
    """Write down what came back (contrarreferencia) and so complete the referral; return the record's code.

    Raise RuleError when nobody confirmed it, or when it is complete already.
    """
    row, record = _referral(session, referral, by)
    if row.confirmed_at is None:
        raise RuleError(f"referral {referral} not confirmed", "Anote primero que la entidad recibió la derivación.")
    if row.returned_at is not None:
        raise RuleError(f"referral {referral} complete", "Esa derivación ya tiene su contrarreferencia.")
    text = said(result, "qué resultó")
    session.execute(update(Referral).where(Referral.id == referral).values(returned_at=now, result=text))
    keep.note(session, record, f"Contrarreferencia: {text}", "derivacion.completa", by, now, {"derivacion": referral})
    return record.code


def _entry(session: Session, ident: int) -> Institution:
    row = session.get(Institution, ident, with_for_update=True, populate_existing=True)
    if row is None:
        raise RuleError(f"no institution {ident}", "Esa entidad no está en el directorio.")
    return row


def _referral(session: Session, number: int, by: Person) -> tuple[Referral, RecordRow]:
    row = keep.held(session, Referral, number)
    if row is None:
        raise RuleError(f"no referral {number}", NO_REFERRAL)
    return row, keep.behind(session, row.record_id, by, NO_REFERRAL)


def _checked(values: dict[str, object]) -> dict[str, object]:
    """Return the fields tidied; raise RuleError for the first that is wrong."""
    text = {name: " ".join(str(values[name]).split()) for name in EDITED if name != "active"}
    for name, what, limit in (
        ("name", "el nombre", 160),
        ("does", "qué atiende", 500),
        ("contact", "el contacto", 300),
    ):
        if len(text[name]) > limit:
            raise RuleError(f"institution: {name} too long", f"Es muy largo para {what}: hasta {limit} letras.")
    if len(text["name"]) < 3:
        raise RuleError("institution without name", "Falta el nombre de la entidad.")
    if text["kind"] not in KINDS:
        raise RuleError("institution: unknown kind", "Diga si es institución, organización o servicio.")
    if text["department"] and text["department"] not in DEPARTMENTS:
        raise RuleError("institution: unknown department", "El departamento es uno de los nueve, por su código.")
    return {**text, "active": bool(values["active"])}


def _tell(session: Session, action: str, number: int, by: Person, now: datetime, version: int) -> None:
    journal.append(
        session, now=now, actor=by, action=action, object_type="directorio", object_id=number, version=version
    )
