"""What a reading session was told already: it sees one state of the register, so the same question has one answer.

A writing session remembers nothing, since what it asks for changes under its own hands.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

TOLD = "told"
"""Where a reading session keeps what it was told; whoever opens one puts an empty dictionary there."""

T = TypeVar("T")


def once_read(session: Session, question: Hashable, ask: Callable[[], T]) -> T:
    """Return the answer to a question, which is asked once in a reading session and each time in a writing one.

    The question names everything that the answer depends on.
    """
    told = memory(session)
    if told is None:
        return ask()
    if question not in told:
        told[question] = ask()
    return told[question]  # type: ignore[no-any-return]


def memory(session: Session) -> dict[Any, Any] | None:
    """Return what a reading session was told, by question; None for a session that writes."""
    return session.info.get(TOLD)
