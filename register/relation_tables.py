"""The mapped table of how organisations in a record stand to each other. Private to the room."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from conflict.vocabulary import RelationKind
from register.columns import one_of
from register.tables import STRICT, Base

_STANDING = text("removed_at IS NULL")


class RelationRow(Base):
    """How two organisations of a record stand to each other, the lower number first. Removed, it is struck out."""

    __tablename__ = "record_relation"
    __table_args__ = (
        one_of("kind", RelationKind),
        CheckConstraint("first_id < second_id", name="two_actors"),
        CheckConstraint("source <> ''", name="sourced"),
        Index(
            "ix_record_relation_one",
            "first_id",
            "second_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        Index("ix_record_relation_record", "record_id", "id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    first_id: Mapped[int] = mapped_column(ForeignKey("record_actor.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("record_actor.id"))
    kind: Mapped[str]
    source: Mapped[str]
    entered_at: Mapped[datetime]
    by: Mapped[str]
    removed_at: Mapped[datetime | None]
