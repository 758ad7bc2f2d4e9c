"""What feedparser may not do: its habits that let one element of a hostile document cost all the others.

Names are searched for an address with a pattern whose time is the square of their length (upstream issue 562), and an
element in a place where it makes no sense raises; and letters that could be bytes of UTF-8 are decoded again, which
makes «ͻ» of the end of a quoted POTOSÍ. feedparser takes no parser of our own, so all three are mended where it keeps
them; a release without these places would fail at import, not in silence.
"""

from typing import Any

from feedparser.mixin import _FeedParserMixin as Mixin

MOST_NAME = 400
"""Characters of a name that feedparser sees; longer than `Limits.author_chars`, so that a cut name is marked as cut."""

_MISPLACED = (KeyError, IndexError, AttributeError, TypeError, ValueError)

_search_name = Mixin._sync_author_detail
_start = Mixin.unknown_starttag
_end = Mixin.unknown_endtag


def bridle() -> None:
    """Mend feedparser for this process; doing it again changes nothing."""
    Mixin._sync_author_detail = _search_bounded
    Mixin.unknown_starttag = _start_or_skip
    Mixin.unknown_endtag = _end_or_skip


def _search_bounded(parser: Any, key: str = "author") -> None:
    context = parser._get_context()
    name = context.get(key)
    if isinstance(name, str) and len(name) > MOST_NAME:
        context[key] = name[:MOST_NAME]
    _search_name(parser, key)


def _start_or_skip(parser: Any, tag: str, attributes: Any) -> None:
    parser.encoding = "utf8"  # by its other name feedparser would decode again what `encoding.decode` has settled
    try:
        _start(parser, tag, attributes)
    except _MISPLACED:
        return


def _end_or_skip(parser: Any, tag: str) -> None:
    depth = parser.depth
    try:
        _end(parser, tag)
    except _MISPLACED:
        # what the end of any element does after its own handler, which is where it raised
        for stack in (parser.basestack, parser.langstack):
            del stack[-1:]
        parser.baseuri = parser.basestack[-1] if parser.basestack else parser.baseuri
        parser.depth = depth - 1
