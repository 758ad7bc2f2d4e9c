"""Collect: sources -> fetch -> raw body -> parse -> one transaction per source.

Plain coroutines, no Prefect. One bad source never stops the others; a full disk or a lost database stops all, before
anything is marked as read.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Sequence
from dataclasses import replace

from conflict.attempt import Attempt
from conflict.codebook import GOOD_OUTCOMES, FetchOutcome
from conflict.errors import AtalayaError
from conflict.killpoint import KillPoint, reached
from conflict.lapaz import local_day
from conflict.source import Source
from conflict.tally import NETWORK_FAILURES, Tally, no_network
from feeds import schedule
from feeds.box import Parsed
from feeds.fetch import Fetched
from flows.desk import Desk, SourceResult
from register.bodies import purge_bodies, save_body
from register.commands import fetches
from register.queries import sources as source_queries
from register.rows import SourceState

KEEPS_VALIDATORS = frozenset({FetchOutcome.OK, FetchOutcome.EMPTY, FetchOutcome.DOUBTFUL_ENCODING})
"""Answers whose ETag may be kept: whole bodies whose every item is stored (docs: reliability, fact 8)."""


async def collect(desk: Desk, sources: Sequence[Source], *, by_cadence: bool) -> Tally:
    """Read the sources whose turn it is and store what they brought.

    With `by_cadence` a source is read when its own next check has come; without it every active source is read unless
    it is paused or asked to be left alone; one that a person lets rest is read by neither. Return the sums of the run.
    """
    states, resting = await asyncio.to_thread(_states, desk)
    chosen = [s for s in sources if s.id not in resting and _is_its_turn(s, states.get(s.id), desk, by_cadence)]
    unreachable: list[tuple[Source, SourceState | None, Attempt]] = []
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_read(desk, s, states.get(s.id), unreachable)) for s in chosen]
    except* AtalayaError as several:
        raise several.exceptions[0] from None
    results = [result for task in tasks if (result := task.result()) is not None]
    tally = _sum(results, waiting=len(sources) - len(results))
    await asyncio.to_thread(_record_unreachable, desk, unreachable, counts=not no_network(tally))
    await asyncio.to_thread(purge_bodies, desk.folder, local_day(desk.now()))
    return tally


def _states(desk: Desk) -> tuple[dict[str, SourceState], frozenset[str]]:
    """Return what is remembered of each source, and which are left alone: a person lets them rest, or they asked."""
    now = desk.now()
    with desk.register.reading() as session:
        resting = source_queries.at_rest(session, now) | source_queries.left_alone(session, now).keys()
        return source_queries.states(session), resting


def _is_its_turn(source: Source, state: SourceState | None, desk: Desk, by_cadence: bool) -> bool:
    if not source.active:
        return False
    now = desk.now()
    if state is None:
        return True
    if by_cadence:
        return schedule.due(source, state, now)
    return state.paused_until is None or state.paused_until <= now


async def _read(
    desk: Desk,
    source: Source,
    state: SourceState | None,
    unreachable: list[tuple[Source, SourceState | None, Attempt]],
) -> SourceResult | None:
    """Read one source to its end; return None when the run was asked to stop before it answered."""
    etag, last_modified = schedule.conditions(source, state, desk.now())
    answers = await _unless_stopped(desk, desk.fetch(source, etag, last_modified))
    if answers is None:
        return None
    *earlier, answer = answers
    for fetched in earlier:
        await asyncio.to_thread(_record, desk, source, state, fetched.attempt, None)
    if answer.body is None:
        result = await asyncio.to_thread(_without_body, desk, source, state, answer, unreachable)
    else:
        result = await asyncio.to_thread(_with_body, desk, source, state, answer, answer.body)
    desk.tell(result)
    return result


async def _unless_stopped(desk: Desk, fetch: Awaitable[list[Fetched]]) -> list[Fetched] | None:
    """Return what a source answered; None when the run was asked to stop first. What is being stored is finished."""
    answering, stopping = asyncio.ensure_future(fetch), asyncio.ensure_future(desk.stop.wait())
    try:
        await asyncio.wait({answering, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return answering.result() if answering.done() else None
    finally:
        stopping.cancel()
        answering.cancel()


def _without_body(
    desk: Desk,
    source: Source,
    state: SourceState | None,
    answer: Fetched,
    unreachable: list[tuple[Source, SourceState | None, Attempt]],
) -> SourceResult:
    """Keep an attempt that brought nothing to parse.

    A source that could not be reached waits for the end of the run: when none could, it is our network that failed and
    no source is blamed for it (reliability bar FT-28).
    """
    attempt = answer.attempt
    if attempt.outcome.value in NETWORK_FAILURES:
        unreachable.append((source, state, attempt))
        return SourceResult(source, attempt.outcome, took_ms=attempt.took_ms)
    return _record(desk, source, state, attempt, None)


def _with_body(desk: Desk, source: Source, state: SourceState | None, answer: Fetched, body: bytes) -> SourceResult:
    attempt = answer.attempt
    save_body(desk.folder, attempt.body_digest, body, local_day(attempt.started_at))
    reached(KillPoint.AFTER_BODY_SAVED)
    parsed = desk.box.parse(source, body, answer.content_type, answer.charset, attempt.final_url, attempt.started_at)
    reached(KillPoint.AFTER_PARSE)
    return _record(desk, source, state, _joined(attempt, parsed), parsed)


def _joined(attempt: Attempt, parsed: Parsed) -> Attempt:
    """Return the attempt as it ended after the parse, keeping validators only where every item is safe with us."""
    outcome = attempt.outcome if parsed.outcome is FetchOutcome.OK else parsed.outcome
    keeps = parsed.outcome in KEEPS_VALIDATORS
    return replace(
        attempt,
        outcome=outcome,
        etag=attempt.etag if keeps else None,
        last_modified=attempt.last_modified if keeps else None,
        counts=parsed.counts,
        flags=tuple(dict.fromkeys(attempt.flags + parsed.flags)),
        detail=parsed.detail or attempt.detail,
    )


def _record(
    desk: Desk, source: Source, state: SourceState | None, attempt: Attempt, parsed: Parsed | None
) -> SourceResult:
    articles = parsed.articles if parsed else ()
    update = schedule.after(source, state, attempt, tuple(a.key for a in articles), desk.now())
    with desk.writing, desk.register.writing() as session:
        recorded = fetches.record(
            session, cycle_id=desk.cycle_id, attempt=attempt, articles=articles, update=update, now=desk.now()
        )
    reached(KillPoint.AFTER_COMMIT)
    dropped = {reason: n for reason, n in attempt.counts.items() if reason != "leidas" and n}
    return SourceResult(
        source,
        attempt.outcome,
        read=attempt.counts.get("leidas", 0),
        new=recorded.new,
        updated=recorded.updated,
        duplicate=recorded.duplicate,
        dropped=dropped,
        took_ms=attempt.took_ms,
        events=update.events,
    )


def _record_unreachable(
    desk: Desk, unreachable: list[tuple[Source, SourceState | None, Attempt]], *, counts: bool
) -> None:
    """Store the attempts that met no server; they count against a source only when others were reached."""
    for source, state, attempt in unreachable:
        update = schedule.after(source, state, attempt, (), desk.now(), network_up=counts)
        with desk.writing, desk.register.writing() as session:
            fetches.record(session, cycle_id=desk.cycle_id, attempt=attempt, articles=(), update=update, now=desk.now())


def _sum(results: Sequence[SourceResult], waiting: int) -> Tally:
    dropped: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for result in results:
        dropped.update(result.dropped)
        if result.outcome not in GOOD_OUTCOMES:
            failed[result.outcome.value] += 1
    return Tally(
        sources=len(results),
        ok=len(results) - sum(failed.values()),
        failed=dict(failed),
        waiting=waiting,
        read=sum(r.read for r in results),
        new=sum(r.new for r in results),
        updated=sum(r.updated for r in results),
        duplicate=sum(r.duplicate for r in results),
        dropped=dict(dropped),
    )
