"""A place named in a text, and what all of them add up to."""

from dataclasses import dataclass

from conflict.codebook import PlaceLevel, PlaceRole, Scope


@dataclass(frozen=True, slots=True)
class Place:
    """One mention resolved to one place.

    `code` is the official code as text (2, 4 or 6 digits; a community, road or region carries its own prefixed code).
    `department` and `municipality` are the codes it lies in, "" when not sure. `start`, `end` are positions in the
    text (both 0 and `inferred` true when nothing in the text names it). `reason` says in Spanish why this one.
    """

    code: str
    name: str
    level: PlaceLevel
    role: PlaceRole
    department: str
    municipality: str
    start: int
    end: int
    inferred: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Location:
    """Everything the text says about where: places in order of weight, and their sum.

    `departments` are codes, `municipalities` official short names with `municipality_codes` beside them in the same
    order; all empty unless `scope` is LOCATED. `reason` is Spanish and never empty.
    """

    places: tuple[Place, ...]
    scope: Scope
    departments: tuple[str, ...]
    municipalities: tuple[str, ...]
    municipality_codes: tuple[str, ...]
    reason: str
