"""The directory as pages show it, and the referrals that nobody has answered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from conflict.text import fold
from register.keeping_tables import Institution, Referral
from register.record_tables import RecordRow


@dataclass(frozen=True, slots=True)
class InstitutionFact:
    """One entry. `contact_by` and `contact_since` say who vouches for the contact and from when."""

    id: int
    name: str
    kind: str
    department: str
    municipality: str
    does: str
    office: str
    contact: str
    contact_by: str
    contact_since: datetime
    active: bool
    version: int


@dataclass(frozen=True, slots=True)
class ReferralFact:
    """A matter handed over, with the record it is of; complete when `returned_at` is there."""

    id: int
    record: str
    record_title: str
    office: str
    responsible: str
    institution: str
    words: str
    asked_at: datetime
    confirmed_at: datetime | None
    returned_at: datetime | None
    result: str


def listed(
    session: Session,
    *,
    department: str = "",
    municipality: str = "",
    kind: str = "",
    text: str = "",
    all_: bool = False,
) -> tuple[InstitutionFact, ...]:
    """Return the entries of a place, those for its department and for the whole country with them, by name.

    `kind` and `text` narrow them, accents forgiven; `all_` brings those no longer active too.
    """
    query = select(Institution).order_by(Institution.name, Institution.id)
    if department:
        query = query.where(Institution.department.in_(["", department]))
    if municipality:
        query = query.where(Institution.municipality.in_(["", municipality]))
    if kind:
        query = query.where(Institution.kind == kind)
    if not all_:
        query = query.where(Institution.active)
    words = fold(text).split()
    found = [_fact(row) for row in session.scalars(query)]
    return tuple(one for one in found if all(word in fold(f"{one.name} {one.does}") for word in words))


def one(session: Session, ident: int) -> InstitutionFact | None:
    """Return one entry; None when there is none."""
    row = session.get(Institution, ident)
    return None if row is None else _fact(row)


def referrals(
    session: Session, *, code: str = "", open_only: bool = False, of: tuple[ColumnElement[bool], ...] = ()
) -> tuple[ReferralFact, ...]:
    """Return referrals, of one record where its code is given, the oldest first; `of` are conditions of records."""
    query = (
        select(Referral, RecordRow.code, RecordRow.title, RecordRow.office, RecordRow.responsible, Institution.name)
        .join(RecordRow, RecordRow.id == Referral.record_id)
        .join(Institution, Institution.id == Referral.institution_id)
        .where(*of)
        .order_by(Referral.asked_at, Referral.id)
    )
    if code:
        query = query.where(RecordRow.code == code)
    if open_only:
        query = query.where(Referral.returned_at.is_(None))
    return tuple(
        ReferralFact(
            row.id,
            code_of,
            title,
            office,
            responsible,
            name,
            row.words,
            row.asked_at,
            row.confirmed_at,
            row.returned_at,
            row.result,
        )
        for row, code_of, title, office, responsible, name in session.execute(query)
    )


def _fact(row: Institution) -> InstitutionFact:
    return InstitutionFact(
        row.id,
        row.name,
        row.kind,
        row.department,
        row.municipality,
        row.does,
        row.office,
        row.contact,
        row.contact_by,
        row.contact_since,
        row.active,
        row.row_version,
    )
