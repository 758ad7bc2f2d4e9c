"""The desk a cycle works at: what was opened for it, and where its results are told.

Everything here is opened and closed by `flows.cycle`; the steps only use it.
"""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from conflict.codebook import FetchOutcome
from conflict.source import Source
from feeds.box import ParseBox
from feeds.fetch import Fetched
from register.engine import Register

Fetch = Callable[[Source, str | None, str | None], Awaitable[list[Fetched]]]
"""Read one source under the given validators; return every attempt made, the last one being the answer."""


@dataclass(frozen=True, slots=True)
class SourceResult:
    """What one source brought in this run."""

    source: Source
    outcome: FetchOutcome
    read: int = 0
    new: int = 0
    updated: int = 0
    duplicate: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    took_ms: int = 0
    events: tuple[str, ...] = ()


LETS_IN = 0.01
"""Seconds between two transactions of a cycle: a person's decision that waits for the register comes first meanwhile
(`register/writerlock.py` looks again after 5 ms at most)."""


class Courteous:
    """The lock of those who write for a cycle; after each the register is free for a moment."""

    def __init__(self) -> None:
        """Begin free."""
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        """Wait for the turn."""
        self._lock.acquire()

    def __exit__(self, *failure: object) -> None:
        """Give the next one its turn, after a moment."""
        time.sleep(LETS_IN)
        self._lock.release()


@dataclass(slots=True)
class Desk:
    """What the steps of one cycle share.

    `now` is the logical clock of the run (fixed in a replay). `writing` keeps the writes of this process in a queue, so
    that they never wait for one another inside the database, and lets others in between. `stop` is set when the run
    was asked to end.
    """

    register: Register
    folder: Path
    now: Callable[[], datetime]
    holder: str
    cycle_id: int
    fetch: Fetch
    box: ParseBox
    tell: Callable[[SourceResult], None]
    writing: Courteous = field(default_factory=Courteous)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
