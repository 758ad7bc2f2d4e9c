"""An order of a page, carried out once: its form has a key that was made with it; sent again it is answered the same.

A second click, a page sent again after a lost answer and what a telephone kept while it had no network are all the same
order: same person, same key, same words. Other words under the same key are another order.
"""

import hashlib
import json
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from fastapi import Request

from conflict.record import Person, RuleError
from dashboards.drafted import erase
from dashboards.visitor import Visitor
from register.commands.once import Answer, once
from register.engine import Transaction

KEY = "llave"
"""The field of a form that carries its key."""
LONGEST_KEY = 48
KEYED = ("/cola/", "/decisiones/", "/registros/", "/plazos/", "/transferencias/", "/agregar")
"""Addresses whose forms carry a key."""


def key_for(now: Visitor) -> str:
    """Return a key for one form: whose it is, by the mark of the visitor, and 96 random bits."""
    return f"{now.mark}.{secrets.token_urlsafe(12)}"


def sent_key(request: Request) -> str:
    """Return the key of the form that was sent, "" for none; the gate has read the form already."""
    return dict(_fields(request)).get(KEY, "")


def begins(by: Person, key: str) -> str:
    """Return how the register's keys for an order of this person begin, whatever its words were."""
    return f"{by.user_id}:{key}:"


def carried_out(session: Transaction, request: Request, by: Person, now: datetime, work: Callable[[], Any]) -> Answer:
    """Do the work of a form once, erase its draft, and return its answer, which must be JSON.

    Without a key it is done as it comes. Raise RuleError for a key that no page of ours made, and whatever the work
    raises: then nothing is remembered.
    """

    def whole() -> Any:
        done = work()
        erase(session, request.url.path, by)
        return done

    key = sent_key(request)
    if not key:
        return Answer(whole(), repeated=False)
    if len(key) > LONGEST_KEY:
        raise RuleError(f"form key of {len(key)} characters", "La llave del formulario no es válida. Ábralo de nuevo.")
    told = sorted((name, value) for name, value in _fields(request) if name != KEY)
    words = json.dumps([request.url.path, told], ensure_ascii=False).encode("utf-8", "replace")
    name = f"{begins(by, key)}{hashlib.sha256(words).hexdigest()[:12]}"
    return once(session, key=name, command="pagina", asked={"orden": name}, by=by, now=now, work=whole)


def _fields(request: Request) -> tuple[tuple[str, str], ...]:
    found: tuple[tuple[str, str], ...] = (
        *getattr(request.state, "fields", ()),
        *getattr(request.state, "files", ()),
    )
    return found
