"""The mapped tables of what persons brought to the queue, and of the sweeps of the queue. Private to the room."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conflict.entered import Way
from register.columns import JsonText, one_of
from register.tables import STRICT, Base


class EnteredRow(Base):
    """A row of the queue that a person brought: how it came in, who said it, and the file that shows it.

    `miss` says that it was news of a listed outlet, hence one that the machine should have flagged; `digest` names the
    file in the data folder, "" for none.
    """

    __tablename__ = "entered"
    __table_args__ = (
        UniqueConstraint("entry_id"),
        one_of("way", Way),
        CheckConstraint("(digest = '') = (file_bytes = 0)", name="file"),
        Index("ix_entered_at", "entered_at"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("queue_entry.id"))
    way: Mapped[str]
    said_by: Mapped[str]
    link: Mapped[str]
    words: Mapped[str]
    seen_at: Mapped[datetime]
    entered_at: Mapped[datetime]
    by: Mapped[str]
    office: Mapped[str]
    miss: Mapped[bool]
    digest: Mapped[str]
    file_name: Mapped[str]
    file_type: Mapped[str]
    file_bytes: Mapped[int]


class SweepRow(Base):
    """Somebody went through a view of the queue to its end: what was seen, what was decided, what was left."""

    __tablename__ = "sweep"
    __table_args__ = (
        CheckConstraint("decided >= 0 AND remaining >= 0 AND seen = decided + remaining", name="adds_up"),
        Index("ix_sweep_office", "office", "at"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    since: Mapped[datetime]
    view: Mapped[Any] = mapped_column(JsonText)
    seen: Mapped[int]
    decided: Mapped[int]
    remaining: Mapped[int]
