"""Read one source over HTTP: one polite, bounded, guarded attempt, which always ends in one outcome.

Nothing here parses, stores or retries. Whatever the world does becomes an outcome of the closed list; only
cancellation passes through.
"""

import asyncio
import contextlib
import hashlib
import logging
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

import httpcore
import httpx

from conflict import killpoint
from conflict.attempt import Attempt
from conflict.codebook import FetchOutcome
from conflict.source import Source
from feeds import headers as said
from feeds.body import Body
from feeds.flags import OTHER_DOMAIN, PERMANENT_REDIRECT, UNPROVEN_END
from feeds.guard import PrivateNetwork, check_host, parse_url, port_of
from feeds.hosts import registrable_domain
from feeds.limits import Limits
from feeds.politeness import Politeness
from feeds.refused import Refused
from feeds.statuses import PERMANENT, READABLE, REDIRECTS, WITHOUT_BODY, redirect_target, refusal
from feeds.transport import GuardedTransport, Network

_ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fetched:
    """One attempt and, when it brought one, the decoded body with what its headers say of it.

    `body` is None unless a body was received whole; b"" for an empty one (outcome `vacio`).
    """

    attempt: Attempt
    body: bytes | None
    content_type: str
    charset: str | None


@dataclass(slots=True)
class _Trace:
    """What is known of an attempt while it runs, so that it can be told however it ends."""

    now: datetime
    etag: str | None
    last_modified: str | None
    url: str
    final_url: str
    spent: float = 0.0
    waited: float = 0.0
    hops: int = 0
    permanent: bool = True
    status: int | None = None
    raw_bytes: int = 0
    decoded_bytes: int = 0
    retry_after: int | None = None
    flags: list[str] = field(default_factory=list)
    answered: bool = False

    @property
    def conditional(self) -> bool:
        """Say whether a condition was sent."""
        return self.etag is not None or self.last_modified is not None


@dataclass(frozen=True, slots=True)
class _Answer:
    """How an attempt that got a usable answer ended."""

    outcome: FetchOutcome
    body: bytes | None = None
    etag: str | None = None
    last_modified: str | None = None
    content_type: str = ""
    charset: str | None = None


class Fetcher:
    """Fetches sources, many at once, one visit at a time to each host. An async context manager.

    `spacing_seconds` pass between two visits to one host (0 for none) and `per_host` visits to it may overlap.
    `at_once` visits run together over all hosts, so callers may start all their fetches without counting. `user_agent`
    must name a contact. Waiting for a turn is not part of the attempt's time.
    """

    def __init__(
        self,
        limits: Limits,
        private: PrivateNetwork,
        user_agent: str,
        spacing_seconds: float = 5.0,
        *,
        per_host: int = 1,
        at_once: int = 100,
        network: Network | None = None,
    ) -> None:
        """Prepare; nothing is contacted yet."""
        if not user_agent.isascii() or not user_agent.isprintable() or not user_agent.strip():
            raise ValueError("the User-Agent must be printable ASCII and not empty")
        self._limits = limits
        self._private = private
        self._user_agent = user_agent
        self._transport = GuardedTransport(limits, private, network or Network())
        self._politeness = Politeness(spacing_seconds, per_host)
        self._slots = asyncio.Semaphore(at_once)

    async def __aenter__(self) -> Self:
        """Open; every fetch opens and closes its own connections."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close; nothing stays open between fetches."""

    async def fetch(self, source: Source, *, etag: str | None, last_modified: str | None, now: datetime) -> Fetched:
        """Ask a source once, under the given conditions (None for none), and say how it ended.

        `now` is the clock of the caller: the attempt starts at `now` plus its wait for a turn.
        """
        trace = _Trace(
            now,
            said.usable_etag(etag, self._limits),
            said.usable_date(last_modified, self._limits),
            source.url,
            source.url,
        )
        detail = ""
        try:
            answer = await self._follow(source.url, trace)
        except Refused as refused:
            answer, detail = _Answer(refused.outcome), refused.detail
        except TimeoutError:
            answer, detail = _Answer(FetchOutcome.TOTAL_TIME), f"not done after {self._limits.total:g} s"
        except ssl.SSLError as error:
            answer, detail = _Answer(FetchOutcome.TLS), f"TLS broke ({error.reason})"
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
            # Once the headers are in, what is missing is the rest of a body.
            outcome = FetchOutcome.INCOMPLETE if trace.answered else FetchOutcome.CONNECTION
            answer, detail = _Answer(outcome), type(error).__name__
        except Exception as error:  # noqa: BLE001 - one odd answer must not end the run; it is a failure all the same
            # Its type and no traceback: the message may quote the answer.
            _log.error("fetch_unexpected", extra={"source_id": source.id, "kind": type(error).__name__})
            answer, detail = _Answer(FetchOutcome.CONNECTION), f"unexpected {type(error).__name__}"
        return self._told(source, trace, answer, detail)

    def _told(self, source: Source, trace: _Trace, answer: _Answer, detail: str) -> Fetched:
        """Put the attempt into words."""
        attempt = Attempt(
            source_id=source.id,
            outcome=answer.outcome,
            started_at=trace.now + timedelta(seconds=trace.waited),
            took_ms=round(trace.spent * 1000),
            url=source.url,
            final_url=trace.final_url,
            http_status=trace.status,
            raw_bytes=trace.raw_bytes,
            decoded_bytes=trace.decoded_bytes,
            conditional=trace.conditional,
            etag=answer.etag,
            last_modified=answer.last_modified,
            body_digest=hashlib.sha256(answer.body).hexdigest() if answer.body is not None else "",
            retry_after=trace.retry_after,
            detail=detail,
            flags=tuple(trace.flags),
        )
        return Fetched(attempt, answer.body, answer.content_type, answer.charset)

    async def _follow(self, start: str, trace: _Trace) -> _Answer:
        """Visit one host after another until there is an answer, taking a turn at each."""
        clock = asyncio.get_running_loop().time
        url = self._checked(start)
        while True:
            arrived = clock()
            async with self._politeness.turn(_place(url)), self._slots:
                began = clock()
                trace.waited += began - arrived
                try:
                    async with asyncio.timeout(self._limits.total - trace.spent):
                        found = await self._visit(url, trace)
                finally:
                    trace.spent += clock() - began
            if isinstance(found, _Answer):
                return found
            url = found

    async def _visit(self, url: httpx.URL, trace: _Trace) -> _Answer | httpx.URL:
        """Ask one host and follow it while it redirects to itself; return the address elsewhere that it points to."""
        place = _place(url)
        while _place(url) == place:
            trace.final_url = str(url)
            async with self._exchange(url, trace) as response:
                if response.status_code not in REDIRECTS:
                    return await self._read(response, trace)
                url = self._next(url, response, trace)
        return url

    @asynccontextmanager
    async def _exchange(self, url: httpx.URL, trace: _Trace) -> AsyncIterator[httpx.Response]:
        """Send one GET and hold the answer while it is read."""
        asked = {
            "User-Agent": self._user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        if trace.etag is not None:
            asked["If-None-Match"] = trace.etag
        if trace.last_modified is not None:
            asked["If-Modified-Since"] = trace.last_modified
        response = await self._transport.handle_async_request(httpx.Request("GET", url, headers=asked))
        try:
            said.check_size(response.headers.raw, self._limits)
            trace.status = response.status_code
            killpoint.reached(killpoint.KillPoint.AFTER_HEADERS)
            yield response
        finally:
            with contextlib.suppress(httpcore.NetworkError, OSError):
                await response.aclose()

    def _next(self, url: httpx.URL, response: httpx.Response, trace: _Trace) -> httpx.URL:
        """Return the checked address that a redirect points to."""
        trace.hops += 1
        if trace.hops > self._limits.redirects:
            raise Refused(FetchOutcome.REDIRECTS, f"more than {self._limits.redirects} redirects")
        following = self._checked(redirect_target(url, response, self._limits)).copy_with(fragment=None)
        trace.permanent = trace.permanent and response.status_code in PERMANENT
        _set(trace.flags, PERMANENT_REDIRECT, trace.permanent)
        _set(
            trace.flags,
            OTHER_DOMAIN,
            registrable_domain(following.host) != registrable_domain(httpx.URL(trace.url).host),
        )
        return following

    def _checked(self, url: str) -> httpx.URL:
        """Return the address taken apart once the guard let it pass."""
        parsed = parse_url(url)
        check_host(parsed.raw_host.decode("ascii"), port_of(parsed), self._private, self._limits.ports)
        return parsed

    async def _read(self, response: httpx.Response, trace: _Trace) -> _Answer:
        """Read what the final answer says, and its body when it has one worth reading."""
        status = response.status_code
        if status == 304:
            if not trace.conditional:
                # Nothing was asked that could be "not modified": a broken cache, and never "no news".
                raise Refused(FetchOutcome.HTTP_4XX, "304 although no condition was sent")
            return _Answer(FetchOutcome.UNCHANGED, etag=trace.etag, last_modified=trace.last_modified)
        if status in WITHOUT_BODY:
            return _Answer(FetchOutcome.EMPTY, body=b"")
        if status not in READABLE:
            trace.retry_after = said.retry_after(response.headers.get("retry-after"), trace.now, self._limits)
            raise Refused(refusal(status), f"status {status}")
        return await self._body(response, trace)

    async def _body(self, response: httpx.Response, trace: _Trace) -> _Answer:
        """Take in a body whole, or raise Refused."""
        gzip = said.is_gzip(response.headers)
        announced = response.headers.get("content-length", "")
        if announced.isdigit() and int(announced) > self._limits.raw_bytes:
            raise Refused(FetchOutcome.TOO_LARGE, f"announces more than {self._limits.raw_bytes} bytes")
        body = Body(gzip, self._limits)
        trace.answered = True
        try:
            async for piece in response.aiter_raw():
                body.add(piece)
            content = body.end()
        finally:
            trace.raw_bytes, trace.decoded_bytes = body.raw_bytes, body.decoded_bytes
        kind, charset = said.media_type(response.headers)
        if not content.strip():
            return _Answer(FetchOutcome.EMPTY, b"", content_type=kind, charset=charset)
        etag = said.usable_etag(response.headers.get("etag"), self._limits)
        modified = said.usable_date(response.headers.get("last-modified"), self._limits)
        if not gzip and not said.has_length(response.headers):
            trace.flags.append(UNPROVEN_END)
            etag = modified = None
        return _Answer(FetchOutcome.OK, content, etag, modified, kind, charset)


def _place(url: httpx.URL) -> str:
    """Return whose turn it is: the host; with its port where that is not the usual one, since it is another server."""
    port = port_of(url)
    return url.host if port in (80, 443) else f"{url.host}:{port}"


def _set(flags: list[str], flag: str, on: bool) -> None:
    """Put a flag there or take it away."""
    if on and flag not in flags:
        flags.append(flag)
    elif not on and flag in flags:
        flags.remove(flag)
