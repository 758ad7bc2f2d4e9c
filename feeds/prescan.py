"""Look at a document before feedparser does: refuse what is dangerous, say what it claims to be.

feedparser cannot be given a safe parser, and its loose fallback expands entities that expat refuses; so a document with
entities never reaches it (reliability bar, facts 1 and 2). What is only malformed passes: feeds are.
"""

import re
from dataclasses import dataclass
from xml.parsers import expat

from conflict.codebook import FetchOutcome
from feeds.limits import Limits
from feeds.refused import Refused

_FIRST_ELEMENT = re.compile(r"<([A-Za-z_][\w.:-]{0,60})|<!--|<\?")
_DOCTYPE = re.compile(r"<!DOCTYPE", re.IGNORECASE)
_DECLARES = re.compile(r"<!(?:ENTITY|ATTLIST|ELEMENT)", re.IGNORECASE)
_NETSCAPE = "-//Netscape Communications//DTD RSS 0.91//EN"


@dataclass(frozen=True, slots=True)
class Scanned:
    """The local name of the first element in lower case ("" without one), and the document from there on."""

    root: str
    text: str


def prescan(text: str, limits: Limits) -> Scanned:
    """Return what the document is, without its DOCTYPE; raise Refused for entities, depth or attributes."""
    head, start = _head(text)
    found = _FIRST_ELEMENT.match(text, start)
    if found is None:
        return Scanned("", text)
    root = found.group(1).rpartition(":")[2].lower()
    _check_doctype(head, root)
    _check_shape(text[start:], limits)
    return Scanned(root, text[start:])


def _head(text: str) -> tuple[str, int]:
    """Return what stands before the first element, without comments and instructions, and where that element starts.

    Neither may hide the root nor declare anything: feedparser is given nothing of the head.
    """
    kept: list[str] = []
    at = 0
    closings = {"<!--": "-->", "<?": "?>"}
    while (found := _FIRST_ELEMENT.search(text, at)) is not None:
        kept.append(text[at : found.start()])
        if found.group(1):
            return "".join(kept), found.start()
        at = found.end()
        closing = closings.get(found.group(), "")
        end = text.find(closing, at) if closing else -1
        if end >= 0:
            at = end + len(closing)
        else:
            closings.pop(found.group(), None)  # what is never closed hides nothing, and is looked for once
    return "", len(text)


def _check_doctype(head: str, root: str) -> None:
    """Refuse a DOCTYPE that declares or fetches anything; the one of RSS 0.91 and those of web pages are harmless."""
    if _DECLARES.search(head):
        raise Refused(FetchOutcome.DTD_REFUSED, "the document declares entities")
    found = _DOCTYPE.search(head)
    if found is None:
        return
    declaration = head[found.start() :]
    if "%" in declaration or _DOCTYPE.search(head, found.end()):
        raise Refused(FetchOutcome.DTD_REFUSED, "the document declares more than its type")
    if re.search(r"\b(SYSTEM|PUBLIC)\b", declaration) and root != "html" and _NETSCAPE not in declaration:
        raise Refused(FetchOutcome.DTD_REFUSED, "the document names an external DTD")
    if "[" in declaration.partition(">")[0]:
        raise Refused(FetchOutcome.DTD_REFUSED, "the document brings a DTD")


def _check_shape(text: str, limits: Limits) -> None:
    """Count depth and attributes as far as the document is well-formed."""
    depth = 0

    def start(name: str, attributes: list[str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.depth:
            raise Refused(FetchOutcome.PARSE_FAILED, f"more than {limits.depth} elements deep")
        if len(attributes) > 2 * limits.attributes:
            raise Refused(FetchOutcome.PARSE_FAILED, f"more than {limits.attributes} attributes on one element")

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate("utf-8")
    parser.ordered_attributes = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)  # in one piece: expat reads a long token anew for each one
    except expat.ExpatError:
        return
