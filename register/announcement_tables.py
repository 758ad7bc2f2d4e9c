"""The mapped tables of the calendar of announced actions. Private to the room.

Days are La Paz calendar days as ISO text, which both engines sort alike. What the machine read and what counts are
columns of their own: a person's correction never covers the reading.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from conflict.codebook import AnnouncedState, DateKind
from register.columns import JsonText, one_of
from register.tables import STRICT, Base

_WAITS = text("answer = ''")


class AnnouncementRow(Base):
    """One announced action. `day_known` is false when it was put off and nobody says until when."""

    __tablename__ = "announcement"
    __table_args__ = (
        UniqueConstraint("code"),
        one_of("kind", DateKind),
        one_of("state", AnnouncedState),
        CheckConstraint("last_day IS NULL OR last_day > first_day", name="window"),
        CheckConstraint("length(first_day) = 10 AND length(read_first) = 10", name="days"),
        Index("ix_announcement_days", "first_day", "state", "id"),
        Index("ix_announcement_group", "group_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    group_id: Mapped[int] = mapped_column(ForeignKey("story_group.id"))
    kind: Mapped[str]
    measure: Mapped[str | None]
    first_day: Mapped[str]
    last_day: Mapped[str | None]
    day_known: Mapped[bool]
    read_first: Mapped[str]
    read_last: Mapped[str | None]
    hour: Mapped[str]
    open_ended: Mapped[bool]
    conditional: Mapped[bool]
    announcer: Mapped[str]
    words: Mapped[str]
    title: Mapped[str]
    departments: Mapped[Any] = mapped_column(JsonText)
    municipalities: Mapped[Any] = mapped_column(JsonText)
    municipality_codes: Mapped[Any] = mapped_column(JsonText)
    state: Mapped[str]
    made_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    corrected_at: Mapped[datetime | None]
    corrected_by: Mapped[str]
    corrected_why: Mapped[str]
    row_version: Mapped[int]


class AnnouncementDepartment(Base):
    """The departments of an announcement; one row with "" where there is none."""

    __tablename__ = "announcement_department"
    __table_args__ = (Index("ix_announcement_department_code", "department", "announcement_id"), STRICT)

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id"), primary_key=True)
    department: Mapped[str] = mapped_column(primary_key=True)


class AnnouncementNote(Base):
    """An article that says so, with the words it says it in."""

    __tablename__ = "announcement_note"
    __table_args__ = (Index("ix_announcement_note_article", "article_id"), STRICT)

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id"), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True)
    version: Mapped[int]
    told: Mapped[Any] = mapped_column(JsonText)
    joined_at: Mapped[datetime]


class AnnouncementProposal(Base):
    """Another state that news proposes, with its reason, and what a person answered ("" while nobody has)."""

    __tablename__ = "announcement_proposal"
    __table_args__ = (
        one_of("state", AnnouncedState),
        CheckConstraint("answer IN ('', 'aceptada', 'rechazada', 'superada')", name="answer_known"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answered"),
        Index(
            "ix_announcement_proposal_one_waits",
            "announcement_id",
            "state",
            unique=True,
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id"))
    state: Mapped[str]
    first_day: Mapped[str | None]
    last_day: Mapped[str | None]
    reason: Mapped[str]
    words: Mapped[str]
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id"))
    news_day: Mapped[str]
    made_at: Mapped[datetime]
    answer: Mapped[str]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str]
    comment: Mapped[str]
