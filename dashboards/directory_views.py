"""What the templates of the directory may know, and how its entries become lines; pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboards.labels import department_name
from dashboards.pages import Frame, Option
from dashboards.when import absolute
from register.queries.directory import InstitutionFact

KINDS = {"institucion": "Institución", "organizacion": "Organización", "servicio": "Servicio"}
FIELDS = {
    "name": ("nombre", "Nombre"),
    "kind": ("clase", "Clase"),
    "department": ("departamento", "Departamento"),
    "municipality": ("municipio", "Municipio"),
    "does": ("atiende", "Qué atiende"),
    "contact": ("contacto", "Contacto"),
}
"""Column of an entry: its field in forms and its label."""
TRIED_EVERY = timedelta(days=180)
"""A contact that nobody tried for half a year is not relied on (a proposal of ours)."""


@dataclass(frozen=True, slots=True)
class InstitutionLine:
    """One entry. `kept` says who vouches for the contact; `old` when nobody has tried it for long."""

    id: int
    name: str
    kind: str
    place: str
    does: str
    office: str
    contact: str
    kept: str
    old: bool
    active: bool


@dataclass(frozen=True, slots=True)
class DirectoryView:
    """The directory of a place, with the form that adds an entry; `typed` is what a refused form held."""

    frame: Frame
    lines: tuple[InstitutionLine, ...]
    total: str
    departments: tuple[Option, ...]
    kinds: tuple[Option, ...]
    municipality: str
    text: str
    all: bool
    may_edit: bool
    typed: dict[str, str]


@dataclass(frozen=True, slots=True)
class EntryView:
    """The form of one entry. `clash` are (label, what stands now, what was typed) where somebody wrote meanwhile."""

    frame: Frame
    line: InstitutionLine
    values: dict[str, str]
    version: int
    departments: tuple[Option, ...]
    kinds: tuple[Option, ...]
    clash: tuple[tuple[str, str, str], ...]
    may_edit: bool


def line_of(one: InstitutionFact, now: datetime) -> InstitutionLine:
    """Return one entry as its line."""
    old = now - one.contact_since > TRIED_EVERY
    since = absolute(one.contact_since)
    kept = (
        f"sin revisar desde el {since}; lo anotó {one.contact_by}" if old else f"revisado el {since}, {one.contact_by}"
    )
    place = ", ".join(
        word for word in (one.municipality, department_name(one.department) if one.department else "") if word
    )
    return InstitutionLine(
        one.id,
        one.name,
        KINDS[one.kind],
        place or "Todo el país",
        one.does,
        one.office,
        one.contact,
        kept,
        old,
        one.active,
    )


def values_of(one: InstitutionFact) -> dict[str, str]:
    """Return the fields of an entry as its form holds them."""
    return {field: str(getattr(one, name)) for name, (field, _) in FIELDS.items()}
