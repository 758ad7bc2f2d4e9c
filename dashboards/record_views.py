"""What the templates of records may know: one frozen dataclass per template."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from dashboards.beyond import BeyondView, OutsideLine
from dashboards.case_views import CaseView
from dashboards.pages import ChipView, ClaimView, Frame, Option
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


Keys = tuple[tuple[tuple[str, ...], str], ...]
_EVERYWHERE: Keys = (
    (("/",), "Buscar"),
    (("G", "C R P S F"), "Ir a Cola, Registros, Plazos, Resumen, Fuentes"),
    (("?",), "Esta lista"),
)
LIST_KEYS: Keys = ((("J", "K"), "Ficha siguiente y anterior"), (("Enter",), "Abrir la ficha"), *_EVERYWHERE)
AGENDA_KEYS: Keys = (
    (("J", "K"), "Plazo siguiente y anterior"),
    (("Enter",), "Ir a «Cumplido»; otra vez, anotarlo"),
    (("P",), "Reprogramar"),
    (("O",), "Abrir la ficha"),
    *_EVERYWHERE,
)
TRANSFER_KEYS: Keys = (
    (("J", "K"), "Transferencia siguiente y anterior"),
    (("A",), "Aceptar: elegir quién la lleva"),
    (("V",), "Devolver: escribir el motivo"),
    (("Z",), "Deshacer la última respuesta"),
    (("O",), "Abrir la ficha"),
    *_EVERYWHERE,
)
"""The keys of the lists and what each does, as their help shows them; static/filas.js hears them."""
RECORD_KEYS: Keys = (
    (("N",), "Nueva acción"),
    (("T",), "Transferir"),
    (("C",), "Concluir"),
    *_EVERYWHERE,
)


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
    phase: str
    done: str


@dataclass(frozen=True, slots=True)
class MapLine:
    """The records of one department: how many, of each level from the gravest, and where they are listed."""

    name: str
    count: int
    levels: tuple[int, ...]
    address: str


@dataclass(frozen=True, slots=True)
class RecordsMap:
    """The map by department and the same as a table; `levels` are its columns."""

    svg: str
    levels: tuple[str, ...]
    lines: tuple[MapLine, ...]


Chooser = tuple[str, str, str, tuple[Option, ...]]
"""A list to choose from: its field, its label, what no choice is called, and the options."""


@dataclass(frozen=True, slots=True)
class RecordsView:
    """The list of records, or its map. `shown` are the columns beside the record itself.

    `sides` are the addresses of open and closed, `turned` that of the map from the list and back; `query` is the
    address's part about the whole view, for the same view as a workbook. `like` says what similar was looked for.
    """

    frame: Frame
    closed: bool
    text: str
    plain: tuple[Chooser, ...]
    more: tuple[Chooser, ...]
    unfolded: bool
    chips: tuple[ChipView, ...]
    columns: tuple[Option, ...]
    shown: frozenset[str]
    sides: tuple[str, str]
    turned: str
    query: str
    like: str
    map: RecordsMap | None
    some: Some[RecordItem]
    keys: bool = False
    key_list: Keys = LIST_KEYS


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


Way = tuple[tuple[str, str], ...]


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
    office: str = ""


@dataclass(frozen=True, slots=True)
class TransferLine:
    """One transfer. `again` says that it came back and may be asked for once more, `reminded` how long ago who answers
    was reminded, "" for never.

    `summary`, `done` (when and what, words) and `people`, to whom the record may be given, are there for who answers.
    """

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
    again: bool = False
    summary: str = ""
    done: tuple[tuple[str, str], ...] = ()
    people: tuple[Option, ...] = ()
    reminded: str = ""


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
class LevelChange:
    """From which level a record came to the one it has, and on which day; `mark` points up or down."""

    mark: str
    verb: str
    words: str


@dataclass(frozen=True, slots=True)
class RecordView:
    """The page of one record. `open` offers the forms that write in it, `may` are its reader's abilities over it.

    `way` are the steps from the list to its office, as (words, address).
    """

    frame: Frame
    way: Way
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
    last: str
    change: LevelChange | None = None
    keys: bool = False
    key_list: Keys = RECORD_KEYS


@dataclass(frozen=True, slots=True)
class EndingView:
    """The checklist before a record ends, with its form when nothing stands against it; `today` is its day."""

    frame: Frame
    code: str
    version: int
    title: str
    step: str
    label: str
    open: tuple[tuple[str, str], ...]
    deadlines: tuple[DeadlineLine, ...]
    outcomes: tuple[Option, ...]
    second_signature: bool
    today: str
    day_hint: str


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
    `signatures` the steps that wait for a second one, `foreseen` the alerts whose announced day is near or gone;
    `of_department` says that the reader's office has departments, which have a view of their own;
    `next_due` is when the first deadline of all falls due where the view has none, "" where there is none at all;
    `as_of` is when all this was so, for a sheet of paper that outlives it.
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
    of_department: bool = False
    next_due: str = ""
    as_of: str = ""
    keys: bool = False
    key_list: Keys = AGENDA_KEYS


@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """An answer that its person may take back: the transfer, its record as it stands, and what was done in words.

    `open` says whether the person may still open the record: what was returned may be out of sight.
    """

    id: int
    record: str
    version: int
    words: str
    open: bool


@dataclass(frozen=True, slots=True)
class TransfersView:
    """Transfers on both sides: those on their way and those that ended. `unhanded` must be empty.

    `asked` says whether one waits for the reader's office; `answered` is the last answer, where it may be taken back,
    `undone` says that one was just taken back.
    """

    frame: Frame
    groups: tuple[tuple[str, Some[TransferLine]], ...]
    unhanded: tuple[str, ...]
    asked: bool
    answered: AnsweredLine | None = None
    undone: bool = False
    keys: bool = False
    key_list: Keys = TRANSFER_KEYS
