"""The mapped tables of what leaves the house: rules of recipients, what persons asked for, words, and the outbox.

Private to the room.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from conflict.message import MessageKind, MessageState
from conflict.personnotice import Urgency, Way
from conflict.wording import LetterKind
from register.columns import JsonText, one_of
from register.tables import STRICT, Base

_IN_FORCE = text("ended_at IS NULL")


class RecipientRule(Base):
    """Who gets what; a rule that was ended is kept."""

    __tablename__ = "recipient_rule"
    __table_args__ = (STRICT,)

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str]
    office: Mapped[str]
    kinds: Mapped[Any] = mapped_column(JsonText)
    approval: Mapped[bool]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class PersonNotice(Base):
    """What a person asked to be told of; no row, no message. `morning` is an hour of La Paz, NULL for no mail then."""

    __tablename__ = "person_notices"
    __table_args__ = (
        one_of("urgent", Urgency),
        one_of("way", Way),
        CheckConstraint("morning BETWEEN 0 AND 23", name="hour"),
        STRICT,
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    mail: Mapped[str]
    chat: Mapped[str]
    morning: Mapped[int | None]
    urgent: Mapped[str]
    way: Mapped[str]
    silence: Mapped[bool]
    reminders: Mapped[bool]
    changed_at: Mapped[datetime]
    row_version: Mapped[int]


class MessageWording(Base):
    """The institution's words of a kind of message; one in force at a time, those before it are kept."""

    __tablename__ = "message_wordings"
    __table_args__ = (
        one_of("kind", LetterKind),
        UniqueConstraint("kind", "version"),
        Index("ix_message_wordings_in_force", "kind", unique=True, sqlite_where=_IN_FORCE, postgresql_where=_IN_FORCE),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    version: Mapped[int]
    subject: Mapped[str]
    opening: Mapped[str]
    closing: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    ended_at: Mapped[datetime | None]


class MessageRow(Base):
    """A message; its key makes sure that the same one is never put in twice.

    `account_id` is whose it is where a person asked for it, 0 where a rule did.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("key"),
        one_of("kind", MessageKind),
        one_of("state", MessageState),
        CheckConstraint("(sent_at IS NOT NULL) = (state = 'enviado')", name="sent"),
        Index("ix_message_due", "state", "not_before", "id"),
        Index("ix_message_account", "account_id", "state"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    kind: Mapped[str]
    address: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    state: Mapped[str]
    made_at: Mapped[datetime]
    not_before: Mapped[datetime]
    attempts: Mapped[int]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str]
    calendar: Mapped[str] = mapped_column(server_default="")
    account_id: Mapped[int] = mapped_column(server_default="0")
