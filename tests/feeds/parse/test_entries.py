"""What an entry is, by whom it is known again, and its text without markup (BI-089 to BI-104)."""

import pytest

from tests.feeds.parse.conftest import Reader, item, rss


def keys(read: Reader, *items: str) -> list[str]:
    return [a.key for a in read(rss(*items)).articles]


def test_one_guid_for_all_items_is_no_identity(read: Reader) -> None:
    """BI-089."""
    assert len(set(keys(read, *(item(n, guid="siempre-igual") for n in range(5))))) == 5


def test_a_guid_that_changes_each_time_is_caught_by_the_link(read: Reader) -> None:
    """BI-090: the secondary net of the register joins them by this canonical link."""
    first, second = (read(rss(item(1, guid=guid))).articles[0] for guid in ("a-1", "a-2"))
    assert first.canonical_link == second.canonical_link


@pytest.mark.parametrize(
    "link",
    [
        "http://radio-cerro.example/nota/1",
        "https://radio-cerro.example/nota/1/",
        "https://radio-cerro.example/nota/1?utm_source=rss&amp;utm_medium=feed",
        "https://RADIO-CERRO.example:443/nota/1#comentarios",
        "https://www.radio-cerro.example/nota/1?fbclid=abc",
        "https://radio-cerro.example/nota/1/amp",
        "/nota/1",
        "//radio-cerro.example/nota/1",
    ],
)
def test_one_note_has_one_canonical_link_and_key(read: Reader, link: str) -> None:
    """BI-091, BI-096."""
    plain, other = read(rss(item(1))).articles[0], read(rss(item(1, link=link))).articles[0]
    assert other.key == plain.key
    assert other.canonical_link == plain.canonical_link
    assert (other.link or "").startswith("http")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "java&#x09;script:alert(1)", "data:text/html,x", "file:///x"])
def test_a_link_that_is_none_is_dropped_and_the_note_kept(read: Reader, link: str) -> None:
    assert read(rss(item(1, link=link))).articles[0].link is None


def test_an_entry_without_anything_is_counted(read: Reader) -> None:
    """BI-094."""
    parsed = read(rss("<item></item>", item(1), item(1)))
    assert parsed.counts == {"leidas": 3, "sin_identidad": 1, "repetida_en_documento": 1}


def test_a_note_without_guid_and_link_is_known_by_its_words(read: Reader) -> None:
    first, again = (keys(read, "<item><title>Corte de ruta en Uncía</title></item>") for _ in range(2))
    assert first == again


def test_the_order_of_entries_changes_nothing(read: Reader) -> None:
    """BI-099."""
    items = [item(n) for n in range(6)]
    assert set(keys(read, *items)) == set(keys(read, *reversed(items)))


HARMFUL = [
    "&lt;script&gt;alert(1)&lt;/script&gt;Paro",
    "&lt;img src=x onerror=alert(1)&gt;Paro",
    "<![CDATA[<svg/onload=alert(1)>Paro</svg>]]>",
    "<![CDATA[<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>Paro]]>",
    "<![CDATA[<noscript><p title='</noscript><img src=x onerror=alert(1)>'>Paro</noscript>]]>",
    '<![CDATA[<a href="java&#x09;script:alert(1)" xlink:href="javascript:1">Paro</a>]]>',
    "<![CDATA[<iframe srcdoc='<script>alert(1)</script>'></iframe>Paro]]>",
    "<![CDATA[<style>*{background:url(//evil.example)}</style>Paro]]>",
]


@pytest.mark.parametrize("part", ["title", "description", "author", "category", "guid", "content:encoded"])
@pytest.mark.parametrize("text", HARMFUL)
def test_markup_becomes_text(read: Reader, part: str, text: str) -> None:
    """BI-103: what leaves the parser has no element, whatever it came as."""
    opening = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    parsed = read(rss(item(1, **{part: text}), opening=opening))
    assert len(parsed.articles) == 1
    article = parsed.articles[0]
    for found in (article.title, article.summary, article.body, article.author, *article.categories):
        assert "<script" not in found.lower()
        assert "onerror" not in found.lower() or "<" not in found
        assert "<style" not in found.lower()


@pytest.mark.parametrize(
    "text",
    [
        "=HYPERLINK(1)",
        "+59171",
        "-1",
        "@SUM(A1)",
        "＝1+1",
        "_x003D_1",
        "{{7*7}}",
        "{% raw %}",
        "${x}",
        "%s",
        "{0.__class__}",
    ],
)
def test_text_that_looks_like_a_formula_or_a_template_is_kept_as_it_came(read: Reader, text: str) -> None:
    """BI-104, BI-105: neutralising belongs to the export, not to the memory."""
    assert read(rss(item(1, title=text))).articles[0].title == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Uno&lt;br&gt;dos", "Uno\ndos"),
        ("&lt;p&gt;Uno&lt;/p&gt;&lt;p&gt;dos&lt;/p&gt;", "Uno\ndos"),
        ("a &amp;lt; b y 5 &gt; 3", "a < b y 5 > 3"),
        ("&amp;iexcl;Ahora! &amp;quot;no&amp;quot;&amp;nbsp;m&amp;aacute;s", '¡Ahora! "no" más'),
        ("  muchos \n\t espacios  ", "muchos espacios"),
    ],
)
def test_text_is_reduced_by_us_and_loses_nothing(read: Reader, markup: str, text: str) -> None:
    found = read(rss(item(1, description=markup))).articles[0].summary
    assert found.split() == text.split()


def test_markup_that_was_written_as_text_stays_text(read: Reader) -> None:
    """A note about HTML keeps its words; every page escapes them (tests/dashboards)."""
    found = read(rss(item(1, title="Cómo usar &amp;lt;b&amp;gt; en un titular"))).articles[0].title
    assert found == "Cómo usar <b> en un titular"
