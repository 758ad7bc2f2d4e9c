"""The frozen rows that queries about the calendar return."""

from dataclasses import dataclass
from datetime import date, datetime, time

from conflict.codebook import AnnouncedState, DateKind, Measure


@dataclass(frozen=True, slots=True)
class ProposalFact:
    """Another state that news proposes for an entry and nobody has answered; `first` None keeps the day."""

    id: int
    state: AnnouncedState
    first: date | None
    last: date | None
    reason: str
    words: str
    made_at: datetime
    link: str | None
    outlet: str


@dataclass(frozen=True, slots=True)
class SaidFact:
    """An article that announces it, with the words it does it in."""

    title: str
    outlet: str
    link: str | None
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class AnnouncementFact:
    """One entry of the calendar with what hangs from it.

    `first` and `last` are the days that count, `read_first` and `read_last` those that the machine read; `last` is None
    when no last day is told. `entry` is the code of its queue row, `record` of the alert or conflict it belongs to, ""
    for none. `corrected_by` is "" while no person has corrected it.
    """

    code: str
    kind: DateKind
    measure: Measure | None
    first: date
    last: date | None
    day_known: bool
    read_first: date
    read_last: date | None
    hour: time | None
    open_ended: bool
    conditional: bool
    announcer: str
    words: str
    title: str
    departments: tuple[str, ...]
    municipalities: tuple[str, ...]
    state: AnnouncedState
    entry: str
    record: str
    outlets: int
    said: tuple[SaidFact, ...]
    proposals: tuple[ProposalFact, ...]
    made_at: datetime
    updated_at: datetime
    corrected_by: str
    version: int
