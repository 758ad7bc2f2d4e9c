"""News sitemaps (urlset with news:news, Google's schema 0.9) to raw entries; pure."""

import html
import re
from collections.abc import Iterator
from xml.parsers import expat

from feeds.entry import RawEntry

_OF_THE_PAGE = ("loc", "lastmod")
_OF_THE_NEWS = ("title", "publication_date", "keywords")
_OF_WEB_PAGES = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{0,31};")


def sitemap_entries(text: str, base: str) -> Iterator[RawEntry]:
    """Yield one entry per url of a sitemap that has been pre-scanned; raise ValueError when it is not well-formed.

    A url without a news title yields an entry without one, which is then counted as without identity only if it has no
    address either. Addresses and titles of pictures and films beside the news are not its own.
    """
    for said in _urls(_OF_WEB_PAGES.sub(_character, text)):
        keywords = tuple(word.strip() for word in said.get("keywords", "").split(",") if word.strip())
        yield RawEntry(
            guid="",
            link=said.get("loc", ""),
            title=said.get("title", ""),
            summary="",
            body="",
            author="",
            categories=keywords,
            published=said.get("publication_date") or said.get("lastmod", ""),
            base=base,
        )


def _urls(text: str) -> list[dict[str, str]]:
    """Return what each url says of itself and of its news; prefixes are read as names, declared or not."""
    urls: list[dict[str, str]] = []
    inside: list[str] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        inside.append(name.rpartition(":")[2].lower())
        if inside[1:] == ["url"]:
            urls.append({})

    def end(_name: str) -> None:
        inside.pop()

    def characters(data: str) -> None:
        match inside[1:]:
            case ["url", name] if name in _OF_THE_PAGE:
                urls[-1][name] = urls[-1].get(name, "") + data
            case ["url", "news", name] if name in _OF_THE_NEWS:
                urls[-1][name] = urls[-1].get(name, "") + data

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None
    return [{name: part.strip() for name, part in said.items()} for said in urls]


def _character(reference: "re.Match[str]") -> str:
    """Return the character that web pages know by this name; a name that nobody knows is text."""
    return html.escape(html.unescape(reference.group()), quote=False)
