"""The mapped tables of offices and of rows that persons moved between them. Private to the room."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from conflict.office import OfficeKind
from register.columns import one_of
from register.tables import STRICT, Base


class OfficeRow(Base):
    """An office as oficinas.csv tells it; `working` is false once it is gone from there or only a candidate."""

    __tablename__ = "office"
    __table_args__ = (one_of("kind", OfficeKind), STRICT)

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    short: Mapped[str]
    kind: Mapped[str]
    department: Mapped[str]
    seat: Mapped[str]
    provenance: Mapped[str]
    working: Mapped[bool]
    mark: Mapped[str] = mapped_column(server_default="")


class QueueMove(Base):
    """A row of the queue that a person gave to another office, and why."""

    __tablename__ = "queue_move"
    __table_args__ = (Index("ix_queue_move_entry", "entry_id", "id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("queue_entry.id"))
    sender: Mapped[str]
    receiver: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]
    office: Mapped[str]
    reason: Mapped[str]
