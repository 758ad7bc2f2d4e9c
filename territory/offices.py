"""Which office looks after a municipality on a given day: data/gazetteer/oficinas.csv and oficina_municipio.csv.

The default is the delegation of the department; a regional office takes its municipalities for the dates its rows give.
Who belongs to whom is a first guess until the institution confirms it (domain model §2.8).
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from conflict.errors import DataError


@dataclass(frozen=True, slots=True)
class Office:
    """One office. `seat` is the code of the municipality it sits in; `provenance` says how sure that is."""

    id: str
    name: str
    kind: str
    department: str
    seat: str
    provenance: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """A municipality in the care of an office from a day until another, that day not included (None: still)."""

    office: str
    municipality: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Offices:
    """All offices and who has cared for what."""

    by_id: Mapping[str, Office]
    delegations: Mapping[str, Office]
    assignments: tuple[Assignment, ...]


def load_offices(folder: Path) -> Offices:
    """Read both tables; raise DataError naming the row that is unusable or gives a municipality two offices at once."""
    offices = [
        Office(r["oficina"], r["nombre"], r["clase"], r["departamento"], r["sede_municipio"], r["procedencia"])
        for r in _rows(folder / "oficinas.csv")
    ]
    by_id = {office.id: office for office in offices}
    assignments: list[Assignment] = []
    for line, row in enumerate(_rows(folder / "oficina_municipio.csv"), start=2):
        try:
            until = date.fromisoformat(row["hasta"]) if row["hasta"] else None
            one = Assignment(row["oficina"], row["municipio"], date.fromisoformat(row["desde"]), until)
        except ValueError as error:
            raise _bad(line, "una fecha no es AAAA-MM-DD") from error
        if one.office not in by_id:
            raise _bad(line, f"la oficina {one.office} no está en oficinas.csv")
        if any(a.municipality == one.municipality and _overlap(a, one) for a in assignments):
            raise _bad(line, f"el municipio {one.municipality} ya tiene otra oficina en esas fechas")
        assignments.append(one)
    delegations = {office.department: office for office in offices if office.kind == "delegacion"}
    return Offices(by_id, delegations, tuple(assignments))


def office_of(offices: Offices, department: str, municipality: str, on: date) -> Office | None:
    """Return the office for a place on a day (codes; `municipality` may be ""); None without a department."""
    for one in offices.assignments:
        if one.municipality == municipality and one.since <= on and (one.until is None or on < one.until):
            return offices.by_id[one.office]
    return offices.delegations.get(department or municipality[:2])


def _overlap(a: Assignment, b: Assignment) -> bool:
    return (a.until is None or b.since < a.until) and (b.until is None or a.since < b.until)


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(
            f"cannot read {path.name}: {error}",
            f"No se pudo leer la tabla de oficinas {path.name}. Recupere el archivo original y vuelva a intentar.",
        ) from error


def _bad(line: int, what: str) -> DataError:
    return DataError(
        f"oficina_municipio.csv line {line}: {what}",
        f"En oficina_municipio.csv, fila {line}: {what}. Corrija la fila y vuelva a intentar.",
    )
