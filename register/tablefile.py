"""Read a table that people edit: a CSV whose columns are known, every mistake told with file, line and column."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn, TypeVar

from conflict.amendment import AmendedTable, Amendment, key_of
from conflict.errors import DataError, reason_in_spanish

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table, with where it stands."""

    file: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell, without spaces around."""
        return self.cells[column]

    def read(self, column: str, make: Callable[[str], Value], expected: str) -> Value:
        """Return a cell as a value; raise DataError that says where and what was expected (Spanish)."""
        try:
            return make(self[column])
        except (ValueError, KeyError):
            self.refuse(column, f"vale «{self[column][:60]}» y se esperaba {expected}")

    def day(self, column: str) -> date:
        """Return a date cell."""
        return self.read(column, date.fromisoformat, "una fecha como 2026-11-20")

    def refuse(self, column: str, complaint: str) -> NoReturn:
        """Raise DataError with the place of the mistake."""
        raise DataError(
            f"{self.file} line {self.number} column {column}: {complaint}",
            f"{self.file}, línea {self.number}, columna «{column}»: {complaint}. Corrija la tabla.",
        )


def read_table(path: Path, columns: tuple[str, ...]) -> list[Line]:
    """Return the rows of a table. Raise DataError when it cannot be read or its columns are others."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_lines(csv.reader(file, strict=True), path.name, columns))
    except OSError as error:
        raise DataError(f"{path.name}: {error}", f"No se pudo leer {path.name}: {reason_in_spanish(error)}.") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise DataError(f"{path.name}: {error}", f"{path.name} no es un CSV en UTF-8 que se pueda leer.") from error


def _lines(rows: Iterator[list[str]], file: str, columns: tuple[str, ...]) -> Iterator[Line]:
    for number, cells in enumerate(rows, start=1):
        if number == 1 and tuple(cells) != columns:
            raise DataError(
                f"{file}: columns {cells}", f"{file} debe empezar con las columnas {','.join(columns)}, en ese orden."
            )
        if number > 1 and cells:
            if len(cells) != len(columns):
                raise DataError(
                    f"{file} line {number}: {len(cells)} cells",
                    f"{file}, línea {number}: tiene {len(cells)} celdas y se esperaban {len(columns)}.",
                )
            yield Line(file, number, {name: cell.strip() for name, cell in zip(columns, cells, strict=True)})


def with_amended(lines: Iterable[Line], table: AmendedTable, amended: Iterable[Amendment]) -> list[Line]:
    """Return the rows of a table with those that persons put in; the number of the change stands for the line.

    A person's row takes the place of the program's row of the same day: the next version may bring one for it.
    """
    own = [Line(f"cambio de {table.value}", one.id, one.cells) for one in amended if one.table is table]
    taken = {_named(table, line) for line in own}
    return [line for line in lines if _named(table, line) not in taken] + own


def _named(table: AmendedTable, line: Line) -> tuple[str, str]:
    return key_of(table, line.cells), line.cells.get("desde", "")


def in_force(lines: Iterable[Line], key: str, on: date) -> dict[str, Line]:
    """Return for each key the row whose `desde` is the latest that is not after a day.

    Raise DataError when two rows of one key begin on the same day, since neither could be preferred.
    """
    latest: dict[str, Line] = {}
    seen: set[tuple[str, date]] = set()
    for line in lines:
        since = line.day("desde")
        if (line[key], since) in seen:
            line.refuse("desde", f"repite la fecha de otra fila de «{line[key]}»")
        seen.add((line[key], since))
        if since <= on and (line[key] not in latest or latest[line[key]].day("desde") < since):
            latest[line[key]] = line
    return latest
