"""The mapped tables of what is owed in a record: requests, agreements and commitments, recommendations. Private.

With them what two persons decide together: a step that waits for approval, and records joined into one.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from conflict.handling import AgreementState, CommitmentState, RecommendationState, RequestState
from conflict.lifecycle import Outcome, RecordStep
from register.columns import JsonText, one_of
from register.tables import STRICT, Base

_UNDECIDED = text("decided_at IS NULL")
_NOT_UNDONE = text("undone_at IS NULL")


class RequestRow(Base):
    """A *requerimiento de informe escrito*; its clock is the deadline it points at. `cite` is its note's number."""

    __tablename__ = "report_request"
    __table_args__ = (
        one_of("state", RequestState),
        CheckConstraint("addressee <> ''", name="addressed"),
        CheckConstraint("state NOT IN ('respondido', 'respondido_en_parte') OR answered_at IS NOT NULL", name="answer"),
        Index("ix_report_request_record", "record_id", "id"),
        Index("ix_report_request_state", "state", "sent_at"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("record_action.id"))
    deadline_id: Mapped[int | None] = mapped_column(ForeignKey("deadline.id"))
    addressee: Mapped[str]
    note: Mapped[str]
    state: Mapped[str]
    sent_at: Mapped[datetime]
    repeated_at: Mapped[datetime | None]
    escalated_to: Mapped[str]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str]
    row_version: Mapped[int]
    cite: Mapped[str] = mapped_column(server_default="")


class AgreementRow(Base):
    """An agreement signed in a record."""

    __tablename__ = "agreement"
    __table_args__ = (one_of("state", AgreementState), Index("ix_agreement_record", "record_id", "id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    signed_on: Mapped[str]
    signers: Mapped[str]
    words: Mapped[str]
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("record_evidence.id"))
    state: Mapped[str]
    entered_at: Mapped[datetime]
    by: Mapped[str]
    row_version: Mapped[int]


class CommitmentRow(Base):
    """What one party promised until when; its clock is the deadline it points at."""

    __tablename__ = "commitment"
    __table_args__ = (
        one_of("state", CommitmentState),
        CheckConstraint("owner <> ''", name="owned"),
        CheckConstraint("state = 'pendiente' OR verification <> ''", name="verified"),
        Index("ix_commitment_agreement", "agreement_id", "id"),
        Index("ix_commitment_record", "record_id", "id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    deadline_id: Mapped[int | None] = mapped_column(ForeignKey("deadline.id"))
    words: Mapped[str]
    owner: Mapped[str]
    due_on: Mapped[str]
    state: Mapped[str]
    verification: Mapped[str]
    settled_on: Mapped[str] = mapped_column(server_default="")
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("record_evidence.id"))
    row_version: Mapped[int]


class RecommendationRow(Base):
    """A recommendation of a Resolución or an Informe Defensorial that belongs to the matter."""

    __tablename__ = "recommendation"
    __table_args__ = (
        one_of("state", RecommendationState),
        CheckConstraint("addressee <> ''", name="addressed"),
        Index("ix_recommendation_record", "record_id", "id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    document: Mapped[str]
    addressee: Mapped[str]
    words: Mapped[str]
    sent_on: Mapped[str]
    state: Mapped[str]
    state_at: Mapped[datetime]
    by: Mapped[str]
    row_version: Mapped[int]


class ProposalRow(Base):
    """A step that waits for the approval of somebody else than who proposed it; one at a time for a record."""

    __tablename__ = "proposal"
    __table_args__ = (
        one_of("step", RecordStep),
        one_of("outcome", Outcome),
        CheckConstraint("decided_by <> proposed_by", name="two_persons"),
        CheckConstraint("(decided_at IS NULL) = (decided_by = '')", name="decided"),
        Index("ix_proposal_one_open", "record_id", unique=True, sqlite_where=_UNDECIDED, postgresql_where=_UNDECIDED),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    step: Mapped[str]
    outcome: Mapped[str | None]
    words: Mapped[str]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[str]
    due_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str]
    approved: Mapped[bool]
    answer: Mapped[str]
    ended_on: Mapped[str | None]


class MergeRow(Base):
    """Two records joined into one, with what moved, so that taking it back restores both."""

    __tablename__ = "record_merge"
    __table_args__ = (
        CheckConstraint("record_id <> into_id", name="two_records"),
        Index("ix_record_merge_one", "record_id", unique=True, sqlite_where=_NOT_UNDONE, postgresql_where=_NOT_UNDONE),
        Index("ix_record_merge_into", "into_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    into_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    moved: Mapped[Any] = mapped_column(JsonText)
    words: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str]
