"""What a person may change of the institution's tables, and how one change reads; pure.

The tables of `data/catalogos` and `data/calendario` are what the program comes with. A change is a row of its own with
the day from which it is in force; the rows before it stay, so that a record keeps the words of its day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AmendedTable(StrEnum):
    """A table that the institution edits."""

    WORDS = "catalogos"
    TERMS = "plazos"
    RULES = "reglas"
    OFFICES = "oficinas"
    DAYS = "feriados"


EDITED: Mapping[AmendedTable, tuple[str, ...]] = {
    AmendedTable.WORDS: ("palabra", "definicion"),
    AmendedTable.TERMS: ("cantidad", "unidad", "recordar_horas", "escalar_horas"),
    AmendedTable.RULES: ("aprueba_registro", "aprueba_conclusion", "autoriza_transferencia", "al_aceptar"),
    AmendedTable.OFFICES: ("horario",),
    AmendedTable.DAYS: ("clase", "motivo"),
}
"""Columns that a person changes; the others name the row. Codes are closed: a record's code keeps its meaning."""
CELL_CHARS = 400


@dataclass(frozen=True, slots=True)
class Amendment:
    """One row in force from a day on. `key` names it within its table: `medida:bloqueo`, `requerimiento`, `of-05`,
    `2026-12-24/of-05`; `cells` are all its columns, as in the file."""

    id: int
    table: AmendedTable
    key: str
    cells: Mapping[str, str]
    since: date
    words: str
    by: str


def key_of(table: AmendedTable, cells: Mapping[str, str]) -> str:
    """Return what names a row within its table."""
    match table:
        case AmendedTable.WORDS:
            return f"{cells['vocabulario']}:{cells['codigo']}"
        case AmendedTable.TERMS:
            return cells["plazo"]
        case AmendedTable.DAYS:
            return f"{cells['fecha']}/{cells['oficina']}"
        case _:
            return cells["oficina"]
