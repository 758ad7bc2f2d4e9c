"""The mapped tables of what a record tells: its file, dated facts, harm, actors, evidence, outside codes. Private."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conflict.dimensions import Competence, Reach, Realm, Setting
from conflict.fieldwork import FieldCheck, PlacePrecision, TimePrecision
from conflict.measure import FactMeasure
from conflict.typology import Typology
from conflict.vocabulary import (
    ActorRole,
    AlertClass,
    Certainty,
    FactKind,
    HarmGroup,
    HarmKind,
    Intensity,
    Origin,
    OutsideSystem,
    Phase,
    Sector,
    Side,
    Trend,
)
from register.columns import JsonText, one_of
from register.tables import STRICT, Base


class CaseFile(Base):
    """What a person fills in about a record; one row for each. Empty text and NULL mean «not yet said».

    `foreseen_on` is the announced day (ISO, "" for none); `vocabulary` the date of the vocabularies in force.
    `base` columns of a clash are found by `row_version`, which every edit raises.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        one_of("alert_class", AlertClass),
        one_of("origin", Origin),
        one_of("phase", Phase),
        one_of("intensity", Intensity),
        one_of("trend", Trend),
        one_of("typology", Typology),
        one_of("realm", Realm),
        one_of("reach", Reach),
        one_of("setting", Setting),
        one_of("competence", Competence),
        one_of("field_check", FieldCheck),
        CheckConstraint("probability BETWEEN 1 AND 3", name="probability_range"),
        CheckConstraint("impact BETWEEN 1 AND 3", name="impact_range"),
        CheckConstraint("parent_id <> record_id", name="not_its_own_parent"),
        Index("ix_case_file_parent", "parent_id"),
        STRICT,
    )

    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
    summary: Mapped[str]
    alert_class: Mapped[str | None]
    origin: Mapped[str | None]
    phase: Mapped[str]
    intensity: Mapped[str | None]
    trend: Mapped[str | None]
    typology: Mapped[str | None]
    rights: Mapped[Any] = mapped_column(JsonText)
    demand: Mapped[str]
    place_words: Mapped[str]
    affected_words: Mapped[str]
    dialogue: Mapped[str]
    foreseen_on: Mapped[str]
    probability: Mapped[int | None]
    impact: Mapped[int | None]
    no_measure: Mapped[bool]
    no_harm: Mapped[bool]
    no_simat: Mapped[bool]
    vocabulary: Mapped[str]
    edited_at: Mapped[datetime]
    edited_by: Mapped[str]
    row_version: Mapped[int]
    realm: Mapped[str | None]
    reach: Mapped[str | None]
    setting: Mapped[str | None]
    competence: Mapped[str | None]
    field_check: Mapped[str | None]


class FactRow(Base):
    """Something that happened on a day. It never lies in the future; annulled, it is struck out and stays."""

    __tablename__ = "record_fact"
    __table_args__ = (
        one_of("kind", FactKind),
        one_of("measure", FactMeasure),
        one_of("place_precision", PlacePrecision),
        one_of("time_precision", TimePrecision),
        CheckConstraint("at <= entered_at", name="not_in_the_future"),
        CheckConstraint("(measure IS NULL) = (kind <> 'medida')", name="measure_of_a_measure"),
        CheckConstraint("(annulled_at IS NULL) = (annulled_why = '')", name="annulled"),
        Index("ix_record_fact_record", "record_id", "at", "id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    kind: Mapped[str]
    measure: Mapped[str | None]
    at: Mapped[datetime]
    place: Mapped[str]
    points: Mapped[int | None]
    words: Mapped[str]
    source: Mapped[str]
    verified: Mapped[bool]
    entered_at: Mapped[datetime]
    by: Mapped[str]
    office: Mapped[str]
    annulled_at: Mapped[datetime | None]
    annulled_by: Mapped[str]
    annulled_why: Mapped[str]
    place_precision: Mapped[str | None]
    time_precision: Mapped[str | None]
    actor: Mapped[str] = mapped_column(server_default="")


class HarmRow(Base):
    """Persons harmed, counted and never named. A count without its source is no count."""

    __tablename__ = "record_harm"
    __table_args__ = (
        one_of("kind", HarmKind),
        one_of("people", HarmGroup),
        one_of("certainty", Certainty),
        CheckConstraint("count BETWEEN 0 AND 1000000", name="count_range"),
        CheckConstraint("source <> ''", name="sourced"),
        Index("ix_record_harm_record", "record_id", "id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    fact_id: Mapped[int | None] = mapped_column(ForeignKey("record_fact.id"))
    kind: Mapped[str]
    people: Mapped[str]
    count: Mapped[int]
    cause: Mapped[str]
    certainty: Mapped[str]
    source: Mapped[str]
    entered_at: Mapped[datetime]
    by: Mapped[str]


class ReservedIdentity(Base):
    """Who was harmed, apart from everything else; read only through a command that leaves a line in `ReservedRead`.

    `replaces` is the number of the version that this one rectifies; the older is kept and not shown.
    """

    __tablename__ = "reserved_identity"
    __table_args__ = (Index("ix_reserved_identity_harm", "harm_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    harm_id: Mapped[int] = mapped_column(ForeignKey("record_harm.id"))
    words: Mapped[str]
    entered_at: Mapped[datetime]
    by: Mapped[str]
    replaces: Mapped[int | None]


class ReservedRead(Base):
    """One read of reserved data: who, when, of which record, why. Only grows."""

    __tablename__ = "reserved_read"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reasoned"),
        Index("ix_reserved_read_record", "record_id", "at"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    at: Mapped[datetime]
    by: Mapped[str]
    office: Mapped[str]
    reason: Mapped[str]
    rows_read: Mapped[int]


class RecordActor(Base):
    """An organisation or institution in a record, with its side and how close it is. Removed, it is struck out."""

    __tablename__ = "record_actor"
    __table_args__ = (
        one_of("side", Side),
        one_of("role", ActorRole),
        one_of("sector", Sector),
        Index("ix_record_actor_record", "record_id", "id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    name: Mapped[str]
    side: Mapped[str]
    role: Mapped[str]
    sector: Mapped[str]
    entered_at: Mapped[datetime]
    by: Mapped[str]
    removed_at: Mapped[datetime | None]


class EvidenceRow(Base):
    """A file of a record. Its bytes lie in the data folder under their SHA-256; the name is only what it was called."""

    __tablename__ = "record_evidence"
    __table_args__ = (
        CheckConstraint("length(digest) = 64", name="digest_length"),
        CheckConstraint("bytes > 0", name="not_empty"),
        Index("ix_record_evidence_record", "record_id", "id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    digest: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    bytes: Mapped[int]
    words: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]
    office: Mapped[str]
    annulled_at: Mapped[datetime | None]
    annulled_why: Mapped[str]


class OutsideCode(Base):
    """The number that another system gave to the same matter, as it was typed back."""

    __tablename__ = "outside_code"
    __table_args__ = (
        one_of("system", OutsideSystem),
        UniqueConstraint("record_id", "system", "code"),
        Index("ix_outside_code_code", "system", "code"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    system: Mapped[str]
    code: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]
