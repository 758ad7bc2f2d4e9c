"""Redirects, cases BI-014 to BI-019: followed by hand, a few times, and told."""

import asyncio

import pytest

from conflict.codebook import FetchOutcome


def _chain(world, hops, status="302 Found"):
    """Answer /feed with so many redirects and then the feed."""

    async def answer(asked, writer):
        at = int(asked.path.rpartition("/")[2]) if asked.path != "/feed" else 0
        writer.write(world.reply(status, Location=f"/{at + 1}") if at < hops else world.reply(body=world.FEED))

    return answer


def test_bi_014_five_hops_are_followed_and_the_sixth_is_not(world):
    fetched, server = world.fetch_once(_chain(world, 5))
    assert fetched.attempt.outcome is FetchOutcome.OK
    assert len(server.asked) == 6
    assert fetched.attempt.final_url == server.url("/5")
    fetched, server = world.fetch_once(_chain(world, 6))
    assert fetched.attempt.outcome is FetchOutcome.REDIRECTS
    assert len(server.asked) == 6


def test_bi_014_a_loop_ends(world):
    fetched, _ = world.fetch_once(world.reply("302 Found", Location="/feed"))
    assert fetched.attempt.outcome is FetchOutcome.REDIRECTS


@pytest.mark.parametrize("status", ["301 M", "302 F", "303 S", "307 T", "308 P"])
def test_bi_019_every_redirect_is_followed_with_a_plain_get(world, status):
    fetched, server = world.fetch_once(_chain(world, 1, status), etag='"a"')
    assert fetched.attempt.outcome is FetchOutcome.OK
    assert all(asked.raw.startswith(b"GET /") and "content-length" not in asked.headers for asked in server.asked)
    assert server.asked[1].headers["if-none-match"] == '"a"'


@pytest.mark.parametrize(
    ("statuses", "permanent"), [("301", True), ("308", True), ("302", False), ("301 302", False), ("302 301", False)]
)
def test_bi_017_only_an_unbroken_chain_of_permanent_redirects_is_told_as_one(world, statuses, permanent):
    steps = [world.reply(f"{status} X", Location="/x") for status in statuses.split()] + [world.reply(body=world.FEED)]

    async def answer(_asked, writer):
        writer.write(steps.pop(0))

    fetched, _ = world.fetch_once(answer)
    assert fetched.attempt.outcome is FetchOutcome.OK
    assert ("redireccion_permanente" in fetched.attempt.flags) is permanent


def test_bi_018_another_domain_is_followed_and_flagged(world):
    async def scenario():
        async with world.Loopback(world.answering(world.reply(body=world.FEED))) as there:
            other = f"http://localhost:{there.port}/feed"
            moved = world.answering(world.reply("301 Moved", Location=other, Set_Cookie="id=1"))
            async with world.Loopback(moved) as here, world.fetcher(here, f"localhost:{there.port}") as ready:
                card = world.source(here.url())
                return await ready.fetch(card, etag=None, last_modified=None, now=world.NOW), there

    fetched, there = asyncio.run(scenario())
    assert fetched.attempt.outcome is FetchOutcome.OK
    assert set(fetched.attempt.flags) == {"redireccion_permanente", "otro_dominio"}
    assert fetched.attempt.url != fetched.attempt.final_url
    assert "cookie" not in there.asked[0].headers


def test_an_unchanged_answer_behind_a_permanent_redirect_keeps_its_flag_and_validators(world):
    steps = [world.reply("301 Moved", Location="/x"), world.reply("304 Not Modified")]

    async def answer(_asked, writer):
        writer.write(steps.pop(0))

    attempt = world.fetch_once(answer, etag='"a"', last_modified="Sat, 21 Nov 2026 10:00:00 GMT")[0].attempt
    assert attempt.outcome is FetchOutcome.UNCHANGED
    assert attempt.flags == ("redireccion_permanente",)
    assert (attempt.etag, attempt.last_modified) == ('"a"', "Sat, 21 Nov 2026 10:00:00 GMT")


def test_a_fragment_is_not_kept(world):
    steps = [world.reply("302 Found", Location="/x?a=1#pie"), world.reply(body=world.FEED)]

    async def answer(_asked, writer):
        writer.write(steps.pop(0))

    fetched, server = world.fetch_once(answer)
    assert fetched.attempt.final_url == server.url("/x?a=1")
