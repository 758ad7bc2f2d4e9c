"""Versions of a weekly summary: a draft that may be edited, then a publication that nothing changes; pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conflict.week import Week
from conflict.weeksummary import WeekSummary

MOST_SENTENCES = 5
SENTENCE_CHARS = 400


class VersionState(StrEnum):
    """What a version is. Automatic: published by the clock, without a person having read it."""

    DRAFT = "borrador"
    PUBLISHED = "publicado"
    AUTOMATIC = "automatico"


@dataclass(frozen=True, slots=True)
class WeekVersion:
    """One version as stored; `published_at` is None for a draft, `edited_by` "" when nobody touched the sentences."""

    week: Week
    scope: str
    version: int
    state: VersionState
    summary: WeekSummary
    made_at: datetime
    edited_at: datetime | None
    edited_by: str
    published_at: datetime | None
    published_by: str
    correction: str
    row_version: int


@dataclass(frozen=True, slots=True)
class ScopeLine:
    """A scope that has a summary of a week; `scope` is its key, `state` that of the version that is shown."""

    scope: str
    state: VersionState


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the list of all of them."""

    version: int
    state: VersionState
    published_at: datetime | None
    correction: str
