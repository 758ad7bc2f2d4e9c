"""The mapped table of refused attempts: counted by hour, person, action, object and reason. Private to the room."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conflict.refusal import Refusal
from register.columns import one_of
from register.tables import STRICT, Base


class RefusedAttempt(Base):
    """So many times in an hour somebody was not let do something. Kept two years; its count only grows."""

    __tablename__ = "refused_attempt"
    __table_args__ = (
        UniqueConstraint("hour", "actor", "action", "object_id", "why"),
        CheckConstraint("times > 0", name="counted"),
        one_of("why", Refusal),
        Index(None, "last_at"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hour: Mapped[datetime]
    actor: Mapped[str]
    office: Mapped[str]
    role: Mapped[str]
    action: Mapped[str]
    object_id: Mapped[str]
    why: Mapped[str]
    times: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
