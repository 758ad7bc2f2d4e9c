"""The summary of one week for one scope: a frozen value that page, PDF, spreadsheet and mail all print.

Every count carries the codes of the rows behind it, its unit and whether it is a stock (how it stands at the cut) or a
flow (what happened in the week): the two are never added nor drawn together.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conflict.change import MARKS, Change
from conflict.codebook import Level
from conflict.hand import Hand
from conflict.shares import Share
from conflict.week import Week
from conflict.weekfacts import WatchKind


class ScopeKind(StrEnum):
    """Whose week it is."""

    COUNTRY = "pais"
    DEPARTMENT = "departamento"
    OFFICE = "oficina"


@dataclass(frozen=True, slots=True)
class Scope:
    """The country, one department (by code) or one office (by name); `name` is what a title says."""

    kind: ScopeKind
    value: str
    name: str

    @property
    def key(self) -> str:
        """Return the stable text under which versions are kept: `pais`, `departamento:05`, `oficina:…`."""
        return self.kind.value if self.kind is ScopeKind.COUNTRY else f"{self.kind.value}:{self.value}"


def scope_named(key: str) -> tuple[ScopeKind, str]:
    """Return kind and value of the stable text of a scope."""
    kind, _, value = key.partition(":")
    return ScopeKind(kind), value


COUNTRY = Scope(ScopeKind.COUNTRY, "", "Bolivia")


class Measured(StrEnum):
    """What kind of number a figure is."""

    FLOW = "en la semana"
    STOCK = "al corte"


class Tone(StrEnum):
    """Whether more of it is worse, better, or neither."""

    WORSE = "peor"
    BETTER = "mejor"
    NEUTRAL = "neutro"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with what it is compared with; None is «sin dato», never zero.

    `previous` is the same figure a week before and `mean` over the four weeks before; both None where the register is
    younger than that. `quarter` is the mean over up to thirteen weeks before, None while no more than four are known.
    `rows` are the codes of the records behind it.
    """

    key: str
    label: str
    unit: str
    measured: Measured
    tone: Tone
    value: float | None
    previous: float | None
    mean: float | None
    rows: tuple[str, ...]
    quarter: float | None = None


@dataclass(frozen=True, slots=True)
class ClassChange:
    """That a person gave a territory another class than the rule, whose class is kept as `machine`, and why."""

    machine: Change
    reason: str
    hand: Hand


@dataclass(frozen=True, slots=True)
class Territory:
    """A department or municipality: cases of the week, the mean of the four before, twelve weeks, stock at the cut.

    `series` are the new cases of twelve weeks, this one last; None for a week without coverage. `live` of `sources`
    answered most of the week; both 0 where sources are not kept per territory (municipalities). `change` is the class
    that is printed; `judged` says what it was before a person changed it, None where nobody did.
    """

    code: str
    name: str
    new: int
    mean: float | None
    change: Change
    reason: str
    series: tuple[int | None, ...]
    open: int
    critical: int
    live: int
    sources: int
    rows: tuple[str, ...]
    open_rows: tuple[str, ...]
    judged: ClassChange | None = None

    @property
    def by_hand(self) -> ClassChange | None:
        """Return the change of a person where it still says something else than the rule."""
        return self.judged if self.judged is not None and self.judged.machine is not self.change else None

    @property
    def unseen(self) -> bool:
        """Say whether nobody listened there and nothing came in: a zero that means nothing, whatever its class."""
        machine = self.judged.machine if self.judged else self.change
        return not self.new and machine is Change.UNCOVERED

    @property
    def mark(self) -> str:
        """Return the sign of the class, with an asterisk where a person changed it."""
        return MARKS[self.change] + ("*" if self.by_hand else "")


@dataclass(frozen=True, slots=True)
class Worsened:
    """Where it got worse: the gravest open case there, and what is to be done about it, by which office, until when.

    `record` is "" and `level` None where a person says that it got worse and no case lies there.
    """

    territory: str
    name: str
    record: str
    title: str
    level: Level | None
    why: str
    next_step: str
    office: str
    due_at: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A count of this week beside that of the last; `name` is a code of a vocabulary or plain words."""

    name: str
    count: int
    previous: int | None
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """How many things wait at one office or institution, how many of them are late, and the oldest date.

    `late_rows` are the records of the late ones; empty in summaries that were published before it was kept.
    """

    name: str
    count: int
    late: int
    oldest: datetime
    rows: tuple[str, ...]
    late_rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """One thing to watch in the days after the cut; `why` are the reasons of an opportunity, else "".

    `added` says whose hand added it, None for the machine's own; only such a line has a `place` in free words and a
    `source`, the address of where it is told.
    """

    at: datetime
    kind: WatchKind
    what: str
    departments: tuple[str, ...]
    record: str
    office: str
    entry: str = ""
    why: str = ""
    place: str = ""
    source: str = ""
    added: Hand | None = None


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """How early we were with the conflicts of the week: days from first alert to first measure, 0 or less when late.

    `days` are sorted; `without_alert` of them had no alert before; `from_facts` were dated by the measure itself, the
    others by the registration of the conflict. `median` is None in a week without new conflicts.
    """

    days: tuple[float, ...]
    median: float | None
    late: int
    without_alert: int
    from_facts: int
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Foresight:
    """What was seen coming of the cases whose first measure was carried out in the week.

    `days` from the first announcement read to that measure, sorted, zero or less when it was read afterwards; `rows`
    are their cases; `missed` are the cases whose announcement nobody read at all. `median_range` is None while there
    are too few for one. `foretold` counts, by state, the actions announced for a day of the week.
    """

    days: tuple[float, ...] = ()
    rows: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    median: float | None = None
    median_range: tuple[float, float] | None = None
    foretold: tuple[tuple[str, int], ...] = ()

    @property
    def seen(self) -> Share:
        """Return the share of first measures that were announced in the news before they came."""
        return Share(sum(days > 0 for days in self.days), len(self.days) + len(self.missed))


NO_FORESIGHT = Foresight()


@dataclass(frozen=True, slots=True)
class Movement:
    """The stock of open cases explained: before + entered + reopened − closed = now."""

    before: int
    entered: tuple[str, ...]
    reopened: tuple[str, ...]
    closed: tuple[str, ...]
    now: tuple[str, ...]
    converted: tuple[str, ...]
    transferred: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataQuality:
    """What the figures cannot say. `down` are names of sources; `uncovered` and `blind` codes of departments.

    `days_read` are the days of the week on which sources were read at all; `blind_live` says of each blind department
    how many sources answered most of the week, of how many.
    """

    sources: int
    down: tuple[str, ...]
    uncovered: tuple[str, ...]
    blind: tuple[str, ...]
    unplaced: tuple[str, ...]
    control_read: int | None
    control_missed: int | None
    days_read: int = 7
    blind_live: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class WeekSummary:
    """The summary. `sentences` are «Qué cambió»; `opportunity` is None when no case fulfils its rule.

    `gravest` is the row of every territory with cases, from which `worsened` takes those that got worse; `agenda` is
    what is announced for fourteen days. What persons changed is in it: `worded` says that the sentences are theirs,
    `arranged` that `watch` is, with the lines that are not shown in `hidden`; a territory keeps the class of the rule.
    `vouched` is the hand that published it and answers for the words that look like names of persons; None while nobody
    did, also where the clock published.
    """

    week: Week
    scope: Scope
    cut: datetime
    sentences: tuple[str, ...]
    figures: tuple[Figure, ...]
    movement: Movement
    territories: tuple[Territory, ...]
    worsened: tuple[Worsened, ...]
    watch: tuple[Watch, ...]
    opportunity: Watch | None
    measures: tuple[Bar, ...]
    demands: tuple[Bar, ...]
    actors: tuple[Bar, ...]
    overdue: tuple[Owed, ...]
    transfers: tuple[Owed, ...]
    requests: tuple[Owed, ...]
    lead: LeadTimes
    quality: DataQuality
    known_weeks: int
    foresight: Foresight = NO_FORESIGHT
    gravest: tuple[Worsened, ...] = ()
    agenda: tuple[Watch, ...] = ()
    worded: bool = False
    arranged: bool = False
    hidden: tuple[Watch, ...] = ()
    vouched: Hand | None = None
