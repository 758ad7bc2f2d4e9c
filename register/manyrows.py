"""Speak of many rows in one statement: store those that are new, look for those that have one of many values.

Rows to store are parameters on SQLite, and one JSON document on PostgreSQL: psycopg reads a statement of thousands of
parameters letter by letter, which costs more than storing the rows. Values to look for are one parameter on both.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Connection, Table, any_, func, literal, select
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import InstrumentedAttribute, Session

MOST_VARIABLES = 30_000
"""Parameters of one statement; SQLite takes 32,766 since 3.32 (sqlite.org/limits.html)."""

Row = Mapping[str, Any]
_Reader = Callable[[Row], list[Any]]


def among(session: Session, column: InstrumentedAttribute[Any], values: Collection[Any]) -> ColumnElement[bool]:
    """Return the condition that a column has one of the values, texts or numbers, however many they are.

    It reads the same for any number of them, so that both engines know the statement again.
    """
    if session.get_bind().dialect.name == "postgresql":
        return column == any_(literal(list(values), ARRAY(column.type)))
    given = func.json_each(json.dumps(list(values))).table_valued("value")
    return column.in_(select(given.c.value))


def store_new(session: Session, table: type[Any], rows: Sequence[Row]) -> list[int]:
    """Store the rows that no unique key forbids; return their ids. All rows name the same columns."""
    if not rows:
        return []
    connection = session.connection()
    names = tuple(rows[0])
    step = MOST_VARIABLES // len(names)
    store = _as_json if connection.dialect.name == "postgresql" else _as_values
    stored: list[int] = []
    for start in range(0, len(rows), step):
        stored += store(connection, table.__table__, names, rows[start : start + step])
    return stored


def _as_values(connection: Connection, table: Table, names: tuple[str, ...], rows: Sequence[Row]) -> Sequence[int]:
    read = _reader(table, names, connection.dialect)
    one = f"({', '.join('?' * len(names))})"
    statement = (
        f"INSERT INTO {table.name} ({_listed(names)}) VALUES {', '.join([one] * len(rows))} "  # noqa: S608 - names of columns
        "ON CONFLICT DO NOTHING RETURNING id"
    )
    return connection.exec_driver_sql(statement, tuple(value for row in rows for value in read(row))).scalars().all()


def _as_json(connection: Connection, table: Table, names: tuple[str, ...], rows: Sequence[Row]) -> Sequence[int]:
    read = _reader(table, names, connection.dialect)
    kinds = ", ".join(f'"{name}" {table.c[name].type.compile(connection.dialect)}' for name in names)
    statement = (
        f"INSERT INTO {table.name} ({_listed(names)}) SELECT {_listed(names)} "  # noqa: S608 - names of columns
        f"FROM json_to_recordset(%s::json) AS given ({kinds}) ON CONFLICT DO NOTHING RETURNING id"
    )
    document = json.dumps([dict(zip(names, read(row), strict=True)) for row in rows], ensure_ascii=False, default=str)
    return connection.exec_driver_sql(statement, (document,)).scalars().all()


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


@lru_cache(maxsize=64)
def _reader(table: Table, names: tuple[str, ...], dialect: Dialect) -> _Reader:
    """Return what reads the values of a row as the columns' own types write them."""
    writers = [(name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names]

    def read(row: Row) -> list[Any]:
        return [row[name] if write is None else write(row[name]) for name, write in writers]

    return read
