"""What feedparser may not do: its two habits that let one element of a hostile document cost all the others.

Names are searched for an address with a pattern whose time is the square of their length (upstream issue 562), and a
position outside a place raises. feedparser takes no parser of our own, so both are mended where it keeps them.
"""

from typing import Any

from feedparser.mixin import _FeedParserMixin as Mixin

MOST_NAME = 400
"""Characters of a name that feedparser sees; longer than `Limits.author_chars`, so that a cut name is marked as cut."""

_searched = Mixin._sync_author_detail


def _bounded(parser: Any, key: str = "author") -> None:
    context = parser._get_context()
    name = context.get(key)
    if isinstance(name, str) and len(name) > MOST_NAME:
        context[key] = name[:MOST_NAME]
    _searched(parser, key)


def bridle() -> None:
    """Mend feedparser for this process; doing it again changes nothing."""
    Mixin._sync_author_detail = _bounded
    Mixin._end_gml_pos = lambda parser: parser.pop("pos")
    Mixin._end_gml_poslist = lambda parser: parser.pop("pos")
