"""A raw server on loopback that misbehaves as told, and short limits so that a bar of 30 s is shown in one."""

import asyncio
import dataclasses
import ssl
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from conflict.codebook import SourceReach, SourceType
from conflict.source import Source
from feeds.fetch import Fetcher
from feeds.guard import PrivateNetwork
from feeds.limits import Limits

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
FEED = b"<?xml version='1.0'?><rss version='2.0'><channel><title>El Faro</title></channel></rss>"
SHORT = Limits(connect=0.4, silence=0.4, total=1.0)
AGENT = "Atalaya/0.1 (+mailto:contacto@example.org)"


@dataclasses.dataclass
class Asked:
    """One request as the server saw it."""

    path: str
    headers: dict[str, str]
    raw: bytes
    at: float


class Loopback:
    """A server; `answer(asked, writer)` writes whatever it likes. Every request is kept in `asked`."""

    def __init__(self, answer, tls=None):
        self.answer, self.tls, self.asked, self.connections, self.open, self.most_open = answer, tls, [], 0, 0, 0

    async def __aenter__(self):
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self.server.close()

    @property
    def place(self):
        return f"127.0.0.1:{self.port}"

    def url(self, path="/feed"):
        return f"{'https' if self.tls else 'http'}://{self.place}{path}"

    async def _serve(self, reader, writer):
        self.connections += 1
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            raw = await reader.readuntil(b"\r\n\r\n")
            lines = raw.decode("latin-1").split("\r\n")
            headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:] if line)}
            asked = Asked(lines[0].split(" ")[1], headers, raw, asyncio.get_running_loop().time())
            self.asked.append(asked)
            await self.answer(asked, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, asyncio.CancelledError):
            pass  # the client hung up, or the test is over
        finally:
            self.open -= 1
            writer.close()


def reply(status="200 OK", body=b"", length=True, **headers):
    """Write one whole answer."""
    lines = [f"HTTP/1.1 {status}"] + [f"{k.replace('_', '-')}: {v}" for k, v in headers.items()]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def answering(data: bytes) -> Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]:
    """Always write these bytes."""

    async def answer(_asked, writer):
        writer.write(data)

    return answer


def source(url, **changes):
    """A card for an address."""
    card = Source("faro", "El Faro", url, SourceType.RSS, "05", "", SourceReach.LOCAL, 60, True, "")
    return dataclasses.replace(card, **changes)


@asynccontextmanager
async def fetcher(*places, limits=SHORT, spacing=0.0, **more):
    """A fetcher that may speak to these loopback servers."""
    private = PrivateNetwork.parse(",".join(getattr(place, "place", place) for place in places))
    async with Fetcher(limits, private, AGENT, spacing, **more) as ready:
        yield ready


def fetch_once(answer, path="/feed", etag=None, last_modified=None, limits=SHORT, tls=None, **more):
    """Serve, fetch once, and return (fetched, server)."""

    async def scenario():
        server = Loopback(answer if callable(answer) else answering(answer), tls)
        async with server, fetcher(server, limits=limits, **more) as ready:
            return await ready.fetch(source(server.url(path)), etag=etag, last_modified=last_modified, now=NOW), server

    return asyncio.run(scenario())


@pytest.fixture
def world():
    """Everything above, since test folders are not packages."""
    return SimpleNamespace(
        Loopback=Loopback, reply=reply, answering=answering, source=source, fetcher=fetcher, fetch_once=fetch_once,
        NOW=NOW, FEED=FEED, SHORT=SHORT, AGENT=AGENT,
    )  # fmt: skip
