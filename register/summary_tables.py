"""The mapped table of weekly summaries. Private to the room.

A version is written once; publishing adds who and when. The database itself refuses to change what was published.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from conflict.weekversion import VersionState
from register.columns import JsonText, one_of
from register.tables import STRICT, Base

_DRAFT = text("state = 'borrador'")


class SummaryVersion(Base):
    """One version of the summary of a week for a scope; `week` is `2026-S46`, `content` the whole summary.

    At most one draft per week and scope; `correction` says what changed since the version before, "" in the first.
    """

    __tablename__ = "summary_version"
    __table_args__ = (
        UniqueConstraint("scope", "week", "version"),
        one_of("state", VersionState),
        CheckConstraint("(published_at IS NULL) = (state = 'borrador')", name="published"),
        Index("ix_summary_version_draft", "scope", "week", unique=True, sqlite_where=_DRAFT, postgresql_where=_DRAFT),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str]
    week: Mapped[str]
    version: Mapped[int]
    state: Mapped[str]
    content: Mapped[Any] = mapped_column(JsonText)
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    edited_at: Mapped[datetime | None]
    edited_by: Mapped[str]
    published_at: Mapped[datetime | None]
    published_by: Mapped[str]
    correction: Mapped[str]
    row_version: Mapped[int]
