"""TLS and DNS, cases BI-028 and BI-029: no downgrade, no exception, and a name server that hangs holds up nobody."""

import asyncio
import datetime
import socket
import ssl
import time

import httpcore
import pytest
import trustme

from conflict.codebook import FetchOutcome
from feeds.limits import Limits
from feeds.transport import Network


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


def _context(certificate, newest=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    if newest:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = newest
    return context


def _trusting(authority):
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def _yesterday():
    return datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)


def test_a_certificate_that_is_right_is_accepted(world, authority):
    tls = _context(authority.issue_cert("127.0.0.1"))
    answer = world.reply(body=world.FEED)
    fetched, server = world.fetch_once(answer, tls=tls, network=Network(tls=_trusting(authority)))
    assert fetched.attempt.outcome is FetchOutcome.OK
    assert server.asked[0].headers["host"] == server.place


@pytest.mark.parametrize("kind", ["expired", "wrong host", "self-signed", "TLS 1.0 only"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_bi_028_a_certificate_that_is_wrong_ends_as_tls_without_a_request(world, authority, kind):
    issued = {
        "expired": lambda: authority.issue_cert("127.0.0.1", not_after=_yesterday()),
        "wrong host": lambda: authority.issue_cert("otro.example.org"),
        "self-signed": lambda: trustme.CA().issue_cert("127.0.0.1"),
        "TLS 1.0 only": lambda: authority.issue_cert("127.0.0.1"),
    }[kind]()
    tls = _context(issued, ssl.TLSVersion.TLSv1 if kind == "TLS 1.0 only" else None)
    answer = world.reply(body=world.FEED)
    fetched, server = world.fetch_once(answer, tls=tls, network=Network(tls=_trusting(authority)))
    assert fetched.attempt.outcome is FetchOutcome.TLS, fetched.attempt.detail
    assert server.asked == []


def test_plain_http_where_tls_was_expected_ends_as_tls(world, authority):
    async def blurt(_reader, writer):
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async def scenario():
        server = await asyncio.start_server(blurt, "127.0.0.1", 0)
        place = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with server, world.fetcher(place, network=Network(tls=_trusting(authority))) as ready:
            card = world.source(f"https://{place}/feed")
            return await ready.fetch(card, etag=None, last_modified=None, now=world.NOW)

    assert asyncio.run(scenario()).attempt.outcome is FetchOutcome.TLS


def _fetch_name(world, resolver, dial=None, host="noexiste.example.org", limits=None):
    network = Network(resolver=resolver, dial=dial or httpcore.AnyIOBackend())

    async def scenario():
        async with world.fetcher(limits=limits or world.SHORT, network=network) as ready:
            card = world.source(f"http://{host}/feed")
            return await ready.fetch(card, etag=None, last_modified=None, now=world.NOW)

    return asyncio.run(scenario()).attempt


@pytest.mark.parametrize(
    "error",
    [
        socket.gaierror(socket.EAI_NONAME, "NXDOMAIN"),
        socket.gaierror(socket.EAI_AGAIN, "SERVFAIL"),
        UnicodeError("label too long"),
    ],
    ids=["NXDOMAIN", "SERVFAIL", "not a name"],
)
def test_bi_029_a_name_that_does_not_resolve_ends_as_dns(world, error):
    async def resolve(_host, _port, /):
        raise error

    assert _fetch_name(world, resolve).outcome is FetchOutcome.DNS


def test_bi_029_a_name_server_that_hangs_thirty_seconds_ends_as_dns_in_time(world):
    async def resolve(_host, _port, /):
        await asyncio.sleep(30)

    started = time.monotonic()
    assert _fetch_name(world, resolve).outcome is FetchOutcome.DNS
    assert time.monotonic() - started < 15


def test_what_nobody_foresaw_is_a_failure_too_and_ends_no_run(world, caplog):
    async def resolve(_host, _port, /):
        raise RuntimeError("texto ajeno")

    attempt = _fetch_name(world, resolve)
    assert attempt.outcome is FetchOutcome.CONNECTION
    assert attempt.detail == "unexpected RuntimeError"
    assert [record.message for record in caplog.records] == ["fetch_unexpected"]
    assert "texto ajeno" not in caplog.text


def test_a_name_without_addresses_ends_as_dns(world):
    async def resolve(_host, _port, /):
        return []

    assert _fetch_name(world, resolve).outcome is FetchOutcome.DNS


def test_hanging_lookups_of_the_system_hold_up_no_other_name(world, monkeypatch):
    real = socket.getaddrinfo

    def slow(host, *args, **more):
        if "lento" in str(host):
            time.sleep(1.5)
        return real(host, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", slow)

    async def scenario():
        async with world.Loopback(world.answering(world.reply(body=world.FEED))) as server:
            place = f"localhost:{server.port}"
            async with world.fetcher(place) as ready:
                urls = [f"http://lento{n}.example.org/" for n in range(40)] + [f"http://{place}/feed"]
                started = time.monotonic()
                fetches = [ready.fetch(world.source(url), etag=None, last_modified=None, now=world.NOW) for url in urls]
                done = await asyncio.gather(*fetches)
                return [one.attempt for one in done], time.monotonic() - started

    attempts, seconds = asyncio.run(scenario())
    assert [attempt.outcome for attempt in attempts[:-1]] == [FetchOutcome.DNS] * 40
    assert attempts[-1].outcome is FetchOutcome.OK
    assert attempts[-1].took_ms < 400
    assert seconds < 1.2


def test_the_second_address_is_tried_when_the_first_does_not_answer(world):
    class Half(httpcore.AsyncNetworkBackend):
        dialled: list[str] = []  # noqa: RUF012

        async def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
            self.dialled.append(host)
            raise httpcore.ConnectTimeout if host == "8.8.8.8" else httpcore.ConnectError

    async def resolve(_host, _port, /):
        return ["2606:4700::1111", "8.8.8.8", "8.8.4.4"]

    assert _fetch_name(world, resolve, Half()).outcome is FetchOutcome.CONNECTION
    assert Half.dialled == ["8.8.8.8", "8.8.4.4", "2606:4700::1111"]


def test_a_refused_port_ends_as_connection(world):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{closed.getsockname()[1]}"

        async def scenario():
            async with world.fetcher(place, limits=Limits()) as ready:
                card = world.source(f"http://{place}/feed")
                return await ready.fetch(card, etag=None, last_modified=None, now=world.NOW)

        assert asyncio.run(scenario()).attempt.outcome is FetchOutcome.CONNECTION
