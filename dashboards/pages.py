"""What each template may know: one frozen dataclass per template, nothing computed inside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboards.highlight import Piece
from dashboards.when import Moment


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page shows around its content.

    `section` is the current entry of the menu; `pending` are all rows that wait, whatever the page shows, None where
    they were not counted; `alarms` are sentences that somebody should read first.
    """

    title: str
    section: str
    demo: bool
    pending: int | None
    source_trouble: bool
    alarms: tuple[str, ...] = ()
    overdue: int = 0
    trouble: str = ""
    undo: str = ""
    person: str = ""
    office: str = ""
    may: frozenset[str] = frozenset()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter, with how many rows it leaves."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class ChipView:
    """A filter that is set, in words, and where the queue is without it; or a wider view and where it is."""

    name: str
    value: str
    address: str


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One row of the queue; `repeated` is the open record that it may tell again, where it has no other notice."""

    code: str
    address: str
    title: str
    level: str
    level_step: int
    stage: str
    place: str
    who: str
    office: str
    newest: Moment
    notes: str
    review: str
    review_tone: str
    tag: str
    notice: str
    announced: str
    current: bool
    version: int = 0
    held: str = ""
    repeated: str = ""


@dataclass(frozen=True, slots=True)
class QueueGroup:
    """Rows that share a clock: overdue, for today, later."""

    name: str
    items: tuple[QueueItem, ...]


@dataclass(frozen=True, slots=True)
class NoteView:
    """One article of a row: when, who, and where the original is."""

    title: str
    outlet: str
    moment: Moment
    time_note: str
    link: str | None
    article: int = 0


@dataclass(frozen=True, slots=True)
class ClaimView:
    """Who asks whom for what, in words; "" where no text tells it."""

    who: str
    whom: str
    what: str
    topic: str


@dataclass(frozen=True, slots=True)
class AnnouncedLink:
    """An entry of the calendar, as the panel of its row names it."""

    address: str
    words: str


@dataclass(frozen=True, slots=True)
class MoveView:
    """One move of a row between offices."""

    moment: Moment
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class WorkView:
    """The work on one row. `lease` says who has it, "" for nobody; `held` that it is somebody else."""

    lease: str = ""
    held: bool = False
    assigned: str = ""
    people: tuple[Option, ...] = ()
    corrections: tuple[MoveView, ...] = ()
    joined_to: str = ""
    decided: "DecidedView | None" = None


@dataclass(frozen=True, slots=True)
class DecidedView:
    """The last decision about a row that stands, in a sentence, and the record that came of it, "" for none."""

    words: str
    moment: Moment
    record: str


@dataclass(frozen=True, slots=True)
class ViewLink:
    """A saved view: where it opens, and where it is thrown away."""

    number: int
    name: str
    whose: str
    address: str


@dataclass(frozen=True, slots=True)
class AlikeNote:
    """A note that drew another: its title, shortened, its outlet and where the original is."""

    title: str
    outlet: str
    link: str | None


@dataclass(frozen=True, slots=True)
class CompanyView:
    """What a note was by itself, and the notes that drew it; `words` end in a colon where there are any."""

    words: str
    notes: tuple[AlikeNote, ...]


@dataclass(frozen=True, slots=True)
class DetailView:
    """The panel of one row: where, what, until when, and why the machine thinks so; `root` is where its forms go."""

    code: str
    title: str
    level: str
    level_step: int
    review: str
    review_tone: str
    state: str
    place: str
    place_reason: str
    stage: str
    measures: tuple[str, ...]
    deadline: str
    deadline_words: str
    announced: tuple["AnnouncedLink", ...]
    claim: ClaimView
    roles: str
    excerpt: tuple[Piece, ...]
    excerpt_source: str
    dots: tuple[bool, ...]
    likelihood: str
    frequency: str
    rule: str
    notes_head: str
    notes: tuple[NoteView, ...]
    original: str | None
    version: int
    decidable: bool
    query: str
    candidates: tuple["CandidateView", ...]
    office: str
    office_reason: str
    moves: tuple[MoveView, ...]
    receivers: tuple[Option, ...]
    brought: str = ""
    file: str = ""
    work: WorkView = WorkView()
    company: CompanyView | None = None
    root: str = "/cola"
    town: str = ""


@dataclass(frozen=True, slots=True)
class FaultView:
    """Why a form was not taken, for the place that it keeps for this; `again` offers to send it all the same."""

    words: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class CandidateView:
    """An open record to which a row may belong, and what speaks for it."""

    code: str
    title: str
    place: str
    state: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class QueueView:
    """The queue page; `spread` where it has the fields of the rarer filters, `towns` what may be typed in one of them.

    `tabs` are its views, each with how many rows it has; `done` of `due` rows are reviewed today; `crowded` says where
    to begin in a queue that is too long; `seen_at` when it was read; `done_words` what the last decision did.
    """

    frame: Frame
    today: str
    total: str
    collected: str
    departments: tuple[Option, ...]
    offices: tuple[Option, ...]
    levels: tuple[Option, ...]
    stages: tuple[Option, ...]
    states: tuple[Option, ...]
    given: tuple[Option, ...]
    measures: tuple[Option, ...]
    spread: bool
    asked: Mapping[str, str]
    chips: tuple[ChipView, ...]
    text: str
    filtered: bool
    groups: tuple[QueueGroup, ...]
    detail: DetailView | None
    alone: bool
    back: str
    more: str | None
    empty: str
    sweep: str = ""
    swept: bool = False
    sweep_to: str = "/cola"
    views: tuple[ViewLink, ...] = ()
    trouble_to: str = ""
    wider: ChipView | None = None
    held: str = ""
    tabs: tuple[Option, ...] = ()
    done: int = 0
    due: int = 0
    crowded: str = ""
    seen_at: str = ""
    done_words: str = ""
    towns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Counter:
    """One of the figures on top of the sources page."""

    label: str
    value: int
    mark: str
    tone: str


@dataclass(frozen=True, slots=True)
class ErrorView:
    """A page that says what went wrong and what to do; `again` where asking once more may work, `to` a record."""

    frame: Frame
    heading: str
    sentence: str
    code: str
    again: bool = False
    to: str = ""
