"""Offices of the institution, and which of them a signal is for; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from conflict.departments import LETTERS


class OfficeKind(StrEnum):
    """What an office is (column `clase` of oficinas.csv)."""

    DELEGATION = "delegacion"
    COORDINATION = "coordinacion"
    BORDER = "frontera"
    NATIONAL = "nacional"


@dataclass(frozen=True, slots=True)
class Office:
    """One office; `short` is its name where there is little room.

    `department`, `seat` are codes of where it sits; `provenance` says in Spanish how sure that is. `mark` stands in the
    codes of the records it registers: `POT-LLA`, see `mark_of`.
    """

    id: str
    name: str
    short: str
    kind: OfficeKind
    department: str
    seat: str
    provenance: str
    mark: str = ""


COUNTRY = "NAC"


def mark_of(kind: OfficeKind, department: str, letters: str) -> str:
    """Return what stands for an office in the codes of its records (reference data model, early warning).

    A delegation is its department (`POT`), any other office of a department adds its own letters (`POT-LLA`), the
    national unit is `NAC`.
    """
    match kind:
        case OfficeKind.NATIONAL:
            return COUNTRY
        case OfficeKind.DELEGATION:
            return LETTERS[department]
        case _:
            return f"{LETTERS[department]}-{letters}"


class RouteBasis(StrEnum):
    """Why a signal is in the care of an office, strongest first (domain model §5.4, rule 7).

    A person's word stands over all; then the place of the fact, the home of the actor, and what is left of the places.
    `PENDING` is what a register that was made before offices knows: the department alone.
    """

    PERSON = "persona"
    SCENE = "lugar_del_hecho"
    ACTOR_HOME = "origen_actor"
    AFFECTED = "territorio_afectado"
    ADDRESSEE_SEAT = "sede_demandado"
    INFERRED = "inferido"
    NATIONAL = "nacional"
    NOWHERE = "sin_territorio"
    PENDING = "por_precisar"


_STRENGTH = {basis: rank for rank, basis in enumerate(reversed(RouteBasis))}


@dataclass(frozen=True, slots=True)
class Route:
    """The office that a signal is for (its id) and why. `office` is "" only while nobody has routed it."""

    office: str
    basis: RouteBasis


UNROUTED = Route("", RouteBasis.PENDING)


def replaces(new: Route, old: Route) -> bool:
    """Say whether a later article may move a row: only on better ground, and never against a person.

    An equal ground leaves the row where it is, so that a story told from two towns does not wander between offices.
    """
    return bool(new.office) and _STRENGTH[new.basis] > _STRENGTH[old.basis]


def superiors(office: str, known: Iterable[tuple[str, OfficeKind, str]]) -> tuple[str, ...]:
    """Return whom a late matter of an office goes up to, the nearest first, ending with "" for the whole country.

    A regional office answers to the delegation of its department, a delegation to the national unit (founding
    documents: the regional post depends on the departmental delegation). `known` are (id, kind, department).
    """
    offices = {ident: (kind, department) for ident, kind, department in known}
    kind, department = offices.get(office, (OfficeKind.NATIONAL, ""))
    national = [ident for ident, (one, _) in offices.items() if one is OfficeKind.NATIONAL and ident != office]
    above = [ident for ident, (one, at) in offices.items() if one is OfficeKind.DELEGATION and at == department]
    match kind:
        case OfficeKind.NATIONAL:
            return ("",)
        case OfficeKind.DELEGATION:
            return (*national, "")
        case _:
            return (*above, *national, "")
