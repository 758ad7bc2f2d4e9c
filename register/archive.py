"""The written form of a whole register: JSON lines that name their tables, columns and kinds of values.

The first line is the head: format, revision of the tables, and for each table its columns with their kinds, so that a
later program can read what an earlier one wrote. Then one line per row, tables in the order in which they can be
stored, rows by primary key. The last line is the seal: rows and SHA-256 of each table. Without its seal a file is cut.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, Double, Float, Integer, LargeBinary, Table, Text
from sqlalchemy.types import TypeEngine

from conflict.errors import DataError
from register.columns import Flag, JsonText, Number, UtcDateTime

FORMAT = 1
NAME = "atalaya-todo"

KINDS: dict[str, TypeEngine[Any]] = {
    "fecha": UtcDateTime(),
    "dia": Date(),
    "json": JsonText(),
    "si_no": Flag(),
    "bytes": LargeBinary(),
    "numero": Number,
    "entero": Integer(),
    "texto": Text(),
}
"""Kind of value as the head names it, and the column type that stores it."""

_CLASSES: tuple[tuple[type[Any], str], ...] = (
    (UtcDateTime, "fecha"),
    (JsonText, "json"),
    (Flag, "si_no"),
    (Boolean, "si_no"),
    (Date, "dia"),
    (LargeBinary, "bytes"),
    (Double, "numero"),
    (Float, "numero"),
    (Integer, "entero"),
    (Text, "texto"),
)


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table as the head describes it: columns with kinds, primary key, columns that point to its own rows."""

    name: str
    columns: Mapping[str, str]
    key: tuple[str, ...]
    own: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The first line of an archive."""

    revision: str
    tables: tuple[TableShape, ...]


@dataclass(frozen=True, slots=True)
class Sealed:
    """Rows and digest of one table."""

    rows: int
    digest: str


def shape_of(table: Table) -> TableShape:
    """Return the shape of a mapped table; raise TypeError for a column type that has no written form."""
    own = tuple(key.parent.name for key in table.foreign_keys if key.column.table is table)
    key = tuple(column.name for column in table.primary_key)
    return TableShape(table.name, {column.name: _kind(column.type) for column in table.columns}, key, own)


def _kind(type_: TypeEngine[Any]) -> str:
    for known, name in _CLASSES:
        if isinstance(type_, known):
            return name
    raise TypeError(f"column type {type_!r} has no written form")


def head_line(head: Head) -> str:
    """Return the first line."""
    tables = [
        {"tabla": one.name, "clave": list(one.key), "a_si_misma": list(one.own), "columnas": dict(one.columns)}
        for one in head.tables
    ]
    return json.dumps({"archivo": NAME, "formato": FORMAT, "revision": head.revision, "tablas": tables})


def read_head(line: str) -> Head:
    """Return what the first line says; raise DataError when it is of no archive, or of a later format."""
    try:
        told = json.loads(line)
        if told["archivo"] != NAME:
            raise KeyError("archivo")
        if told["formato"] != FORMAT:
            raise DataError(
                f"archive of format {told['formato']!r}",
                "El archivo es de un formato más nuevo. Impórtelo con una versión más nueva de Atalaya.",
            )
        tables = tuple(
            TableShape(one["tabla"], _known(one["columnas"]), tuple(one["clave"]), tuple(one["a_si_misma"]))
            for one in told["tablas"]
        )
        return Head(str(told["revision"]), tables)
    except (ValueError, KeyError, TypeError) as error:
        raise no_archive(f"head: {type(error).__name__}") from error


def _known(columns: dict[str, str]) -> dict[str, str]:
    if unknown := set(columns.values()) - set(KINDS):
        raise KeyError(f"kinds {sorted(unknown)}")
    return columns


def no_archive(cause: str) -> DataError:
    """Return the error of a file that is no archive, or is damaged."""
    return DataError(
        f"archive: {cause}",
        "No es una exportación completa de Atalaya, o está cortada o dañada. Se esperaba la que escribe «atalaya "
        "exportar todo». No se guardó nada.",
    )


def check(lines: Iterable[str]) -> dict[str, int]:
    """Return the counts of an archive whose seal is true; raise DataError for one that is cut or changed."""
    source = iter(lines)
    head = read_head(next(source, ""))
    digests = {one.name: hashlib.sha256() for one in head.tables}
    counts = dict.fromkeys(digests, 0)
    for line in source:
        if line.startswith('{"tabla":"'):
            name, _, rest = line.removeprefix('{"tabla":"').partition('","fila":')
            digests[name].update(f"{rest[:-1]}\n".encode())
            counts[name] += 1
            continue
        found = {name: {"filas": counts[name], "sha256": digests[name].hexdigest()} for name in digests}
        if json.loads(line) != {"cierre": found} or next(source, None) is not None:
            raise no_archive("counts or digests differ")
        return counts
    raise no_archive("no seal")


def row_text(values: Mapping[str, Any]) -> str:
    """Return one row as JSON, columns in the order of its table."""
    return json.dumps(
        {name: _written(value) for name, value in values.items()}, ensure_ascii=False, separators=(",", ":")
    )


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value


def row_values(shape: TableShape, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a written row; raise KeyError or ValueError for one that is not of this shape."""
    if set(told) != set(shape.columns):
        raise KeyError(f"columns of {shape.name}")
    return {name: _read(kind, told[name]) for name, kind in shape.columns.items()}


def _read(kind: str, value: Any) -> Any:
    if value is None or kind not in ("fecha", "dia", "bytes"):
        return value
    if kind == "fecha":
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if kind == "dia" else base64.b64decode(value, validate=True)
