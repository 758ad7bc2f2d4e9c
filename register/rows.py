"""The frozen rows that queries return: what a page or a flow may know, and nothing that can change or load more."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from conflict.claim import NO_CLAIM, Claim
from conflict.codebook import (
    CycleKind,
    CycleState,
    FetchOutcome,
    Level,
    QueueState,
    Stage,
    TimeQuality,
)
from conflict.office import OfficeKind, RouteBasis
from conflict.place import Location
from conflict.signal import Reading
from conflict.source import Held, Source
from register.announcement_rows import AnnouncementFact


@dataclass(frozen=True, slots=True)
class SourceState:
    """What the register remembers of one source between two polls; all None or zero before the first."""

    source_id: str
    etag: str | None
    last_modified: str | None
    failures: float
    next_check_at: datetime | None
    paused_until: datetime | None
    pause_reason: str
    last_attempt_at: datetime | None
    last_good_at: datetime | None
    last_full_at: datetime | None
    last_keys: tuple[str, ...]
    interval_factor: float
    gone_since: datetime | None
    moved_to: str | None
    moved_since: datetime | None
    moved_seen: int


@dataclass(frozen=True, slots=True)
class PendingArticle:
    """One article that waits to be read by the machine, with what locating it needs."""

    id: int
    key: str
    version: int
    title: str
    summary: str
    body: str
    published_at: datetime | None
    first_seen_at: datetime
    source_id: str
    source_name: str
    source_department: str
    source_municipality: str
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One row of the queue, as the list shows it. `doubtful` says that no article of it was read with certainty;
    `announced` is the nearest day that its story announces, None for none."""

    id: int
    code: str
    state: QueueState
    level: Level
    stage: Stage
    title: str
    department: str
    departments: tuple[str, ...]
    municipalities: tuple[str, ...]
    scope: str
    measures: tuple[str, ...]
    newest_at: datetime
    review_by: datetime
    notes: int
    outlets: int
    updated: bool
    floor: str
    version: int
    doubtful: bool = False
    office: str = ""
    office_name: str = ""
    office_basis: RouteBasis = RouteBasis.PENDING
    announced: date | None = None
    claim: Claim = NO_CLAIM


@dataclass(frozen=True, slots=True)
class QueueNote:
    """One article of a queue row, with the machine's own reading of it."""

    article_id: int
    title: str
    summary: str
    body: str
    outlet: str
    source_id: str
    link: str | None
    published_at: datetime | None
    time_quality: TimeQuality
    first_seen_at: datetime
    version: int
    reading: Reading | None
    location: Location | None


@dataclass(frozen=True, slots=True)
class OfficeFact:
    """One office at work."""

    id: str
    name: str
    short: str
    kind: OfficeKind
    department: str


@dataclass(frozen=True, slots=True)
class MoveFact:
    """A row given by one office to another (their short names), by whom and why."""

    sender: str
    receiver: str
    at: datetime
    by: str
    office: str
    reason: str


@dataclass(frozen=True, slots=True)
class QueueDetail:
    """One row of the queue with all its articles, newest first, its moves between offices, oldest first, and what its
    story announces, by day."""

    row: QueueRow
    notes: tuple[QueueNote, ...]
    moves: tuple[MoveFact, ...] = ()
    announced: tuple[AnnouncementFact, ...] = ()


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue: rows in order of work, the total, and counts by department and level for the filters."""

    rows: tuple[QueueRow, ...]
    total: int
    by_department: dict[str, int]
    by_level: dict[str, int]
    by_stage: dict[str, int]
    by_office: dict[str, int]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """One source with its recent past. `daily_new` are the new articles of the last 14 La Paz days, oldest first;
    None for a day without any good answer, since no answer is not the same as no news.

    `same_weekdays` are those of today's weekday in the weeks before, `same_hours` those of the same hours of these days
    as `last_hours`, which are the last ones.
    """

    source: Source
    state: SourceState | None
    last_outcome: FetchOutcome | None
    last_detail: str
    daily_new: tuple[int | None, ...]
    same_weekdays: tuple[int | None, ...]
    same_hours: tuple[int | None, ...]
    last_hours: int | None
    signals_14d: int
    articles_14d: int
    reading: timedelta | None = None
    """The median time from publication to reading over the last day, None where too few notes tell it."""
    held: Held | None = None
    added_by: str = ""
    """Who added it on the page of sources, "" for a card of the file."""
    replaced: str = ""
    """The address in sources.yaml for which a person accepted another, "" for none."""


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One attempt to read a source, as it is told to people."""

    at: datetime
    outcome: FetchOutcome
    status: int | None
    new: int
    took_ms: int


@dataclass(frozen=True, slots=True)
class CycleRow:
    """One run of the machine."""

    id: int
    kind: CycleKind
    state: CycleState
    started_at: datetime
    ended_at: datetime | None
    holder: str
    summary: dict[str, object]


@dataclass(frozen=True, slots=True)
class Head:
    """Where the journal's chain ended at some moment."""

    seq: int
    mac: str


@dataclass(frozen=True, slots=True)
class Access:
    """One reading, export or print of reserved data."""

    at: datetime
    actor: str
    office: str
    role: str
    what: str
    object_type: str
    object_id: str
    reason: str
