"""Column types that mean the same on SQLite and on PostgreSQL.

SQLite has no time zones, no booleans and, in STRICT tables, five type names; each type here stores a form that both
engines compare in the same order and gives the same Python value back.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import REAL, Boolean, CheckConstraint, DateTime, Double, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from conflict.lapaz import aware

LARGEST_ID = 2**31 - 1
"""The last number that a row can have on PostgreSQL (integer); a larger one that somebody asks for is of no row."""

_as_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. Refuses a naive value; PostgreSQL keeps `timestamptz`, SQLite fixed-width ISO text."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the form for the engine."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Store a moment; raise ValueError for one without zone."""
        if value is None:
            return None
        moment = aware(value)
        return f"{moment.isoformat(timespec='microseconds')[:-6]}Z" if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return an aware moment in UTC."""
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(UTC)


class JsonText(TypeDecorator[Any]):
    """A small value as JSON text, keys sorted, so that both engines store the same bytes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Store a value."""
        if value == []:  # most lists of most rows; the encoder would be made anew for each
            return "[]"
        return None if value is None else _as_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Return the value; lists come back as lists."""
        return None if value is None else json.loads(value)


class Flag(TypeDecorator[bool]):
    """Yes or no: a boolean on PostgreSQL, 0 and 1 on SQLite."""

    impl = Boolean
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the form for the engine."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else Boolean())

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> bool | int | None:
        """Store a flag."""
        return int(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: bool | int | None, dialect: Dialect) -> bool | None:
        """Return a flag."""
        return None if value is None else bool(value)


Number: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")
"""A double; SQLite's STRICT tables call it REAL."""


def one_of(column: str, vocabulary: Iterable[StrEnum]) -> CheckConstraint:
    """Return the constraint that keeps a column within a closed vocabulary."""
    members = ", ".join(f"'{member.value}'" for member in vocabulary)
    return CheckConstraint(f"{column} IN ({members})", name=f"{column}_known")
