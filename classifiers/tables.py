"""Read the tables of the vocabulary: every cell is checked, and what is wrong is told with file, line and field."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from conflict.errors import DataError, reason_in_spanish

Known = TypeVar("Known", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table and where it stands."""

    path: Path
    line: int
    cells: dict[str, str]

    def text(self, field: str) -> str:
        """Return a cell that must not be empty."""
        value = self.cells[field]
        if not value:
            raise self.wrong(field, "está vacío", "un valor")
        return value

    def many(self, field: str) -> tuple[str, ...]:
        """Return the values of a cell, separated by a vertical bar; none repeats."""
        values = tuple(value.strip() for value in self.cells[field].split("|") if value.strip())
        repeated = next((value for at, value in enumerate(values) if value in values[:at]), None)
        if repeated is not None:
            raise self.wrong(field, f"repite «{repeated}»", "cada valor una vez")
        return values

    def one_of(self, field: str, vocabulary: type[Known]) -> Known:
        """Return a cell as a member of a closed vocabulary."""
        try:
            return vocabulary(self.cells[field])
        except ValueError:
            known = ", ".join(member.value for member in vocabulary)
            raise self.wrong(field, f"vale «{self.cells[field]}»", f"uno de: {known}") from None

    def day(self, field: str) -> date | None:
        """Return a cell as a day, None when it is empty."""
        value = self.cells[field]
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise self.wrong(field, f"vale «{value}»", "una fecha AAAA-MM-DD o nada") from None

    def code(self, field: str, digits: int) -> str:
        """Return a cell as an official code of so many digits, "" when it is empty."""
        value = self.cells[field]
        if value and not (len(value) == digits and value.isascii() and value.isdigit()):
            raise self.wrong(field, f"vale «{value}»", f"un código de {digits} cifras o nada")
        return value

    def wrong(self, field: str, found: str, expected: str) -> DataError:
        """Return the error that names file, line and field."""
        where = f"{self.path.name}, línea {self.line}, campo {field}"
        return DataError(
            f"{self.path.name} line {self.line} field {field}: {found}",
            f"El vocabulario tiene un error: {where}: {found}. Se esperaba {expected}. Corrija la fila.",
        )


def read_table(path: Path, columns: Sequence[str]) -> Iterator[TableRow]:
    """Yield the rows of a table with exactly these columns; raise DataError when the file is not as it must be."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            if list(reader.fieldnames or ()) != list(columns):
                raise _unusable(path, f"tiene las columnas {', '.join(reader.fieldnames or ()) or 'ninguna'}", columns)
            for row in reader:
                if None in row or None in row.values():
                    raise _unusable(path, f"la línea {reader.line_num} no tiene {len(columns)} campos", columns)
                yield TableRow(path, reader.line_num, {name: value.strip() for name, value in row.items()})
    except OSError as error:
        raise DataError(
            f"{path.name}: {error.strerror}",
            f"No se puede leer el vocabulario {path}: {reason_in_spanish(error)}. Recupere el archivo.",
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise _unusable(path, "no es un CSV legible en UTF-8", columns) from error


def _unusable(path: Path, found: str, columns: Sequence[str]) -> DataError:
    return DataError(
        f"{path.name}: {found}",
        f"El vocabulario tiene un error: {path.name} {found}. Se esperaban las columnas {', '.join(columns)}.",
    )
