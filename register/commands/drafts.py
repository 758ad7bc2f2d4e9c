"""Keep what a person has begun to write and not yet sent: on the server, one draft per person, form and object."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from conflict.record import Person, RuleError
from register.inserting import insert_on
from register.keeping_tables import Draft
from register.queries.drafts import owner_of

KEPT = timedelta(days=30)
MOST_FIELDS = 60
LARGEST = 32_000
"""Letters of a draft in all: four times the longest text that a form takes."""


def save(
    session: Session, *, form: str, of: str, fields: Mapping[str, str], version: int, by: Person, now: datetime
) -> None:
    """Keep the fields of a form, in place of what was kept before. `version` is the object's when the form was opened.

    Raise RuleError for more than a form can have.
    """
    if len(fields) > MOST_FIELDS or sum(map(len, fields.values())) > LARGEST:
        raise RuleError("draft too large", "El borrador es demasiado largo para guardarlo.")
    kept = {"fields": dict(fields), "object_version": version, "saved_at": now}
    session.execute(
        insert_on(session, Draft)
        .values(by=owner_of(by), form=form[:40], object=of[:80], **kept)
        .on_conflict_do_update(index_elements=["by", "form", "object"], set_=kept)
    )


def drop(session: Session, *, form: str, of: str, by: Person) -> bool:
    """Erase a draft, because it was sent or is no longer wanted; return whether there was one."""
    mine = (Draft.by == owner_of(by), Draft.form == form[:40], Draft.object == of[:80])
    return session.execute(delete(Draft).where(*mine).returning(Draft.id)).scalar_one_or_none() is not None


def forget(session: Session, *, now: datetime) -> int:
    """Erase the drafts that nobody came back to; return how many."""
    return len(session.execute(delete(Draft).where(Draft.saved_at < now - KEPT).returning(Draft.id)).all())
