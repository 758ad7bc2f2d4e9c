"""From any address of an outlet to its channel: the table of cases, with real requests and the real box."""

import csv
import time

import pytest

from conflict.codebook import FetchOutcome
from conflict.probe import SHOWN, Trouble
from feeds.detect import find_channel, read_channel
from tests.conftest import ROOT
from tests.outlet import TITLES, outlet

AGENT = "Atalaya/0.2 (+https://defensoria.example; prueba)"
with (ROOT / "tests" / "cases" / "canales.csv").open(encoding="utf-8", newline="") as _file:
    CASES = list(csv.DictReader(_file))


@pytest.mark.parametrize("case", CASES, ids=[case["caso"] for case in CASES])
def test_the_channel_of_an_address_is_found_or_it_is_said_why_not(case: dict[str, str]) -> None:
    with outlet(**dict(one.split("=", 1) for one in case["sitio"].split())) as site:
        began = time.monotonic()
        found = find_channel(f"{site.address}{case['direccion']}", site.place, AGENT)
        took = time.monotonic() - began
        address = site.address
    if case["canal"].startswith("/"):
        assert (found.trouble, found.url, found.type.value) == (None, f"{address}{case['canal']}", case["tipo"])
    else:
        assert found.trouble == Trouble(case["canal"]), case["por_que"]
        assert not found.notes
    assert took < 30, "however bad a page is, a person waits for seconds"


def test_the_first_notes_are_told_as_they_would_be_read() -> None:
    with outlet(**{"/": "pagina>/rss.xml", "/rss.xml": "rss"}) as site:
        found = find_channel(site.address, site.place, AGENT)
    assert (found.name, found.total) == ("Radio Loma", len(TITLES))
    assert [note.title for note in found.notes] == list(TITLES[:SHOWN])
    assert {note.text for note in found.notes} == {"Lo dijeron en asamblea."}
    assert all(note.published_at for note in found.notes)


def test_a_map_has_no_name_and_borrows_that_of_the_page() -> None:
    with outlet(**{"/": "pagina", "/sitemap.xml": "mapa"}) as site:
        assert find_channel(site.address, site.place, AGENT).name == "Radio Loma, la de siempre"


def test_a_site_that_forbids_is_asked_for_nothing_but_its_rules() -> None:
    with outlet(**{"/robots.txt": "prohibe>/", "/canal.xml": "rss"}) as site:
        find_channel(f"{site.address}/canal.xml", site.place, AGENT)
        assert site.asked == ["/robots.txt"]


def test_the_rules_are_asked_for_once_and_few_addresses_are_tried() -> None:
    with outlet(**{"/": "pagina>/a|/b|/c|/d"}) as site:
        assert find_channel(site.address, site.place, AGENT).trouble is Trouble.NO_FEED
        assert site.asked.count("/robots.txt") == 1
        assert len(site.asked) <= 10


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://10.1.2.3/feed", "http://[::1]/", "ftp://medio.example/", "http://u:p@m.bo/"],
)
def test_an_inner_address_is_refused(address: str) -> None:
    assert find_channel(address, "", AGENT).trouble is Trouble.REFUSED


def test_reading_one_address_looks_nowhere_else() -> None:
    with outlet(**{"/": "pagina>/rss.xml", "/rss.xml": "rss"}) as site:
        found = read_channel(f"{site.address}/", site.place, AGENT)
        assert (found.trouble, found.outcome) == (Trouble.NO_FEED, FetchOutcome.NOT_A_FEED)
        assert site.asked == ["/"]
        site.paths["/robots.txt"] = "prohibe>/"  # whoever put it into the list has decided, and a cycle reads it
        assert read_channel(f"{site.address}/rss.xml", site.place, AGENT).total == len(TITLES)


def test_what_no_server_answers_is_told_as_such() -> None:
    with outlet() as site:
        gone = site.address
    found = find_channel(gone, gone.removeprefix("http://"), AGENT)
    assert (found.trouble, found.outcome) == (Trouble.NO_ANSWER, FetchOutcome.CONNECTION)
