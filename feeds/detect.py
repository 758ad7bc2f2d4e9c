"""Find the channel of an outlet from any of its addresses, and read its first notes: nothing is stored.

The address itself, then what its page links, then `/feed`, `/rss` and the site map. Every request goes through the
guarded fetcher and every body into the box. What is looked for is asked for only where robots.txt lets programs read;
one address that is read already is read as a cycle reads it.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from conflict.codebook import GOOD_OUTCOMES, FetchOutcome, SourceReach, SourceType
from conflict.probe import SHOWN, Probe, ProbedNote, Trouble
from conflict.source import Source, same_feed
from feeds.box import ParseBox, Parsed
from feeds.fetch import Fetched, Fetcher
from feeds.flags import PERMANENT_REDIRECT
from feeds.guard import PrivateNetwork
from feeds.limits import Limits
from feeds.page import Page
from feeds.plaintext import cut
from feeds.robots import Robots, read_robots

WITHIN = 12.0
"""Seconds in which everything is asked; with the end of a parse that was begun, a person waits for fifteen."""
LIMITS = Limits(connect=4.0, silence=4.0, total=6.0, redirects=3, parse_cpu=2, parse_wall=3.0)
MOST_TRIED = 9
USUAL = ("/feed", "/rss")
USUAL_MAPS = ("/sitemap-news.xml", "/sitemap.xml")
MOST_OFFERED = 3
MOST_MAPS = 2
MOST_TEXT = 240
_OF_NEWS = ("news", "notici")
_NOWHERE = frozenset({FetchOutcome.ADDRESS_BLOCKED, FetchOutcome.SCHEME_BLOCKED})
_UNREACHED = frozenset({FetchOutcome.DNS, FetchOutcome.CONNECTION, FetchOutcome.TLS, FetchOutcome.TOTAL_TIME})


@dataclass(slots=True)
class _Look:
    """One look at one address: what it may use, and what it has met."""

    fetcher: Fetcher
    box: ParseBox
    now: datetime
    asks_leave: bool
    robots: dict[str, Robots] = field(default_factory=dict)
    tried: set[str] = field(default_factory=set)
    forbidden: bool = False


@dataclass(frozen=True, slots=True)
class _Seen:
    """What stands at one address: the answer, and what it was as a channel (None where no body came)."""

    fetched: Fetched
    parsed: Parsed | None

    @property
    def outcome(self) -> FetchOutcome:
        if self.parsed is None or self.parsed.outcome is FetchOutcome.OK:
            return self.fetched.attempt.outcome
        return self.parsed.outcome


def find_channel(address: str, private_network: str, user_agent: str) -> Probe:
    """Return the channel that an address leads to, with its first notes, or why there is none."""
    return _looked(address, private_network, user_agent, only=False)


def read_channel(address: str, private_network: str, user_agent: str) -> Probe:
    """Return what stands at one address and at no other: what a cycle would read there now."""
    return _looked(address, private_network, user_agent, only=True)


def _looked(address: str, private_network: str, user_agent: str, *, only: bool) -> Probe:
    began = time.monotonic()
    whole = address.strip() if "://" in address or not address.strip() else f"https://{address.strip()}"

    async def look(box: ParseBox) -> Probe:
        private = PrivateNetwork.parse(private_network)
        # a dozen requests at most, one after the other, because somebody waits for them: no space between them
        async with Fetcher(LIMITS, private, user_agent, spacing_seconds=0.0) as fetcher:
            looking = _Look(fetcher, box, datetime.now(UTC), asks_leave=not only)
            try:
                async with asyncio.timeout(WITHIN):
                    return await (_read_one(looking, whole) if only else _find(looking, whole))
            except TimeoutError:
                return Probe(FetchOutcome.TOTAL_TIME, Trouble.SLOW, whole)

    with ParseBox(workers=1, limits=LIMITS) as box:
        found = asyncio.run(look(box))
    return Probe(
        *(found.outcome, found.trouble, found.url, found.type, found.name, found.notes, found.total),
        round((time.monotonic() - began) * 1000),
    )


async def _read_one(look: _Look, address: str) -> Probe:
    seen = await _look_at(look, address)
    if seen is None:
        return Probe(FetchOutcome.OK, Trouble.ROBOTS, address)
    return _as_probe(seen, address) or _without(seen, address)


async def _find(look: _Look, address: str) -> Probe:
    """Try the address, what its page links, the usual addresses and the maps, until one is a channel."""
    first = await _look_at(look, address)
    if first is None:
        return Probe(FetchOutcome.OK, Trouble.ROBOTS, address)
    if found := _as_probe(first, address):
        return found
    if first.outcome in _NOWHERE | _UNREACHED:
        return _without(first, address)
    site = first.fetched.attempt.final_url or address
    page = await _page(look, first)
    for one in _candidates(site, page, look):
        if len(look.tried) >= MOST_TRIED:
            break
        seen = await _look_at(look, one)
        if seen is None:
            continue
        if found := _as_probe(seen, one, page.title):
            return found
        for child in _of_news((await _page(look, seen)).maps):
            inner = await _look_at(look, child)
            if inner is not None and (found := _as_probe(inner, child, page.title)):
                return found
    return Probe(first.outcome, Trouble.ROBOTS if look.forbidden else Trouble.NO_FEED, address)


def _candidates(site: str, page: Page, look: _Look) -> Iterator[str]:
    """Yield where a channel may be, the likeliest first."""
    yield from page.channels[:MOST_OFFERED]
    yield from (urljoin(site, path) for path in USUAL)
    named = look.robots.get(_site_of(site), Robots()).maps
    yield from _of_news((*named, *(urljoin(site, path) for path in USUAL_MAPS)))


def _of_news(maps: Sequence[str]) -> list[str]:
    """Return the maps that are worth a look: those of news before the others."""
    ordered = sorted(dict.fromkeys(maps), key=lambda one: not any(word in one.lower() for word in _OF_NEWS))
    return ordered[: MOST_MAPS + 1]


async def _look_at(look: _Look, address: str) -> _Seen | None:
    """Return what stands at an address, None when its site asks programs not to read it or it was seen already."""
    if same_feed(address) in look.tried:
        return None
    look.tried.add(same_feed(address))
    if not (await _robots(look, address)).allow(address):
        look.forbidden = True
        return None
    fetched = await _fetch(look, address)
    attempt = fetched.attempt
    if fetched.body is None:
        return _Seen(fetched, None)
    if not (await _robots(look, attempt.final_url)).allow(attempt.final_url):  # it led to a site that asks so
        look.forbidden = True
        return None
    told = (_card(address), fetched.body, fetched.content_type, fetched.charset, attempt.final_url, look.now)
    return _Seen(fetched, await asyncio.to_thread(look.box.parse, *told))


async def _page(look: _Look, seen: _Seen) -> Page:
    """Return what the answer offers as a web page."""
    if seen.fetched.body is None or seen.outcome is not FetchOutcome.NOT_A_FEED:
        return Page()
    base = seen.fetched.attempt.final_url
    return await asyncio.to_thread(look.box.page, seen.fetched.body, seen.fetched.charset, base)


async def _robots(look: _Look, address: str) -> Robots:
    """Return the rules of the site of an address, asked for once; a site that does not say has none."""
    site = _site_of(address)
    if not look.asks_leave:
        return Robots()
    if site not in look.robots:
        answer = await _fetch(look, f"{site}/robots.txt")
        good = answer.attempt.outcome is FetchOutcome.OK and answer.body
        look.robots[site] = read_robots(answer.body) if good and answer.body else Robots()
    return look.robots[site]


def _site_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return f"{parts.scheme}://{parts.netloc}"


async def _fetch(look: _Look, address: str) -> Fetched:
    return await look.fetcher.fetch(_card(address), etag=None, last_modified=None, now=look.now)


def _card(address: str) -> Source:
    return Source("prueba", "Prueba", address, SourceType.RSS, "", "", SourceReach.NATIONAL, 180, True, "")


def _as_probe(seen: _Seen, address: str, name: str = "") -> Probe | None:
    """Return the channel, None when there is none: a map of pages without one title is a list of addresses."""
    parsed = seen.parsed
    if parsed is None or parsed.kind is None or seen.outcome not in GOOD_OUTCOMES | {FetchOutcome.DEGRADED}:
        return None
    if parsed.kind is SourceType.SITEMAP and not any(article.title for article in parsed.articles):
        return None
    notes = tuple(
        ProbedNote(article.title, article.published_at, cut(article.summary or article.body, MOST_TEXT))
        for article in parsed.articles[:SHOWN]
    )
    attempt = seen.fetched.attempt
    lasting = attempt.final_url if PERMANENT_REDIRECT in attempt.flags else address
    return Probe(seen.outcome, None, lasting, parsed.kind, parsed.title or name, notes, len(parsed.articles))


def _without(seen: _Seen, address: str) -> Probe:
    """Say why an address that was asked brought nothing."""
    if seen.outcome in _NOWHERE:
        return Probe(seen.outcome, Trouble.REFUSED, address)
    return Probe(seen.outcome, Trouble.NO_FEED if seen.parsed else Trouble.NO_ANSWER, address)
