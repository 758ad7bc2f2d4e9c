"""Addresses, cases BI-033 to BI-045: what may be contacted is decided by us, on the address that is really dialled."""

import asyncio
import csv
from pathlib import Path

import httpcore
import pytest

from conflict.codebook import FetchOutcome
from conflict.errors import DataError
from feeds.guard import PrivateNetwork, check_address, check_url
from feeds.hosts import both_forms, lookalike, registrable_domain
from feeds.refused import Blocked
from feeds.transport import Network

CASES = Path(__file__).parents[2] / "cases" / "direcciones.csv"
with CASES.open(encoding="utf-8", newline="") as _lines:
    ROWS = [tuple(row.values()) for row in csv.DictReader(_lines)]

NOWHERE = PrivateNetwork()


def _verdict(url):
    try:
        check_url(url, NOWHERE)
    except Blocked as blocked:
        return blocked.outcome.value
    return "permitida"


@pytest.mark.parametrize(("url", "expected", "why"), ROWS)
def test_an_address_is_let_through_or_blocked_as_the_table_says(url, expected, why):
    assert _verdict(url) == expected, why


class Recorder(httpcore.AsyncNetworkBackend):
    """Notes what would be dialled; nothing leaves the machine."""

    def __init__(self, port=None):
        self.dialled, self._port, self._inner = [], port, httpcore.AnyIOBackend()

    async def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        self.dialled.append((host, port))
        if self._port is None:
            raise httpcore.ConnectError("nobody there")
        return await self._inner.connect_tcp("127.0.0.1", self._port, timeout)


def _resolver(*answers):
    queue = list(answers)

    async def resolve(_host, _port, /):
        return queue.pop(0) if len(queue) > 1 else queue[0]

    return resolve


@pytest.mark.parametrize(("url", "expected", "why"), [row for row in ROWS if row[1] != "permitida"])
def test_bi_033_to_042_a_blocked_address_costs_no_packet(world, url, expected, why):
    dial = Recorder()
    network = Network(resolver=_resolver(["93.184.216.34"]), dial=dial)

    async def scenario():
        async with world.fetcher(network=network) as ready:
            return await ready.fetch(world.source(url), etag=None, last_modified=None, now=world.NOW)

    assert asyncio.run(scenario()).attempt.outcome.value == expected, why
    assert dial.dialled == []


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["93.184.216.34", "10.0.0.1"],
        ["fe80::1%eth0"],
        ["::ffff:10.0.0.1"],
        ["64:ff9b::a00:1"],
        ["not an address"],
    ],
)
def test_a_name_is_blocked_when_any_of_its_addresses_is_not_public(world, addresses):
    dial = Recorder()

    async def scenario():
        async with world.fetcher(network=Network(resolver=_resolver(addresses), dial=dial)) as ready:
            card = world.source("http://interno.example.org/feed")
            return await ready.fetch(card, etag=None, last_modified=None, now=world.NOW)

    assert asyncio.run(scenario()).attempt.outcome is FetchOutcome.ADDRESS_BLOCKED
    assert dial.dialled == []


def test_bi_039_a_name_that_changes_its_mind_is_dialled_at_the_checked_address_only(world):
    async def scenario():
        async with world.Loopback(world.answering(world.reply(body=world.FEED))) as server:
            dial = Recorder(server.port)
            network = Network(resolver=_resolver(["93.184.216.34"], ["127.0.0.1"]), dial=dial)
            async with world.fetcher(network=network) as ready:
                card = world.source("http://cambia.example.org/feed")
                first = await ready.fetch(card, etag=None, last_modified=None, now=world.NOW)
                second = await ready.fetch(card, etag=None, last_modified=None, now=world.NOW)
                return first, second, dial, server

    first, second, dial, server = asyncio.run(scenario())
    assert first.attempt.outcome is FetchOutcome.OK
    assert second.attempt.outcome is FetchOutcome.ADDRESS_BLOCKED
    assert dial.dialled == [("93.184.216.34", 80)]
    assert server.asked[0].headers["host"] == "cambia.example.org"


@pytest.mark.parametrize(
    "target", ["http://10.0.0.5/feed", "http://2130706433/", "http://localhost:9/", "http://[::1]/"]
)
def test_bi_040_a_redirect_to_a_private_address_is_blocked_at_that_hop(world, target):
    hops = [world.reply("302 Found", Location="/dos"), world.reply("302 Found", Location=target)]

    async def answer(_asked, writer):
        writer.write(hops.pop(0))

    fetched, server = world.fetch_once(answer)
    assert fetched.attempt.outcome is FetchOutcome.ADDRESS_BLOCKED
    assert [asked.path for asked in server.asked] == ["/feed", "/dos"]
    assert fetched.attempt.final_url.endswith("/dos")


def test_bi_044_nothing_inside_a_feed_is_ever_fetched(world):
    body = b"""<?xml-stylesheet href='/estilo.xsl'?><rss version='2.0'><channel><image><url>/logo.png</url></image>
    <item><enclosure url='/voz.mp3'/></item></channel></rss>"""
    _, server = world.fetch_once(world.reply(body=body, Link="</precarga>; rel=preload"))
    assert [asked.path for asked in server.asked] == ["/feed"]


def test_the_hole_is_exactly_one_host_and_one_port():
    hole = PrivateNetwork.parse(" 127.0.0.1:8099, [::1]:8443 ,Intranet.example:3000")
    check_url("http://127.0.0.1:8099/feed", hole)
    check_url("http://[::1]:8443/feed", hole)
    check_url("http://intranet.example:3000/feed", hole)
    for url in ("http://127.0.0.1:8098/", "http://127.0.0.1/", "http://127.0.0.2:8099/", "http://2130706433:8099/"):
        with pytest.raises(Blocked):
            check_url(url, hole)


@pytest.mark.parametrize("text", ["127.0.0.1", "127.0.0.1:", ":80", "http://127.0.0.1:80", "a:0", "a:70000", "a:x"])
def test_a_hole_that_is_not_host_and_port_is_refused_in_spanish(text):
    with pytest.raises(DataError) as error:
        PrivateNetwork.parse(text)
    assert "servidor:puerto" in error.value.spanish


def test_public_addresses_pass():
    for address in ("8.8.8.8", "200.87.100.10", "2800:cd0::1", "2606:4700::1111"):
        check_address(address)


def test_bi_045_an_international_name_is_shown_in_both_forms_and_a_twin_is_named():
    assert both_forms("opinión.bo") == "opinión.bo (xn--opinin-fxa.bo)"
    assert both_forms("eldeber.com.bo") == "eldeber.com.bo"
    assert lookalike("еldeber.com.bo", ["www.eldeber.com.bo"]) == "www.eldeber.com.bo"  # the first letter is Cyrillic
    assert lookalike("opinión.bo", ["eldeber.com.bo"]) is None


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.opinion.com.bo", "opinion.com.bo"),
        ("eju.tv", "eju.tv"),
        ("feeds.larazon.bo", "larazon.bo"),
        ("127.0.0.1", "127.0.0.1"),
        ("abi.bo", "abi.bo"),
    ],
)
def test_the_registrable_domain_is_what_somebody_registered(host, domain):
    assert registrable_domain(host) == domain
