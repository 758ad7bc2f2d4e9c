"""Delete what has outlived its term, exactly that: one transaction, with one line in the journal that says how much."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from conflict.record import Person
from conflict.retention import FOR_GOOD, Holding, Keeping
from register import expired
from register.bodies import erase_days
from register.commands import journal

STEP = 500
"""Rows that one statement deletes: short enough for the patience of the database, under SQLite's limit of values."""


def apply(
    session: Session, *, terms: Iterable[Keeping], folder: Path, by: str | Person, now: datetime
) -> Mapping[Holding, int]:
    """Delete what is past its term and return how many of each holding; nothing else is touched.

    Rows are counted one by one, raw bodies by the folder of a day. The journal gets its line even when there was
    nothing: that somebody looked is worth a line too.
    """
    gone: dict[Holding, int] = {}
    for one in terms:
        if one.holding in FOR_GOOD:
            continue
        if (shelf := expired.SHELVES.get(one.holding)) is not None:
            found = expired.keys(session, one, now)
            for start in range(0, len(found), STEP):
                session.execute(delete(shelf.table).where(shelf.key.in_(found[start : start + STEP])))
            gone[one.holding] = len(found)
        else:
            gone[one.holding] = erase_days(expired.files(folder, one, now))
    journal.append(
        session,
        now=now,
        actor=by,
        action="retencion.aplicar",
        object_type="retencion",
        object_id=now.date().isoformat(),
        details={one.value: count for one, count in gone.items()},
    )
    return gone
