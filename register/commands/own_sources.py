"""What people say of the sources on their page: one more or less, a new address, a rest until a day, and its end.

sources.yaml stays the operator's and wins (register.commands.sources).
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from conflict.permissions import Ability, Forbidden, allowed, refused_words
from conflict.record import Person, RuleError
from conflict.source import Source, same_feed, wrong_with
from conflict.text import fold
from register.commands import journal
from register.commands.sources import card_of
from register.queries.sources import who_reads
from register.tables import SourceRow

LONGEST_REST = timedelta(days=366)
MOST_REASON = 300
_MOST_ID = 48
_NOT_READ_YET: dict[str, Any] = {"etag": None, "last_modified": None}
_NOT_MOVED: dict[str, Any] = {"moved_to": None, "moved_since": None, "moved_seen": 0}


def add(session: Session, *, source: Source, by: Person, now: datetime) -> str:
    """Store a source that a person found; return its id, made from its name.

    One that was taken off the list comes back under the id that its notes have. Raise Forbidden for who may not,
    RuleError when a card says what it may not or its channel is read already.
    """
    _demand(by)
    if sentence := wrong_with(source):
        raise RuleError(f"source refused: {sentence}", sentence)
    _demand_new(session, source.url)
    own = {"listed": True, "added_by": by.name, "added_at": now}
    if ident := _taken_off(session, source.url):
        fresh = _NOT_READ_YET | _NOT_MOVED | {"next_check_at": None, "failures": 0.0}
        _change(session, ident, own | fresh | card_of(replace(source, id=ident)))
    else:
        ident = _free_id(session, source.name)
        session.add(SourceRow(id=ident, last_keys=[], **own, **card_of(replace(source, id=ident))))
        session.flush()
    _tell(session, now, by, "agregar", ident)
    return ident


def remove(session: Session, *, source_id: str, by: Person, now: datetime) -> None:
    """Take a source that a person added off the list: no cycle reads it any more, and what was read stays.

    Raise RuleError for one of sources.yaml, which leaves with its card.
    """
    row = _row(session, source_id, by)
    if row.added_at is None:
        raise RuleError(
            "source of the file", "Esta fuente está en la lista del operador: se quita de ahí. Aquí puede pausarla."
        )
    _change(session, source_id, {"listed": False, "active": False})
    _tell(session, now, by, "quitar", source_id)


def accept_address(session: Session, *, source_id: str, address: str, by: Person, now: datetime) -> None:
    """Read a source from the address that it says it moved to for good, from now on.

    For a card of sources.yaml that holds while the file has the old one; the file is the operator's to mend.
    """
    row = _row(session, source_id, by)
    if not address or row.moved_to != address:
        raise RuleError(
            "no such move", "El sitio ya no dice que se mudó a esa dirección. Abra la página de nuevo y compare."
        )
    _demand_new(session, address, but=source_id)
    own = {"url": address} if row.added_at is not None else {"accepted_url": address}
    _change(session, source_id, own | _NOT_READ_YET | _NOT_MOVED | {"next_check_at": None})
    _tell(session, now, by, "direccion", source_id)


def hold(session: Session, *, source_id: str, until: datetime, reason: str, by: Person, now: datetime) -> None:
    """Let a source rest until a moment: no cycle asks it before, and what failed so far is no alarm meanwhile."""
    _row(session, source_id, by)
    told = " ".join(reason.split())
    if not told:
        raise RuleError("no reason", "Escriba por qué se pausa, para quien lo lea después.")
    if len(told) > MOST_REASON:
        raise RuleError("reason too long", f"El motivo pasa de {MOST_REASON} letras. Acórtelo.")
    if not now < until <= now + LONGEST_REST:
        raise RuleError("rest out of range", "Elija hasta qué día: de mañana a un año.")
    _change(session, source_id, {"held_by": by.name, "held_reason": told, "held_until": until, "failures": 0.0})
    _tell(session, now, by, "pausar", source_id)


def resume(session: Session, *, source_id: str, by: Person, now: datetime) -> None:
    """End the rest of a source, whoever began it: the next cycle asks it."""
    _row(session, source_id, by)
    rest = {"held_by": None, "held_reason": None, "held_until": None}
    _change(session, source_id, rest | {"paused_until": None, "pause_reason": "", "next_check_at": None})
    _tell(session, now, by, "reanudar", source_id)


def _demand(by: Person) -> None:
    if not allowed(by, Ability.MANAGE_SOURCES):
        raise Forbidden("sources: not for this role", refused_words(by, "las fuentes"), hidden=False)


def _row(session: Session, source_id: str, by: Person) -> SourceRow:
    """Return a listed source, held until the transaction ends; raise Forbidden or RuleError."""
    _demand(by)
    asked = select(SourceRow).where(SourceRow.id == source_id, SourceRow.listed).with_for_update()
    row = session.scalars(asked).one_or_none()
    if row is None:
        raise RuleError("no such source", "Esa fuente ya no está en la lista.")
    return row


def _demand_new(session: Session, url: str, but: str = "") -> None:
    """Raise RuleError when another listed source reads this channel."""
    if name := who_reads(session, url, but):
        raise RuleError("same feed as another source", f"Ya existe: {name}.")


def _taken_off(session: Session, url: str) -> str:
    """Return the id of the source of this channel that was added once and taken off, "" for none."""
    gone = select(SourceRow).where(~SourceRow.listed, SourceRow.added_at.is_not(None)).order_by(SourceRow.id)
    return next((row.id for row in session.scalars(gone) if same_feed(row.url) == same_feed(url)), "")


def _free_id(session: Session, name: str) -> str:
    """Return an id that no source has or had, of the letters that sources.yaml accepts."""
    stem = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:_MOST_ID].strip("-") or "fuente"
    taken = set(session.scalars(select(SourceRow.id).where(SourceRow.id.startswith(stem, autoescape=True))))
    return next(one for n in range(1, len(taken) + 2) if (one := stem if n == 1 else f"{stem}-{n}") not in taken)


def _change(session: Session, source_id: str, values: dict[str, Any]) -> None:
    session.execute(update(SourceRow).where(SourceRow.id == source_id).values(**values))


def _tell(session: Session, now: datetime, by: Person, action: str, source_id: str) -> None:
    journal.append(session, now=now, actor=by, action=f"fuente.{action}", object_type="fuente", object_id=source_id)
