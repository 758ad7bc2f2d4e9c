"""What the pages of sources show: one frozen dataclass for each template, and its parts."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboards.entered_views import TownGroup
from dashboards.pages import Counter, Frame, Option
from dashboards.when import Moment


@dataclass(frozen=True, slots=True)
class Act:
    """The one button beside a source: its word, where it goes, and how.

    A `kind` is `ver` (a page of ours), `abrir` (the outlet's, apart) or `enviar` (a form, which carries `value`).
    """

    label: str
    address: str
    kind: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class TroubleView:
    """A source that needs somebody."""

    name: str
    page: str
    where: str
    mark: str
    tone: str
    status: str
    what: str
    since: str
    todo: str
    act: Act


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source in the list of all; `rest` says who lets it rest, why and until when."""

    name: str
    page: str
    where: str
    mark: str
    tone: str
    status: str
    strip: str
    today: str
    usual: str
    share: str
    rest: str


@dataclass(frozen=True, slots=True)
class CoverageView:
    """One department: how many of its sources answer."""

    name: str
    bar: str
    words: str
    blind: bool


@dataclass(frozen=True, slots=True)
class RunView:
    """One run of the machine."""

    moment: Moment
    mark: str
    tone: str
    state: str
    duration: str
    words: str


@dataclass(frozen=True, slots=True)
class AskedView:
    """A collection that somebody asked for: a sentence, whether it is on its way, whether there is a button."""

    words: str = ""
    going: bool = False
    button: bool = False


@dataclass(frozen=True, slots=True)
class SourcesView:
    """The sources page."""

    frame: Frame
    last_run: str
    counters: tuple[Counter, ...]
    troubles: tuple[TroubleView, ...]
    sources: tuple[SourceView, ...]
    coverage: tuple[CoverageView, ...]
    blind: str
    runs: tuple[RunView, ...]
    asked: AskedView
    manages: bool
    panel: str


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note of a channel, as it would be read."""

    title: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class ProbeView:
    """What came of a look at an address: a sentence, and the first notes."""

    words: str
    notes: tuple[NoteView, ...]


@dataclass(frozen=True, slots=True)
class AddView:
    """The page that adds a source; `found` None before an address was looked at. `typed` are the fields of the form."""

    frame: Frame
    typed: Mapping[str, str]
    found: ProbeView | None
    departments: tuple[Option, ...]
    towns: tuple[TownGroup, ...]
    reaches: tuple[Option, ...]
    cadences: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class AttemptView:
    """One attempt to read a source; `term` is what the machine calls its end."""

    moment: Moment
    mark: str
    tone: str
    words: str
    term: str
    new: int


@dataclass(frozen=True, slots=True)
class SourceFileView:
    """The page of one source: what happened, and what may be done about it.

    `moved` is the address it says it moved to for good, when somebody may accept it; `rest` the words of its rest.
    """

    frame: Frame
    code: str
    name: str
    where: str
    mark: str
    tone: str
    status: str
    what: str
    strip: str
    address: str
    site: str
    origin: str
    replaced: str
    rest: str
    resting: bool
    moved: str
    reads: bool
    manages: bool
    removable: bool
    probe: ProbeView | None
    attempts: tuple[AttemptView, ...]
    typed: Mapping[str, str]
