"""The box holds: a child that spins, swells or dies is replaced, and the neighbours are whole (R1, R3)."""

import threading
import time
from dataclasses import replace

import psutil

from conflict.codebook import FetchOutcome
from feeds.box import ParseBox
from feeds.limits import Limits
from feeds.parse import Parsed
from tests.conftest import NOW
from tests.feeds.parse.conftest import BASE, SOURCE, Reader, item, rss

GOOD = rss(*(item(n) for n in range(30)))


def children() -> list[psutil.Process]:
    return [p for p in psutil.Process().children() if "feeds.boxed" in " ".join(p.cmdline())]


def test_a_child_serves_many_feeds(read: Reader) -> None:
    read(GOOD)
    before = {p.pid for p in children()}
    for _ in range(20):
        assert len(read(GOOD).articles) == 30
    assert {p.pid for p in children()} == before


def test_a_child_that_dies_at_rest_is_replaced_and_costs_no_feed() -> None:
    with ParseBox(workers=1) as box:
        before = {child.pid for child in children()}
        assert _parse(box).articles
        (mine,) = (child for child in children() if child.pid not in before)
        mine.kill()
        mine.wait()
        assert len(_parse(box).articles) == 30


def test_a_child_that_is_killed_at_work_costs_that_feed_alone() -> None:
    with ParseBox(workers=1, limits=replace(Limits(), parse_wall=5.0)) as box:
        before = {child.pid for child in children()}
        assert _parse(box).articles
        (mine,) = (child for child in children() if child.pid not in before)
        mine.suspend()
        threading.Timer(0.2, mine.kill).start()
        assert (_parse(box).outcome, _parse(box).outcome) == (FetchOutcome.PARSE_MEMORY, FetchOutcome.OK)


def test_a_child_that_hangs_without_working_ends_with_the_clock() -> None:
    """R2: what waits uses no processor, so only the wall limit ends it."""
    with ParseBox(workers=1, limits=replace(Limits(), parse_wall=0.5)) as box:
        before = {child.pid for child in children()}
        assert _parse(box).articles
        (mine,) = (child for child in children() if child.pid not in before)
        mine.suspend()
        assert (_parse(box).outcome, _parse(box).outcome) == (FetchOutcome.PARSE_TIME, FetchOutcome.OK)
        assert not mine.is_running()


def _parse(box: ParseBox) -> Parsed:
    return box.parse(SOURCE, GOOD.encode(), "", None, BASE, NOW)


def test_a_document_that_takes_too_long_by_the_clock_has_its_outcome_and_its_end() -> None:
    heavy = rss(*(item(n, description="palabra " * 300) for n in range(2_000))).encode()
    with ParseBox(workers=1, limits=replace(Limits(), parse_wall=0.05)) as box:
        started = time.monotonic()
        parsed = box.parse(SOURCE, heavy, "", None, BASE, NOW)
        assert (parsed.outcome, parsed.articles) == (FetchOutcome.PARSE_TIME, ())
        assert time.monotonic() - started < 8


def test_feeds_parsed_side_by_side_do_not_mix() -> None:
    found: dict[int, list[str]] = {}

    def run(box: ParseBox, number: int) -> None:
        document = rss(*(item(n, title=f"De {number}") for n in range(10))).encode()
        found[number] = [a.title for a in box.parse(SOURCE, document, "", None, BASE, NOW).articles]

    with ParseBox(workers=2) as box:
        threads = [threading.Thread(target=run, args=(box, n)) for n in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == {n: [f"De {n}"] * 10 for n in range(12)}


def test_no_child_outlives_its_box() -> None:
    others = {p.pid for p in children()}
    with ParseBox(workers=1) as box:
        box.parse(SOURCE, GOOD.encode(), "", None, BASE, NOW)
        born = [p for p in children() if p.pid not in others]
        assert len(born) == 1
    assert not born[0].is_running()
