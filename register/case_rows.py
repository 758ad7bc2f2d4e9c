"""The frozen rows that queries about the file of a record return."""

from dataclasses import dataclass
from datetime import datetime

from conflict.checklist import Checklist
from conflict.fieldwork import PlacePrecision, TimePrecision
from conflict.handling import AgreementState, CommitmentState, RecommendationState, RequestState
from conflict.lifecycle import Outcome, RecordStep
from conflict.measure import FactMeasure
from conflict.vocabulary import (
    ActorRole,
    Certainty,
    FactKind,
    HarmGroup,
    HarmKind,
    OutsideSystem,
    Phase,
    RelationKind,
    Sector,
    Side,
)


@dataclass(frozen=True, slots=True)
class FileFact:
    """What is filled in of a record; `values` are the columns of `conflict.casefields.FIELDS` as stored."""

    phase: Phase
    values: dict[str, object]
    vocabulary: str
    edited_at: datetime
    edited_by: str
    parent: str
    fronts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HappenedFact:
    """A dated fact; `annulled` is why it was struck out, "" when it stands; then by whom and when are told too."""

    id: int
    record: str
    kind: FactKind
    measure: FactMeasure | None
    at: datetime
    place: str
    points: int | None
    words: str
    source: str
    verified: bool
    by: str
    annulled: str
    actor: str = ""
    place_precision: PlacePrecision | None = None
    time_precision: TimePrecision | None = None
    annulled_by: str = ""
    annulled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HarmFact:
    """A figure of persons harmed; `identified` says that the reserved table knows who."""

    id: int
    kind: HarmKind
    people: HarmGroup
    count: int
    certainty: Certainty
    source: str
    cause: str
    identified: bool


@dataclass(frozen=True, slots=True)
class ActorFact:
    """An organisation or institution in a record."""

    id: int
    name: str
    side: Side
    role: ActorRole
    sector: Sector


@dataclass(frozen=True, slots=True)
class RelationFact:
    """How two organisations of a record stand to each other, and who says so."""

    id: int
    one: str
    kind: RelationKind
    other: str
    source: str


@dataclass(frozen=True, slots=True)
class EvidenceFact:
    """A file of a record."""

    id: int
    name: str
    media_type: str
    bytes: int
    digest: str
    words: str
    at: datetime
    by: str
    annulled: str


@dataclass(frozen=True, slots=True)
class CodeFact:
    """How another system calls the matter."""

    system: OutsideSystem
    code: str


@dataclass(frozen=True, slots=True)
class RequestFact:
    """A written request with its clock; `due_at` is None once the clock is closed."""

    id: int
    addressee: str
    note: str
    state: RequestState
    sent_at: datetime
    due_at: datetime | None
    answer: str
    repeated_at: datetime | None = None
    escalated_to: str = ""
    answered_at: datetime | None = None
    cite: str = ""


@dataclass(frozen=True, slots=True)
class CommitmentFact:
    """One commitment of an agreement; `document` is the name of the file that shows how it was kept."""

    id: int
    words: str
    owner: str
    due_on: str
    state: CommitmentState
    verification: str
    settled_on: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class AgreementFact:
    """An agreement with its commitments."""

    id: int
    signed_on: str
    signers: str
    words: str
    state: AgreementState
    commitments: tuple[CommitmentFact, ...]


@dataclass(frozen=True, slots=True)
class RecommendationFact:
    """A recommendation and what became of it."""

    id: int
    document: str
    addressee: str
    words: str
    sent_on: str
    state: RecommendationState


@dataclass(frozen=True, slots=True)
class ProposalFact:
    """A step that waits for somebody else's approval."""

    step: RecordStep
    outcome: Outcome | None
    words: str
    by: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class JournalFact:
    """A line of the journal about one record."""

    at: datetime
    actor: str
    action: str
    reason: str
    details: dict[str, object]


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """Everything in the file of a record but its timeline, deadlines and transfers. `merged_into` is a code or ""."""

    file: FileFact
    facts: tuple[HappenedFact, ...]
    harm: tuple[HarmFact, ...]
    actors: tuple[ActorFact, ...]
    relations: tuple[RelationFact, ...]
    evidence: tuple[EvidenceFact, ...]
    codes: tuple[CodeFact, ...]
    requests: tuple[RequestFact, ...]
    agreements: tuple[AgreementFact, ...]
    recommendations: tuple[RecommendationFact, ...]
    proposal: ProposalFact | None
    checklist: Checklist
    merged_into: str
    joined: tuple[str, ...]
