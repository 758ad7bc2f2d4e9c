"""Who may do what, and to which objects: one table (role, ability, extent), read by commands, queries and pages alike.

After the domain model (roles and permissions). Two readings of ours: the professional may conclude, as the office's
own terms of reference have it — an office that wants the approval of its *responsable* asks for APPROVE — and rows
without territory are seen from the department upwards, so that somebody always sees them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from conflict.record import Person, RuleError
from conflict.roles import Role

NATIONAL_UNIT = "Unidad de Prevención y Transformación de Conflictos"


class Ability(StrEnum):
    """What can be done at all."""

    SEE_QUEUE = "ver_cola"
    REVIEW = "revisar"
    SEE_RECORDS = "ver_fichas"
    EDIT = "editar_ficha"
    CONCLUDE = "concluir"
    APPROVE = "aprobar"
    ASK_TRANSFER = "pedir_transferencia"
    AUTHORISE_TRANSFER = "autorizar_transferencia"
    ANSWER_TRANSFER = "responder_transferencia"
    SEE_VICTIMS = "ver_identidad_de_afectados"
    SEE_HISTORY = "ver_bitacora"
    SEE_JOURNAL = "ver_bitacora_general"
    EXPORT = "exportar"
    SEE_SUMMARY = "ver_resumen"
    PUBLISH_SUMMARY = "publicar_resumen"
    SEE_SOURCES = "ver_fuentes"
    COLLECT = "recolectar"
    MANAGE_SOURCES = "administrar_fuentes"
    CHANGE_VOCABULARIES = "cambiar_catalogos"
    ASSIGN_OFFICES = "asignar_oficinas"
    MANAGE_USERS = "administrar_usuarios"
    MANAGE_MESSAGES = "administrar_avisos"
    OWN_ACCOUNT = "usar_su_cuenta"


class Extent(StrEnum):
    """How far an ability reaches. For a deed OFFICE means what one's office answers for."""

    NONE = "nada"
    OFFICE = "oficina"
    DEPARTMENT = "departamento"
    ALL = "todo"


_N, _O, _D, _A = Extent.NONE, Extent.OFFICE, Extent.DEPARTMENT, Extent.ALL
_ROLES = (Role.ANALYST, Role.REGIONAL, Role.DELEGATE, Role.NATIONAL, Role.MANAGER, Role.AUDITOR, Role.ADMIN)
_ROWS: Mapping[Ability, tuple[Extent, ...]] = {
    #                            analista, responsable, delegado, nacional, gerencia, auditor, admin
    Ability.SEE_QUEUE: (_O, _O, _D, _A, _N, _N, _N),
    Ability.REVIEW: (_O, _O, _D, _A, _N, _N, _N),
    Ability.SEE_RECORDS: (_O, _O, _D, _A, _A, _A, _N),
    Ability.EDIT: (_O, _O, _D, _O, _N, _N, _N),
    Ability.CONCLUDE: (_O, _O, _D, _O, _N, _N, _N),
    Ability.APPROVE: (_N, _O, _D, _O, _N, _N, _N),
    Ability.ASK_TRANSFER: (_O, _O, _D, _O, _N, _N, _N),
    Ability.AUTHORISE_TRANSFER: (_N, _N, _D, _N, _N, _N, _N),
    Ability.ANSWER_TRANSFER: (_N, _O, _O, _O, _N, _N, _N),
    Ability.SEE_VICTIMS: (_O, _O, _D, _A, _N, _N, _N),
    Ability.SEE_HISTORY: (_O, _O, _D, _A, _N, _A, _N),
    Ability.SEE_JOURNAL: (_N, _N, _N, _A, _N, _A, _A),
    Ability.EXPORT: (_O, _O, _D, _A, _N, _A, _N),
    Ability.SEE_SUMMARY: (_O, _O, _D, _A, _A, _A, _N),
    Ability.PUBLISH_SUMMARY: (_N, _N, _N, _A, _N, _N, _N),
    Ability.SEE_SOURCES: (_A, _A, _A, _A, _A, _A, _A),
    Ability.COLLECT: (_A, _A, _A, _A, _N, _N, _A),
    Ability.MANAGE_SOURCES: (_N, _N, _N, _N, _N, _N, _A),
    Ability.CHANGE_VOCABULARIES: (_N, _N, _N, _A, _N, _N, _A),
    Ability.ASSIGN_OFFICES: (_N, _N, _N, _A, _N, _N, _A),
    Ability.MANAGE_USERS: (_N, _N, _N, _N, _N, _N, _A),
    Ability.MANAGE_MESSAGES: (_N, _N, _N, _A, _N, _N, _A),
    Ability.OWN_ACCOUNT: (_A, _A, _A, _A, _A, _A, _A),
}
TABLE: Mapping[tuple[Role, Ability], Extent] = {
    (role, ability): row[column] for ability, row in _ROWS.items() for column, role in enumerate(_ROLES)
} | {(Role.SYSTEM, ability): Extent.ALL for ability in Ability}

_SEEN_BY = {Ability.REVIEW: Ability.SEE_QUEUE, Ability.SEE_QUEUE: Ability.SEE_QUEUE}
_LOOKING = frozenset(
    {Ability.SEE_QUEUE, Ability.SEE_RECORDS, Ability.REVIEW, Ability.SEE_HISTORY, Ability.EXPORT, Ability.SEE_SUMMARY}
)
"""Abilities that reach over a territory; the others over what an office answers for."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What a decision needs to know of a row or a record. `offices` are those it was moved between or is asked of."""

    departments: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    office: str = ""
    offices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Purview:
    """What a person may see: everything, or a territory and whatever an office has or had in its hands.

    No municipalities means all of the departments. `unplaced` adds what lies in no department.
    """

    everything: bool = False
    departments: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    office: str = ""
    unplaced: bool = False


EVERYTHING = Purview(everything=True)
NOTHING = Purview()


@dataclass(frozen=True, slots=True)
class Sight:
    """What a reading session may return: of the queue, and of the records with all that hangs from them."""

    queue: Purview
    records: Purview


WHOLE = Sight(EVERYTHING, EVERYTHING)
"""What the program itself may return, and the pages where something is the institution's."""


class Forbidden(RuleError):
    """The table of permissions forbids it. `hidden` when the person may not even know of the object."""

    def __init__(self, cause: str, spanish: str, *, hidden: bool) -> None:
        """Keep both faces, and whether the object is to be called missing."""
        super().__init__(cause, spanish, "code" if hidden else "")  # as for one that is not there
        self.hidden = hidden


def extent(person: Person, ability: Ability) -> Extent:
    """Return how far an ability of a person reaches."""
    return TABLE[person.role, ability]


def purview(person: Person, ability: Ability) -> Purview:
    """Return over what a person has an ability that looks."""
    match extent(person, ability):
        case Extent.ALL:
            return EVERYTHING
        case Extent.NONE:
            return NOTHING
        case Extent.DEPARTMENT:
            return Purview(departments=person.departments, office=person.office, unplaced=True)
        case Extent.OFFICE:
            return Purview(departments=person.departments, municipalities=person.municipalities, office=person.office)


def sight_of(person: Person) -> Sight:
    """Return what a reading session of a person may return."""
    return Sight(purview(person, Ability.SEE_QUEUE), purview(person, Ability.SEE_RECORDS))


def within(seen: Purview, thing: Thing) -> bool:
    """Say whether a thing lies in a purview; one of the department, in no municipality, belongs to all its offices."""
    if seen.everything:
        return True
    if seen.office and seen.office in (thing.office, *thing.offices):
        return True
    if not thing.departments:
        return seen.unplaced
    if not set(seen.departments) & set(thing.departments):
        return False
    if not seen.municipalities or not thing.municipalities:
        return True
    return bool(set(seen.municipalities) & set(thing.municipalities))


def allowed(person: Person, ability: Ability, thing: Thing | None = None) -> bool:
    """Say whether a person may do something, to a thing when one is given."""
    reach = extent(person, ability)
    if reach in (Extent.ALL, Extent.NONE) or thing is None:
        return reach is not Extent.NONE
    if ability in _LOOKING:
        return within(purview(person, ability), thing)
    if thing.office == person.office:
        return True
    own_department = bool(thing.departments) and set(thing.departments) <= set(person.departments)
    return reach is Extent.DEPARTMENT and own_department and thing.office != NATIONAL_UNIT


def worth_offering(person: Person, ability: Ability, office: str) -> bool:
    """Say whether a form for what an office answers for is worth showing, where only that office is known of a thing.

    What is certain to be refused is not. One who reaches over a department is shown it: the thing decides.
    """
    match extent(person, ability):
        case Extent.NONE:
            return False
        case Extent.OFFICE:
            return person.office == office
        case _:
            return True


def demand(person: Person, ability: Ability, thing: Thing, what: str, missing: str) -> None:
    """Raise Forbidden unless a person may do something to a thing.

    `what` names the thing where the person may see it; `missing` is the sentence for a thing that does not exist, and
    is all that somebody learns who may not see it.
    """
    looking = _SEEN_BY.get(ability, Ability.SEE_RECORDS)
    if not within(purview(person, looking), thing):
        raise Forbidden(f"{ability.value}: hidden from {person.role.value}", missing, hidden=True)
    if not allowed(person, ability, thing):
        raise Forbidden(f"{ability.value}: not for {person.role.value}", refused_words(person, what), hidden=False)


def refused_words(person: Person, what: str) -> str:
    """Return the sentence for somebody who sees a thing and may not do this to it."""
    role = person.role.value.replace("_", " ")
    return f"Con su rol ({role}, {person.office}) no puede hacer eso con {what}. Pídalo a la oficina a cargo."
