"""The mapped tables of what the notes of the same days did to a reading. Private to the room.

A reading that nothing moved has no row, nor has one that was stored before these tables were.
"""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from register.tables import STRICT, Base


class ReadingAlone(Base):
    """What a reading was before others drew it: its own probability, and whether it would have been a signal."""

    __tablename__ = "reading_alone"
    __table_args__ = (CheckConstraint("probability >= 0 AND probability <= 1", name="probability_in_range"), STRICT)

    signal_id: Mapped[int] = mapped_column(ForeignKey("signal.id"), primary_key=True, autoincrement=False)
    probability: Mapped[float]
    signal: Mapped[bool]


class ReadingNeighbour(Base):
    """An article that drew a reading; `place` 1 is the likest, `towards` says towards a conflict."""

    __tablename__ = "reading_neighbour"
    __table_args__ = (CheckConstraint("place >= 1", name="place_from_one"), STRICT)

    signal_id: Mapped[int] = mapped_column(ForeignKey("reading_alone.signal_id"), primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    towards: Mapped[bool]
