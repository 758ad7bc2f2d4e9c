"""Manners: turns at each host, nobody waits for a stranger's slowness, and a day of polling as a server scores it."""

import asyncio
import dataclasses
import email.utils
from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest

from conflict import killpoint
from conflict.codebook import FetchOutcome
from feeds.schedule import after, conditions, due

FIRST = SimpleNamespace(
    etag=None, last_modified=None, failures=0.0, next_check_at=None, paused_until=None, pause_reason="",
    last_attempt_at=None, last_full_at=None, last_keys=(), interval_factor=1.0, gone_since=None, moved_to=None,
    moved_since=None, moved_seen=0,
)  # fmt: skip


def _all(world, *, count, spacing=0.0, per_host=1, delay=0.0, status="200 OK"):
    async def answer(_asked, writer):
        await asyncio.sleep(delay)
        writer.write(world.reply(status, body=world.FEED))

    async def scenario():
        async with world.Loopback(answer) as server, world.fetcher(server, spacing=spacing, per_host=per_host) as ready:
            cards = [world.source(server.url(f"/{n}"), id=f"f{n}") for n in range(count)]
            fetches = [ready.fetch(card, etag=None, last_modified=None, now=world.NOW) for card in cards]
            return await asyncio.gather(*fetches), server

    return asyncio.run(scenario())


def test_ft_30_a_host_is_visited_one_at_a_time_with_a_pause_between(world):
    fetched, server = _all(world, count=5, spacing=0.1, status="429 No")
    assert {one.attempt.outcome for one in fetched} == {FetchOutcome.LIMITED_429}
    assert server.most_open == 1
    times = [asked.at for asked in server.asked]
    assert all(later - earlier >= 0.1 for earlier, later in pairwise(times))
    waits = sorted((one.attempt.started_at - world.NOW).total_seconds() for one in fetched)
    assert waits[-1] >= 0.4  # waiting is told as a later start …
    assert max(one.attempt.took_ms for one in fetched) < 100  # … and never as a longer attempt


def test_more_visits_at_once_are_the_callers_choice(world):
    _, server = _all(world, count=8, per_host=4, delay=0.05)
    assert server.most_open == 4


def test_bi_023_a_slow_or_limited_host_delays_no_other(world):
    async def slow(_asked, writer):
        await asyncio.sleep(0.3)
        writer.write(world.reply("503 No", Retry_After="60"))

    async def scenario():
        async with (
            world.Loopback(slow) as crowd,
            world.Loopback(world.answering(world.reply(body=world.FEED))) as other,
            world.fetcher(crowd, other, spacing=0.2) as ready,
        ):

            async def timed(card):
                fetched = await ready.fetch(card, etag=None, last_modified=None, now=world.NOW)
                return fetched.attempt, asyncio.get_running_loop().time() - began

            began = asyncio.get_running_loop().time()
            cards = [world.source(crowd.url(f"/{n}")) for n in range(4)] + [world.source(other.url())]
            return await asyncio.gather(*map(timed, cards))

    *crowd, (other, seconds) = asyncio.run(scenario())
    assert {attempt.outcome for attempt, _ in crowd} == {FetchOutcome.HTTP_5XX}
    assert other.outcome is FetchOutcome.OK
    assert seconds < 0.25


def test_a_redirect_to_another_host_waits_for_its_turn_there(world):
    async def scenario():
        async with world.Loopback(world.answering(world.reply(body=world.FEED))) as there:
            hop = world.answering(world.reply("302 Found", Location=there.url()))
            async with world.Loopback(hop) as here, world.fetcher(here, there, spacing=0.2) as ready:
                cards = [world.source(there.url()), world.source(here.url())]
                fetches = [ready.fetch(card, etag=None, last_modified=None, now=world.NOW) for card in cards]
                return await asyncio.gather(*fetches), there

    fetched, there = asyncio.run(scenario())
    assert [one.attempt.outcome for one in fetched] == [FetchOutcome.OK] * 2
    assert there.asked[1].at - there.asked[0].at >= 0.2


def test_cancelling_passes_through_and_frees_the_turn(world):
    async def slow(_asked, writer):
        await asyncio.sleep(0.3)
        writer.write(world.reply(body=world.FEED))

    async def scenario():
        async with world.Loopback(slow) as server, world.fetcher(server) as ready:
            card = world.source(server.url())
            task = asyncio.create_task(ready.fetch(card, etag=None, last_modified=None, now=world.NOW))
            await asyncio.sleep(0.05)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return await ready.fetch(card, etag=None, last_modified=None, now=world.NOW)

    assert asyncio.run(scenario()).attempt.outcome is FetchOutcome.OK


def test_the_point_after_the_headers_is_passed(world):
    passed = []
    killpoint.install(passed.append)
    try:
        world.fetch_once(world.reply(body=world.FEED))
    finally:
        killpoint.install(None)
    assert passed == [killpoint.KillPoint.AFTER_HEADERS]


def test_a_user_agent_that_would_spoil_a_request_is_refused():
    from feeds.fetch import Fetcher
    from feeds.guard import PrivateNetwork
    from feeds.limits import Limits

    for agent in ("", "a\r\nCookie: b", "señal"):
        with pytest.raises(ValueError, match="User-Agent"):
            Fetcher(Limits(), PrivateNetwork(), agent)


def _remember(state, update, attempt, keys, now):
    """What a register keeps of an attempt."""
    good = attempt.outcome in (FetchOutcome.OK, FetchOutcome.UNCHANGED)
    kept = {
        field.name: getattr(update, field.name)
        for field in dataclasses.fields(update)
        if field.name not in ("full", "events")
    }
    return SimpleNamespace(
        **{
            **vars(state),
            **kept,
            "etag": attempt.etag if good else state.etag,
            "last_modified": attempt.last_modified if good else state.last_modified,
            "last_attempt_at": now,
            "last_full_at": now if update.full else state.last_full_at,
            "last_keys": keys or state.last_keys,
        }
    )


@pytest.mark.parametrize("cadence", [1, 30, 180])
def test_bi_088_a_day_of_polling_as_a_server_scores_it(world, cadence):
    """Every minute of 27 hours the scheduler is asked; the feed changes every two hours."""
    clock = [world.NOW]

    def version():
        return (clock[0] - world.NOW) // timedelta(hours=2)

    async def answer(asked, writer):
        asked.at = clock[0]
        stamp = email.utils.format_datetime(world.NOW + version() * timedelta(hours=2), usegmt=True)
        served = {"ETag": f'W/"v{version()}"', "Last_Modified": stamp}
        asked.wanted = served
        if asked.headers.get("if-none-match") == served["ETag"]:
            writer.write(world.reply("304 Not Modified", length=False, **served))
        else:
            writer.write(world.reply(body=world.FEED, Set_Cookie="a=b", **served))

    async def scenario():
        async with world.Loopback(answer) as server, world.fetcher(server) as ready:
            card, state = world.source(server.url(), cadence_minutes=cadence), FIRST
            for minute in range(27 * 60):
                clock[0] = now = world.NOW + timedelta(minutes=minute)
                if due(card, state, now):
                    etag, modified = conditions(card, state, now)
                    attempt = (await ready.fetch(card, etag=etag, last_modified=modified, now=now)).attempt
                    whole = attempt.outcome is FetchOutcome.OK
                    keys = tuple(f"k{version() - back}" for back in range(5)) if whole else ()
                    state = _remember(state, after(card, state, attempt, keys, now), attempt, keys, now)
            return server

    asked = asyncio.run(scenario()).asked
    full = [one for one in asked if "if-none-match" not in one.headers]
    assert len(full) == 2
    assert full[1].at - full[0].at >= timedelta(hours=24)
    assert all(later.at - earlier.at >= timedelta(minutes=10) for earlier, later in pairwise(asked))
    served = {f'W/"v{number}"' for number in range(14)}
    assert all(one.headers["if-none-match"] in served for one in asked if one not in full)
    assert all("if-modified-since" in one.headers for one in asked if one not in full)
    assert not any({"cookie", "referer"} & one.headers.keys() for one in asked)
    assert all("contacto@example.org" in one.headers["user-agent"] for one in asked)
    assert all(one.headers["accept-encoding"] == "gzip" for one in asked)
    if cadence == 180:
        assert 8 <= len(asked) <= 10
