"""Transport and HTTP, cases BI-001 to BI-032 of the catalogue: each ends in one outcome of the closed list."""

import asyncio
import gzip
import time
import zlib

import psutil
import pytest

from conflict.codebook import FetchOutcome
from feeds.limits import Limits

LATE = 10.0
"""Seconds after which an end that should have come at once counts as none, on whatever machine."""
FEED = b"<?xml version='1.0'?><rss version='2.0'><channel><title>El Faro</title></channel></rss>"


def _bomb():
    """Return about 1 MB of gzip that unpacks to 1 GiB: one packed block of zeros, over and over."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    start = packer.compress(b"\0" * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b"\0" * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + block * 1023 + packer.flush()


def _reply(status="200 OK", body=b"", length=True, **headers):
    lines = [f"HTTP/1.1 {status}"] + [f"{k.replace('_', '-')}: {v}" for k, v in headers.items()]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def _chunked(*pieces, end=b"0\r\n\r\n", **headers):
    body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + end
    return _reply(length=False, Transfer_Encoding="chunked", **headers) + body


PACKED = gzip.compress(FEED)
HEADERS_64K = _reply(X_Largo="a" * 64 * 1024, body=FEED)

CASES = [
    ("BI-002 double gzip", _reply(body=gzip.compress(PACKED), Content_Encoding="gzip, gzip"), "descompresion"),
    ("BI-002 double gzip, two headers",
     _reply(body=gzip.compress(PACKED), Content_Encoding="gzip", Content_encoding="gzip"), "descompresion"),
    ("BI-003 brotli", _reply(body=b"\x8b\x00\x80", Content_Encoding="br"), "descompresion"),
    ("BI-003 zstd", _reply(body=b"\x28\xb5\x2f\xfd", Content_Encoding="zstd"), "descompresion"),
    ("BI-003 deflate", _reply(body=zlib.compress(FEED), Content_Encoding="deflate"), "descompresion"),
    ("gzip cut off", _reply(body=PACKED[:-9], Content_Encoding="gzip", ETag='"a"'), "cuerpo_incompleto"),
    ("gzip damaged inside", _reply(body=PACKED[:30] + b"\0\xff\0\xff" + PACKED[34:], Content_Encoding="gzip"),
     "cuerpo_incompleto"),
    ("gzip with zeros after its end", _reply(body=PACKED + b"\0" * 512, Content_Encoding="gzip"), "ok"),
    ("gzip with something after its end", _reply(body=PACKED + b"casino", Content_Encoding="gzip"), "descompresion"),
    ("gzip, two members", _reply(body=PACKED + PACKED, Content_Encoding="gzip"), "descompresion"),
    ("x-gzip", _reply(body=PACKED, Content_Encoding="x-gzip"), "ok"),
    ("identity", _reply(body=FEED, Content_Encoding="identity"), "ok"),
    ("BI-008 header of 64 KB", HEADERS_64K, "conexion"),
    ("BI-008 200,000 headers", b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200_000 + b"\r\n", "conexion"),
    ("BI-008 300 headers", _reply(body=FEED, **{f"X_{i}": "b" for i in range(300)}), "conexion"),
    ("BI-009 shorter than announced", _reply(length=False, Content_Length="500", ETag='"a"') + FEED,
     "cuerpo_incompleto"),
    ("BI-011 bad chunk size", _chunked(FEED, end=b"zz\r\nhola\r\n0\r\n\r\n", ETag='"a"'), "cuerpo_incompleto"),
    ("BI-011 last chunk missing", _chunked(FEED, end=b"", ETag='"a"'), "cuerpo_incompleto"),
    ("BI-011 chunked and whole", _chunked(FEED[:9], FEED[9:]), "ok"),
    ("BI-013 gzip said over plain text", _reply(body=FEED, Content_Encoding="gzip", ETag='"a"'), "cuerpo_incompleto"),
    ("BI-015 to file:", _reply("302 Found", Location="file:///etc/passwd"), "esquema_bloqueado"),
    ("BI-015 to ftp:", _reply("302 Found", Location="ftp://example.org/feed"), "esquema_bloqueado"),
    ("BI-015 to gopher:", _reply("302 Found", Location="gopher://example.org/1"), "esquema_bloqueado"),
    ("BI-015 to data:", _reply("302 Found", Location="data:text/xml,<rss/>"), "esquema_bloqueado"),
    ("BI-015 to javascript:", _reply("302 Found", Location="javascript:alert(1)"), "esquema_bloqueado"),
    ("BI-016 without Location", _reply("302 Found"), "http_4xx"),
    ("BI-016 Location http://[bad", _reply("302 Found", Location="http://[bad"), "http_4xx"),
    ("BI-016 Location with a control", _reply("302 Found", Location="/a\x7fb"), "http_4xx"),
    ("BI-016 Location of 100 KB", _reply("302 Found", Location="/" + "a" * 30_000), "http_4xx"),
    ("redirect with credentials", _reply("302 Found", Location="http://u:p@example.org/"), "direccion_bloqueada"),
    ("redirect to circled digits", "HTTP/1.1 302 X\r\nLocation: http://①②⑦.0.0.1/\r\n\r\n".encode(),
     "direccion_bloqueada"),
    ("BI-020 410", _reply("410 Gone", FEED), "desaparecido_410"),
    ("BI-021 404", _reply("404 Not Found", FEED), "http_4xx"),
    ("BI-022 429", _reply("429 Too Many Requests", Retry_After="3600"), "limite_429"),
    ("BI-023 503", _reply("503 Service Unavailable", Retry_After="60"), "http_5xx"),
    ("304 that nobody asked for", _reply("304 Not Modified"), "http_4xx"),
    ("206 that nobody asked for", _reply("206 Partial Content", FEED), "cuerpo_incompleto"),
    ("300", _reply("300 Multiple Choices", FEED), "http_4xx"),
    ("status 999", _reply("999 No", FEED), "http_4xx"),
    ("BI-031 empty", _reply(ETag='"a"'), "vacio"),
    ("BI-031 white space", _reply(body=b" \r\n\t ", ETag='"a"'), "vacio"),
    ("204", _reply("204 No Content", length=False), "vacio"),
    ("HTTP/0.9", FEED, "conexion"),
    ("hangs up without a word", b"", "conexion"),
    ("announces 10 GB", _reply(length=False, Content_Length="10000000000"), "demasiado_grande"),
    ("announces a negative length", _reply(length=False, Content_Length="-5") + FEED, "conexion"),
    ("two lengths", _reply(body=FEED, Content_length="3"), "conexion"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "outcome"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_an_answer_ends_in_its_outcome_and_only_a_whole_body_has_validators(world, data, outcome):
    fetched, _ = world.fetch_once(data)
    attempt = fetched.attempt
    assert attempt.outcome is FetchOutcome(outcome), attempt.detail
    assert attempt.etag is None
    assert attempt.last_modified is None
    assert (fetched.body is not None) == (outcome in ("ok", "vacio"))
    if outcome == "ok":
        assert fetched.body == FEED
        assert attempt.decoded_bytes == len(FEED)


def test_bi_001_a_bomb_is_refused_within_two_seconds_and_sixty_megabytes(world):
    bomb = _reply(body=_bomb(), Content_Encoding="gzip")
    process = psutil.Process()
    before, began = process.memory_info().rss, time.process_time()
    fetched, _ = world.fetch_once(bomb, limits=Limits())
    assert fetched.attempt.outcome is FetchOutcome.DECOMPRESSION
    assert time.process_time() - began <= 2.0
    assert process.memory_info().rss - before <= 60 * 1024 * 1024


def test_bi_004_an_endless_body_ends_at_five_megabytes(world):
    async def answer(_asked, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"a" * 65536)
            await writer.drain()

    fetched, _ = world.fetch_once(answer, limits=Limits())
    assert fetched.attempt.outcome is FetchOutcome.TOO_LARGE
    assert 5 * 1024 * 1024 < fetched.attempt.raw_bytes <= 6 * 1024 * 1024


def test_a_flood_of_one_byte_chunks_costs_little(world):
    async def answer(_asked, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"1\r\na\r\n" * 5_000)
            await writer.drain()

    started = time.process_time()
    fetched, _ = world.fetch_once(answer, limits=Limits(total=10))
    assert fetched.attempt.outcome is FetchOutcome.TOO_LARGE
    assert time.process_time() - started < 3


def _drip(first):
    async def answer(_asked, writer):
        writer.write(first)
        number = 0
        while not writer.is_closing():
            writer.write(b"X-%d: b\r\n" % number if not first else b"a")
            number += 1
            await writer.drain()
            await asyncio.sleep(0.05)

    return answer


@pytest.mark.parametrize("first", [b"HTTP/1.1 200 OK\r\n\r\n", b""], ids=["BI-005 body", "BI-006 headers"])
def test_a_drip_ends_with_the_total_time(world, first):
    async def answer(asked, writer):
        if not first:
            writer.write(b"HTTP/1.1 200 OK\r\n")
        await _drip(first)(asked, writer)

    started = time.monotonic()
    fetched, _ = world.fetch_once(answer)
    assert fetched.attempt.outcome is FetchOutcome.TOTAL_TIME
    assert 0.95 <= time.monotonic() - started <= LATE
    assert 950 <= fetched.attempt.took_ms <= LATE * 1_000


def test_bi_007_a_server_that_never_answers_ends_with_the_silence(world):
    async def answer(_asked, _writer):
        await asyncio.sleep(5 * LATE)

    started = time.monotonic()
    fetched, _ = world.fetch_once(answer)
    assert fetched.attempt.outcome is FetchOutcome.CONNECTION
    assert time.monotonic() - started <= LATE


def test_a_body_that_falls_silent_is_incomplete(world):
    async def answer(_asked, writer):
        writer.write(_reply(length=False, Content_Length="500") + FEED)
        await writer.drain()
        await asyncio.sleep(2)

    assert world.fetch_once(answer)[0].attempt.outcome is FetchOutcome.INCOMPLETE


@pytest.mark.slow
def test_bi_005_with_the_real_figures_thirty_seconds_are_thirty(world):
    started = time.monotonic()
    fetched, _ = world.fetch_once(_drip(b"HTTP/1.1 200 OK\r\n\r\n"), limits=Limits())
    assert fetched.attempt.outcome is FetchOutcome.TOTAL_TIME
    assert 29 <= time.monotonic() - started <= 30 + LATE


def test_a_body_that_ends_with_the_connection_is_read_but_its_validators_are_not_kept(world):
    answer = _reply(length=False, ETag='"a"', Last_Modified="Sat, 21 Nov 2026 10:00:00 GMT") + FEED
    fetched, _ = world.fetch_once(answer)
    assert fetched.attempt.outcome is FetchOutcome.OK
    assert fetched.attempt.etag is None
    assert fetched.attempt.flags == ("fin_sin_prueba",)
    packed, _ = world.fetch_once(_reply(length=False, ETag='"a"', Content_Encoding="gzip") + PACKED)
    assert packed.attempt.etag == '"a"'  # the end of the gzip stream proves it


@pytest.mark.parametrize("cut", [1, 20, 80])
def test_bi_009_after_a_cut_body_the_next_poll_asks_without_conditions_and_gets_all(world, cut):
    answers = [_reply(length=False, Content_Length=str(len(FEED)), ETag='"a"') + FEED[:cut], _reply(body=FEED)]

    async def answer(_asked, writer):
        writer.write(answers.pop(0))

    async def scenario():
        async with world.Loopback(answer) as server, world.fetcher(server) as ready:
            first = await ready.fetch(world.source(server.url()), etag=None, last_modified=None, now=world.NOW)
            kept = first.attempt.etag
            second = await ready.fetch(world.source(server.url()), etag=kept, last_modified=None, now=world.NOW)
            return first, second, server

    first, second, server = asyncio.run(scenario())
    assert first.attempt.outcome is FetchOutcome.INCOMPLETE
    assert second.body == FEED
    assert "if-none-match" not in server.asked[1].headers


ODD_ETAGS = [
    ('W/"abc"', 'W/"abc"'),
    ('"a\\"b,c"', '"a\\"b,c"'),
    ('"' + "x" * 8000 + '"', None),
    ('"señal"', None),
    ('"\x01"', None),
]


@pytest.mark.parametrize(("given", "kept"), ODD_ETAGS)
def test_bi_026_an_odd_etag_is_sent_back_word_for_word_or_dropped(world, given, kept):
    async def answer(asked, writer):
        writer.write(_reply(body=FEED, ETag=given) if "if-none-match" not in asked.headers else _reply("304 No"))

    async def scenario():
        async with world.Loopback(answer) as server, world.fetcher(server) as ready:
            url = world.source(server.url())
            first = await ready.fetch(url, etag=None, last_modified=None, now=world.NOW)
            second = await ready.fetch(url, etag=given, last_modified="mañana", now=world.NOW)
            return first, second, server

    first, second, server = asyncio.run(scenario())
    if first.attempt.outcome is FetchOutcome.OK:  # h11 itself refuses a control character in a header
        assert first.attempt.etag == kept
    assert server.asked[1].headers.get("if-none-match") == kept
    assert "if-modified-since" not in server.asked[1].headers
    assert second.attempt.outcome is (FetchOutcome.UNCHANGED if kept else first.attempt.outcome)
    assert second.attempt.etag == kept


def test_bi_027_a_cookie_is_never_sent_back_not_even_over_a_redirect(world):
    async def answer(asked, writer):
        if asked.path == "/feed":
            writer.write(_reply("302 Found", Location="/otro", Set_Cookie="id=7; Path=/"))
        else:
            writer.write(_reply(body=FEED, Set_Cookie="id=8"))

    async def scenario():
        async with world.Loopback(answer) as server, world.fetcher(server) as ready:
            for _ in range(2):
                await ready.fetch(world.source(server.url()), etag=None, last_modified=None, now=world.NOW)
            return server

    asked = asyncio.run(scenario()).asked
    assert len(asked) == 4
    assert not any("cookie" in one.headers or "referer" in one.headers for one in asked)


RETRY_AFTER = [
    ("3600", 3600),
    ("Sat, 21 Nov 2026 13:00:00 GMT", 3600),
    ("nunca", None),
    ("-5", None),
    ("1000000000", 86400),
    ("9" * 5000, None),
    ("Fri, 20 Nov 2026 13:00:00 GMT", None),
    ("Sat, 32 Nov 2026 99:00:00 GMT", None),
    ("", None),
]


@pytest.mark.parametrize(("said", "seconds"), RETRY_AFTER)
def test_bi_022_retry_after_is_read_capped_or_ignored(world, said, seconds):
    fetched, _ = world.fetch_once(_reply("429 No", Retry_After=said))
    assert fetched.attempt.outcome is FetchOutcome.LIMITED_429
    assert fetched.attempt.retry_after == seconds


@pytest.mark.parametrize(
    ("kind", "body"),
    [("text/html", b"<html><form>Ingrese</form></html>"), ("image/png", b"\x89PNG\r\n"), ("application/pdf", b"%PDF")],
    ids=["BI-030 login page", "BI-032 PNG", "BI-032 PDF"],
)
def test_what_is_no_feed_is_handed_on_whole_with_its_type(world, kind, body):
    fetched, _ = world.fetch_once(_reply(body=body, Content_Type=f"{kind}; charset='ISO-8859-1'"))
    assert (fetched.body, fetched.content_type, fetched.charset) == (body, kind, "iso-8859-1")
