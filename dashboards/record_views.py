"""What the templates of records may know: one frozen dataclass per template."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from dashboards.beyond import BeyondView, OutsideLine
from dashboards.case_views import CaseView
from dashboards.pages import ClaimView, Frame, Option
from dashboards.when import Moment

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Some(Generic[Line]):
    """The first lines of a list, and how many there are in all."""

    lines: tuple[Line, ...]
    whole: int

    @property
    def more(self) -> int:
        """Return how many are not among the lines."""
        return self.whole - len(self.lines)


@dataclass(frozen=True, slots=True)
class RecordItem:
    """One record of the list."""

    code: str
    title: str
    place: str
    kind: str
    level: str
    level_step: int
    state: str
    responsible: str
    last_action: str
    next_due: str
    due_tone: str


@dataclass(frozen=True, slots=True)
class RecordsView:
    """The list of records."""

    frame: Frame
    closed: bool
    text: str
    department: str
    departments: tuple[Option, ...]
    some: Some[RecordItem]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of a record's history."""

    moment: Moment
    what: str
    who: str
    words: str
    proof: str
    step: bool
    struck: str = ""
    fact: int | None = None


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """One deadline, with its record where the page is not the record's own."""

    id: int
    record: str
    title: str
    what: str
    who: str
    due: str
    when: str
    tone: str
    open: bool
    version: int


@dataclass(frozen=True, slots=True)
class TransferLine:
    """One transfer."""

    id: int
    record: str
    title: str
    route: str
    reason: str
    state: str
    asked: str
    answer: str
    result: str
    moves: tuple[Option, ...]
    role: str
    due: str
    tone: str
    waiting: bool
    version: int


@dataclass(frozen=True, slots=True)
class StepOption:
    """A step possible from the record's state that does not end it; `fact` asks for the executed fact it rests on."""

    value: str
    label: str
    fact: bool


@dataclass(frozen=True, slots=True)
class UpkeepView:
    """How far a record is up to date; `missing` are (sentence, where it is filled), "" for who may not fill it."""

    done: int
    whole: int
    missing: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RecordView:
    """The page of one record. `open` offers the forms that write in it, `may` are its reader's abilities over it."""

    frame: Frame
    code: str
    version: int
    title: str
    kind: str
    state: str
    level: str
    level_step: int
    place: str
    measures: tuple[str, ...]
    opened: str
    departments: tuple[Option, ...]
    municipalities: str
    responsible: str
    office: str
    closing: str
    origin: str
    became: str
    claim: ClaimView
    open: bool
    may: frozenset[str]
    upkeep: UpkeepView | None
    history: tuple[HistoryLine, ...]
    show: str
    case: CaseView
    beyond: BeyondView
    deadlines: tuple[DeadlineLine, ...]
    transfers: tuple[TransferLine, ...]
    entries: tuple[tuple[str, str], ...]
    outcomes: tuple[Option, ...]
    steps: tuple[StepOption, ...]
    endings: tuple[Option, ...]
    offices: tuple[str, ...]
    levels: tuple[Option, ...]
    people: tuple[Option, ...]
    now_local: str


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """Deadlines of one stretch of time."""

    name: str
    some: Some[DeadlineLine]


@dataclass(frozen=True, slots=True)
class AgendaView:
    """The page of deadlines: what to be reminded of, what goes to the superior, each stretch, and who is silent.

    `later` are the deadlines that are due after all these and only counted;
    `quiet` are open records without news for longer than their phase allows: code, title, person, since when;
    `referrals` are those without an answer in time, `follow_ups` the concluded records that are still looked at,
    `signatures` the steps that wait for a second one, `foreseen` the alerts whose announced day is near or gone.
    """

    frame: Frame
    days: tuple[AgendaDay, ...]
    later: int
    transfers: tuple[TransferLine, ...]
    remind: Some[DeadlineLine]
    escalate: Some[DeadlineLine]
    quiet: Some[tuple[str, str, str, str]]
    referrals: Some[OutsideLine]
    follow_ups: Some[OutsideLine]
    signatures: Some[OutsideLine]
    foreseen: Some[OutsideLine]
    show: str


@dataclass(frozen=True, slots=True)
class TransfersView:
    """Transfers on both sides: those on their way and those that ended. `unhanded` must be empty."""

    frame: Frame
    groups: tuple[tuple[str, Some[TransferLine]], ...]
    unhanded: tuple[str, ...]
