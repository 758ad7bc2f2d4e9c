"""The mapped tables of what the office teaches and checks: control sample, second reading, models, challenger.

Private to the room.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conflict.codebook import Stage
from conflict.control import ControlVerdict
from register.columns import JsonText, one_of
from register.tables import STRICT, Base


class ControlDay(Base):
    """A day of La Paz (ISO text) whose sample was drawn, from how many texts."""

    __tablename__ = "control_day"
    __table_args__ = (STRICT,)

    day: Mapped[str] = mapped_column(primary_key=True)
    drawn_at: Mapped[datetime]
    unflagged: Mapped[int]
    size: Mapped[int]


class ControlItem(Base):
    """A drawn text, and what a person said of it; `entry_id` is the row of the queue that came of it."""

    __tablename__ = "control_item"
    __table_args__ = (
        UniqueConstraint("article_id"),
        one_of("verdict", ControlVerdict),
        one_of("stage", Stage),
        CheckConstraint("(decided_at IS NULL) = (verdict IS NULL)", name="decided"),
        Index("ix_control_item_work", "decided_at", "id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[str] = mapped_column(ForeignKey("control_day.day"))
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    signal_id: Mapped[int] = mapped_column(ForeignKey("signal.id"))
    verdict: Mapped[str | None]
    stage: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    by: Mapped[str]
    office: Mapped[str]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("queue_entry.id"))


class SecondReading(Base):
    """A decided row that another person reads again: what its decision said, and what that person says of its note.

    `day` is that of the decision, in La Paz (ISO text).
    """

    __tablename__ = "second_reading"
    __table_args__ = (
        UniqueConstraint("entry_id"),
        one_of("first_verdict", ControlVerdict),
        one_of("verdict", ControlVerdict),
        CheckConstraint("(decided_at IS NULL) = (verdict IS NULL)", name="decided"),
        Index("ix_second_reading_day", "day", "id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[str]
    entry_id: Mapped[int] = mapped_column(ForeignKey("queue_entry.id"))
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    first_verdict: Mapped[str]
    verdict: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    by: Mapped[str]
    office: Mapped[str]


class ModelUse(Base):
    """A model from the moment it was first used until the next one was; `card` is its own, as it was then."""

    __tablename__ = "model_use"
    __table_args__ = (STRICT,)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str]
    since: Mapped[datetime]
    card: Mapped[Any] = mapped_column(JsonText)


class ShadowReading(Base):
    """What a challenger would have said of an article beside what the model in use said; it decides nothing."""

    __tablename__ = "shadow_reading"
    __table_args__ = (
        UniqueConstraint("article_id", "version", "challenger"),
        CheckConstraint("probability >= 0 AND probability <= 1", name="probability_in_range"),
        CheckConstraint("champion_probability >= 0 AND champion_probability <= 1", name="champion_in_range"),
        Index("ix_shadow_reading_challenger", "challenger", "read_at"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    version: Mapped[int]
    challenger: Mapped[str]
    champion: Mapped[str]
    probability: Mapped[float]
    signal: Mapped[bool]
    champion_probability: Mapped[float]
    champion_signal: Mapped[bool]
    read_at: Mapped[datetime]
