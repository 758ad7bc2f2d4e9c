"""Atom feeds (RFC 4287) of the queue, the records and the published summaries: for programs that read feeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

from reports.sheet import cell_text

NAMESPACE = "http://www.w3.org/2005/Atom"
TAG = "tag:atalaya.invalid,2026"
"""Ids are tag URIs (RFC 4151) of our own codes: they stay the same wherever the pages are served."""
MOST_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class Item:
    """One entry; `code` is permanent, `path` is where its page is."""

    code: str
    title: str
    words: str
    path: str
    updated: datetime


def feed(name: str, title: str, items: Sequence[Item], *, base: str, now: datetime) -> bytes:
    """Return a feed, the newest first; one without entries says when it was made."""
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.Element(f"{{{NAMESPACE}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "es-BO"})
    newest = sorted(items, key=lambda one: (one.updated, one.code), reverse=True)[:MOST_ENTRIES]
    _add(root, "id", f"{TAG}:{name}")
    _add(root, "title", title)
    _add(root, "updated", _stamp(newest[0].updated if newest else now))
    _add(_add(root, "author"), "name", "Atalaya")
    _add(root, "link", rel="self", href=f"{base}/rss/{name}")
    for one in newest:
        entry = _add(root, "entry")
        _add(entry, "id", f"{TAG}:{name}:{one.code}")
        _add(entry, "title", one.title)
        _add(entry, "updated", _stamp(one.updated))
        _add(entry, "link", rel="alternate", href=f"{base}{one.path}")
        _add(entry, "summary", one.words)
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _add(parent: ElementTree.Element, name: str, words: str = "", **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    if words:
        made.text = " ".join(cell_text(words).split())
    return made


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
