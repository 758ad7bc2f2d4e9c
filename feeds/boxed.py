"""The child of the box: reads documents from its input, parses them under hard limits, writes what came of it.

It ends with its input, so with its parent; one that spins at that moment meets its CPU limit. Run as
`python -m feeds.boxed`. One message is four bytes of length, then JSON, then the raw body; an answer is four
bytes of length and JSON. Nothing else can be done to it: after warming up it opens no file and contacts no address.
"""

import codecs
import json
import resource
import struct
import sys
from datetime import datetime
from typing import Any, BinaryIO

from conflict.codebook import FetchOutcome, SourceReach, SourceType
from conflict.source import Source
from feeds.encoding import ENCODINGS
from feeds.limits import Limits
from feeds.page import Page, read_page
from feeds.parse import Parsed, parse_document
from feeds.wire import page_to_json, parsed_to_json

_REFUSED_EVENTS = (
    "open",
    "socket.connect",
    "socket.getaddrinfo",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.fork",
)


def main() -> None:
    """Serve documents until the input ends."""
    limits = Limits(**_read_json(sys.stdin.buffer))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _warm_up(limits)
    resource.setrlimit(resource.RLIMIT_AS, (limits.parse_memory, limits.parse_memory))
    _close_the_lid()
    out = sys.stdout.buffer
    _write(out, {"listo": True})
    while True:
        try:
            asked = _read_json(sys.stdin.buffer)
            body = _read_exactly(sys.stdin.buffer, asked["bytes"])
        except EOFError:
            return
        _write(out, _answer(asked, body, limits))


def _answer(asked: dict[str, Any], body: bytes, limits: Limits) -> dict[str, Any]:
    """Return what a document is asked for: the articles of a channel, or the channels that a web page offers."""
    _allow(limits)
    if asked.get("what") != "page":
        return parsed_to_json(_parse(asked, body, limits))
    try:
        return page_to_json(read_page(body, asked["charset"], asked["base"]))
    except Exception:  # noqa: BLE001 - whatever a page does to the parser, it offers nothing then
        return page_to_json(Page())


def _allow(limits: Limits) -> None:
    """Give one document its seconds of the processor."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + 1 + limits.parse_cpu
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))


def _parse(asked: dict[str, Any], body: bytes, limits: Limits) -> Parsed:
    try:
        return parse_document(
            Source(
                asked["id"], "", asked["url"], SourceType(asked["type"]), "", "", SourceReach.NATIONAL, 60, True, ""
            ),
            body,
            asked["charset"],
            asked["base"],
            datetime.fromisoformat(asked["fetched_at"]),
            limits,
        )
    except MemoryError:
        return Parsed(FetchOutcome.PARSE_MEMORY, detail="memory limit")
    except RecursionError:
        return Parsed(FetchOutcome.PARSE_FAILED, detail="RecursionError")
    except Exception as error:  # noqa: BLE001 - whatever a document does to the parser is an outcome of that document
        return Parsed(FetchOutcome.PARSE_FAILED, detail=type(error).__name__)


def _warm_up(limits: Limits) -> None:
    """Import everything that parsing imports late, while files may still be opened."""
    for encoding in ENCODINGS:
        codecs.lookup(encoding)
    samples = (
        b'<rss version="2.0"><channel><title>a</title><item><title>b &amp; c</title></item></channel></rss>',
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>b</title></entry></feed>',
        b"<rss><channel><item><title>roto</item><author>a@b.c (d)</author></channel></rss>",
        b"<urlset><url><loc>https://a.example/</loc></url></urlset>",
        b"<rss>\xf3</rss>",
    )
    card = {"id": "prueba", "url": "https://a.example/", "type": "rss", "base": "https://a.example/"}
    for sample in samples:
        _parse(card | {"charset": None, "fetched_at": "2026-01-01T00:00:00+00:00"}, sample, limits)
    read_page(b"<html><head><title>a &amp; b</title></head></html>", None, card["base"])


def _close_the_lid() -> None:
    """From here on no file is opened and no address contacted, whatever a library may try."""

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(_REFUSED_EVENTS):
            raise PermissionError(f"the box does not allow {event}")

    sys.addaudithook(refuse)


def _read_exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _read_json(stream: BinaryIO) -> dict[str, Any]:
    (size,) = struct.unpack(">I", _read_exactly(stream, 4))
    told: dict[str, Any] = json.loads(_read_exactly(stream, size))
    return told


def _write(stream: BinaryIO, answer: dict[str, Any]) -> None:
    data = json.dumps(answer, ensure_ascii=True).encode("ascii")
    stream.write(struct.pack(">I", len(data)) + data)
    stream.flush()


if __name__ == "__main__":
    main()
