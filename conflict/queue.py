"""Does a reading deserve a row of the queue, how urgent is it, and until when should somebody look.

Pure decisions: a caller stores what is decided here. Thresholds are suggestions of ours until the institution sets its
own (docs/decisions/0003).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from conflict.codebook import Level, Measure, Scope, Stage
from conflict.lapaz import LA_PAZ, local, working_days_after
from conflict.place import Location
from conflict.signal import Reading

STALE_AFTER = timedelta(days=30)
"""An article older than this when first seen is kept but makes no signal: it is a re-posted one."""

DAY_BEFORE = timedelta(hours=24)
AT_ONCE = timedelta(hours=2)

_GRAVE = frozenset({Measure.CLASH, Measure.RETENTION, Measure.LYNCHING, Measure.CRUCIFIXION})
_STRONG = frozenset({Measure.ROAD_BLOCKADE, Measure.HUNGER_STRIKE, Measure.OCCUPATION, Measure.LAND_SEIZURE})


@dataclass(frozen=True, slots=True)
class Enqueue:
    """The reading belongs in the queue."""

    level: Level
    review_by: datetime


@dataclass(frozen=True, slots=True)
class Ignore:
    """The reading stays out of the queue, for this reason (Spanish slug, counted)."""

    reason: str


def suggested_level(reading: Reading) -> Level:
    """Suggest the urgency: violence and persons at risk first, then what is under way or dated, then demands."""
    if reading.floor or reading.stage is Stage.VIOLENCE or _GRAVE & set(reading.measures):
        return Level.CRITICAL
    if reading.stage in (Stage.MEASURE, Stage.ANNOUNCEMENT) and (reading.deadline or _STRONG & set(reading.measures)):
        return Level.HIGH
    if reading.stage in (Stage.MEASURE, Stage.ANNOUNCEMENT):
        return Level.MEDIUM
    return Level.LOW if reading.stage in (Stage.DEMAND, Stage.WITHDRAWAL) else Level.MEDIUM


def review_by(level: Level, now: datetime) -> datetime:
    """Return until when somebody should have looked, as an aware moment of any zone.

    Critical: 30 minutes on the clock, day and night. The rest: the same working day at 16:30, or the next one when it
    is later than 14:30 or a weekend (domain model, clocks; working hours are refined per office later).
    """
    if level is Level.CRITICAL:
        return now + timedelta(minutes=30)
    here = local(now)
    first = here.date() if here.time() <= time(14, 30) else here.date() + timedelta(days=1)
    day = working_days_after(first - timedelta(days=1), 1)
    return datetime.combine(day, time(16, 30), LA_PAZ)


def in_time_for(day: date, due: datetime, now: datetime) -> datetime:
    """Return until when to look when something is announced for a day: a day before it begins, if that is earlier.

    Where less is left, two hours from now: an announcement read on Friday for Saturday cannot wait for Monday (domain
    model, clocks: the announced date less 24 hours; page specification: two hours for a high level). A day gone by
    hurries nobody.
    """
    begins = datetime.combine(day, time(0), LA_PAZ)
    if day < local(now).date():
        return due
    return min(due, max(begins - DAY_BEFORE, now + AT_ONCE))


def decide(reading: Reading, location: Location, published_at: datetime | None, now: datetime) -> Enqueue | Ignore:
    """Decide whether one reading goes to the queue."""
    if not reading.signal:
        return Ignore("en_duda" if reading.doubtful else "sin_senal")
    if location.scope is Scope.ABROAD:
        return Ignore("extranjero")
    if published_at is not None and now - published_at > STALE_AFTER:
        return Ignore("nota_antigua")
    level = suggested_level(reading)
    due = review_by(level, now)
    if reading.deadline is not None:
        due = in_time_for(reading.deadline.day, due, now)
    return Enqueue(level, due)
