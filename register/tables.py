"""The mapped tables. Private: other rooms see commands and queries only.

The machine's value and a person's are separate columns or rows; nothing here is overwritten to mean something else.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, MetaData, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from conflict.codebook import (
    CycleKind,
    CycleState,
    FetchOutcome,
    Level,
    QueueState,
    ReadingState,
    Scope,
    SourceReach,
    SourceType,
    Stage,
    TimeQuality,
)
from conflict.office import RouteBasis
from conflict.typology import Typology
from register.columns import Flag, JsonText, Number, UtcDateTime, one_of

STRICT = {"sqlite_strict": True}


class Base(DeclarativeBase):
    """Common names for constraints, so that a migration can speak of them on both engines."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )
    type_annotation_map = {str: Text, datetime: UtcDateTime, bool: Flag, float: Number, Any: JsonText}  # noqa: RUF012


class SourceRow(Base):
    """A card of sources.yaml, or one that a person added on the page, and what is remembered of its polling.

    `added_at` is None for a card of the file. `accepted_url` is read in place of `url` while the file has that one yet.
    """

    __tablename__ = "source"
    __table_args__ = (one_of("type", SourceType), one_of("reach", SourceReach), STRICT)

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    url: Mapped[str]
    type: Mapped[str]
    department: Mapped[str]
    municipality: Mapped[str]
    reach: Mapped[str]
    cadence_minutes: Mapped[int]
    active: Mapped[bool]
    listed: Mapped[bool]
    notes: Mapped[str]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    failures: Mapped[float] = mapped_column(default=0.0)
    next_check_at: Mapped[datetime | None]
    paused_until: Mapped[datetime | None]
    pause_reason: Mapped[str] = mapped_column(default="")
    last_attempt_at: Mapped[datetime | None]
    last_good_at: Mapped[datetime | None]
    last_full_at: Mapped[datetime | None]
    last_keys: Mapped[Any] = mapped_column(JsonText, default=list)
    last_outcome: Mapped[str | None]
    last_detail: Mapped[str] = mapped_column(default="")
    interval_factor: Mapped[float] = mapped_column(default=1.0)
    gone_since: Mapped[datetime | None]
    moved_to: Mapped[str | None]
    moved_since: Mapped[datetime | None]
    moved_seen: Mapped[int] = mapped_column(default=0)
    added_by: Mapped[str | None]
    accepted_url: Mapped[str | None]
    held_by: Mapped[str | None]
    held_reason: Mapped[str | None]
    added_at: Mapped[datetime | None]
    held_until: Mapped[datetime | None]


_RUNNING = text("state = 'en_curso'")


class CycleTable(Base):
    """A run of the machine; the running one holds the lease."""

    __tablename__ = "cycle"
    __table_args__ = (
        one_of("kind", CycleKind),
        one_of("state", CycleState),
        Index("ix_cycle_one_running", "state", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str]
    holder: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    lease_until: Mapped[datetime]
    summary: Mapped[Any] = mapped_column(JsonText, default=dict)


class FetchAttempt(Base):
    """One attempt to read one source."""

    __tablename__ = "fetch_attempt"
    __table_args__ = (
        one_of("outcome", FetchOutcome),
        Index(None, "source_id", "started_at"),
        Index(None, "started_at", "source_id", "outcome", "new"),  # all that is counted of a span of time
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    outcome: Mapped[str]
    started_at: Mapped[datetime]
    took_ms: Mapped[int]
    url: Mapped[str]
    final_url: Mapped[str]
    http_status: Mapped[int | None]
    raw_bytes: Mapped[int]
    decoded_bytes: Mapped[int]
    conditional: Mapped[bool]
    body_digest: Mapped[str]
    retry_after: Mapped[int | None]
    detail: Mapped[str]
    counts: Mapped[Any] = mapped_column(JsonText)
    flags: Mapped[Any] = mapped_column(JsonText)
    events: Mapped[Any] = mapped_column(JsonText)
    new: Mapped[int]
    updated: Mapped[int]
    duplicate: Mapped[int]


class ArticleRow(Base):
    """An article as it reads now; what it said before is in its versions."""

    __tablename__ = "article"
    __table_args__ = (
        UniqueConstraint("source_id", "key"),
        one_of("time_quality", TimeQuality),
        one_of("reading_state", ReadingState),
        Index(None, "source_id", "canonical_link"),
        Index(None, "source_id", "content_hash"),
        Index(None, "source_id", "first_seen_at"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    key: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    guid: Mapped[str]
    link: Mapped[str | None]
    canonical_link: Mapped[str | None]
    title: Mapped[str]
    summary: Mapped[str]
    body: Mapped[str]
    author: Mapped[str]
    categories: Mapped[Any] = mapped_column(JsonText)
    published_at: Mapped[datetime | None]
    published_text: Mapped[str]
    time_quality: Mapped[str]
    content_hash: Mapped[str]
    truncated: Mapped[Any] = mapped_column(JsonText)
    flags: Mapped[Any] = mapped_column(JsonText)
    reading_state: Mapped[str] = mapped_column(default=ReadingState.PENDING.value)
    first_seen_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class ArticleVersion(Base):
    """What an article said before its outlet changed it."""

    __tablename__ = "article_version"
    __table_args__ = (UniqueConstraint("article_id", "version"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    version: Mapped[int]
    title: Mapped[str]
    summary: Mapped[str]
    body: Mapped[str]
    content_hash: Mapped[str]
    replaced_at: Mapped[datetime]


class SignalRow(Base):
    """The machine's reading of one version of one article by one model; `decision` says what became of it."""

    __tablename__ = "signal"
    __table_args__ = (
        UniqueConstraint("article_id", "version", "model_version"),
        one_of("stage", Stage),
        one_of("scope", Scope),
        one_of("typology", Typology),
        CheckConstraint("probability >= 0 AND probability <= 1", name="probability_in_range"),
        Index(None, "read_at"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    version: Mapped[int]
    model_version: Mapped[str]
    read_at: Mapped[datetime]
    probability: Mapped[float]
    signal: Mapped[bool]
    doubtful: Mapped[bool]
    stage: Mapped[str]
    measures: Mapped[Any] = mapped_column(JsonText)
    deadline: Mapped[Any] = mapped_column(JsonText, nullable=True)
    reasons: Mapped[Any] = mapped_column(JsonText)
    floor: Mapped[str]
    demand: Mapped[str]
    scope: Mapped[str]
    departments: Mapped[Any] = mapped_column(JsonText)
    municipalities: Mapped[Any] = mapped_column(JsonText)
    municipality_codes: Mapped[Any] = mapped_column(JsonText)
    places: Mapped[Any] = mapped_column(JsonText)
    location_reason: Mapped[str]
    decision: Mapped[str]
    actors: Mapped[Any] = mapped_column(JsonText, default=list)
    demand_span: Mapped[Any] = mapped_column(JsonText, nullable=True)
    typology: Mapped[str | None]
    pressures: Mapped[Any] = mapped_column(JsonText, default=list)
    vocabulary: Mapped[str] = mapped_column(default="")


class StoryGroup(Base):
    """Articles that tell the same story; one row of the queue each."""

    __tablename__ = "story_group"
    __table_args__ = (Index(None, "newest_at"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    opened_at: Mapped[datetime]
    newest_at: Mapped[datetime]


class GroupMember(Base):
    """Which group an article belongs to, and who said so; a person's word is never undone by the machine."""

    __tablename__ = "group_member"
    __table_args__ = (Index(None, "group_id"), STRICT)

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("story_group.id"))
    placed_by: Mapped[str]
    placed_at: Mapped[datetime]


class QueueEntry(Base):
    """A row of the queue. `urgency` is the level as a number, for the order of work; `office` has it in its care."""

    __tablename__ = "queue_entry"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("group_id"),
        one_of("state", QueueState),
        one_of("level", Level),
        one_of("stage", Stage),
        one_of("scope", Scope),
        one_of("typology", Typology),
        one_of("office_basis", RouteBasis),
        Index("ix_queue_entry_office", "office", "state", "review_by"),
        Index("ix_queue_entry_work", "state", "review_by", "urgency", "newest_at", "id"),
        Index("ix_queue_entry_counts", "state", "departments", "level", "stage", "office", "review_by", "id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    group_id: Mapped[int] = mapped_column(ForeignKey("story_group.id"))
    state: Mapped[str]
    level: Mapped[str]
    urgency: Mapped[int]
    stage: Mapped[str]
    scope: Mapped[str]
    title: Mapped[str]
    searchable: Mapped[str]
    departments: Mapped[Any] = mapped_column(JsonText)
    municipalities: Mapped[Any] = mapped_column(JsonText)
    measures: Mapped[Any] = mapped_column(JsonText)
    floor: Mapped[str]
    opened_at: Mapped[datetime]
    newest_at: Mapped[datetime]
    review_by: Mapped[datetime]
    notes: Mapped[int]
    outlets: Mapped[int]
    updated: Mapped[bool]
    row_version: Mapped[int]
    office: Mapped[str] = mapped_column(default="")
    office_basis: Mapped[str] = mapped_column(default=RouteBasis.PENDING.value)
    claimants: Mapped[Any] = mapped_column(JsonText, default=list)
    addressees: Mapped[Any] = mapped_column(JsonText, default=list)
    demand: Mapped[str] = mapped_column(default="")
    typology: Mapped[str | None]


class QueueDepartment(Base):
    """The departments of a row of the queue; one row with "" where there is none."""

    __tablename__ = "queue_department"
    __table_args__ = (Index(None, "department", "entry_id"), STRICT)

    entry_id: Mapped[int] = mapped_column(ForeignKey("queue_entry.id"), primary_key=True)
    department: Mapped[str] = mapped_column(primary_key=True)


class CodeCounter(Base):
    """The last number given out under a prefix; taken inside the transaction that uses it, so codes have no gaps."""

    __tablename__ = "code_counter"
    __table_args__ = (STRICT,)

    prefix: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class OutboxRow(Base):
    """Work that waits, claimed under a lease: today only the reading of articles."""

    __tablename__ = "outbox"
    __table_args__ = (UniqueConstraint("kind", "article_id"), Index(None, "claimed_until"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    created_at: Mapped[datetime]
    claimed_by: Mapped[str | None]
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")


class JournalRow(Base):
    """Who did what, when, to what and why. Append-only: triggers refuse anything else.

    `actor` is `u-` and the number of an account, `p-` and a digest of a name, or a part of the program; `mac` chains
    the line to the one before it (register/chain.py).
    """

    __tablename__ = "journal"
    __table_args__ = (Index(None, "object_type", "object_id"), STRICT)

    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[str]
    reason: Mapped[str]
    details: Mapped[Any] = mapped_column(JsonText)
    office: Mapped[str] = mapped_column(server_default="")
    role: Mapped[str] = mapped_column(server_default="")
    object_version: Mapped[int | None]
    mac: Mapped[str] = mapped_column(server_default="")
