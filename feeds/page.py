"""A web page to what it offers for reading: its name, the channels it links, the maps an index of maps lists; pure.

Meant to run inside the box, as `feeds.parse`. An index of site maps is read here too, since all that is wanted of it
are addresses.
"""

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

from feeds.encoding import decode
from feeds.plaintext import cut, one_line

MOST_CHARS = 400_000
"""What is read of a page: its head stands at the beginning."""
MOST_LINKS = 20
MOST_TITLE = 120
_CHANNELS = ("application/rss+xml", "application/atom+xml")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page calls itself, and the addresses of the channels and of the maps that it names, in its order."""

    title: str = ""
    channels: tuple[str, ...] = ()
    maps: tuple[str, ...] = ()


def read_page(body: bytes, charset: str | None, base_url: str) -> Page:
    """Return what a page offers; nothing for what is no page."""
    reader = _Reader()
    reader.feed(decode(body, charset).text[:MOST_CHARS])
    base = _joined(base_url, reader.base) or base_url
    return Page(
        cut(one_line("".join(reader.title)), MOST_TITLE),
        _addresses(base, reader.channels),
        _addresses(base, ["".join(one).strip() for one in reader.maps]),
    )


class _Reader(HTMLParser):
    """Collect the head of a page, or the addresses of an index of maps."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.base = ""
        self.title: list[str] = []
        self.channels: list[str] = []
        self.maps: list[list[str]] = []
        self._inside = ""
        self._in_map = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what a tag offers."""
        said = {name: value or "" for name, value in attrs}
        if tag == "base" and not self.base:
            self.base = said.get("href", "")
        elif tag == "link" and "alternate" in said.get("rel", "").lower().split():
            if said.get("type", "").partition(";")[0].strip().lower() in _CHANNELS and said.get("href"):
                self.channels.append(said["href"])
        elif tag == "sitemap":
            self._in_map = True
        elif tag == "loc" and self._in_map and len(self.maps) < MOST_LINKS:
            self._inside = tag
            self.maps.append([])
        elif tag == "title" and not self.title:
            self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if tag == self._inside:
            self._inside = ""
        elif tag == "sitemap":
            self._in_map = False

    def handle_data(self, data: str) -> None:
        """Take the text of the elements that are wanted."""
        if self._inside == "title":
            self.title.append(data)
        elif self._inside == "loc":
            self.maps[-1].append(data)


def _addresses(base: str, found: list[str]) -> tuple[str, ...]:
    """Return addresses whole, each once."""
    whole = (_joined(base, one) for one in found[:MOST_LINKS])
    return tuple(dict.fromkeys(one for one in whole if one))


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip()) if address else ""
    except ValueError:
        return ""
