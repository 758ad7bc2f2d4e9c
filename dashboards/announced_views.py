"""What the template of the calendar may know: one frozen dataclass, nothing computed inside it."""

from dataclasses import dataclass

from dashboards.pages import Frame, Option


@dataclass(frozen=True, slots=True)
class SaidLine:
    """An article that announces it."""

    title: str
    outlet: str
    link: str | None


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """Another state that waits for an answer."""

    id: int
    what: str
    reason: str
    words: str
    source: str
    link: str | None


@dataclass(frozen=True, slots=True)
class AnnouncedLine:
    """One entry. `when` is its day in words where the list does not say it; `correctable` offers the form."""

    code: str
    when: str
    what: str
    title: str
    place: str
    traits: tuple[str, ...]
    state: str
    tone: str
    words: str
    announcer: str
    entry: str
    record: str
    said: tuple[SaidLine, ...]
    outlets: str
    corrected: str
    proposals: tuple[ProposalLine, ...]
    states: tuple[Option, ...]
    first: str
    last: str
    version: int


@dataclass(frozen=True, slots=True)
class AnnouncedDay:
    """The entries of one day."""

    name: str
    today: bool
    lines: tuple[AnnouncedLine, ...]


@dataclass(frozen=True, slots=True)
class CalendarView:
    """The calendar page. `query` keeps the filters of the address in the forms and the subscription."""

    frame: Frame
    span: str
    departments: tuple[Option, ...]
    spans: tuple[Option, ...]
    filtered: bool
    query: str
    asked: tuple[AnnouncedLine, ...]
    days: tuple[AnnouncedDay, ...]
    expired: tuple[AnnouncedLine, ...]
    undated: tuple[AnnouncedLine, ...]
    empty: str
