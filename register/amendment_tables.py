"""The mapped table of what persons changed of the institution's tables. Private to the room."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from conflict.amendment import AmendedTable
from register.columns import JsonText, one_of
from register.tables import STRICT, Base

_STANDING = text("withdrawn_at IS NULL")


class AmendmentRow(Base):
    """A row of a table, as a person put it from a day on. It never changes; before its day it may be withdrawn."""

    __tablename__ = "amendment"
    __table_args__ = (
        one_of("of_table", AmendedTable),
        CheckConstraint("length(since) = 10", name="since_day"),
        CheckConstraint("words <> ''", name="reasoned"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by = '')", name="withdrawn"),
        Index(
            "ix_amendment_one",
            "of_table",
            "row_key",
            "since",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    of_table: Mapped[str]
    row_key: Mapped[str]
    cells: Mapped[Any] = mapped_column(JsonText)
    since: Mapped[str]
    words: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]
    office: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str]
