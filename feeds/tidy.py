"""A document made ready for its parser: closed where it was cut, no longer than the limit, its ampersands escaped.

Every step is linear to the length of the document and changes nothing in one that is whole, short and well-formed.
"""

import re

from feeds.prescan import Scanned

_ENTRIES = {"feed": "entry", "urlset": "url"}
_BARE = re.compile(r"&(?!(?:[A-Za-z][A-Za-z0-9]{0,31}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});)")


def is_whole(scanned: Scanned) -> bool:
    """Say whether the first element is closed: a document cut at any byte is not whole."""
    tail = scanned.text[-2_000:].lower()
    return bool(re.search(rf"</(?:[\w.-]+:)?{scanned.root}\s*>|<rss[^<>]*/>\s*$", tail))


def complete_part(scanned: Scanned) -> Scanned:
    """Return a cut document up to the end of its last whole entry, closed again."""
    text = scanned.text
    ends = _ends(scanned)
    start, closed, _ = text.partition(">")
    name = start.split()[0].lstrip("<")
    kept = text[: ends[-1]] if ends else f"{start if closed else f'<{name}'}>"
    channel = "</channel>" if scanned.root == "rss" and "<channel" in kept else ""
    return Scanned(scanned.root, f"{kept}{channel}</{name}>")


def first_entries(scanned: Scanned, most: int) -> tuple[str, int]:
    """Return the document with no more than its first entries, and how many were left out.

    They are left out before they cost the time of a parser (BI-057).
    """
    ends = _ends(scanned)
    if len(ends) <= most:
        return scanned.text, 0
    return scanned.text[: ends[most - 1]] + scanned.text[ends[-1] :], len(ends) - most


def escape_ampersands(text: str) -> str:
    """Escape every ampersand that begins no reference, outside CDATA: the commonest fault of feeds.

    feedparser's way out of it writes «R&D;» for «R&D» and «©=3» for a parameter `&copy=3` of a link.
    """
    if "&" not in text:
        return text
    first, *others = text.split("<![CDATA[")
    pieces = [_BARE.sub("&amp;", first)]
    for other in others:
        inside, end, after = other.partition("]]>")
        pieces.append(f"{inside}{end}{_BARE.sub('&amp;', after)}")
    return "<![CDATA[".join(pieces)


def _ends(scanned: Scanned) -> list[int]:
    """Return where each entry ends."""
    name = _ENTRIES.get(scanned.root, "item")
    return [found.end() for found in re.finditer(rf"</(?:[\w.-]+:)?{name}\s*>", scanned.text, re.IGNORECASE)]
