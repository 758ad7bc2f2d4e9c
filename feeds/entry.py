"""One raw entry of a document to one Article: reduced, bounded, identified, dated; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conflict.article import Article, article_key, content_digest
from feeds.dates import read_date
from feeds.hosts import registrable_domain
from feeds.identity import absolute, canonical, stable_id
from feeds.limits import Limits
from feeds.plaintext import cut, has_bidi, one_line, plain

FOREIGN_LINK = "enlace_ajeno"
BIDI = "bidi"
MOST_GUID = 1_000


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One entry as the document had it, markup and all."""

    guid: str
    link: str
    title: str
    summary: str
    body: str
    author: str
    categories: tuple[str, ...]
    published: str
    base: str


def to_article(
    entry: RawEntry,
    *,
    source_id: str,
    own_host: str,
    shared_guids: frozenset[str],
    fetched_at: datetime,
    limits: Limits,
) -> Article | None:
    """Return the article, None when nothing identifies the entry."""
    truncated: list[str] = []

    def within(name: str, text: str, limit: int) -> str:
        kept = cut(text, limit)
        if kept != text:
            truncated.append(name)
        return kept

    title = within("titulo", one_line(entry.title), limits.title_chars)
    summary = within("bajada", plain(entry.summary), limits.body_chars)
    body = within("cuerpo", plain(entry.body), limits.body_chars)
    if body == summary:
        body = ""
    link = absolute(entry.link, entry.base, limits.url_chars)
    canonical_link = canonical(link) if link else None
    guid = one_line(entry.guid)[:MOST_GUID]
    identity = stable_id(
        guid, guid not in shared_guids, canonical_link, title, entry.published.strip(), summary or body
    )
    if not identity:
        return None
    published = read_date(entry.published, fetched_at)
    return Article(
        source_id=source_id,
        key=article_key(source_id, identity),
        guid=guid,
        link=link,
        canonical_link=canonical_link,
        title=title,
        summary=summary,
        body=body,
        author=within("autor", one_line(entry.author), limits.author_chars),
        categories=_categories(entry.categories, limits),
        published_at=published.at,
        published_text=one_line(entry.published)[:100],
        time_quality=published.quality,
        content_hash=content_digest(title, summary, body),
        truncated=tuple(truncated),
        flags=_flags(entry, link, own_host),
    )


def _categories(names: Sequence[str], limits: Limits) -> tuple[str, ...]:
    kept = (cut(one_line(name), limits.category_chars) for name in names[: limits.categories])
    return tuple(dict.fromkeys(name for name in kept if name))


def _flags(entry: RawEntry, link: str | None, own_host: str) -> tuple[str, ...]:
    flags = []
    if any(has_bidi(text) for text in (entry.title, entry.summary, entry.author)):
        flags.append(BIDI)
    if link and own_host and registrable_domain(_host(link)) != registrable_domain(own_host):
        flags.append(FOREIGN_LINK)
    return tuple(flags)


def _host(link: str) -> str:
    return link.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0].lower()
