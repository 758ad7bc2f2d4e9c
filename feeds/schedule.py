"""When to ask a source again, and under which conditions: decisions from what is remembered of it and one attempt.

Pure: the register stores the `SourceUpdate`, the caller brings the clock. Rules of the reliability bar §2.5, after
Media Cloud's rss-fetcher: live news feeds do answer 404 and come back, so no source is ever given up.
"""

import hashlib
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from conflict.attempt import Attempt
from conflict.codebook import GOOD_OUTCOMES, FetchOutcome
from conflict.polling import SourceUpdate
from conflict.source import Source
from conflict.sourcehealth import move_proposed
from feeds.flags import PERMANENT_REDIRECT

PAUSE_AT = 30.0
DAY = timedelta(hours=24)
LEAST_WAIT = timedelta(minutes=10)
"""Never ask a source twice within this time, whatever its card says (feed reader score, §2.1)."""

MOST_BACK_OFF = 8
LEAST_FACTOR = 0.25
SLACK = timedelta(minutes=5)
"""Cycles start on the clock and reach a source some seconds later: a wait is kept this much short of the card's, or
every source would miss every second cycle."""

WEIGHTS = {
    FetchOutcome.HTTP_4XX: 0.5,
    FetchOutcome.HTTP_5XX: 0.5,
    FetchOutcome.LIMITED_429: 0.5,
    FetchOutcome.CONNECTION: 0.5,
    FetchOutcome.TOTAL_TIME: 0.5,
    FetchOutcome.INCOMPLETE: 0.5,
    FetchOutcome.DNS: 0.25,
}
"""How much of a failure an outcome is; 1 for all others. 404, 5xx, DNS and TLS as the bar says; a line that breaks
counts like a server that does."""

_COMPARABLE = frozenset({FetchOutcome.OK, FetchOutcome.MOVED_301, FetchOutcome.DOUBTFUL_ENCODING})


class PollState(Protocol):
    """What must be remembered of a source between two polls; the register's own row has this shape."""

    @property
    def etag(self) -> str | None: ...
    @property
    def last_modified(self) -> str | None: ...
    @property
    def failures(self) -> float: ...
    @property
    def next_check_at(self) -> datetime | None: ...
    @property
    def paused_until(self) -> datetime | None: ...
    @property
    def pause_reason(self) -> str: ...
    @property
    def last_attempt_at(self) -> datetime | None: ...
    @property
    def last_full_at(self) -> datetime | None: ...
    @property
    def last_keys(self) -> tuple[str, ...]: ...
    @property
    def interval_factor(self) -> float: ...
    @property
    def gone_since(self) -> datetime | None: ...
    @property
    def moved_to(self) -> str | None: ...
    @property
    def moved_since(self) -> datetime | None: ...
    @property
    def moved_seen(self) -> int: ...


def due(source: Source, state: PollState | None, now: datetime) -> bool:
    """Say whether a source is to be asked now. A paused one is, once its day of rest is over; an inactive one never.

    A next check further away than any wait we ever set, or a last attempt that is still to come, means that a clock was
    wrong: the source is due.
    """
    if not source.active:
        return False
    if state is None or (state.last_attempt_at is not None and state.last_attempt_at > now + LEAST_WAIT):
        return True
    resume = max(filter(None, (state.next_check_at, state.paused_until)), default=None)
    return resume is None or resume <= now or resume > now + DAY + LEAST_WAIT


def conditions(source: Source, state: PollState | None, now: datetime) -> tuple[str | None, str | None]:
    """Return (etag, last_modified) to ask with; (None, None) at first and once a day.

    Some sites keep the same ETag while the feed changes (Media Cloud), so one answer a day is asked for in full.
    """
    if state is None or state.last_full_at is None or not timedelta(0) <= now - state.last_full_at < DAY:
        return None, None
    return state.etag, state.last_modified


def after(
    source: Source,
    state: PollState | None,
    attempt: Attempt,
    articles_keys: Collection[str],
    now: datetime,
    *,
    network_up: bool = True,
) -> SourceUpdate:
    """Decide what an attempt changes.

    `attempt.outcome` is the final one, parser included; `articles_keys` are the keys of all entries of this document.
    `network_up` False says that the whole run reached nobody (conflict.tally.no_network): nothing then counts against
    the source, and it is asked again as soon as manners allow; a cancelled attempt likewise.
    """
    if not network_up or attempt.outcome is FetchOutcome.CANCELLED:
        return _as_it_was(state, now + LEAST_WAIT)
    if attempt.outcome in GOOD_OUTCOMES:
        return _after_good(source, state, attempt, articles_keys, now)
    failures = (state.failures if state else 0.0) + WEIGHTS.get(attempt.outcome, 1.0)
    return _after_failure(source, state, attempt, failures, now)


def _after_good(
    source: Source, state: PollState | None, attempt: Attempt, keys: Collection[str], now: datetime
) -> SourceUpdate:
    """Clear the failures, look for gaps and for a permanent move."""
    events: list[str] = []
    factor = _factor(state, attempt, keys, events)
    if state and state.paused_until is not None:
        events.append("reanudada")
    to, since, seen = _moved(state, attempt, now, events)
    return SourceUpdate(
        failures=0.0,
        next_check_at=now + _wait(source, factor),
        interval_factor=factor,
        paused_until=None,
        pause_reason="",
        gone_since=None,
        moved_to=to,
        moved_since=since,
        moved_seen=seen,
        full=not attempt.conditional and attempt.outcome is not FetchOutcome.UNCHANGED,
        events=tuple(events),
    )


def _after_failure(
    source: Source, state: PollState | None, attempt: Attempt, failures: float, now: datetime
) -> SourceUpdate:
    """Back off, or rest a day when it has failed too often or says that it is gone."""
    paused = state is not None and state.paused_until is not None
    reason = state.pause_reason if state else ""
    gone = state.gone_since if state else None
    events: list[str] = []
    if attempt.outcome is FetchOutcome.GONE_410:
        if gone is None:
            gone = now
            events.append("desaparecida")
        elif now - gone >= DAY and not paused:
            paused, reason = True, "el servidor dice que este canal ya no existe (410), dos veces en más de 24 horas"
            events.append("pausada")
    if failures >= PAUSE_AT and not paused:
        paused, reason = True, f"demasiados fallos seguidos; el último: {attempt.outcome.value}"
        events.append("pausada")
    factor = state.interval_factor if state else 1.0
    wait = min(DAY, _wait(source, factor) * _back_off(source.id, failures))
    next_check = now + (DAY - SLACK if paused else wait)
    if attempt.retry_after is not None:
        next_check = max(next_check, now + min(DAY, timedelta(seconds=attempt.retry_after)))
    return replace(
        _as_it_was(state, next_check),
        failures=failures,
        paused_until=next_check if paused else None,
        pause_reason=reason if paused else "",
        gone_since=gone,
        events=tuple(events),
    )


def _as_it_was(state: PollState | None, next_check: datetime) -> SourceUpdate:
    """Return the state unchanged but for the time of the next check."""
    return SourceUpdate(
        failures=state.failures if state else 0.0,
        next_check_at=next_check,
        interval_factor=state.interval_factor if state else 1.0,
        paused_until=state.paused_until if state else None,
        pause_reason=state.pause_reason if state else "",
        gone_since=state.gone_since if state else None,
        moved_to=state.moved_to if state else None,
        moved_since=state.moved_since if state else None,
        moved_seen=state.moved_seen if state else 0,
        full=False,
        events=(),
    )


def _wait(source: Source, factor: float) -> timedelta:
    """Return the usual wait: the card's cadence, cut by the factor and the slack: 10 minutes to a day."""
    interval = min(DAY, timedelta(minutes=source.cadence_minutes) * factor)
    return max(LEAST_WAIT, interval - min(SLACK, interval / 10))


def _back_off(source_id: str, failures: float) -> float:
    """Return how many times the usual wait: 1, 2, 4, then 8, less up to 15 % so that sources do not march in step.

    The share comes from the source's id and the count, so the same history gives the same plan.
    """
    digest = hashlib.sha256(f"{source_id} {failures}".encode()).digest()
    share = int.from_bytes(digest[:4], "big") / 2**32
    return max(1.0, min(2.0 ** int(failures), MOST_BACK_OFF) * (1 - 0.15 * share))


def _factor(state: PollState | None, attempt: Attempt, keys: Collection[str], events: list[str]) -> float:
    """Halve the interval when news may have slipped between two polls, and let it grow back while they overlap.

    Feeds show a window of 10 to 25 entries. Two windows without a common entry, the new one no shorter than the old,
    mean that the old one was pushed out whole: `hueco_posible`.
    """
    factor = state.interval_factor if state else 1.0
    if state is None or not state.last_keys or not keys or attempt.outcome not in _COMPARABLE:
        return factor
    known = len(set(keys) & set(state.last_keys))
    if known == 0 and len(keys) >= len(state.last_keys):
        events.append("hueco_posible")
        return max(LEAST_FACTOR, factor / 2)
    return min(1.0, factor * 1.25) if known * 2 >= len(keys) else factor


def _moved(
    state: PollState | None, attempt: Attempt, now: datetime, events: list[str]
) -> tuple[str | None, datetime | None, int]:
    """Watch a permanent redirect: propose the new address after three cycles over a day. A person decides, not we."""
    if PERMANENT_REDIRECT not in attempt.flags or attempt.final_url == attempt.url:
        return None, None, 0
    if state is None or state.moved_to != attempt.final_url or state.moved_since is None:
        return attempt.final_url, now, 1
    seen = state.moved_seen + 1
    last = state.last_attempt_at or state.moved_since
    if move_proposed(state.moved_since, seen, now) and not move_proposed(state.moved_since, state.moved_seen, last):
        events.append("cambio_de_direccion_propuesto")
    return state.moved_to, state.moved_since, seen
