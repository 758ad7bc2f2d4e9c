"""A way to write small feeds, and the box that parses them."""

from collections.abc import Iterator

import psutil
import pytest

from feeds.box import ParseBox
from feeds.parse import Parsed
from tests.conftest import NOW
from tests.make import a_source

SOURCE = a_source("radio-cerro")
BASE = "https://radio-cerro.example/rss"


def item(number: int = 1, **parts: str) -> str:
    """Return one RSS item; `parts` replace or add elements, given as they stand in the document."""
    known = {
        "title": f"Nota número {number}",
        "link": f"https://radio-cerro.example/nota/{number}",
        "guid": f"g-{number}",
        "pubDate": "Fri, 20 Nov 2026 10:00:00 -0400",
        "description": f"Resumen {number}",
    }
    known |= parts
    return (
        "<item>" + "".join(f"<{name}>{text}</{name}>" for name, text in known.items() if text is not None) + "</item>"
    )


def rss(*items: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>', opening: str = '<rss version="2.0">') -> str:
    """Return a whole RSS document."""
    return f"{head}{opening}<channel><title>Radio Cerro</title>{''.join(items)}</channel></rss>"


@pytest.fixture(scope="session")
def box() -> Iterator[ParseBox]:
    """Return an open box with one child."""
    with ParseBox(workers=1) as opened:
        yield opened


def spent() -> float:
    """Return the seconds of processor that this process and its box have had: on a busy machine the clock says more."""
    return sum(sum(one.cpu_times()[:2]) for one in (psutil.Process(), *psutil.Process().children(recursive=True)))


class Reader:
    """Parses through the box, as a cycle does."""

    def __init__(self, box: ParseBox) -> None:
        self.box = box

    def __call__(self, document: str | bytes, charset: str | None = None) -> Parsed:
        body = document.encode() if isinstance(document, str) else document
        parsed = self.box.parse(SOURCE, body, "application/rss+xml", charset, BASE, NOW)
        dropped = {name: n for name, n in parsed.counts.items() if name != "leidas"}
        assert parsed.counts["leidas"] == len(parsed.articles) + sum(dropped.values()), "in = out + counted reasons"
        return parsed


@pytest.fixture
def read(box: ParseBox) -> Reader:
    """Return what parses a document."""
    return Reader(box)
