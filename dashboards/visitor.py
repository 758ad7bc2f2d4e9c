"""Who sent the request that is being answered: set once at the gate, read by what is drawn around a page.

Rules and commands never read it: they are given a person.
"""

import hashlib
from contextvars import ContextVar
from dataclasses import dataclass

from conflict.permissions import NOTHING, Ability, Sight, allowed, sight_of
from conflict.record import Person
from register.account_rows import Account

FIELD = "csrf"
"""The field of a form that carries the visitor's token."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a browser. `account` is None before entering; `secret` is that of the session, "" without one."""

    account: Account | None
    secret: str
    device: str

    @property
    def form_token(self) -> str:
        """Return what a form of this visitor carries: it comes from the session, before it from the browser."""
        kind, secret = ("sesion", self.secret) if self.secret else ("equipo", self.device)
        return hashlib.sha256(f"formulario:{kind}:{secret}".encode()).hexdigest()

    @property
    def mark(self) -> str:
        """Return by what a browser tells whose its kept pages are: of this account in this browser; "" for nobody."""
        if self.account is None:
            return ""
        return hashlib.sha256(f"equipo:{self.device}:{self.account.id}".encode()).hexdigest()[:12]

    @property
    def person(self) -> Person | None:
        """Return who acts, None before entering."""
        return None if self.account is None else self.account.person()

    def may(self, ability: Ability) -> bool:
        """Say whether the visitor has an ability at all."""
        person = self.person
        return person is not None and allowed(person, ability)


_NOW: ContextVar[Visitor | None] = ContextVar("visitor", default=None)


def welcome(visitor: Visitor | None) -> None:
    """Say who sent the request that is being answered."""
    _NOW.set(visitor)


def visitor() -> Visitor | None:
    """Return who sent the request that is being answered, None where nobody was asked."""
    return _NOW.get()


def reader() -> Person | None:
    """Return the person who sent the request, None before entering."""
    return None if (now := _NOW.get()) is None else now.person


def sight() -> Sight:
    """Return what the visitor may see: nothing before entering."""
    person = reader()
    return Sight(NOTHING, NOTHING) if person is None else sight_of(person)
