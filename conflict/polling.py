"""What one attempt changes in the polling of its source: a value that the feeds decide and the register stores."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SourceUpdate:
    """The next state of one source.

    `failures` is weighted (reliability bar §2.5), 0 after a good answer. `interval_factor` multiplies the card's
    cadence; it falls below 1 when news may be slipping between two polls. `paused_until` with its `pause_reason`
    (Spanish, "" when not paused) is the next day on which a paused source is tried again. `gone_since` is the first 410
    of an unbroken row. `moved_to`, `moved_since`, `moved_seen` watch a permanent redirect: where to, since when, in how
    many cycles. `full` says that this answer was complete and asked for without conditions, so that the caller stamps
    its time. `events` are Spanish slugs of what somebody may want to know, each raised once.
    """

    failures: float
    next_check_at: datetime
    interval_factor: float
    paused_until: datetime | None
    pause_reason: str
    gone_since: datetime | None
    moved_to: str | None
    moved_since: datetime | None
    moved_seen: int
    full: bool
    events: tuple[str, ...]
