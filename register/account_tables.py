"""The mapped tables of accounts: who may enter, open sessions, failed tries, tokens. Private to the room.

Nothing here opens a door by itself: passwords are Argon2id, sessions and tokens are kept as digests.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conflict.roles import OF_ACCOUNTS
from register.account_rows import TokenUse
from register.columns import JsonText, one_of
from register.tables import STRICT, Base

PASSING = STRICT | {"info": {"derived": True}}
"""Tables of what passes — sessions, counts of tries — which no archive carries: whoever brings one enters anew."""


class AccountRow(Base):
    """A person who may enter. A suppressed one keeps its number, for the journal, and nothing else."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("login"), one_of("role", OF_ACCOUNTS), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str]
    name: Mapped[str]
    office: Mapped[str]
    role: Mapped[str]
    departments: Mapped[Any] = mapped_column(JsonText)
    municipalities: Mapped[Any] = mapped_column(JsonText)
    active: Mapped[bool]
    password_hash: Mapped[str]
    totp_secret: Mapped[str]
    totp_last_step: Mapped[int]
    recovery: Mapped[Any] = mapped_column(JsonText)
    made_at: Mapped[datetime]
    row_version: Mapped[int]


class SessionRow(Base):
    """An open session; its id is a digest of what the browser holds."""

    __tablename__ = "login_session"
    __table_args__ = (Index(None, "account_id"), Index(None, "device"), PASSING)

    digest: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    device: Mapped[str]
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    idle_seconds: Mapped[int]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ThrottleRow(Base):
    """Failed tries under a key: an account, an address, a browser that was let in before."""

    __tablename__ = "throttle"
    __table_args__ = (PASSING,)

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]


class ApiTokenRow(Base):
    """A person's token for the API or for the addresses of channels; shown once, kept as a digest."""

    __tablename__ = "api_token"
    __table_args__ = (UniqueConstraint("digest"), one_of("opens", TokenUse), Index(None, "account_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    digest: Mapped[str]
    label: Mapped[str]
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    opens: Mapped[str] = mapped_column(server_default=TokenUse.API.value)


class OnceTokenRow(Base):
    """A token that opens one door once: the first administrator (no account), or a new password."""

    __tablename__ = "once_token"
    __table_args__ = (CheckConstraint("until > made_at", name="lasts"), PASSING)

    digest: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    used_at: Mapped[datetime | None]
