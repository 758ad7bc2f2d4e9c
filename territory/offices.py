"""Which office looks after a municipality on a given day: data/gazetteer/oficinas.csv and oficina_municipio.csv.

The default is the delegation of the department; a regional office takes its municipalities for the dates its rows give.
Who belongs to whom is a first guess until the institution confirms it (domain model §2.8): both tables are meant to be
edited. What has no territory is in the care of the national unit, so nothing is ever nobody's.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from conflict.departments import DEPARTMENTS
from conflict.office import Office, OfficeKind, mark_of
from territory.tables import Line, damaged, read_table, unique

_COLUMNS = ("oficina", "nombre", "corto", "sigla", "clase", "estado", "departamento", "sede_municipio", "procedencia")


_LETTERS = re.compile(r"[A-Z]{3}")


class Standing(StrEnum):
    """Whether an office is at work (column `estado`): a candidate is only named in the table, nothing is sent there."""

    WORKING = "vigente"
    CANDIDATE = "candidata"


@dataclass(frozen=True, slots=True)
class Assignment:
    """A municipality in the care of an office from a day until another, that day not included (None: still)."""

    office: str
    municipality: str
    since: date
    until: date | None

    def covers(self, day: date) -> bool:
        """Say whether the day lies within."""
        return self.since <= day and (self.until is None or day < self.until)

    def overlaps(self, other: "Assignment") -> bool:
        """Say whether both share a day."""
        return (self.until is None or other.since < self.until) and (other.until is None or self.since < other.until)


@dataclass(frozen=True, slots=True)
class Offices:
    """The working offices, the delegation of each department, the national unit, and who cares for what and when."""

    by_id: Mapping[str, Office]
    delegations: Mapping[str, Office]
    national: Office
    assignments: Mapping[str, tuple[Assignment, ...]]


def load_offices(folder: Path, municipalities: Mapping[str, object]) -> Offices:
    """Read both tables; raise DataError with file and line of what is wrong.

    `municipalities` are the codes of the gazetteer. Every department needs one delegation, the country one national
    unit, and no municipality two offices on one day.
    """
    lines = read_table(folder / "oficinas.csv", _COLUMNS)
    unique(lines, "oficina")
    unique(lines, "nombre")
    by_id: dict[str, Office] = {}
    marks: dict[str, str] = {}
    for line in lines:
        office = _office(line, municipalities)
        if office.kind not in (OfficeKind.DELEGATION, OfficeKind.NATIONAL):
            if office.mark in marks:
                raise line.refuse(f"la sigla {office.mark} ya es de {marks[office.mark]}")
            marks[office.mark] = office.id
        if line.member(Standing, "estado") is Standing.WORKING:
            by_id[office.id] = office
    delegations = {office.department: office for office in by_id.values() if office.kind is OfficeKind.DELEGATION}
    national = [office for office in by_id.values() if office.kind is OfficeKind.NATIONAL]
    without = [name for code, name in DEPARTMENTS.items() if code not in delegations]
    if without:
        raise damaged("oficinas.csv", f"falta la delegación vigente de {', '.join(without)}")
    if len(national) != 1:
        raise damaged("oficinas.csv", f"se esperaba una sola oficina nacional vigente y hay {len(national)}")
    return Offices(by_id, delegations, national[0], _assignments(folder, by_id, municipalities))


def _office(line: Line, municipalities: Mapping[str, object]) -> Office:
    kind = line.member(OfficeKind, "clase")
    department = line.known("departamento", DEPARTMENTS, "departamentos.csv", empty=kind is OfficeKind.NATIONAL)
    return Office(
        line.required("oficina"),
        line.required("nombre"),
        line.required("corto"),
        kind,
        department,
        line.known("sede_municipio", municipalities, "municipios.csv"),
        line.required("procedencia"),
        mark_of(kind, department, _letters(line, kind)),
    )


def _letters(line: Line, kind: OfficeKind) -> str:
    """Return the letters of an office: three of its own within a department, none for what a department's name says."""
    letters = line["sigla"]
    if kind in (OfficeKind.DELEGATION, OfficeKind.NATIONAL):
        if letters:
            raise line.refuse("«sigla» va vacía en una delegación y en la oficina nacional")
    elif not _LETTERS.fullmatch(letters):
        raise line.refuse(f"«sigla» vale «{letters[:20]}» y se esperaban tres letras como LLA")
    return letters


def _assignments(
    folder: Path, by_id: Mapping[str, Office], municipalities: Mapping[str, object]
) -> dict[str, tuple[Assignment, ...]]:
    found: dict[str, tuple[Assignment, ...]] = {}
    columns = ("oficina", "municipio", "desde", "hasta", "procedencia")
    for line in read_table(folder / "oficina_municipio.csv", columns):
        office = line.known("oficina", by_id, "las oficinas vigentes de oficinas.csv")
        town = line.known("municipio", municipalities, "municipios.csv")
        line.required("procedencia")
        line.required("desde")
        since, until = line.day("desde"), line.day("hasta")
        if since is None or (until is not None and until <= since):
            raise line.refuse("«hasta» debe ser posterior a «desde»")
        one = Assignment(office, town, since, until)
        if any(one.overlaps(other) for other in found.get(town, ())):
            raise line.refuse(f"el municipio {town} ya tiene otra oficina en esas fechas")
        found[town] = (*found.get(town, ()), one)
    return found


def office_of(offices: Offices, department: str, municipality: str, on: date) -> Office:
    """Return the office for a place on a day (codes, "" where unknown); the national unit without a department."""
    for one in offices.assignments.get(municipality, ()):
        if one.covers(on):
            return offices.by_id[one.office]
    return offices.delegations.get(department or municipality[:2], offices.national)
