"""What the machine read in one article: stage, probability, measures, deadline, and why."""

from dataclasses import dataclass
from datetime import date, datetime, time

from conflict.actor import ActorMention
from conflict.codebook import FLAGGED_STAGES, AnnouncedState, DateKind, Measure, ReasonClass, Stage
from conflict.drawn import Drawn
from conflict.pressure import PressureMention
from conflict.typology import Typology


@dataclass(frozen=True, slots=True)
class Reason:
    """A span of the text (title, line break, summary, line break, body) that spoke for the signal.

    `start` and `end` are character positions; `weight` is its share of the evidence, 0 to 1.
    """

    start: int
    end: int
    kind: ReasonClass
    weight: float


@dataclass(frozen=True, slots=True)
class Deadline:
    """The date until which, or from which, something is announced; `text` are the words it was read from.

    `day` is the limit, the first day or the only one, as `kind` says. `last` is the last day of what begins on `day`,
    None when it is the same one or the text names none; `open_ended` says that the text itself calls it without end.
    `hour` is the hour in La Paz on `day`, None when none is written. `conditional` says that it hangs on an answer.
    `announcer` is a short phrase of the text or ""; `measure` the one announced, None when the sentence names none.
    """

    day: date
    text: str
    start: int
    end: int
    kind: DateKind = DateKind.DAY
    last: date | None = None
    open_ended: bool = False
    hour: time | None = None
    conditional: bool = False
    announcer: str = ""
    measure: Measure | None = None

    def __post_init__(self) -> None:
        """Refuse a window that ends before it begins, or that both ends and does not."""
        if self.last is not None and (self.last <= self.day or self.open_ended):
            raise ValueError(f"window from {self.day} to {self.last}, open {self.open_ended}")


@dataclass(frozen=True, slots=True)
class Turn:
    """Words by which a text says that something announced was put off or called off; beginnings have none."""

    state: AnnouncedState
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The machine's reading of one text.

    `probability` is calibrated, 0 to 1. `doubtful` says that it lies in the abstention band. `floor` names the
    keyword rule that flags the text whatever the model says ("" when none does). `demand` is the demand phrase or "",
    `demand_span` where it stands (None when nowhere). `further` are other dates that the text announces beside
    `deadline`; `turn` what it says of an earlier announcement. `typology` is None where the text does not tell what it
    is about, `vocabulary` the version of the tables that actors, typology and pressures were read with ("" for none).
    `drawn` says what the notes of the same days did to the probability, None where they did nothing or nobody asked.
    """

    probability: float
    signal: bool
    doubtful: bool
    stage: Stage
    measures: tuple[Measure, ...]
    deadline: Deadline | None
    reasons: tuple[Reason, ...]
    floor: str
    demand: str
    model_version: str
    further: tuple[Deadline, ...] = ()
    turn: Turn | None = None
    actors: tuple[ActorMention, ...] = ()
    demand_span: tuple[int, int] | None = None
    typology: Typology | None = None
    pressures: tuple[PressureMention, ...] = ()
    vocabulary: str = ""
    drawn: Drawn | None = None

    def __post_init__(self) -> None:
        """Refuse a reading that contradicts itself."""
        if not 0.0 <= self.probability <= 1.0:
            raise ValueError(f"probability {self.probability!r} is not within 0 and 1")
        if self.signal and self.stage not in FLAGGED_STAGES:
            raise ValueError(f"a signal cannot have stage {self.stage.value}")


@dataclass(frozen=True, slots=True)
class ArticleText:
    """What the machine reads of one article; `published_at` is None when it is not known.

    `key` is what the caller knows it by, "" where nobody is to be told which article drew another.
    """

    title: str
    summary: str
    body: str
    published_at: datetime | None
    key: str = ""


def text_of(title: str, summary: str, body: str = "") -> str:
    """Join the parts of an article the way every position in the product counts them."""
    return "\n".join(part for part in (title, summary, body) if part)
