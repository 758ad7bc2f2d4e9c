"""The mapped tables of working the queue: who has a row open, corrections, joined rows, batches, assignments, views.

Private to the room. What the machine read stays in its own tables; a correction is a row that says what stood before.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conflict.triage import BatchKind, CorrectedField
from register.columns import JsonText, one_of
from register.tables import STRICT, Base


class LeaseRow(Base):
    """Somebody has a row open to decide it, until a moment: one person one row. Nothing depends on it being true."""

    __tablename__ = "queue_lease"
    __table_args__ = (UniqueConstraint("account_id"), CheckConstraint("until > since", name="forwards"), STRICT)

    entry_id: Mapped[int] = mapped_column(ForeignKey("queue_entry.id"), primary_key=True)
    account_id: Mapped[int]
    by: Mapped[str]
    office: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime]


class CorrectionRow(Base):
    """One value of a row as it stood and as a person put it, and why."""

    __tablename__ = "queue_correction"
    __table_args__ = (one_of("field", CorrectedField), Index(None, "entry_id", "id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("queue_entry.id"))
    field: Mapped[str]
    before: Mapped[Any] = mapped_column(JsonText)
    after: Mapped[Any] = mapped_column(JsonText)
    reason: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]
    office: Mapped[str]


class JoinedRow(Base):
    """A row whose articles a person put into another row, by which decision; `changed` is what the other row became:
    for each column the value before and after."""

    __tablename__ = "queue_joined"
    __table_args__ = (Index(None, "into_id"), Index(None, "entry_id"), STRICT)

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("queue_entry.id"))
    into_id: Mapped[int] = mapped_column(ForeignKey("queue_entry.id"))
    articles: Mapped[Any] = mapped_column(JsonText)
    changed: Mapped[Any] = mapped_column(JsonText)


class BatchRow(Base):
    """Decisions that a person took at once about several rows, and takes back at once."""

    __tablename__ = "queue_batch"
    __table_args__ = (one_of("kind", BatchKind), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    reviews: Mapped[Any] = mapped_column(JsonText)
    at: Mapped[datetime]
    by: Mapped[str]
    office: Mapped[str]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str]


class AssignmentRow(Base):
    """The person of an office who is to decide a row; the newest word stands."""

    __tablename__ = "queue_assignment"
    __table_args__ = (Index(None, "account_id"), STRICT)

    entry_id: Mapped[int] = mapped_column(ForeignKey("queue_entry.id"), primary_key=True)
    account_id: Mapped[int]
    name: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]


class ViewRow(Base):
    """Filters of the queue under a name: of a person (`account_id`) or of an office, the other one empty."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("account_id", "office", "name"),
        CheckConstraint("(account_id = 0) <> (office = '')", name="of_one"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int]
    office: Mapped[str]
    name: Mapped[str]
    filters: Mapped[Any] = mapped_column(JsonText)
    at: Mapped[datetime]
    by: Mapped[str]
