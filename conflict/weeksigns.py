"""Dated signs that a week is judged by beside its records: facts, requests, announcements read and foretold; pure."""

from dataclasses import dataclass
from datetime import datetime

from conflict.codebook import AnnouncedState
from conflict.vocabulary import FactKind


@dataclass(frozen=True, slots=True)
class DatedFact:
    """Something that happened in a record and was known at the cut; a mediation of ours counts as dialogue."""

    record: str
    kind: FactKind
    at: datetime


@dataclass(frozen=True, slots=True)
class WeekRequest:
    """A written request. `ended_at` is when it was answered in full or taken back; silence and a part end nothing."""

    record: str
    addressee: str
    sent_at: datetime
    due_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Noticed:
    """When an announcement that belongs to a record was read for the first time."""

    record: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Foretold:
    """An action that was announced before its day, for a day of the week, with what is known to have come of it."""

    state: AnnouncedState
    departments: tuple[str, ...]
    record: str = ""
    office: str = ""
