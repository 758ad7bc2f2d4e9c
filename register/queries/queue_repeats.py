"""Open records that rows of the queue may tell again, for the whole page of them in one statement."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from conflict.lifecycle import OPEN_STATES
from register.queries.queue_narrowing import members
from register.record_tables import RecordRow

MOST = 300
"""Records, the last touched first: beyond these nobody would call a row a repetition of them."""


@dataclass(frozen=True, slots=True)
class OpenFact:
    """An open record with what a row is compared by."""

    code: str
    municipalities: frozenset[str]
    measures: frozenset[str]


def open_in(session: Session, *, municipalities: Collection[str]) -> tuple[OpenFact, ...]:
    """Return the open records of any of the municipalities, the last touched first; none for none."""
    if not municipalities:
        return ()
    theirs = members(RecordRow.municipalities)
    rows = session.execute(
        select(RecordRow.code, RecordRow.municipalities, RecordRow.measures)
        .where(
            RecordRow.state.in_(sorted(state.value for state in OPEN_STATES)),
            exists(select(theirs.c.value).where(theirs.c.value.in_(sorted(municipalities)))),
        )
        .order_by(RecordRow.updated_at.desc(), RecordRow.id.desc())
        .limit(MOST)
    )
    return tuple(OpenFact(code, frozenset(towns), frozenset(measures)) for code, towns, measures in rows)
