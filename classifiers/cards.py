"""The rows of the vocabulary as values: actors, measures of pressure, typologies."""

from dataclasses import dataclass
from datetime import date

from conflict.actor import ActorKind, ActorReach, ActorRole, Sector
from conflict.codebook import Measure
from conflict.pressure import Moment, PressureKind
from conflict.typology import Typology


@dataclass(frozen=True, slots=True)
class ActorCard:
    """One actor that the vocabulary knows. `habit` is the role it has where the text does not say otherwise.

    It is known under its names from `since` until `until`, that day included; None leaves the side open.
    """

    key: str
    name: str
    initials: str
    kind: ActorKind
    habit: ActorRole
    sector: Sector
    subsector: str
    reach: ActorReach | None
    department: str
    municipality: str
    spellings: tuple[str, ...]
    faction: str
    since: date | None
    until: date | None
    source: str

    def known_on(self, day: date | None) -> bool:
        """Say whether the actor bore its names on a day; on a day that is not known it did."""
        return day is None or ((self.since is None or self.since <= day) and (self.until is None or day <= self.until))


@dataclass(frozen=True, slots=True)
class MeasureCard:
    """One measure of pressure: short form, when it counts, definition, and the phrases that tell it or look like it."""

    kind: PressureKind
    measure: Measure
    name: str
    moment: Moment
    definition: str
    words: tuple[str, ...]
    traps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TypologyCard:
    """One typology with the words that point to it."""

    kind: Typology
    name: str
    definition: str
    words: tuple[str, ...]
