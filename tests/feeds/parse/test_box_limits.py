"""Bounds that a hostile feed meets, and what its neighbours lose by it: nothing (R1, R2, R3, BI-044 to BI-061)."""

import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import psutil
import pytest

from conflict.codebook import FetchOutcome
from feeds.box import ParseBox
from feeds.limits import Limits
from feeds.parse import Parsed
from tests.conftest import NOW, ROOT
from tests.feeds.parse.conftest import BASE, SOURCE, Reader, item, rss, spent
from tests.make import a_source

MEBIBYTE = 1024 * 1024
NAMES = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:itunes="http://www.itunes.com/DTDs/PodCast-1.0.dtd"'
MANY = 100_000
NAMELIKE = {
    "a run": "a" * MANY,
    "in CDATA": f"<![CDATA[{'a' * MANY}]]>",
    "after a bracket": "]" + "a" * MANY,
    "after an element": "<x/>" + "a" * MANY,
    "as references": "&#97;" * MANY,
    "an endless domain": "a@" + "a." * (MANY // 2),
}


@pytest.mark.parametrize("element", ["author", "dc:creator", "dc:publisher", "managingEditor", "itunes:author"])
@pytest.mark.parametrize("text", NAMELIKE.values(), ids=NAMELIKE.keys())
def test_a_monstrous_name_costs_no_neighbour(read: Reader, element: str, text: str) -> None:
    """BI-059: wherever feedparser looks for an address in a name, however the name is written."""
    before = spent()
    parsed = read(rss(item(1), item(2, **{element: text}), item(3), opening=f'<rss version="2.0" {NAMES}>'))
    assert (parsed.outcome, len(parsed.articles)) == (FetchOutcome.OK, 3)
    assert max(len(article.author) for article in parsed.articles) <= Limits().author_chars
    assert spent() - before < 3.0


def test_a_cut_name_is_marked_and_a_usual_one_is_read_as_ever(read: Reader) -> None:
    articles = read(rss(item(1, author="redaccion@faro.example (El Faro)"), item(2, author="a" * 500))).articles
    assert articles[0].author == "redaccion@faro.example (El Faro)"
    assert (articles[0].truncated, articles[1].truncated) == ((), ("autor",))


BIG = "a" * (14 * MEBIBYTE)
HUGE = {
    "BI-056 text": item(2, description=BIG),
    "BI-056 attribute": f'<item x="{BIG}"><title>Nota número 2</title></item>',
    "BI-056 comment": f"<!--{BIG}-->" + item(2),
    "BI-056 instruction": f"<?x {BIG}?>" + item(2),
    "BI-056 section": item(2, description=f"<![CDATA[{BIG}]]>"),
}


@pytest.mark.parametrize("middle", HUGE.values(), ids=HUGE.keys())
def test_one_huge_piece_is_within_the_limits_or_cut(read: Reader, middle: str) -> None:
    before = spent()
    parsed = read(rss(item(1), middle, item(3)))
    assert spent() - before < Limits().parse_wall
    assert [article.title for article in parsed.articles] == [f"Nota número {n}" for n in (1, 2, 3)]
    cut = [article.truncated for article in parsed.articles if article.truncated]
    assert cut in ([], [("bajada",)])
    assert ("recortado" in parsed.flags) is bool(cut)


def _seconds(box: ParseBox, document: str) -> tuple[Parsed, float]:
    started = time.monotonic()
    parsed = box.parse(SOURCE, document.encode(), "", None, BASE, NOW)
    return parsed, time.monotonic() - started


def test_a_document_that_eats_the_processor_ends_with_its_limit() -> None:
    """R2: two thousand notes of much text, and one second to read them."""
    heavy = rss(*(item(n, description="&lt;b&gt;palabra&lt;/b&gt; " * 240) for n in range(2_000)))
    with ParseBox(workers=1, limits=replace(Limits(), parse_cpu=0)) as box:
        spun, seconds = _seconds(box, heavy)
        assert (spun.outcome, spun.articles) == (FetchOutcome.PARSE_TIME, ())
        assert "processor" in spun.detail
        assert seconds < 5.0
        assert len(_seconds(box, rss(item()))[0].articles) == 1


def test_a_document_that_eats_memory_ends_with_its_limit_and_the_child_serves_on() -> None:
    """R2: the parent does not grow with it either."""
    heavy = rss(*(item(n, description="palabra " * 800) for n in range(2_000)))
    others = {child.pid for child in psutil.Process().children()}  # of other tests, some of them large
    with ParseBox(workers=1) as box:
        _seconds(box, rss(item()))
        at_rest = max(child.memory_info().vms for child in psutil.Process().children() if child.pid not in others)
    with ParseBox(workers=1, limits=replace(Limits(), parse_memory=at_rest + 30 * MEBIBYTE)) as box:
        _seconds(box, rss(item()))
        before = psutil.Process().memory_info().rss
        for _ in range(3):
            assert _seconds(box, heavy)[0].outcome is FetchOutcome.PARSE_MEMORY
        assert psutil.Process().memory_info().rss - before < 50 * MEBIBYTE
        assert len(_seconds(box, rss(item()))[0].articles) == 1


HOSTILE = {
    "dtd": '<!DOCTYPE r [<!ENTITY a "ja">]>' + rss(item(), head=""),
    "deep": "<rss><channel>" + "<a>" * 100_000,
    "wide": "<rss " + " ".join(f'a{n}="1"' for n in range(50_000)) + "><channel/></rss>",
    "heavy": rss(*(item(n, description="&lt;b&gt;a&lt;/b&gt;" * 400) for n in range(3_000))),
    "no feed": "<html><body>Ingrese</body></html>",
    "cut": rss(item(1), item(2))[:-40],
}


def test_twenty_hostile_feeds_of_sixty_change_nothing_for_the_other_forty() -> None:
    """R3, at the door of the box: what the others bring is equal to a run without the hostile ones."""
    good = {f"buena-{n}": rss(*(item(n * 100 + m) for m in range(20))) for n in range(40)}
    hostile = {f"mala-{n}": list(HOSTILE.values())[n % len(HOSTILE)] for n in range(20)}
    with ParseBox(workers=2, limits=replace(Limits(), parse_cpu=0)) as box:
        alone, mixed = _run(box, good), _run(box, good | hostile)
    assert {name: mixed[name] for name in good} == alone
    assert all(len(parsed.articles) == 20 for parsed in alone.values())
    assert {mixed[name].outcome for name in hostile} >= {FetchOutcome.DTD_REFUSED, FetchOutcome.PARSE_TIME}


def _run(box: ParseBox, documents: dict[str, str]) -> dict[str, Parsed]:
    """Parse with four threads, the documents of both kinds in turns."""

    def one(name: str) -> tuple[str, Parsed]:
        return name, box.parse(a_source(name), documents[name].encode(), "", None, BASE, NOW)

    with ThreadPoolExecutor(4) as threads:
        return dict(threads.map(one, sorted(documents, key=lambda name: name.rpartition("-")[2])))


def test_nothing_that_a_document_names_is_contacted_or_opened(read: Reader) -> None:
    """BI-044, BI-050, U9: a listener that every document names is never called."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        place = f"http://127.0.0.1:{listener.getsockname()[1]}"
        for head, opening, part in (
            ("", '<rss version="2.0">', f'<enclosure url="{place}/a.mp3" type="audio/mpeg"/>'),
            ("", '<rss version="2.0">', f"<image><url>{place}/a.png</url></image><icon>{place}/b</icon>"),
            (f'<?xml-stylesheet href="{place}/x.xsl"?>', '<rss version="2.0">', ""),
            ("", f'<rss version="2.0" xml:base="{place}/">', "<link>nota</link>"),
            (f'<!DOCTYPE rss SYSTEM "{place}/x.dtd">', '<rss version="2.0">', ""),
            (f'<!DOCTYPE r [<!ENTITY % a SYSTEM "{place}/p">%a;]>', '<rss version="2.0">', ""),
            ("", f'<rss xmlns:xi="http://www.w3.org/2001/XInclude" version="2.0" xmlns:x="{place}">',
             f'<xi:include href="{place}/i" parse="text"/><xi:include href="file:///etc/passwd" parse="text"/>'),
        ):  # fmt: skip
            parsed = read(rss(part, item(), head=head, opening=opening))
            assert parsed.outcome in (FetchOutcome.OK, FetchOutcome.DTD_REFUSED)
            assert "root:" not in repr(parsed.articles)
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize("event", ["open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"])
def test_the_child_itself_refuses_what_a_library_might_try(event: str) -> None:
    """U9, in a process of its own: the lid cannot be taken off again."""
    tried = f"import sys; from feeds.boxed import _close_the_lid as c; c(); sys.audit({event!r}, 'x')"
    ended = subprocess.run([sys.executable, "-c", tried], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, f"the box does not allow {event}" in ended.stderr) == (1, True)
