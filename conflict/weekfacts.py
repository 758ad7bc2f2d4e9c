"""What the summary of a week is made of: frozen values as the register knows them; nothing is counted here.

Times are aware. What the register does not keep yet is an empty tuple and shows as «sin dato», never as zero.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conflict.clocks import Term
from conflict.codebook import Level
from conflict.lifecycle import FIRST_STATE, RecordKind, RecordState
from conflict.week import Week
from conflict.weeksigns import DatedFact, Foretold, Noticed, WeekRequest


@dataclass(frozen=True, slots=True)
class WeekRecord:
    """An alert or a conflict with its history; `demands` are typologies, `actors` the names of those who demand.

    `level` is the level at its opening and `levels` its changes; `steps` are the states it reached after its first
    one. `origin` is the code of the alert it came from, `parent` the code of the record it is a front of. Changes are
    in the order of time. `calming` says that a person wrote before the cut that the matter is de-escalating.
    """

    code: str
    kind: RecordKind
    level: Level
    title: str
    departments: tuple[str, ...]
    municipalities: tuple[str, ...]
    measures: tuple[str, ...]
    office: str
    opened_at: datetime
    steps: tuple[tuple[datetime, RecordState], ...] = ()
    levels: tuple[tuple[datetime, Level], ...] = ()
    origin: str = ""
    parent: str = ""
    demands: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    calming: bool = False

    def state_at(self, moment: datetime) -> RecordState | None:
        """Return the state just before a moment; None when it was not open yet."""
        if self.opened_at >= moment:
            return None
        if not self.steps:  # most records, asked some ten thousand times in a summary
            return FIRST_STATE[self.kind]
        return next((state for at, state in reversed(self.steps) if at < moment), FIRST_STATE[self.kind])

    def level_at(self, moment: datetime) -> Level:
        """Return the level just before a moment."""
        if not self.levels:
            return self.level
        return next((level for at, level in reversed(self.levels) if at < moment), self.level)


@dataclass(frozen=True, slots=True)
class WeekDeadline:
    """What is or was due. `addressee` is who owes it, an institution or a party; "" when our office owes the deed."""

    record: str
    what: str
    addressee: str
    due_at: datetime
    made_at: datetime
    closed_at: datetime | None = None
    term: Term = Term.OWN


@dataclass(frozen=True, slots=True)
class WeekTransfer:
    """A transfer between offices; `accepted` says how it was answered, if it was."""

    record: str
    sender: str
    receiver: str
    asked_at: datetime
    answer_by: datetime
    answered_at: datetime | None = None
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class PressureFact:
    """A measure of pressure that was carried out; the first one of a case ends its lead time."""

    record: str
    at: datetime


class WatchKind(StrEnum):
    """What is to be watched."""

    ANNOUNCED = "anunciado"
    TRUCE = "cuarto_intermedio"
    COMMITMENT = "compromiso"
    DEADLINE = "plazo"
    OPPORTUNITY = "oportunidad"
    ADDED = "agregado"


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something with a date ahead: an announced action, a truce that ends.

    `record` is its code in the register, "" when nobody registered it yet; `office` is who follows it; `entry` is its
    row in the queue, "" for none. A moment at midnight in La Paz is a day without an hour.
    """

    at: datetime
    kind: WatchKind
    what: str
    departments: tuple[str, ...]
    record: str = ""
    office: str = ""
    entry: str = ""


LEAST_DAYS = 2
"""Feeds hold some days of news: two good answers in a week miss little where nobody asked more often."""


@dataclass(frozen=True, slots=True)
class SourceWeek:
    """On how many days of a week a source gave a good answer, of those on which it was asked.

    `department` is "" for a national one.
    """

    week: Week
    source: str
    name: str
    department: str
    days: int
    asked: int = 7

    @property
    def live(self) -> bool:
        """Say whether it answered on more than half of the days on which it was asked, and on two at least."""
        return self.days >= LEAST_DAYS and 2 * self.days > self.asked


@dataclass(frozen=True, slots=True)
class ControlSample:
    """What a person found among the news that the machine left out: how many were read, how many were conflicts."""

    read: int
    missed: int


@dataclass(frozen=True, slots=True)
class WeekAction:
    """One line of a record's history; `kind` is "" for a step of the record. Who wrote it is not said."""

    record: str
    at: datetime
    kind: str
    office: str
    words: str


@dataclass(frozen=True, slots=True)
class WeekNote:
    """A row of the queue that belongs to a record."""

    record: str
    code: str
    title: str
    newest_at: datetime
    notes: int


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """Everything that is known. `since` is when the register began; weeks before it are no base to compare with."""

    records: tuple[WeekRecord, ...] = ()
    deadlines: tuple[WeekDeadline, ...] = ()
    transfers: tuple[WeekTransfer, ...] = ()
    sources: tuple[SourceWeek, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    pressure: tuple[PressureFact, ...] = ()
    signs: tuple[DatedFact, ...] = ()
    requests: tuple[WeekRequest, ...] = ()
    noticed: tuple[Noticed, ...] = ()
    foretold: tuple[Foretold, ...] = ()
    control: ControlSample | None = None
    since: datetime | None = None
