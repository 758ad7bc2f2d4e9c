"""One attempt to read one source: what was asked, how it ended, what it cost."""

from dataclasses import dataclass, field
from datetime import datetime

from conflict.codebook import FetchOutcome


@dataclass(frozen=True, slots=True)
class Attempt:
    """The one row that every attempt leaves.

    `etag` and `last_modified` are the validators of this answer, None unless the body was proven complete; they may be
    stored only together with its articles. `body_digest` is the sha-256 of the decoded body ("" without one).
    `counts` says what became of the entries: `leidas` in, and every reason out. `retry_after` is seconds asked for by
    the server or None. `detail` is an English cause for the log, without text of the feed.
    """

    source_id: str
    outcome: FetchOutcome
    started_at: datetime
    took_ms: int
    url: str
    final_url: str
    http_status: int | None
    raw_bytes: int
    decoded_bytes: int
    conditional: bool
    etag: str | None
    last_modified: str | None
    body_digest: str
    retry_after: int | None
    detail: str
    counts: dict[str, int] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
