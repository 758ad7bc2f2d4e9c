"""The mapped tables of what leaves the house: rules of recipients and the outbox of messages. Private to the room."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conflict.message import MessageKind, MessageState
from register.columns import JsonText, one_of
from register.tables import STRICT, Base


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


class MessageRow(Base):
    """A message; its key makes sure that the same one is never put in twice."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("key"),
        one_of("kind", MessageKind),
        one_of("state", MessageState),
        CheckConstraint("(sent_at IS NOT NULL) = (state = 'enviado')", name="sent"),
        Index("ix_message_due", "state", "not_before", "id"),
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
