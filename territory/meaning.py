"""What a name of the gazetteer may stand for."""

from dataclasses import dataclass
from enum import StrEnum

from conflict.codebook import PlaceLevel


class Kind(StrEnum):
    """What a name is, before anybody asks where."""

    PLACE = "lugar"
    DEMONYM = "gentilicio"
    INSTITUTION = "institucion"
    HIDDEN = "homonimo"
    ABROAD = "extranjero"
    ABROAD_PEOPLE = "gentilicio_extranjero"
    COUNTRY = "bolivia"


class Demand(StrEnum):
    """What a name must have beside it to be read as a place (column `exige`)."""

    NOTHING = "0"
    PREPOSITION = "p"
    CONTEXT = "1"
    TYPE_WORD = "2"


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a name may stand for.

    `department`, `municipality` are codes, "" when it lies in several; a region says which in `departments`, `towns`.
    `lower` says that the name is also written with a small first letter (`norte integrado`, `plaza Murillo`).
    """

    kind: Kind
    code: str
    name: str
    level: PlaceLevel | None
    department: str
    municipality: str
    demand: Demand
    why: str = ""
    departments: tuple[str, ...] = ()
    towns: frozenset[str] = frozenset()
    lower: bool = False
