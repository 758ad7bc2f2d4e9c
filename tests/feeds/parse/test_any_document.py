"""What holds for every document, whole, cut or spoilt (U1, U3 to U5, U7, U8; R1)."""

import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from conflict.codebook import FetchOutcome
from feeds.limits import Limits
from feeds.parse import Parsed, parse_document
from tests.conftest import NOW
from tests.feeds.parse.conftest import BASE, SOURCE, Reader, item, rss

LIMITS = Limits()
ATOM = (
    '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>El Faro</title>'
    + "".join(
        f"<entry><id>tag:faro.example,2026:{n}</id><title type='html'>Ñandú &amp;lt;b&amp;gt; {n}</title>"
        f"<link rel='alternate' href='/nota/{n}'/><updated>2026-11-20T10:0{n}:00Z</updated><author><name>A. Ñ.</name>"
        f"</author><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Párrafo {n}</p></div></content>"
        "</entry>"
        for n in range(3)
    )
    + "</feed>"
)
RDF = (
    '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    + "".join(
        f"<item rdf:about='https://x.example/{n}'><title>Uno {n}</title><link>https://x.example/{n}</link></item>"
        for n in range(3)
    )
    + "</rdf:RDF>"
)
SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
    + "".join(
        f"<url><loc>https://x.example/{n}</loc><n:news><n:publication_date>2026-11-20</n:publication_date>"
        f"<n:title>Movilización {n}</n:title></n:news></url>"
        for n in range(3)
    )
    + "</urlset>"
)
RSS = rss(*(item(n, title=f"<![CDATA[Marcha en Potosí & Ñuflo <b>{n}</b>]]>", author="Á. Íñiguez") for n in range(3)))
DOCUMENTS = {"rss": RSS, "atom": ATOM, "rdf": RDF, "sitemap": SITEMAP}
ENDS = {"rss": b"</item>", "atom": b"</entry>", "rdf": b"</item>", "sitemap": b"</url>"}


def parsed(body: bytes, charset: str | None = None) -> Parsed:
    """Parse in this process, where an exception would be seen."""
    return parse_document(SOURCE, body, charset, BASE, NOW, LIMITS)


def check(found: Parsed) -> None:
    """Hold one result against what every result must be."""
    assert found.counts["leidas"] == len(found.articles) + sum(
        n for name, n in found.counts.items() if name != "leidas"
    )
    assert len({article.key for article in found.articles}) == len(found.articles) <= LIMITS.items
    for article in found.articles:
        assert article.link is None or article.link.startswith(("http://", "https://"))
        assert len(article.link or "") <= LIMITS.url_chars
        assert len(article.title) <= LIMITS.title_chars
        assert max(len(article.summary), len(article.body)) <= LIMITS.body_chars
        assert len(article.author) <= LIMITS.author_chars
        assert len(article.categories) <= LIMITS.categories
        assert article.published_at is None or article.published_at.utcoffset() is not None
        stored = (article.title, article.summary, article.body, article.author, article.guid, article.published_text)
        for text in (*stored, *article.categories):
            text.encode("utf-8")
            assert text == unicodedata.normalize("NFC", text)
            assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
            assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff\u200b")


@pytest.mark.parametrize("form", DOCUMENTS)
def test_a_document_cut_at_every_byte_keeps_what_was_complete(form: str) -> None:
    """BI-062: outcome and number of notes are right wherever the cut falls, inside a letter, a tag or a section."""
    whole = DOCUMENTS[form].encode()
    expected = parsed(whole).articles
    assert len(expected) == 3
    bare = (FetchOutcome.DEGRADED, FetchOutcome.NOT_A_FEED, FetchOutcome.EMPTY)
    for at in range(len(whole)):
        found = parsed(whole[:at])
        complete = whole[:at].count(ENDS[form])
        assert found.articles == expected[:complete], at
        assert found.outcome is FetchOutcome.DEGRADED if complete else found.outcome in bare, at


def spoilt(whole: bytes, seed: int, times: int) -> Iterator[bytes]:
    """Yield the document with bytes flipped, taken out, doubled or replaced by what parsers dislike."""
    dice = random.Random(seed)
    odd = (
        b"<",
        b">",
        b"&",
        b"]]>",
        b"<![CDATA[",
        b"<!--",
        b"\x00",
        b"\xff",
        b"&#xD800;",
        b"</item>",
        b"<item>",
        b"&#0;",
        b"'",
    )
    for _ in range(times):
        body = bytearray(whole)
        for _ in range(dice.randint(1, 4)):
            at, length = dice.randrange(len(body)), dice.randint(1, 40)
            match dice.randrange(3):
                case 0:
                    body[at] ^= 1 << dice.randrange(8)
                case 1:
                    del body[at : at + length]
                    body = body or bytearray(b"<")
                case 2:
                    body[at:at] = body[at : at + length]
                case _:
                    body[at:at] = dice.choice(odd)
        yield bytes(body)


@pytest.mark.parametrize("form", DOCUMENTS)
def test_a_spoilt_document_has_an_outcome_and_only_clean_notes(form: str) -> None:
    """R1: two hundred and fifty of each form, the same ones at every run."""
    for body in spoilt(DOCUMENTS[form].encode(), 20261121, 250):
        found = parsed(body)
        check(found)
        assert found.outcome is not FetchOutcome.PARSE_FAILED or form == "sitemap"


@pytest.mark.parametrize("form", DOCUMENTS)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "cp1252"])
def test_a_spoilt_document_in_another_encoding_does_so_too(form: str, encoding: str) -> None:
    for body in spoilt(DOCUMENTS[form].encode(encoding, "replace"), 7, 60):
        check(parsed(body))


@pytest.mark.parametrize(
    "charset", ["punycode", "idna", "utf-7", "hex", "rot13", "unicode_escape", "", "\x00", "x" * 500]
)
def test_no_name_of_an_encoding_harms(read: Reader, charset: str) -> None:
    """Fact 4: feedparser raises for some of them; a header or a prolog may say anything."""
    assert read(RSS, charset).articles == read(RSS.replace('"UTF-8"', f'"{charset}"', 1)).articles == read(RSS).articles


@pytest.mark.parametrize("form", DOCUMENTS)
def test_the_same_bytes_bring_the_same_notes(form: str, read: Reader) -> None:
    """U8, in the box and out of it."""
    assert parsed(DOCUMENTS[form].encode()) == parsed(DOCUMENTS[form].encode()) == read(DOCUMENTS[form])


def test_real_captures_cut_and_spoilt_hold_too(shared: Path) -> None:
    """R1 on real documents, where they are present."""
    for path in sorted((shared / "feeds").glob("*.xml")):
        whole = path.read_bytes()[:60_000]
        for share in (0.25, 0.5, 0.75):
            check(parsed(whole[: int(len(whole) * share)]))
        for body in spoilt(whole, 3, 4):
            check(parsed(body))
