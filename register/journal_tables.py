"""The mapped tables beside the journal: the end of its chain, salts of digests, reads of reserved data. Private."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from register.tables import STRICT, Base


class JournalHead(Base):
    """The one row that says where the chain ends; who writes lines holds it for the rest of the transaction."""

    __tablename__ = "journal_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    mac: Mapped[str]
    key_print: Mapped[str]


class JournalSalt(Base):
    """The salt of an object's digests in the journal. Deleting it leaves the chain whole and nothing to recognise."""

    __tablename__ = "journal_salt"
    __table_args__ = (STRICT,)

    object_type: Mapped[str] = mapped_column(primary_key=True)
    object_id: Mapped[str] = mapped_column(primary_key=True)
    salt: Mapped[str]


class AccessRow(Base):
    """One reading, export or print of reserved data. Kept two years; triggers refuse a change and an early deletion."""

    __tablename__ = "access_log"
    __table_args__ = (Index(None, "object_type", "object_id"), Index(None, "at"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    office: Mapped[str]
    role: Mapped[str]
    what: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[str]
    reason: Mapped[str]
