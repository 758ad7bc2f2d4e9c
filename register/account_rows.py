"""The frozen rows that queries about accounts return; none carries a secret."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conflict.record import Person
from conflict.roles import Role


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may enter."""

    id: int
    login: str
    name: str
    office: str
    role: Role
    departments: tuple[str, ...]
    municipalities: tuple[str, ...]
    active: bool
    has_password: bool
    totp: bool
    recovery_left: int
    made_at: datetime
    version: int

    def person(self) -> Person:
        """Return who acts when this account does."""
        return Person(self.name, self.office, self.id, self.role, self.departments, self.municipalities)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session as its owner sees it."""

    made_at: datetime
    seen_at: datetime
    until: datetime
    current: bool


class TokenUse(StrEnum):
    """What a token opens: the JSON API as a header, or the feeds and the calendar as part of their address."""

    API = "api"
    CHANNEL = "canal"


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token as its owner sees it; `opens` is what it is for."""

    id: int
    label: str
    made_at: datetime
    until: datetime
    used_at: datetime | None
    revoked: bool
    opens: TokenUse = TokenUse.API
