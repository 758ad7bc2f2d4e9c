"""The mapped tables of what persons decide: reviews, records, actions, deadlines, transfers. Private to the room."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from conflict.clocks import Term
from conflict.codebook import Level, QueueState
from conflict.fieldwork import Modality
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
from conflict.rulebook import AfterAcceptance
from conflict.typology import Typology
from conflict.vocabulary import TransferReason
from register.columns import JsonText, one_of
from register.tables import STRICT, Base

_WAITING = text("state IN ('solicitada', 'autorizada', 'enviada')")


class RecordRow(Base):
    """An alert or a conflict. The code never changes and is never used again; an alert keeps it as a conflict.

    `closed_at` is when the office closed the record, `ended_on` the day (ISO) on which the conflict was over, None
    where nobody said. The figures of a week go by the first: they are of what the office did, and a day told later
    would change weeks that are signed.
    """

    __tablename__ = "record"
    __table_args__ = (
        UniqueConstraint("code"),
        one_of("kind", RecordKind),
        one_of("state", RecordState),
        one_of("level", Level),
        one_of("outcome", Outcome),
        one_of("typology", Typology),
        CheckConstraint(
            "(kind = 'alerta' AND state IN ('borrador', 'registrada', 'en_seguimiento', 'convertida_en_conflicto', "
            "'desactivada', 'vencida_sin_hecho', 'fusionada', 'anulada')) OR (kind = 'conflicto' AND state IN ("
            "'abierto', 'latente', 'reactivado', 'concluido', 'archivado', 'fusionada', 'anulada'))",
            name="state_of_kind",
        ),
        CheckConstraint(
            "(closed_at IS NULL) = (state IN ('borrador', 'registrada', 'en_seguimiento', 'abierto', 'latente', "
            "'reactivado'))",
            name="closed",
        ),
        CheckConstraint("office <> '' AND responsible <> ''", name="in_somebodys_hands"),
        Index("ix_record_work", "state", "updated_at", "id"),
        Index("ix_record_closed", "state", "closed_at", "id"),
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
    ended_on: Mapped[str | None]


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
    __table_args__ = (
        one_of("kind", ActionKind),
        one_of("modality", Modality),
        Index("ix_record_action_record", "record_id", "at", "id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    kind: Mapped[str | None]
    at: Mapped[datetime]
    entered_at: Mapped[datetime]
    by: Mapped[str]
    office: Mapped[str]
    words: Mapped[str]
    proof: Mapped[str]
    modality: Mapped[str | None]
    place: Mapped[str] = mapped_column(server_default="")


class DeadlineRow(Base):
    """What must be done until when. Addressee is the institution that owes an answer, "" when we owe the deed.

    `term` is the clock of the table it runs by, `propio` for one set by hand; `why` says why it moved or was dropped.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        one_of("state", DeadlineState),
        one_of("term", Term),
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
    term: Mapped[str] = mapped_column(server_default=Term.OWN.value)
    why: Mapped[str] = mapped_column(server_default="")


class TransferRow(Base):
    """A transfer between offices; one at a time may be on its way. What was sent is frozen in `pack`.

    `local_role` is what the sender keeps once it is accepted; `counter_reference` the result sent back at the end;
    `held_by` who had the record when it was accepted, to whom it goes back when that is taken back.
    """

    __tablename__ = "transfer"
    __table_args__ = (
        one_of("state", TransferState),
        one_of("motive", TransferReason),
        one_of("local_role", AfterAcceptance),
        CheckConstraint("sender <> receiver", name="two_offices"),
        CheckConstraint("(answered_at IS NULL) = (state IN ('solicitada', 'autorizada', 'enviada'))", name="answered"),
        CheckConstraint("state NOT IN ('aceptada', 'devuelta', 'cerrada') OR answered_by <> ''", name="answerer"),
        CheckConstraint("state <> 'cerrada' OR counter_reference <> ''", name="referred_back"),
        CheckConstraint("state NOT IN ('enviada', 'aceptada', 'devuelta', 'cerrada') OR pack <> '{}'", name="packed"),
        Index("ix_transfer_one_waiting", "record_id", unique=True, sqlite_where=_WAITING, postgresql_where=_WAITING),
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
    motive: Mapped[str] = mapped_column(server_default=TransferReason.OTHER.value)
    authorised_at: Mapped[datetime | None]
    authorised_by: Mapped[str] = mapped_column(server_default="")
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[str] = mapped_column(server_default="")
    local_role: Mapped[str] = mapped_column(server_default=AfterAcceptance.SUPPORTS.value)
    counter_reference: Mapped[str] = mapped_column(server_default="")
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str] = mapped_column(server_default="")
    held_by: Mapped[str] = mapped_column(server_default="")
    reminded_at: Mapped[datetime | None]
