"""The drafts of one person; nobody sees another's."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.record import Person
from register.keeping_tables import Draft


@dataclass(frozen=True, slots=True)
class DraftFact:
    """A form as it was left. `version` is that of its object when the form was opened."""

    form: str
    of: str
    fields: dict[str, str]
    version: int
    saved_at: datetime


def owner_of(by: Person) -> str:
    """Return under whose name drafts are kept: the account's number, else the name."""
    return f"cuenta {by.user_id}" if by.user_id else by.name


def of_person(session: Session, by: Person) -> tuple[DraftFact, ...]:
    """Return the drafts of a person, the last saved first."""
    rows = session.scalars(select(Draft).where(Draft.by == owner_of(by)).order_by(Draft.saved_at.desc(), Draft.id))
    return tuple(DraftFact(one.form, one.object, dict(one.fields), one.object_version, one.saved_at) for one in rows)


def one(session: Session, *, form: str, of: str, by: Person) -> DraftFact | None:
    """Return the draft of one form about one object; None when there is none."""
    return next((draft for draft in of_person(session, by) if (draft.form, draft.of) == (form, of)), None)
