"""The mapped tables of what persons decide: reviews, records, actions, deadlines, transfers. Private to the room."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from conflict.codebook import Level, QueueState
from conflict.lifecycle import (
    ActionKind,
    DeadlineState,
    DiscardReason,
    Outcome,
    RecordKind,
    RecordState,
    ReviewDecision,
    TransferState,
)
from conflict.typology import Typology
from register.columns import JsonText, one_of
from register.tables import STRICT, Base

_ASKED = text("state = 'solicitada'")


class RecordRow(Base):
    """An alert or a conflict. The code never changes and is never used again; an alert keeps it as a conflict."""

    __tablename__ = "record"
    __table_args__ = (
        UniqueConstraint("code"),
        one_of("kind", RecordKind),
        one_of("state", RecordState),
        one_of("level", Level),
        one_of("outcome", Outcome),
        one_of("typology", Typology),
        CheckConstraint(
            "(kind = 'alerta' AND state IN ('registrada', 'en_seguimiento', 'convertida_en_conflicto', 'desactivada', "
            "'vencida_sin_hecho', 'anulada')) OR (kind = 'conflicto' AND state IN ('abierto', 'concluido', 'anulada'))",
            name="state_of_kind",
        ),
        CheckConstraint("(closed_at IS NULL) = (state IN ('registrada', 'en_seguimiento', 'abierto'))", name="closed"),
        Index("ix_record_work", "state", "updated_at", "id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    kind: Mapped[str]
    state: Mapped[str]
    level: Mapped[str]
    title: Mapped[str]
    searchable: Mapped[str]
    departments: Mapped[Any] = mapped_column(JsonText)
    municipalities: Mapped[Any] = mapped_column(JsonText)
    measures: Mapped[Any] = mapped_column(JsonText)
    office: Mapped[str]
    responsible: Mapped[str]
    external_code: Mapped[str]
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
    opened_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    closing_words: Mapped[str]
    row_version: Mapped[int]
    claimants: Mapped[Any] = mapped_column(JsonText, default=list)
    addressees: Mapped[Any] = mapped_column(JsonText, default=list)
    demand: Mapped[str] = mapped_column(default="")
    typology: Mapped[str | None]


class RecordEntry(Base):
    """A row of the queue that belongs to a record."""

    __tablename__ = "record_entry"
    __table_args__ = (UniqueConstraint("entry_id"), STRICT)

    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("queue_entry.id"), primary_key=True)


class ReviewRow(Base):
    """One decision of a person about a row of the queue. Undoing adds who and when; nothing is erased."""

    __tablename__ = "review"
    __table_args__ = (
        one_of("decision", ReviewDecision),
        one_of("state_before", QueueState),
        one_of("reason", DiscardReason),
        Index("ix_review_entry", "entry_id", "id"),
        Index("ix_review_at", "at"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("queue_entry.id"))
    decision: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]
    office: Mapped[str]
    reason: Mapped[str | None]
    comment: Mapped[str]
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
    state_before: Mapped[str]
    review_by_before: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str]


class ActionRow(Base):
    """A defensorial action; a record's step (conclude, reopen …) is one too, with its kind None."""

    __tablename__ = "record_action"
    __table_args__ = (one_of("kind", ActionKind), Index("ix_record_action_record", "record_id", "at", "id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    kind: Mapped[str | None]
    at: Mapped[datetime]
    entered_at: Mapped[datetime]
    by: Mapped[str]
    office: Mapped[str]
    words: Mapped[str]
    proof: Mapped[str]


class DeadlineRow(Base):
    """What must be done until when. Addressee is the institution that owes an answer, "" when we owe the deed."""

    __tablename__ = "deadline"
    __table_args__ = (
        one_of("state", DeadlineState),
        CheckConstraint("(closed_at IS NULL) = (state = 'abierto')", name="closed"),
        Index("ix_deadline_work", "state", "due_at", "id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    what: Mapped[str]
    addressee: Mapped[str]
    due_at: Mapped[datetime]
    state: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str]


class TransferRow(Base):
    """A transfer between offices; one at a time may wait for an answer."""

    __tablename__ = "transfer"
    __table_args__ = (
        one_of("state", TransferState),
        Index("ix_transfer_one_asked", "record_id", unique=True, sqlite_where=_ASKED, postgresql_where=_ASKED),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    state: Mapped[str]
    sender: Mapped[str]
    receiver: Mapped[str]
    reason: Mapped[str]
    pack: Mapped[Any] = mapped_column(JsonText)
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    answer_by: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str]
    answer: Mapped[str]
