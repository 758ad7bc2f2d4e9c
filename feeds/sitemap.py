"""News sitemaps (urlset with news:news, Google's schema 0.9) to raw entries; pure."""

from collections.abc import Iterator
from xml.etree import ElementTree

from feeds.entry import RawEntry


def sitemap_entries(text: str, base: str) -> Iterator[RawEntry]:
    """Yield one entry per url of a sitemap that has been pre-scanned; raise ValueError when it is not well-formed.

    A url without a news title yields an entry without one, which is then counted as without identity only if it has no
    address either.
    """
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - pre-scanned: no DTD, bounded depth and size
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from None
    for url in root:
        if _name(url.tag) != "url":
            continue
        said = {_name(element.tag): (element.text or "").strip() for element in url.iter()}
        location = said.get("loc", "")
        keywords = tuple(word.strip() for word in said.get("keywords", "").split(",") if word.strip())
        yield RawEntry(
            guid="",
            link=location,
            title=said.get("title", ""),
            summary="",
            body="",
            author="",
            categories=keywords,
            published=said.get("publication_date") or said.get("lastmod", ""),
            base=base,
        )


def _name(tag: str) -> str:
    return tag.rpartition("}")[2].lower()
