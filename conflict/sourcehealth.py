"""How a source is doing, in the five words of the sources page, and where the country is not being watched.

Silence of a source is never read as calm of a territory: a day without any good answer has no count at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from conflict.codebook import GOOD_OUTCOMES, FetchOutcome

FAILURES_IN_A_ROW = 3
LONGEST_WITHOUT_ANSWER = timedelta(hours=24)
SILENT_HOURS = timedelta(hours=12)
"""Hours without an article before a source is called silent that on this weekday has some in the same hours (page
specification, sources). The same hours: an outlet that writes in the evening is not silent every noon."""
WEEKS = 8
"""Weeks before whose same weekday and same hours are looked at."""
LEAST_WEEKS = 4
"""Of these, so many must be known before they say what is usual."""
SILENT_DAYS = 2
"""Whole days without an article, by a source that usually has some, before it is called silent."""
SILENT_IN_ANY_CASE_DAYS = 7
"""Answered days in a row without an article before any source is called silent, however little it usually writes."""
BLIND_BELOW = 2
"""A department with fewer live sources than this is a blind spot (page specification, sources)."""

MOVED_CYCLES = 3
MOVED_FOR = timedelta(hours=24)
"""A permanent redirect is proposed as the new address after so many cycles over so long."""
LATE_READING = timedelta(hours=2)
"""A source whose notes are read later than this after they were published, by the median, is late (page specification,
sources). Half of the notes of one that is asked every four hours are older than two when they are read, however well
all goes: one that is asked less often than that is given the time between two readings."""


class SourceStatus(StrEnum):
    """State of a source, as shown."""

    FRESH = "al_dia"
    LATE = "con_retraso"
    SILENT = "en_silencio"
    DOWN = "caida"
    PAUSED = "pausada"
    UNREAD = "sin_leer"


@dataclass(frozen=True, slots=True)
class Vitals:
    """What the judgement needs: the card's promise and the recent past.

    `daily_new` are the new articles of the last days, oldest first; None for a day without a good answer. `last_hours`
    are those of the last `SILENT_HOURS`, `same_hours` those of the same hours in the weeks before. `reading` is the
    median time from the publication of a note to its reading, None where too few notes tell it.
    """

    active: bool
    paused: bool
    cadence: timedelta
    failures: float
    last_outcome: FetchOutcome | None
    last_attempt_at: datetime | None
    last_good_at: datetime | None
    daily_new: Sequence[int | None]
    reading: timedelta | None = None
    same_hours: Sequence[int | None] = ()
    last_hours: int | None = None


def status_of(vitals: Vitals, now: datetime) -> SourceStatus:
    """Judge one source."""
    if not vitals.active or vitals.paused:
        return SourceStatus.PAUSED
    if vitals.last_attempt_at is None:
        return SourceStatus.UNREAD
    failing = vitals.last_outcome is not None and vitals.last_outcome not in GOOD_OUTCOMES
    since_good = None if vitals.last_good_at is None else now - vitals.last_good_at
    if failing and (since_good is None or since_good > LONGEST_WITHOUT_ANSWER or vitals.failures >= FAILURES_IN_A_ROW):
        return SourceStatus.DOWN
    if failing or (since_good is not None and since_good > 2 * vitals.cadence + timedelta(hours=1)):
        return SourceStatus.LATE
    if _silent(vitals.daily_new) or missed(vitals):
        return SourceStatus.SILENT
    return SourceStatus.LATE if read_late(vitals) else SourceStatus.FRESH


def read_late(vitals: Vitals) -> bool:
    """Say whether the notes of a source are read long after they were published, by its median."""
    limit = LATE_READING if vitals.cadence <= 2 * LATE_READING else vitals.cadence
    return vitals.reading is not None and vitals.reading > limit


def move_proposed(since: datetime | None, seen: int, at: datetime | None) -> bool:
    """Say whether a permanent redirect, seen so often since a moment and last `at` another, is a move to propose."""
    return since is not None and at is not None and seen >= MOVED_CYCLES and at - since >= MOVED_FOR


def _silent(daily_new: Sequence[int | None]) -> bool:
    """Say whether a source answers well and brings nothing new, for longer than it usually does."""
    answered = [n for n in daily_new if n is not None]
    if len(answered) >= SILENT_IN_ANY_CASE_DAYS and not any(answered[-SILENT_IN_ANY_CASE_DAYS:]):
        return True
    recent, before = daily_new[-SILENT_DAYS:], [n for n in daily_new[:-SILENT_DAYS] if n is not None]
    if not before or any(n is None or n > 0 for n in recent):
        return False
    return sorted(before)[len(before) // 2] >= 1


def missed(vitals: Vitals) -> tuple[int, int] | None:
    """Return what the last hours usually bring where they brought nothing, None where that is nothing to speak of.

    It is, where on this weekday nearly always something comes in these hours.
    """
    usual = usual_range(vitals.same_hours)
    return usual if vitals.last_hours == 0 and usual is not None and usual[0] >= 1 else None


def usual_range(counts: Sequence[int | None]) -> tuple[int, int] | None:
    """Return the tenth and the ninetieth of a hundred of what the same weekdays brought, None where too few tell it."""
    known = sorted(n for n in counts if n is not None)
    if len(known) < LEAST_WEEKS:
        return None
    return known[len(known) // 10], known[(9 * len(known)) // 10]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many sources of one department answer, of how many."""

    department: str
    live: int
    active: int

    @property
    def blind(self) -> bool:
        """Say whether facts there may arrive late or never."""
        return self.live < BLIND_BELOW


def coverage(judged: Sequence[tuple[str, SourceStatus]], departments: Iterable[str] = ()) -> tuple[Coverage, ...]:
    """Count, per department code ("" for national sources), the sources that answer among those that should.

    `departments` are counted even where no source is listed: nowhere is anybody blinder than there.
    """
    totals: dict[str, list[int]] = {code: [0, 0] for code in departments}
    for department, status in judged:
        entry = totals.setdefault(department, [0, 0])
        entry[0] += status in (SourceStatus.FRESH, SourceStatus.LATE)
        entry[1] += status is not SourceStatus.PAUSED
    return tuple(Coverage(code, live, active) for code, (live, active) in sorted(totals.items()))
