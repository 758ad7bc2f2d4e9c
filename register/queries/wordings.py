"""The institution's words of messages that are in force, and which version of a kind each is."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.wording import LetterKind, Wording, Wordings
from register.message_tables import MessageWording


def in_force(session: Session) -> Wordings:
    """Return the words in force by kind; a kind without has those of the house."""
    rows = session.scalars(select(MessageWording).where(MessageWording.ended_at.is_(None)))
    return {LetterKind(row.kind): Wording(row.subject, row.opening, row.closing) for row in rows}


def versions(session: Session) -> dict[LetterKind, int]:
    """Return the number of the version in force by kind; a kind with the words of the house is not in it."""
    rows = session.execute(select(MessageWording.kind, MessageWording.version).where(MessageWording.ended_at.is_(None)))
    return {LetterKind(kind): version for kind, version in rows}
