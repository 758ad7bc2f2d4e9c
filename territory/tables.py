"""Read a table of the gazetteer: lines with their number, so that an error says file, line and what was expected."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from conflict.errors import DataError, reason_in_spanish

Member = TypeVar("Member", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table. Its fields are text; an empty one is ""."""

    file: str
    number: int
    fields: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.fields[column]

    def refuse(self, what: str) -> DataError:
        """Return the error that says what is wrong with this line (`what` is Spanish)."""
        return damaged(self.file, f"línea {self.number}: {what}")

    def required(self, column: str) -> str:
        """Return a field; raise DataError when it is empty."""
        value = self.fields[column]
        if not value:
            raise self.refuse(f"falta «{column}»")
        return value

    def known(self, column: str, codes: Iterable[str], where: str, *, empty: bool = False) -> str:
        """Return a code that must be one of `codes`, which are those of the table `where`; `empty` allows none."""
        value = self.fields[column]
        if (value == "" and empty) or value in codes:
            return value
        raise self.refuse(f"«{column}» vale «{value}» y no está en {where}")

    def member(self, vocabulary: type[Member], column: str) -> Member:
        """Return a field as a member of a closed vocabulary."""
        try:
            return vocabulary(self.fields[column])
        except ValueError:
            allowed = ", ".join(one.value for one in vocabulary)
            raise self.refuse(f"«{column}» vale «{self.fields[column]}» y se esperaba uno de: {allowed}") from None

    def day(self, column: str) -> date | None:
        """Return a day written AAAA-MM-DD, None for an empty field."""
        value = self.fields[column]
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise self.refuse(f"«{column}» vale «{value}» y se esperaba una fecha AAAA-MM-DD") from None

    def number_of(self, column: str) -> float:
        """Return a field as a number."""
        try:
            return float(self.fields[column])
        except ValueError:
            raise self.refuse(f"«{column}» vale «{self.fields[column]}» y se esperaba un número") from None


def read_table(path: Path, columns: Iterable[str]) -> list[Line]:
    """Return the lines of a table; raise DataError when it cannot be read, lacks a column, or a line is cut or torn."""
    lines: list[Line] = []
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.reader(handle, strict=True)
            header = next(reader, [])
            missing = [column for column in columns if column not in header]
            if missing:
                raise damaged(path.name, f"faltan las columnas {', '.join(missing)}")
            for fields in reader:
                if len(fields) != len(header):
                    what = f"línea {reader.line_num}: tiene {len(fields)} campos y se esperaban {len(header)}"
                    raise damaged(path.name, what)
                lines.append(Line(path.name, reader.line_num, dict(zip(header, fields, strict=True))))
    except OSError as error:
        raise damaged(path.name, f"no se pudo leer: {reason_in_spanish(error)}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise damaged(path.name, "no se pudo leer: no es un CSV en UTF-8") from error
    return lines


def unique(lines: Iterable[Line], *columns: str) -> None:
    """Raise DataError when two lines say the same in those columns, naming the second."""
    seen: dict[tuple[str, ...], int] = {}
    for line in lines:
        key = tuple(line[column] for column in columns)
        if key in seen:
            raise line.refuse(f"«{' · '.join(key)}» ya está en la línea {seen[key]}")
        seen[key] = line.number


def damaged(file: str, what: str) -> DataError:
    """Return the error of a table that cannot be used (`what` is Spanish)."""
    return DataError(
        f"gazetteer table {file} is unusable: {what}",
        f"El nomenclátor está dañado: en {file}, {what}. Recupere el archivo original o corríjalo.",
    )
