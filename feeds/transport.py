"""Our transport for httpx: names resolved by us, every address checked, connected only to what was checked.

One connection per request and never a pool: feeds are asked for minutes apart. Nothing here decodes, follows or
remembers anything: no cookies, no redirects, no authentication.
"""

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpcore
import httpx

from conflict.codebook import FetchOutcome
from feeds.guard import PrivateNetwork, check_address, check_host, literal_address, port_of
from feeds.limits import Limits
from feeds.refused import Refused

_ADDRESSES_TRIED = 4

SocketOptions = Iterable[tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]]


class Resolver(Protocol):
    """Turns a name into addresses; raises OSError or UnicodeError when it cannot."""

    async def __call__(self, host: str, port: int, /) -> Sequence[str]:
        """Return the addresses as text."""
        ...


async def system_resolver(host: str, port: int, /) -> Sequence[str]:
    """Ask the system, in a thread of its own.

    The pool behind `loop.getaddrinfo` has a handful of threads: a few names whose servers hang for 30 s would hold up
    all others, and the exit of the process too. A daemon thread for each name does neither.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Sequence[str]] = loop.create_future()

    def settle(found: Sequence[str] | BaseException) -> None:
        if answer.done():
            return
        if isinstance(found, BaseException):
            answer.set_exception(found)
        else:
            answer.set_result(found)

    def look_up() -> None:
        found: Sequence[str] | BaseException
        try:
            infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found = list(dict.fromkeys(str(info[4][0]) for info in infos))
        except (OSError, UnicodeError) as error:
            found = error
        with contextlib.suppress(RuntimeError):  # the loop is gone: nobody waits any more
            loop.call_soon_threadsafe(settle, found)

    threading.Thread(target=look_up, name="dns", daemon=True).start()
    return await answer


@dataclass(frozen=True, slots=True)
class Network:
    """The outside as the transport reaches it; tests put a lying resolver or their own authority here.

    `tls` None means httpx's own context: the roots of certifi, TLS 1.2 at least, names checked.
    """

    resolver: Resolver = system_resolver
    dial: httpcore.AsyncNetworkBackend = field(default_factory=httpcore.AnyIOBackend)
    tls: ssl.SSLContext | None = None


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to checked addresses only; the name stays in Host and SNI."""

    def __init__(self, limits: Limits, private: PrivateNetwork, network: Network) -> None:
        """Keep what decides."""
        self._limits = limits
        self._private = private
        self._network = network

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: SocketOptions | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, check all addresses, connect to the first that answers; raise Refused or what httpcore raises."""
        check_host(host, port, self._private, self._limits.ports)
        addresses = await self._addresses(host, port)
        if not self._private.allows(host, port):
            for address in addresses:
                check_address(address)
        # IPv4 first: a machine with an IPv6 address and no route to it is the commoner defect.
        ordered = sorted(addresses, key=lambda address: ":" in address)[:_ADDRESSES_TRIED]
        for address in ordered[:-1]:
            with contextlib.suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return await self._dial(address, port, self._limits.connect / len(ordered), socket_options)
        return await self._dial(ordered[-1], port, self._limits.connect / len(ordered), socket_options)

    async def _addresses(self, host: str, port: int) -> Sequence[str]:
        """Return what the name resolves to, never nothing."""
        if self._private.allows(host, port) or literal_address(host) is None:
            try:
                async with asyncio.timeout(self._limits.connect):
                    found = await self._network.resolver(host, port)
            except TimeoutError as error:
                raise Refused(FetchOutcome.DNS, "no answer from the resolver in time") from error
            except (OSError, UnicodeError) as error:
                raise Refused(FetchOutcome.DNS, f"the name does not resolve ({type(error).__name__})") from error
            if not found:
                raise Refused(FetchOutcome.DNS, "the name has no address")
            return found
        return [host.removesuffix(".")]

    async def _dial(
        self, address: str, port: int, seconds: float, options: SocketOptions | None
    ) -> httpcore.AsyncNetworkStream:
        """Connect to one address."""
        stream = await self._network.dial.connect_tcp(address, port, timeout=seconds, socket_options=options)
        return _Stream(stream)


class _Stream(httpcore.AsyncNetworkStream):
    """A connection that tells failures of TLS from failures of the line."""

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        """Wrap a connection."""
        self._inner = inner

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read some bytes."""
        return await self._inner.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all bytes."""
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._inner.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Encrypt; raise Refused when the other side is not who it says."""
        try:
            return await self._inner.start_tls(ssl_context, server_hostname, timeout)
        except (httpcore.ConnectError, ssl.SSLError) as error:
            cause = error if isinstance(error, ssl.SSLError) else error.__cause__
            reason = getattr(cause, "verify_message", None) or getattr(cause, "reason", None) or "handshake cut off"
            raise Refused(FetchOutcome.TLS, f"TLS refused: {reason}") from error

    def get_extra_info(self, info: str) -> Any:
        """Pass a question on to the connection."""
        return self._inner.get_extra_info(info)


class _Answer(httpx.AsyncByteStream):
    """The raw body of an answer; closing it closes the connection."""

    def __init__(self, stream: AsyncIterable[bytes], connection: httpcore.AsyncHTTPConnection) -> None:
        """Keep the body and what carries it."""
        self._stream = stream
        self._connection = connection

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the body as it comes."""
        async for piece in self._stream:
            yield piece

    async def aclose(self) -> None:
        """Hang up."""
        await self._connection.aclose()


class GuardedTransport(httpx.AsyncBaseTransport):
    """One request, one guarded connection. Raises Refused and httpcore's own exceptions."""

    def __init__(self, limits: Limits, private: PrivateNetwork, network: Network) -> None:
        """Prepare the certificates once: reading them takes longer than a fetch."""
        self._backend = GuardedBackend(limits, private, network)
        self._tls = network.tls or httpx.create_ssl_context()
        self._timeout = {"connect": limits.connect, "read": limits.silence, "write": limits.silence}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request and return the answer with its body still on the line."""
        origin = httpcore.Origin(request.url.raw_scheme, request.url.raw_host, port_of(request.url))
        connection = httpcore.AsyncHTTPConnection(origin, self._tls, network_backend=self._backend)
        target = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        asked = httpcore.Request(
            request.method, target, headers=request.headers.raw, extensions={"timeout": self._timeout}
        )
        try:
            answer = await connection.handle_async_request(asked)
        except BaseException:
            await connection.aclose()
            raise
        assert isinstance(answer.stream, AsyncIterable)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Answer(answer.stream, connection))
