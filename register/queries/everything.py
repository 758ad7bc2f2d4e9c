"""The whole register as lines of text, in one state of it, table by table and row by row."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, Text, collate, func, select, tuple_
from sqlalchemy.orm import Session

from register.archive import Head, Sealed, head_line, row_text, shape_of
from register.migrate import head
from register.tableset import kept_tables

STEP = 2_000


def described() -> Head:
    """Return the head of an archive of this program's tables."""
    return Head(head(), tuple(shape_of(table) for table in kept_tables()))


def rows_of(session: Session, name: str) -> Iterator[str]:
    """Yield every row of a table as text, by primary key, read in steps so that memory does not grow with it."""
    table = next(one for one in kept_tables() if one.name == name)
    key = list(table.primary_key.columns)
    order = [_plainly(session, column) for column in key]
    types = [column.type for column in key]
    last: tuple[Any, ...] | None = None
    while True:
        query = select(table).order_by(*order).limit(STEP)
        if last is not None:
            query = query.where(order[0] > last[0] if len(key) == 1 else tuple_(*order) > tuple_(*last, types=types))
        batch = session.execute(query).mappings().all()
        for row in batch:
            yield row_text(dict(row))
        if len(batch) < STEP:
            return
        last = tuple(batch[-1][column.name] for column in key)


def _plainly(session: Session, column: Column[Any]) -> ColumnElement[Any]:
    """Return a key for sorting by its bytes on both engines, whatever the language of the database."""
    if session.get_bind().dialect.name == "postgresql" and isinstance(column.type, Text):
        return collate(column, "C")
    return column


def lines(session: Session) -> Iterator[str]:
    """Yield the lines of an archive: head, rows, seal."""
    described_ = described()
    yield head_line(described_)
    seals: dict[str, Sealed] = {}
    for shape in described_.tables:
        digest, count = hashlib.sha256(), 0
        for text in rows_of(session, shape.name):
            digest.update(f"{text}\n".encode())
            count += 1
            yield f'{{"tabla":"{shape.name}","fila":{text}}}'
        seals[shape.name] = Sealed(count, digest.hexdigest())
    yield seal_line(seals)


def seal_line(seals: dict[str, Sealed]) -> str:
    """Return the last line."""
    return json.dumps({"cierre": {name: {"filas": one.rows, "sha256": one.digest} for name, one in seals.items()}})


def counted(session: Session) -> dict[str, int]:
    """Return how many rows each table has."""
    return {table.name: _count(session, table) for table in kept_tables()}


def _count(session: Session, table: Table) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0
