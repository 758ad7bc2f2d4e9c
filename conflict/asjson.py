"""Frozen dataclasses to plain JSON values and back, without loss: what is published is kept exactly as it was."""

import types
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from conflict.errors import DataError

Value = TypeVar("Value")


def plain(value: Any) -> Any:
    """Return a value as dicts, lists, texts and numbers; raise TypeError for a kind that cannot come back."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"{type(value).__name__} has no plain form")


def revived(kind: type[Value], value: Any) -> Value:
    """Return the dataclass that `plain` was given; raise DataError when the value is of another form."""
    try:
        return cast(Value, _as(kind, value))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(
            f"stored {kind.__name__}: {type(error).__name__}",
            "Lo guardado no tiene la forma que este programa espera; quizá es de una versión más nueva.",
        ) from error


def _given(one: Field[Any], value: Any) -> bool:
    """Say whether a field stands in a stored value; one that was added later takes its default in an older value."""
    return one.name in value or one.default is MISSING


def _as(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        (kind,) = (one for one in get_args(kind) if one is not type(None))
        return _as(kind, value)
    if origin is tuple:
        members = get_args(kind)
        if len(members) == 2 and members[1] is Ellipsis:
            return tuple(_as(members[0], one) for one in value)
        return tuple(_as(one, part) for one, part in zip(members, value, strict=True))
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{one.name: _as(hints[one.name], value[one.name]) for one in fields(kind) if _given(one, value)})
    if kind in (datetime, date):
        return kind.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if kind is float and isinstance(value, int):
        return value
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(kind.__name__)
    return value
