"""Decide several ticked rows of the queue at once, all or none, and take it back at once."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from conflict.lifecycle import DiscardReason
from conflict.record import Person, RuleError
from conflict.triage import MOST_AT_ONCE, BatchKind
from register.commands import reviews
from register.commands.matching import hold_rows
from register.commands.reviews import UNDONE, Decided, Stale
from register.tables import QueueEntry
from register.triage_tables import BatchRow


class Before(RuleError):
    """A row of the batch was decided before; no row was changed."""

    def __init__(self, code: str, stale: Stale) -> None:
        """Say which row and, for a page, by whom; `stale` tells what it is now."""
        who = stale.by or "otra persona"
        super().__init__(f"{code} decided before", f"{code} ya la decidió {who}. No se cambió ninguna fila.")
        self.code, self.stale = code, stale


Rows = Sequence[tuple[str, int]]
"""Codes with the versions that the page showed, in the order of the page; only these are touched, whatever matches."""


def discard(session: Session, *, rows: Rows, reason: DiscardReason, comment: str, by: Person, now: datetime) -> int:
    """Set the rows aside for one reason; return the number of the batch."""

    def one(code: str, version: int) -> Decided | Stale:
        return reviews.discard(session, code=code, version=version, reason=reason, comment=comment, by=by, now=now)

    return _decide(session, BatchKind.DISCARD, rows, one, by, now)


def postpone(session: Session, *, rows: Rows, until: datetime, by: Person, now: datetime) -> int:
    """Put the rows off until a moment; return the number of the batch."""

    def one(code: str, version: int) -> Decided | Stale:
        return reviews.postpone(session, code=code, version=version, until=until, by=by, now=now)

    return _decide(session, BatchKind.POSTPONE, rows, one, by, now)


def join(session: Session, *, rows: Rows, by: Person, now: datetime) -> int:
    """Put the articles of all rows into the first one, which stays open; return the number of the batch."""
    if len(dict(rows)) < 2:
        raise RuleError("join of one row", "Para unir filas entre sí marque dos o más.")
    into = rows[0][0]
    hold_rows(session, QueueEntry.code.in_(dict(rows)))

    def one(code: str, version: int) -> Decided | Stale:
        return reviews.join(session, code=code, version=version, into=into, by=by, now=now)

    return _decide(session, BatchKind.JOIN, rows[1:], one, by, now)


def undo(session: Session, *, batch_id: int, by: Person, now: datetime) -> tuple[str, ...]:
    """Take all decisions of a batch back and return the codes; raise RuleError when one of them cannot be."""
    batch = session.scalars(select(BatchRow).where(BatchRow.id == batch_id).with_for_update()).one_or_none()
    if batch is None or batch.undone_at is not None or batch.office != by.office:
        raise RuleError(f"batch {batch_id} not open", UNDONE)
    reviews.hold_rows_of(session, batch.reviews)
    codes = tuple(reviews.undo(session, review_id=number, by=by, now=now) for number in reversed(batch.reviews))
    session.execute(update(BatchRow).where(BatchRow.id == batch_id).values(undone_at=now, undone_by=by.name))
    return codes[::-1]


def _decide(
    session: Session,
    kind: BatchKind,
    rows: Rows,
    one: Callable[[str, int], Decided | Stale],
    by: Person,
    now: datetime,
) -> int:
    wanted = dict(rows)
    if not wanted:
        raise RuleError("batch of nothing", "Marque primero las filas.")
    if len(wanted) > MOST_AT_ONCE:
        raise RuleError(f"batch of {len(wanted)}", f"Se deciden hasta {MOST_AT_ONCE} filas a la vez.")
    hold_rows(session, QueueEntry.code.in_(wanted))
    made = []
    for code, version in sorted(wanted.items()):
        done = one(code, version)
        if isinstance(done, Stale):
            raise Before(code, done)
        made.append(done.review_id)
    return session.execute(
        insert(BatchRow)
        .values(kind=kind.value, reviews=made, at=now, by=by.name, office=by.office, undone_at=None, undone_by="")
        .returning(BatchRow.id)
    ).scalar_one()
