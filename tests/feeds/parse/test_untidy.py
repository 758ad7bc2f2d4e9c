"""Documents that are not what they should be and mean something all the same (BI-057, BI-062 to BI-065)."""

import pytest

from conflict.codebook import FetchOutcome
from tests.feeds.parse.conftest import Reader, item, rss, spent

AMPERSANDS = {
    "a bare one": ("Paro & bloqueo", "Paro & bloqueo"),
    "between letters": ("R&D, AT&T y S&P 500", "R&D, AT&T y S&P 500"),
    "beside real references": ("Ñ &amp; &#241; & &lt;", "Ñ & ñ & <"),
    "names that only web pages know": ("Movilizaci&oacute;n&nbsp;ya &hellip;", "Movilización ya …"),
    "a name nobody knows": ("a &noexiste; b", "a &noexiste; b"),
    "in CDATA": ("<![CDATA[R&D & m&aacute;s]]>", "R&D & más"),
    "written twice": ("Fisc &amp;amp; Co", "Fisc & Co"),
}


@pytest.mark.parametrize(("written", "meant"), AMPERSANDS.values(), ids=AMPERSANDS.keys())
def test_an_ampersand_is_read_as_it_was_meant(read: Reader, written: str, meant: str) -> None:
    parsed = read(rss(item(1, title=written), item(2)))
    assert [article.title for article in parsed.articles] == [meant, "Nota número 2"]


@pytest.mark.parametrize(
    "link",
    ["https://radio-cerro.example/?p=1&b=2&copy=3", "https://radio-cerro.example/?p=1&amp;b=2&amp;copy=3",
     "<![CDATA[https://radio-cerro.example/?p=1&b=2&copy=3]]>"],
)  # fmt: skip
def test_a_link_keeps_its_parameters_however_they_are_written(read: Reader, link: str) -> None:
    article = read(rss(item(1, link=link))).articles[0]
    assert article.link == "https://radio-cerro.example/?p=1&b=2&copy=3"


@pytest.mark.parametrize(
    "inside",
    ["<gml:pos>-17 -66</gml:pos>", "<gml:posList>-17 -66</gml:posList>", "<georss:point>x</georss:point>",
     "<georss:where><gml:Point><gml:pos>-17 -66</gml:pos></gml:Point></georss:where>",
     "<media:content><media:title>Foto</media:title></media:content>", "<itunes:image/>", "<enclosure/>",
     "<source>El Faro</source>", "<cloud/>", "<textInput><title>Buscar</title></textInput>",
     "<psc:chapters><psc:chapter start='x'/></psc:chapters>",
     "<atom:link href='http://[mal'/>", "<comments>http://[mal</comments>", "<x xml:base='http://[mal'/>", "</link>",
     "</author>", "</guid></title>", "<media:group>", "<itunes:category><itunes:category text='a'/>"],
)  # fmt: skip
def test_an_extension_in_a_wrong_place_costs_no_note(read: Reader, inside: str) -> None:
    names = (
        'xmlns:gml="http://www.opengis.net/gml" xmlns:georss="http://www.georss.org/georss" '
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/DTDs/PodCast-1.0.dtd" '
        'xmlns:psc="http://podlove.org/simple-chapters"'
    )
    for declared in (names, ""):
        parsed = read(
            rss(item(1) + inside, item(2).replace("</item>", f"{inside}</item>"), opening=f"<rss {declared}>")
        )
        assert [article.title for article in parsed.articles] == ["Nota número 1", "Nota número 2"]


def test_of_fifty_thousand_items_the_first_two_thousand_are_kept_in_little_time(read: Reader) -> None:
    """BI-057: the rest is counted, and costs next to nothing."""
    short = "".join(f"<item><title>n{n}</title><guid>{n}</guid></item>" for n in range(50_000))
    before = spent()
    parsed = read(rss(short))
    assert spent() - before < 3.0
    assert parsed.counts == {"leidas": 50_000, "sobre_el_limite": 48_000}
    assert [article.title for article in parsed.articles] == [f"n{n}" for n in range(2_000)]
    assert (parsed.outcome, parsed.flags) == (FetchOutcome.OK, ("recortado",))


ENTRY = "<entry><title>Uno</title><id>tag:1</id><link href='https://x.example/1'/></entry>"
WRONG_ROOTS = {
    "rss with Atom entries": f"<rss version='2.0'><channel>{ENTRY}</channel></rss>",
    "rss without a channel": f"<rss version='2.0'>{item(title='Uno')}</rss>",
    "a channel alone": f"<channel>{item(title='Uno')}</channel>",
    "Atom without its namespace": f"<feed>{ENTRY}</feed>",
    "Atom with a prefix": f"<a:feed xmlns:a='http://www.w3.org/2005/Atom'>"
    f"{ENTRY.replace('<', '<a:').replace('<a:/', '</a:')}</a:feed>",
    "CDF": '<CHANNEL><ITEM HREF="https://x.example/1"><TITLE>Uno</TITLE></ITEM></CHANNEL>',
    "capital letters": f"<RSS><CHANNEL>{item(title='Uno')}</CHANNEL></RSS>",
}


@pytest.mark.parametrize("document", WRONG_ROOTS.values(), ids=WRONG_ROOTS.keys())
def test_a_wrong_root_says_the_same(read: Reader, document: str) -> None:
    """BI-065."""
    parsed = read(document)
    assert (parsed.outcome, [article.title for article in parsed.articles]) == (FetchOutcome.OK, ["Uno"])
