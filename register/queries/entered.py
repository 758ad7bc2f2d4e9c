"""What persons brought to the queue, and the sweeps of it, as pages show them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from conflict.codebook import QueueState
from conflict.entered import Way
from conflict.lapaz import local_day
from conflict.lifecycle import OPEN_STATES, ReviewDecision
from conflict.searchwords import search_words
from register.entered_tables import EnteredRow, SweepRow
from register.queries.queue import entry_of, held
from register.record_tables import RecordRow, ReviewRow
from register.tables import QueueEntry

ALIKE_WITHIN = timedelta(days=30)
LEAST_SHARED = 2
MOST_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class EnteredFact:
    """How a row came in. `digest` names its file, "" for none."""

    code: str
    way: Way
    said_by: str
    link: str
    words: str
    seen_at: datetime
    entered_at: datetime
    by: str
    office: str
    miss: bool
    digest: str
    file_name: str


@dataclass(frozen=True, slots=True)
class EnteredMonth:
    """A month of La Paz (`2026-11`): how many rows persons brought, how many of them the machine missed."""

    month: str
    entered: int
    missed: int


@dataclass(frozen=True, slots=True)
class Alike:
    """Something that may tell the same: a record, or a row of the queue."""

    code: str
    title: str
    record: bool


@dataclass(frozen=True, slots=True)
class SweepFact:
    """A sweep of the queue. `view` are the filters in force, empty for the whole queue."""

    id: int
    office: str
    by: str
    at: datetime
    view: dict[str, str]
    seen: int
    decided: int
    remaining: int


def of_row(session: Session, code: str) -> EnteredFact | None:
    """Return how a row came in, None for one that the machine brought."""
    entry = entry_of(session, code)
    if entry is None or EnteredRow not in held(session, entry):
        return None
    row = session.scalar(select(EnteredRow).where(EnteredRow.entry_id == entry.id))
    if row is None:
        return None
    return EnteredFact(
        code, Way(row.way), row.said_by, row.link, row.words, row.seen_at, row.entered_at, row.by, row.office,
        row.miss, row.digest, row.file_name,
    )  # fmt: skip


def by_month(session: Session, since: datetime) -> tuple[EnteredMonth, ...]:
    """Return the months from then on in which somebody brought something, oldest first.

    News that a person then discarded was no conflict, so that the machine missed nothing in it.
    """
    discarded = select(ReviewRow.entry_id).where(
        ReviewRow.decision == ReviewDecision.DISCARD.value, ReviewRow.undone_at.is_(None)
    )
    rows = session.execute(
        select(EnteredRow.entered_at, EnteredRow.miss, EnteredRow.entry_id.in_(discarded))
        .where(EnteredRow.entered_at >= since)
        .order_by(EnteredRow.entered_at)
    )
    sums: dict[str, list[int]] = {}
    for at, miss, gone in rows:
        told = sums.setdefault(f"{local_day(at):%Y-%m}", [0, 0])
        told[0] += 1
        told[1] += int(bool(miss) and not gone)
    return tuple(EnteredMonth(month, entered, missed) for month, (entered, missed) in sums.items())


def alike(session: Session, title: str, department: str, now: datetime, most: int = 5) -> tuple[Alike, ...]:
    """Return open records and rows of the last 30 days that share half the longer words of a title, two at least.

    `department` narrows them to it and to what has no place; "" looks everywhere. The likest come first.
    """
    words = _long_words(title)
    if len(words) < LEAST_SHARED:
        return ()
    since = now - ALIKE_WITHIN
    rows = session.execute(
        select(QueueEntry.code, QueueEntry.title, QueueEntry.departments)
        .where(QueueEntry.newest_at >= since, QueueEntry.state != QueueState.DISCARDED.value)
        .where(or_(*(QueueEntry.searchable.contains(word, autoescape=True) for word in sorted(words))))
        .order_by(QueueEntry.id.desc())
        .limit(MOST_LOOKED_AT)
    ).all()
    records = session.execute(
        select(RecordRow.code, RecordRow.title, RecordRow.departments)
        .where(RecordRow.state.in_([state.value for state in OPEN_STATES]))
        .where(or_(*(RecordRow.searchable.contains(word, autoescape=True) for word in sorted(words))))
        .order_by(RecordRow.id.desc())
        .limit(MOST_LOOKED_AT)
    ).all()
    least = max(LEAST_SHARED, -(-len(words) // 2))
    found = [
        (len(words & _long_words(text)), record, code, text)
        for record, some in ((True, records), (False, rows))
        for code, text, where in some
        if not department or not where or department in where
    ]
    best = sorted((one for one in found if one[0] >= least), key=lambda one: -one[0])[:most]
    return tuple(Alike(code, text, record) for _, record, code, text in best)


def _long_words(text: str) -> set[str]:
    return {word for word in search_words(text) if len(word) >= 5}


def last_sweep(session: Session, office: str) -> SweepFact | None:
    """Return the newest sweep of an office (its name), None when there was none."""
    return _fact(
        session.scalar(
            select(SweepRow).where(SweepRow.office == office).order_by(SweepRow.at.desc(), SweepRow.id.desc()).limit(1)
        )
    )


def _fact(row: SweepRow | None) -> SweepFact | None:
    if row is None:
        return None
    return SweepFact(row.id, row.office, row.by, row.at, dict(row.view), row.seen, row.decided, row.remaining)
