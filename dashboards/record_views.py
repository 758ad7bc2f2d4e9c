"""What the templates of records may know: one frozen dataclass per template."""

from dataclasses import dataclass

from dashboards.pages import ClaimView, Frame, Option
from dashboards.when import Moment


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
    items: tuple[RecordItem, ...]
    total: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of a record's history."""

    moment: Moment
    what: str
    who: str
    words: str
    proof: str
    step: bool


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
    due: str
    tone: str
    waiting: bool


@dataclass(frozen=True, slots=True)
class StepOption:
    """A step possible from the record's state; `closes` asks for an outcome."""

    value: str
    label: str
    closes: bool


@dataclass(frozen=True, slots=True)
class RecordView:
    """The page of one record."""

    frame: Frame
    code: str
    title: str
    kind: str
    state: str
    level: str
    level_step: int
    place: str
    measures: tuple[str, ...]
    opened: str
    responsible: str
    office: str
    closing: str
    origin: str
    became: str
    claim: ClaimView
    open: bool
    missing: tuple[str, ...]
    history: tuple[HistoryLine, ...]
    deadlines: tuple[DeadlineLine, ...]
    transfers: tuple[TransferLine, ...]
    entries: tuple[tuple[str, str], ...]
    actions: tuple[Option, ...]
    outcomes: tuple[Option, ...]
    steps: tuple[StepOption, ...]
    offices: tuple[str, ...]
    now_local: str


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """Deadlines of one stretch of time."""

    name: str
    lines: tuple[DeadlineLine, ...]


@dataclass(frozen=True, slots=True)
class AgendaView:
    """The page of deadlines and of transfers that wait."""

    frame: Frame
    days: tuple[AgendaDay, ...]
    transfers: tuple[TransferLine, ...]
