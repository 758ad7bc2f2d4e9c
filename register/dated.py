"""What stands on a day, read once for the day until somebody says that it changed."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Generic, TypeVar

Value = TypeVar("Value")
DAYS = 4
"""Days remembered at once: the one that ends, the one that begins, and what a test asks for."""


class Dated(Generic[Value]):
    """A table by day. What another process changed is read the next day at the latest."""

    def __init__(self, read: Callable[[date], Value]) -> None:
        """Remember what `read` says of a day."""
        self._read = lru_cache(maxsize=DAYS)(read)

    def __call__(self, day: date) -> Value:
        """Return what stands on a day."""
        return self._read(day)

    def forget(self) -> None:
        """Read anew the next time."""
        self._read.cache_clear()
