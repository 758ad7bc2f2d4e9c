"""Write the journal: in the same transaction as the change it tells of, or not at all."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from conflict.record import Person
from conflict.roles import Role
from register import chain
from register.journal_tables import JournalSalt

MACHINE = "maquina"
"""The actor of what no person decided."""
CONSOLE = "consola"
"""The actor of what was typed on the machine itself."""


def append(
    session: Session,
    *,
    now: datetime,
    actor: str | Person,
    action: str,
    object_type: str,
    object_id: object,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> None:
    """Add one line. `details` are codes, numbers and digests, never a text of an article or the name of a person.

    A person is written as the number of the account, without one as a digest of the name. `version` is the object's
    after the change. Raise StorageError when the key of the chain is missing.
    """
    person = actor if isinstance(actor, Person) else None
    chain.add(
        session,
        {
            "at": now,
            "actor": actor_id(session, actor),
            "office": person.office if person else "",
            "role": person.role.value if person and person.role is not Role.SYSTEM else "",
            "action": action,
            "object_type": object_type,
            "object_id": str(object_id),
            "object_version": version,
            "reason": reason,
            "details": json.loads(json.dumps(dict(details or {}))),
        },
    )


def actor_id(session: Session, actor: str | Person) -> str:
    """Return how the journal calls who acts."""
    if isinstance(actor, Person):
        if actor.user_id:
            return f"u-{actor.user_id}"
        return chain.name_digest(chain.key_of(session), actor.name)
    return actor if actor in (MACHINE, CONSOLE) else chain.name_digest(chain.key_of(session), actor)


def digest(session: Session, object_type: str, object_id: object, text: str) -> str:
    """Return the digest of a text of an object, salted with the object's own salt, which is made when there is none."""
    where = {"object_type": object_type, "object_id": str(object_id)}
    salt = session.scalar(select(JournalSalt.salt).filter_by(**where))
    if salt is None:
        salt = secrets.token_hex(16)
        session.execute(insert(JournalSalt).values(salt=salt, **where))
    return hmac.new(salt.encode(), text.encode(), hashlib.sha256).hexdigest()


def suppress(
    session: Session, *, object_type: str, object_id: object, reason: str, by: str | Person, now: datetime
) -> None:
    """Forget the salt of an object's digests: its lines stay chained and say nothing any more of what was in it."""
    session.execute(
        delete(JournalSalt).where(JournalSalt.object_type == object_type, JournalSalt.object_id == str(object_id))
    )
    append(
        session,
        now=now,
        actor=by,
        action=f"{object_type}.suprimir",
        object_type=object_type,
        object_id=object_id,
        reason=reason,
    )
