"""Links that may be stored, letters that may be shown, text reduced in time (BI-071 to BI-078, BI-096, U5, U7)."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.identity import absolute, canonical
from feeds.plaintext import one_line, plain
from tests.feeds.parse.conftest import BASE, Reader, item, rss

LINKS = [
    ("/nota/1", "https://radio-cerro.example/nota/1", "desde la raíz"),
    ("nota/1", "https://radio-cerro.example/nota/1", "junto al canal"),
    ("//otra.example/x", "https://otra.example/x", "sin esquema"),
    ("\n   https://radio-cerro.example/nota/1\n  ", "https://radio-cerro.example/nota/1", "sangrado"),
    ("https://radio-cerro.example/nota\n      /1", "https://radio-cerro.example/nota/1", "partido en dos líneas"),
    ("https://radio-cerro.example/foto del paro/1", "https://radio-cerro.example/foto%20del%20paro/1", "con espacios"),
    (
        "https://radio-cerro.example/\u202enota\u200b/\u00ad1\x00",
        "https://radio-cerro.example/nota/1",
        "BI-075: marcas",
    ),
    ("HTTPS://Radio-Cerro.example/nota/1", "https://Radio-Cerro.example/nota/1", "en mayúsculas"),
    ("https://[mal", None, "corchete abierto"),
    ("https://radio-cerro.example:99999/", None, "puerto que no existe"),
    ("https:///nota/1", "https://radio-cerro.example/nota/1", "sin sitio: el del canal"),
    ("ftp://radio-cerro.example/nota", None, "otro esquema"),
    ("mailto:redaccion@radio-cerro.example", None, "un correo"),
    ("tag:radio-cerro.example,2026:1", None, "una etiqueta"),
    ("java\tscript:alert(1)", None, "BI-103: esquema partido"),
    ("https://radio-cerro.example/" + "a" * 3_000, None, "más largo que el límite"),
    ("   ", None, "nada"),
]


@pytest.mark.parametrize(("link", "expected", "why"), LINKS, ids=[why for *_, why in LINKS])
def test_a_link_is_absolute_and_clean_or_none(link: str, expected: str | None, why: str) -> None:
    """BI-096, U7."""
    assert absolute(link, BASE, 2_048) == expected, why


def test_the_base_of_a_document_counts_and_a_stranger_is_flagged(read: Reader) -> None:
    """BI-096: xml:base moves relative links; the address of another site is marked."""
    opening = '<rss version="2.0" xml:base="https://otra.example/x/">'
    article = read(rss(item(1, link="nota/1"), opening=opening)).articles[0]
    assert (article.link, article.flags) == ("https://otra.example/x/nota/1", ("enlace_ajeno",))
    assert read(rss(item(1, link="https://www.radio-cerro.example/1"))).articles[0].flags == ()


def test_a_name_that_is_no_address_is_no_link(read: Reader) -> None:
    for guid, link in (
        ("12345", None),
        ("tag:x", None),
        ("https://radio-cerro.example/1", "https://radio-cerro.example/1"),
    ):
        assert read(rss(f"<item><title>Uno</title><guid>{guid}</guid></item>")).articles[0].link == link


@given(st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_whatever_is_written_as_a_link_is_absolute_or_none(text: str) -> None:
    found = absolute(text, BASE, 2_048)
    if found is not None:
        assert found.startswith(("http://", "https://"))
        assert not [c for c in found if c.isspace() or unicodedata.category(c) in ("Cc", "Cs")]
        assert canonical(found).startswith("//")
        assert canonical("https:" + canonical(found)) == canonical(found)


MARKS = ["\u202e", "\u2066", "\u200f", "\u061c", "\u200b", "\u2060", "\u00ad", "\ufeff", "\u2063", "\u180e", "\u034f",
         "\ufff9", "\U000e0041", "\x85", "\u2028", "\x9f", "\x1b"]  # fmt: skip


@pytest.mark.parametrize("mark", MARKS, ids=[f"U+{ord(mark):04X}" for mark in MARKS])
@pytest.mark.parametrize("written", ["{0}", "&#{1};", "&amp;#{1};"], ids=["itself", "reference", "reference twice"])
def test_what_nobody_can_see_is_not_stored(read: Reader, mark: str, written: str) -> None:
    """BI-075 to BI-077, U5: in every field, however it is written."""
    hidden = written.format(mark, ord(mark))
    parts = dict.fromkeys(("title", "description", "author", "category", "guid"), f"Paro{hidden} cívico")
    article = read(rss(item(1, **parts))).articles[0]
    for text in (article.title, article.summary, article.author, article.guid, *article.categories):
        assert " ".join(text.split()).replace("…", "").replace("Ÿ", "") == "Paro cívico"


def test_a_turned_direction_is_flagged(read: Reader) -> None:
    """BI-075: a person is told that the title was not what it seemed."""
    assert read(rss(item(1, title="Paro\u202e ocívic"))).articles[0].flags == ("bidi",)
    assert read(rss(item(1, author="a&#x202E;b"))).articles[0].flags == ("bidi",)


@given(st.text(alphabet=st.sampled_from("<>&;#/!-[]\"'= \n\x00aápñ\u0301\u202e\u200bxX1:CDATAscript"), max_size=120))
@settings(max_examples=500, deadline=None)
def test_reduced_text_is_normal_and_holds_nothing_forbidden(text: str) -> None:
    """U5."""
    for found in (plain(text), one_line(text)):
        assert found == unicodedata.normalize("NFC", found) == found.strip()
        assert not [c for c in found if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c != "\n"]
    assert "\n" not in one_line(text)


@pytest.mark.parametrize(
    "piece",
    ["<", "<a", "<a href='", '<a b="', "<!--", "<![CDATA[", "<?", "]]>", "<script>", "<svg", "</", "&", "&#", "&amp;",
     "<p>", "<div style='x", "a<b ", "<a <a ", "\u0301", " \n", "<script><style>"],
)  # fmt: skip
def test_text_is_reduced_in_time_linear_to_its_length(piece: str) -> None:
    """BI-060, BI-061: half a million characters of anything."""
    started = time.process_time()
    plain(piece * (500_000 // len(piece)))
    assert time.process_time() - started < 2.5
