"""Carry a command out once, however often it is sent: a page reloaded, a telephone without network, a second try.

The caller names each command with a key of its own. The key is taken in the transaction of the work, so that there is
either both or neither; whoever comes second waits, and gets the first one's answer.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from conflict.record import Person, RuleError
from register.inserting import insert_on
from register.keeping_tables import CommandKey

KEPT = timedelta(days=7)
"""How long a key is remembered; after it the same key is a new command (bar of the register on idempotency)."""
LONGEST_KEY = 80


class KeyReused(RuleError):
    """A key that named another command before; nothing was done."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command returned, as JSON knows it; `repeated` when it had been carried out before."""

    value: Any
    repeated: bool


def once(
    session: Session,
    *,
    key: str,
    command: str,
    asked: Mapping[str, Any],
    by: Person,
    now: datetime,
    work: Callable[[], Any],
) -> Answer:
    """Do the work unless this key was used, and return its answer, which must be JSON.

    Raise RuleError for a key that is empty or too long, and for one that was used with other words or by somebody else.
    """
    if not key.strip() or len(key) > LONGEST_KEY or not key.isascii():
        raise RuleError(f"command key of {len(key)} characters", "La llave de la orden no es válida: hasta 80 letras.")
    told = json.dumps([command, by.name, by.user_id, asked], ensure_ascii=False, sort_keys=True, default=str)
    digest = hashlib.sha256(told.encode()).hexdigest()
    session.execute(delete(CommandKey).where(CommandKey.key == key, CommandKey.at < now - KEPT))
    values = {"key": key, "command": command, "asked": digest, "by": by.name, "at": now, "answer_digest": ""}
    taken = session.execute(
        insert_on(session, CommandKey)
        .values(answer=None, **values)
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(CommandKey.key)
    ).scalar_one_or_none()
    if taken is None:
        before = session.execute(select(CommandKey.asked, CommandKey.answer).where(CommandKey.key == key)).one()
        if before.asked != digest:
            raise KeyReused(
                f"command key {key[:12]}… used for another command",
                "Esa llave ya se usó para otra orden. Vuelva a abrir la página y repita; no se cambió nada.",
            )
        return Answer(before.answer, repeated=True)
    answer = json.loads(json.dumps(work()))
    digest = hashlib.sha256(json.dumps(answer, sort_keys=True).encode()).hexdigest()
    session.execute(update(CommandKey).where(CommandKey.key == key).values(answer=answer, answer_digest=digest))
    return Answer(answer, repeated=False)


def forget(session: Session, *, now: datetime) -> int:
    """Erase the keys that are no longer remembered; return how many."""
    return len(session.execute(delete(CommandKey).where(CommandKey.at < now - KEPT).returning(CommandKey.key)).all())
