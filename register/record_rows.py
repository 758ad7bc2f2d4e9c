"""The frozen rows that queries about records return."""

from dataclasses import dataclass
from datetime import date, datetime

from conflict.claim import NO_CLAIM, Claim
from conflict.clocks import Term
from conflict.codebook import Level
from conflict.fieldwork import Modality
from conflict.lifecycle import (
    ActionKind,
    DeadlineState,
    Outcome,
    RecordKind,
    RecordState,
    ReviewDecision,
    TransferState,
)
from conflict.rulebook import AfterAcceptance
from conflict.vocabulary import TransferReason


@dataclass(frozen=True, slots=True)
class RecordFact:
    """A record as a list shows it."""

    code: str
    kind: RecordKind
    state: RecordState
    level: Level
    title: str
    departments: tuple[str, ...]
    municipalities: tuple[str, ...]
    measures: tuple[str, ...]
    office: str
    responsible: str
    external_code: str
    opened_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    last_action: datetime | None
    next_due: datetime | None
    version: int
    claim: Claim = NO_CLAIM


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Some records and where the next ones begin, None when there are no more."""

    records: tuple[RecordFact, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class TimelineFact:
    """One line of a record's history; `kind` is None for a step of the record itself."""

    kind: ActionKind | None
    at: datetime
    by: str
    office: str
    words: str
    proof: str
    modality: Modality | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class DeadlineFact:
    """What is due, with the record it belongs to and its version. `addressee` is who owes it, "" when we do."""

    id: int
    record: str
    record_title: str
    responsible: str
    office: str
    what: str
    addressee: str
    due_at: datetime
    state: DeadlineState
    closed_at: datetime | None
    term: Term = Term.OWN
    version: int = 0


@dataclass(frozen=True, slots=True)
class TransferFact:
    """A transfer with the record it moves and its version."""

    id: int
    record: str
    record_title: str
    state: TransferState
    sender: str
    receiver: str
    reason: str
    asked_at: datetime
    asked_by: str
    answer_by: datetime
    answered_at: datetime | None
    answer: str
    motive: TransferReason = TransferReason.OTHER
    sent_at: datetime | None = None
    local_role: AfterAcceptance = AfterAcceptance.SUPPORTS
    counter_reference: str = ""
    version: int = 0
    reminded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DecisionFact:
    """What a person decided about a row of the queue; `record` is the code that came of it, "" for none."""

    review_id: int
    decision: ReviewDecision
    at: datetime
    by: str
    code: str
    title: str
    record: str


@dataclass(frozen=True, slots=True)
class Regraded:
    """The last time that a record was given another level: when, and which it had before."""

    at: datetime
    before: Level


@dataclass(frozen=True, slots=True)
class RecordDetail:
    """A record with everything that hangs from it; `entries` are code and title of its queue rows.

    `regraded` is None while it has the level that it was opened with; `ended_on` is the day on which what it tells of
    was over, None where nobody said.
    """

    record: RecordFact
    outcome: Outcome | None
    closing_words: str
    origin: str
    became: str
    timeline: tuple[TimelineFact, ...]
    deadlines: tuple[DeadlineFact, ...]
    transfers: tuple[TransferFact, ...]
    entries: tuple[tuple[str, str], ...]
    regraded: Regraded | None
    ended_on: date | None = None
