"""By what an entry is known again, and by what it is not (BI-078, BI-086 to BI-095, U8)."""

import pytest

from conflict.article import Article
from conflict.codebook import TimeQuality
from tests.feeds.parse.conftest import Reader, item, rss


def one(read: Reader, document: str) -> Article:
    (article,) = read(document).articles
    return article


def entry(**parts: str) -> str:
    """Return an item with these elements and no others."""
    return "<item>" + "".join(f"<{name}>{text}</{name}>" for name, text in parts.items()) + "</item>"


SITE = "https://radio-cerro.example"
SAME = [
    ("BI-091", {"guid": "g", "link": f"{SITE}/a"}, {"guid": "g", "link": f"{SITE}/b"}, "el GUID manda sobre el enlace"),
    ("BI-091", {"link": f"{SITE}/a"}, {"link": f"{SITE}/a/?utm_source=rss"}, "sin GUID manda el enlace normalizado"),
    ("BI-091", {"link": f"{SITE}/a"}, {"link": "http://www.radio-cerro.example:80/a/amp/"}, "AMP, www y puerto"),
    ("BI-091", {"link": f"{SITE}/?b=2&amp;a=1"}, {"link": f"{SITE}/?a=1&amp;fbclid=x&amp;b=2"}, "orden de parámetros"),
    ("BI-093", {"guid": "g", "title": "Paro"}, {"guid": "g", "title": "Paro levantado"}, "un titular corregido"),
    ("BI-078", {"title": "Marcha en Potos\u00ed"}, {"title": "Marcha en Potosi\u0301"}, "NFC y NFD son una grafía"),
    ("U8", {"title": "Paro"}, {"title": " <![CDATA[<b>Paro</b>]]> "}, "el marcado no es identidad"),
    ("U8", {"guid": " g "}, {"guid": "g"}, "los espacios no son identidad"),
]
OTHER = [
    ("BI-089", {"guid": "g"}, {"guid": "h"}, "otro GUID es otra nota"),
    ("BI-091", {"link": f"{SITE}/?p=1"}, {"link": f"{SITE}/?p=2"}, "el parámetro que nombra la nota cuenta"),
    ("BI-091", {"link": f"{SITE}/a"}, {"link": "https://otra.example/a"}, "otro sitio es otra nota"),
    ("BI-094", {"title": "Paro"}, {"title": "Marcha"}, "sin GUID ni enlace mandan las palabras"),
    ("BI-094", {"title": "Paro", "pubDate": "2026-11-01"}, {"title": "Paro", "pubDate": "2026-11-02"}, "y la fecha"),
]


@pytest.mark.parametrize(("case", "first", "second", "why"), SAME, ids=[why for *_, why in SAME])
def test_the_same_note_has_the_same_key(
    read: Reader, case: str, first: dict[str, str], second: dict[str, str], why: str
) -> None:
    assert one(read, rss(entry(**first))).key == one(read, rss(entry(**second))).key, (case, why)


@pytest.mark.parametrize(("case", "first", "second", "why"), OTHER, ids=[why for *_, why in OTHER])
def test_another_note_has_another_key(
    read: Reader, case: str, first: dict[str, str], second: dict[str, str], why: str
) -> None:
    assert one(read, rss(entry(**first))).key != one(read, rss(entry(**second))).key, (case, why)


def test_a_guid_shared_in_the_document_is_told_apart_by_link_and_one_repeated_whole_is_counted(read: Reader) -> None:
    """BI-089, BI-095."""
    items = [entry(guid="g", link=f"{SITE}/{n}", title=f"Nota {n}") for n in (1, 2, 1)]
    parsed = read(rss(*items))
    assert [article.title for article in parsed.articles] == ["Nota 1", "Nota 2"]
    assert parsed.counts == {"leidas": 3, "repetida_en_documento": 1}


def test_a_change_of_words_is_another_version_and_a_change_of_markup_is_none(read: Reader) -> None:
    """BI-093: the digest covers title, summary and body, and nothing else."""
    first = one(read, rss(item(1, description="El &lt;b&gt;ampliado&lt;/b&gt; dio 48 horas.")))
    again = one(read, rss(item(1, description="El &lt;i&gt;ampliado&lt;/i&gt; dio 48 horas.", author="Otra firma")))
    edited = one(read, rss(item(1, description="El ampliado dio 24 horas.")))
    assert first.content_hash == again.content_hash != edited.content_hash
    assert first.key == edited.key


def test_words_said_again_under_another_address_have_one_digest(read: Reader) -> None:
    """BI-092: by it the register and the stories join a note that was published twice."""
    first = one(read, rss(entry(guid="g", link=f"{SITE}/a", title="Paro en Uncía", description="Hubo ampliado.")))
    again = one(read, rss(entry(guid="h", link=f"{SITE}/b", title="Paro en Uncía", description="Hubo ampliado.")))
    assert (first.content_hash, first.key == again.key) == (again.content_hash, False)


def test_a_site_that_dates_everything_now_is_flagged(read: Reader) -> None:
    """BI-086: its dates say nothing, and the keys do not rest on them."""
    at = "Fri, 20 Nov 2026 12:00:00 -0400"
    parsed = read(rss(*(item(n, pubDate=at) for n in range(5))))
    assert "fechas_de_lectura" in parsed.flags
    later = read(rss(*(item(n, pubDate=at.replace("12:00", "11:00")) for n in range(5))))
    assert "fechas_de_lectura" not in later.flags
    assert {article.key for article in parsed.articles} == {article.key for article in later.articles}


@pytest.mark.parametrize("written", ["", "ayer", "Wed, 32 Jan 2026 10:00:00 GMT", "99999-01-01"])
def test_a_note_without_a_usable_date_is_kept_and_says_so(read: Reader, written: str) -> None:
    """BI-080."""
    article = one(read, rss(item(1, pubDate=written)))
    assert (article.published_at, article.time_quality) == (None, TimeQuality.ABSENT)
    assert article.published_text == written


def test_an_old_note_on_top_is_stored_with_its_own_date(read: Reader) -> None:
    """BI-087: whether it is news is decided by who reads it."""
    article = one(read, rss(item(1, pubDate="Mon, 14 Nov 2016 10:00:00 -0400")))
    assert article.published_at is not None
    assert (article.published_at.year, article.time_quality) == (2016, TimeQuality.EXACT)
