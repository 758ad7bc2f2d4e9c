"""What the templates of a record's file may know: one frozen dataclass per template, and the pieces they share."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dashboards.pages import Frame, Option


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that hangs from a record. `moves` are the states it may be taken to, through the form of `what`."""

    what: str
    id: int
    head: str
    text: str
    note: str
    moves: tuple[Option, ...] = ()
    struck: bool = False
    tone: str = "calm"
    due: str = ""
    link: str = ""


def still(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the same without the moves: for who only reads."""
    return tuple(replace(one, moves=()) for one in entries)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the file. `kind` is `texto`, `parrafo`, `opcion`, `varias`, `fecha`, `grado` or `si`.

    `read` says that the value is what the machine read in the notes and nobody saved yet.
    """

    name: str
    label: str
    kind: str
    value: str
    options: tuple[Option, ...]
    help: str
    read: bool = False


@dataclass(frozen=True, slots=True)
class CaseView:
    """The file of a record on its page: what is filled in, and everything that hangs from it, ready as lines."""

    filled: tuple[tuple[str, str], ...]
    phase: str
    phases: tuple[Option, ...]
    vocabulary: str
    parent: str
    fronts: tuple[str, ...]
    merged_into: str
    joined: tuple[str, ...]
    harm: tuple[Entry, ...]
    identified: bool
    actors: tuple[Entry, ...]
    relations: tuple[Entry, ...]
    related: tuple[Option, ...]
    relation_kinds: tuple[Option, ...]
    evidence: tuple[Entry, ...]
    codes: tuple[tuple[str, str], ...]
    coded: tuple[Option, ...]
    requests: tuple[Entry, ...]
    cites: tuple[Option, ...]
    agreements: tuple[tuple[Entry, tuple[Entry, ...]], ...]
    papers: tuple[Option, ...]
    recommendations: tuple[Entry, ...]
    proposal: str
    actions: tuple[tuple[str, tuple[Option, ...]], ...]
    facts: tuple[Option, ...]
    measures: tuple[Option, ...]
    place_precisions: tuple[Option, ...]
    time_precisions: tuple[Option, ...]
    modalities: tuple[Option, ...]
    harms: tuple[Option, ...]
    groups: tuple[Option, ...]
    certainties: tuple[Option, ...]
    sides: tuple[Option, ...]
    next_actor: str
    roles: tuple[Option, ...]
    sectors: tuple[Option, ...]
    systems: tuple[Option, ...]

    def to_read(self) -> "CaseView":
        """Return the file for who may not write in it."""
        return replace(
            self,
            harm=still(self.harm),
            actors=still(self.actors),
            relations=still(self.relations),
            evidence=still(self.evidence),
            requests=still(self.requests),
            agreements=tuple((replace(one, moves=()), still(promised)) for one, promised in self.agreements),
            recommendations=still(self.recommendations),
            coded=(),
            cites=(),
        )


@dataclass(frozen=True, slots=True)
class FileView:
    """The form of the file's fields, in groups."""

    frame: Frame
    code: str
    title: str
    groups: tuple[tuple[str, tuple[Field, ...]], ...]
    folded: frozenset[str]


@dataclass(frozen=True, slots=True)
class ClashLine:
    """One field that two persons changed: what it was, what is there now and who wrote that when, what was typed."""

    label: str
    base: str
    theirs: str
    mine: str
    by: str


@dataclass(frozen=True, slots=True)
class ClashView:
    """Two edits of the same fields, side by side. `fields` are sent again when the person keeps their own."""

    frame: Frame
    code: str
    lines: tuple[ClashLine, ...]
    fields: tuple[tuple[str, str], ...]
    before: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HandingView:
    """The form of a transfer, with what will travel; `words` are those of one that is asked for again."""

    frame: Frame
    code: str
    version: int
    title: str
    offices: tuple[Option, ...]
    motives: tuple[Option, ...]
    words: str
    carried: tuple[str, ...]
    second_signature: bool
    afterwards: str


@dataclass(frozen=True, slots=True)
class SheetView:
    """A record as a block of text to copy."""

    frame: Frame
    code: str
    text: str
    lines: int


@dataclass(frozen=True, slots=True)
class JournalView:
    """The journal of one record: when, who, what in words and as its code, and the particulars."""

    frame: Frame
    code: str
    lines: tuple[tuple[str, str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ReservedView:
    """Reserved identities, shown once to who said why."""

    frame: Frame
    code: str
    lines: tuple[tuple[str, str], ...]
