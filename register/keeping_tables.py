"""The mapped tables that keep work from being lost or done twice: keys of commands, drafts, imports. Private."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from register.columns import JsonText
from register.tables import STRICT, Base


class CommandKey(Base):
    """A command that was carried out under a key of the caller's: what was asked, as a digest, and the answer."""

    __tablename__ = "command_key"
    __table_args__ = (Index("ix_command_key_at", "at"), STRICT)

    key: Mapped[str] = mapped_column(primary_key=True)
    command: Mapped[str]
    asked: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    answer: Mapped[Any] = mapped_column(JsonText, nullable=True)
    answer_digest: Mapped[str]


class Draft(Base):
    """A form that a person has begun and not sent. Erased when it is sent, or when nobody came back to it."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("by", "form", "object"), Index("ix_draft_saved", "saved_at"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    by: Mapped[str]
    form: Mapped[str]
    object: Mapped[str]
    fields: Mapped[Any] = mapped_column(JsonText)
    object_version: Mapped[int]
    saved_at: Mapped[datetime]


class ImportBatch(Base):
    """One workbook that was brought in: which, by whom, with which columns, and whether it was taken back."""

    __tablename__ = "import_batch"
    __table_args__ = (
        CheckConstraint("(undone_at IS NULL) = (undone_by = '')", name="undone"),
        Index("ix_import_batch_digest", "digest"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    digest: Mapped[str]
    columns: Mapped[Any] = mapped_column(JsonText)
    at: Mapped[datetime]
    by: Mapped[str]
    office: Mapped[str]
    rows: Mapped[int]
    skipped: Mapped[Any] = mapped_column(JsonText)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str]


class ImportRow(Base):
    """Which record came of which row of a workbook, and its version when it came."""

    __tablename__ = "import_row"
    __table_args__ = (UniqueConstraint("record_id"), STRICT)

    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    row_version: Mapped[int]


class Institution(Base):
    """Somebody able to act in a place: an institution, an organisation or a service, and how to reach it."""

    __tablename__ = "institution"
    __table_args__ = (
        UniqueConstraint("name", "municipality"),
        CheckConstraint("kind IN ('institucion', 'organizacion', 'servicio')", name="kind_known"),
        Index("ix_institution_place", "department", "municipality"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    department: Mapped[str]
    municipality: Mapped[str]
    does: Mapped[str]
    office: Mapped[str]
    contact: Mapped[str]
    contact_by: Mapped[str]
    contact_since: Mapped[datetime]
    active: Mapped[bool]
    row_version: Mapped[int]


class Referral(Base):
    """A person or matter handed to an institution (derivación asistida): complete only with what came of it."""

    __tablename__ = "referral"
    __table_args__ = (
        CheckConstraint("returned_at IS NULL OR confirmed_at IS NOT NULL", name="returned_after_confirmed"),
        CheckConstraint("(returned_at IS NULL) = (result = '')", name="result"),
        Index("ix_referral_open", "returned_at", "asked_at"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    words: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    confirmed_at: Mapped[datetime | None]
    confirmed_words: Mapped[str]
    returned_at: Mapped[datetime | None]
    result: Mapped[str]
