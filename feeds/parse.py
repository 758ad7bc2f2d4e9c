"""Bytes of a feed to articles; pure. Meant to run inside the box, where a hostile document can only hurt itself."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import feedparser

from conflict.article import Article
from conflict.codebook import FetchOutcome, SourceType, TimeQuality
from conflict.source import Source
from feeds.bridle import bridle
from feeds.encoding import decode
from feeds.entry import RawEntry, to_article
from feeds.identity import repeated
from feeds.limits import Limits
from feeds.plaintext import cut, one_line
from feeds.prescan import prescan
from feeds.refused import Refused
from feeds.sitemap import sitemap_entries
from feeds.tidy import complete_part, escape_ampersands, first_entries, is_whole

FEEDS = frozenset({"rss", "rdf", "feed", "channel"})
SITEMAPS = frozenset({"urlset"})
MALFORMED = "mal_formado"
CUT_SHORT = "recortado"
ALL_NOW = "fechas_de_lectura"
MOST_TITLE = 120

_NOT_TEXT = (b"\x89PNG", b"%PDF", b"PK\x03\x04", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b")

bridle()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a document brought.

    `counts["leidas"]` entries were seen; every one is an article or counted under the reason why it is none. `kind` is
    what the document is, None when it is no channel; `title` is what it calls itself, "" where it does not.
    """

    outcome: FetchOutcome
    articles: tuple[Article, ...] = ()
    counts: dict[str, int] = field(default_factory=lambda: {"leidas": 0})
    flags: tuple[str, ...] = ()
    detail: str = ""
    kind: SourceType | None = None
    title: str = ""


def parse_document(
    source: Source, body: bytes, charset: str | None, base_url: str, fetched_at: datetime, limits: Limits
) -> Parsed:
    """Return the articles of one document, or the outcome that says why there are none."""
    if body.startswith(_NOT_TEXT):
        return Parsed(FetchOutcome.NOT_A_FEED, detail="binary file")
    decoded = decode(body, charset)
    if not decoded.text.strip():
        return Parsed(FetchOutcome.EMPTY, detail="nothing but white space")
    try:
        scanned = prescan(decoded.text, limits)
    except Refused as refused:
        return Parsed(refused.outcome, detail=refused.detail)
    if scanned.root not in FEEDS | SITEMAPS:
        return Parsed(FetchOutcome.NOT_A_FEED, detail=f"first element {scanned.root or 'missing'}")
    whole = is_whole(scanned)
    text, beyond = first_entries(scanned if whole else complete_part(scanned), limits.items)
    flags = list(decoded.flags)
    try:
        title, entries = _entries(scanned.root, text, base_url, flags)
        parsed = _articles(source, entries, beyond, base_url, fetched_at, limits, flags)
    except ValueError as error:
        return Parsed(FetchOutcome.PARSE_FAILED, flags=tuple(flags), detail=f"not readable: {type(error).__name__}")
    return Parsed(
        _outcome(parsed, whole, decoded.flags),
        parsed.articles,
        parsed.counts,
        tuple(dict.fromkeys(flags)),
        "" if whole else "the document ends before its last element is closed",
        _kind(scanned.root),
        cut(one_line(title), MOST_TITLE),
    )


def _kind(root: str) -> SourceType:
    if root in SITEMAPS:
        return SourceType.SITEMAP
    return SourceType.ATOM if root == "feed" else SourceType.RSS


def _outcome(parsed: Parsed, whole: bool, repaired: tuple[str, ...]) -> FetchOutcome:
    if not whole:
        return FetchOutcome.DEGRADED
    if not parsed.counts["leidas"]:
        return FetchOutcome.EMPTY
    return FetchOutcome.DOUBTFUL_ENCODING if repaired else FetchOutcome.OK


def _entries(root: str, text: str, base: str, flags: list[str]) -> tuple[str, Iterator[RawEntry]]:
    """Return what a document calls itself, and its entries."""
    if root in SITEMAPS:
        return "", sitemap_entries(escape_ampersands(text), base)
    document = b'<?xml version="1.0" encoding="utf-8"?>' + escape_ampersands(text).encode("utf-8", "replace")
    read = feedparser.parse(
        BytesIO(document),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if read.get("bozo") and not isinstance(read.get("bozo_exception"), feedparser.CharacterEncodingOverride):
        flags.append(MALFORMED)
    return str(read.feed.get("title", "")), (_raw(entry, base) for entry in read.entries)


def _raw(entry: Any, base: str) -> RawEntry:
    contents = [str(part.get("value", "")) for part in entry.get("content", ())]
    summary = str(entry.get("summary", ""))
    body = max(contents, key=len, default="")
    if not summary:
        summary, body = body, ""
    link = str(entry.get("link", ""))
    guid = str(entry.get("id", ""))
    if link == guid and not link.lower().startswith(("http:", "https:", "//", "/")):
        link = ""  # feedparser takes a GUID for the link where there is none
    return RawEntry(
        guid=guid,
        link=link,
        title=str(entry.get("title", "")),
        summary=summary,
        body=body,
        author=str(entry.get("author", "")),
        categories=tuple(str(tag.get("term") or tag.get("label") or "") for tag in entry.get("tags", ())),
        published=str(entry.get("published") or entry.get("updated") or entry.get("created") or ""),
        base=str(entry.get("link_base") or base),
    )


def _articles(
    source: Source,
    entries: Iterable[RawEntry],
    beyond: int,
    base: str,
    fetched_at: datetime,
    limits: Limits,
    flags: list[str],
) -> Parsed:
    """Return the articles of entries; `beyond` more were left out before they were read."""
    counts: Counter[str] = Counter(leidas=beyond)
    if beyond:
        counts["sobre_el_limite"] = beyond
    kept: list[RawEntry] = []
    for entry in entries:
        counts["leidas"] += 1
        if len(kept) < limits.items:
            kept.append(entry)
        else:
            counts["sobre_el_limite"] += 1
    shared = repeated(one for entry in kept if (one := " ".join(entry.guid.split())))
    own_host = urlsplit(base).hostname or ""
    found: dict[str, Article] = {}
    for entry in kept:
        article = to_article(
            entry,
            source_id=source.id,
            own_host=own_host,
            shared_guids=shared,
            fetched_at=fetched_at,
            limits=limits,
        )
        if article is None:
            counts["sin_identidad"] += 1
        elif article.key in found:
            counts["repetida_en_documento"] += 1
        else:
            found[article.key] = article
    if counts["sobre_el_limite"] or any(article.truncated for article in found.values()):
        flags.append(CUT_SHORT)
    if _all_now(found.values(), fetched_at):
        flags.append(ALL_NOW)
    return Parsed(FetchOutcome.OK, tuple(found.values()), dict(counts))


def _all_now(articles: Iterable[Article], fetched_at: datetime) -> bool:
    """Say whether every article carries the time of reading: a site that dates nothing (BI-086)."""
    times = [a.published_at for a in articles if a.time_quality is not TimeQuality.ABSENT and a.published_at]
    return len(times) > 2 and all(abs((fetched_at - at).total_seconds()) < 90 for at in times)
