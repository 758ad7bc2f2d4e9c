"""The institution's words of a kind of message: a version put in force, or the words of the house again."""

from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from conflict.permissions import Ability, Forbidden, allowed, refused_words
from conflict.record import Person, RuleError
from conflict.wording import LetterKind, Wording, demand_sayable
from register.commands import journal
from register.message_tables import MessageWording
from register.queries.wordings import versions

SAID_MEANWHILE = "Otra persona cambió estas frases mientras usted escribía. Mire cómo quedaron y vuelva a guardar."


def say(session: Session, *, kind: LetterKind, wording: Wording, version: int, by: Person, now: datetime) -> int:
    """Put words in force and return their version; `version` is the one that the person saw, 0 for the house's.

    Raise RuleError for words that a message could not begin with, and where somebody changed them meanwhile.
    """
    _demand(by)
    tidy = demand_sayable(kind, wording)
    _end(session, kind, version, now)
    last = session.scalar(select(func.max(MessageWording.version)).where(MessageWording.kind == kind.value))
    number = (last or 0) + 1
    session.execute(
        insert(MessageWording).values(
            kind=kind.value,
            version=number,
            subject=tidy.subject,
            opening=tidy.opening,
            closing=tidy.closing,
            made_at=now,
            made_by=by.name,
            ended_at=None,
        )
    )
    _tell(session, "aviso.frases", kind, number, by, now)
    return number


def say_as_the_house(session: Session, *, kind: LetterKind, version: int, by: Person, now: datetime) -> None:
    """Go back to the words of the house; raise RuleError where they are in force already."""
    _demand(by)
    if not version:
        raise RuleError(f"{kind.value} has the words of the house", "Ese aviso ya tiene el texto de origen.")
    _end(session, kind, version, now)
    _tell(session, "aviso.frases_de_origen", kind, version, by, now)


def _demand(by: Person) -> None:
    if not allowed(by, Ability.MANAGE_MESSAGES):
        raise Forbidden(f"wordings: not for {by.role.value}", refused_words(by, "los avisos"), hidden=False)


def _end(session: Session, kind: LetterKind, version: int, now: datetime) -> None:
    """End the version in force; raise RuleError unless it is the one that was seen."""
    if versions(session).get(kind, 0) != version:
        raise RuleError(f"{kind.value}: not version {version} any more", SAID_MEANWHILE)
    own = MessageWording.kind == kind.value
    session.execute(update(MessageWording).where(own, MessageWording.ended_at.is_(None)).values(ended_at=now))


def _tell(session: Session, action: str, kind: LetterKind, version: int, by: Person, now: datetime) -> None:
    journal.append(
        session,
        now=now,
        actor=by,
        action=action,
        object_type="aviso",
        object_id=kind.value,
        details={"version": version},
    )
