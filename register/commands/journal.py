"""Write the journal: in the same transaction as the change it tells of, or not at all."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from register.tables import JournalRow

MACHINE = "maquina"
"""The actor of what no person decided."""


def append(
    session: Session,
    *,
    now: datetime,
    actor: str,
    action: str,
    object_type: str,
    object_id: object,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add one line. `details` are codes, numbers and digests, never a text of an article or the name of a person."""
    session.execute(
        insert(JournalRow).values(
            at=now,
            actor=actor,
            action=action,
            object_type=object_type,
            object_id=str(object_id),
            reason=reason,
            details=dict(details or {}),
        )
    )
