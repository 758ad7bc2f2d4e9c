"""An article: one entry of a feed reduced to plain text, and what makes it the same one next time.

Identity rests on few raw fields (never on cleaned text, or every improvement of the cleaning would make every article
new). Rules after Miniflux and reliability bar U8; the parser fills the values in.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from conflict.codebook import TimeQuality


@dataclass(frozen=True, slots=True)
class Article:
    """One entry of a feed, as plain text.

    `key` is the identity inside the register (64 hex digits). `link` is absolute http(s) or None. `published_at` is
    aware UTC or None when the feed gave no usable time; `published_text` is what the feed wrote. `content_hash` covers
    title, summary and body and tells a new version from the same one. `truncated` names the fields that were cut;
    `flags` are short Spanish slugs for anything odd that a person may want to know (`enlace_ajeno`, `bidi`, …).
    """

    source_id: str
    key: str
    guid: str
    link: str | None
    canonical_link: str | None
    title: str
    summary: str
    body: str
    author: str
    categories: tuple[str, ...]
    published_at: datetime | None
    published_text: str
    time_quality: TimeQuality
    content_hash: str
    truncated: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


def article_key(source_id: str, stable_id: str) -> str:
    """Return the identity of an article: sha-256 of its source and its stable id."""
    return hashlib.sha256(f"{source_id}\x1f{stable_id}".encode("utf-8", "replace")).hexdigest()


def content_digest(title: str, summary: str, body: str) -> str:
    """Return the digest of what the article says."""
    return hashlib.sha256("\x1f".join((title, summary, body)).encode("utf-8", "replace")).hexdigest()
