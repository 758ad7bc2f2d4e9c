"""The desk a cycle works at: what was opened for it, and where its results are told.

Everything here is opened and closed by `flows.cycle`; the steps only use it.
"""

import asyncio
import threading
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


@dataclass(slots=True)
class Desk:
    """What the steps of one cycle share.

    `now` is the logical clock of the run (fixed in a replay). `writing` keeps the writes of this process in a queue, so
    that they never wait for one another inside the database. `stop` is set when the run was asked to end.
    """

    register: Register
    folder: Path
    now: Callable[[], datetime]
    holder: str
    cycle_id: int
    fetch: Fetch
    box: ParseBox
    tell: Callable[[SourceResult], None]
    writing: threading.Lock = field(default_factory=threading.Lock)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
