"""Bytes that lie about their letters, and characters that should not be there (BI-066 to BI-078)."""

import unicodedata

import pytest

from conflict.codebook import FetchOutcome
from tests.feeds.parse.conftest import Reader, item, rss

TITLE = "Movilización en Potosí por ítems: «no más» — señaló Ñuflo"


def titled(title: str = TITLE, encoding: str = "UTF-8") -> str:
    return rss(item(title=title), head=f'<?xml version="1.0" encoding="{encoding}"?>')


SPELLINGS = {
    "utf-8": (titled().encode(), None),
    "utf-8 with BOM": (titled().encode("utf-8-sig"), None),
    "BI-067 utf-8 declared latin-1 in the prolog": (titled(encoding="ISO-8859-1").encode(), None),
    "BI-067 utf-8 declared latin-1 by the server": (titled().encode(), "iso-8859-1"),
    "BI-066 cp1252 declared utf-8": (titled().encode("cp1252"), None),
    "cp1252 declared so": (titled(encoding="windows-1252").encode("cp1252"), None),
    "BI-069 cp1252 declared latin-1": (titled(encoding="ISO-8859-1").encode("cp1252"), None),
    "BI-072 utf-16 with BOM": (titled(encoding="UTF-16").encode("utf-16"), None),
    "BI-072 utf-16 without BOM": (titled(encoding="UTF-16").encode("utf-16-le"), None),
    "BI-072 utf-16 big-endian without BOM": (titled(encoding="UTF-16").encode("utf-16-be"), None),
    "BI-072 utf-32": (titled(encoding="UTF-32").encode("utf-32"), None),
    "BI-072 utf-32 without BOM": (titled(encoding="UTF-32").encode("utf-32-le"), None),
    "BI-072 utf-32 big-endian without BOM": (titled(encoding="UTF-32").encode("utf-32-be"), None),
    "BI-072 utf-8 declared utf-16": (titled(encoding="UTF-16").encode(), "utf-16"),
    "BI-068 doubly encoded": (titled().encode().decode("cp1252", "ignore").encode(), None),
    "BI-078 decomposed": (unicodedata.normalize("NFD", titled()).encode(), None),
    "an encoding nobody knows": (titled(encoding="klingon").encode(), "klingon"),
}


@pytest.mark.parametrize(("body", "charset"), SPELLINGS.values(), ids=SPELLINGS.keys())
def test_accents_come_out_right(read: Reader, body: bytes, charset: str | None) -> None:
    parsed = read(body, charset)
    assert [a.title for a in parsed.articles] == [TITLE]
    assert parsed.outcome in (FetchOutcome.OK, FetchOutcome.DOUBTFUL_ENCODING)


def test_repaired_bytes_are_said_to_be_doubtful(read: Reader) -> None:
    assert read(titled().encode("cp1252")).outcome is FetchOutcome.DOUBTFUL_ENCODING
    assert read(titled().encode()).outcome is FetchOutcome.OK


def test_both_spellings_of_an_accent_make_one_article(read: Reader) -> None:
    """BI-078."""
    composed, apart = (read(unicodedata.normalize(form, titled())).articles[0] for form in ("NFC", "NFD"))
    assert (composed.key, composed.content_hash) == (apart.key, apart.content_hash)


@pytest.mark.parametrize(
    "inside",
    ["\x00", "&#0;", "&#xD800;", "&#xFFFF;", "&#x1F;", "&#99999999999;", "\x0b", "\x1b[31m", "&#27;[31m"],
)
def test_forbidden_characters_are_removed_and_the_item_kept(read: Reader, inside: str) -> None:
    """BI-073, BI-074, BI-105."""
    title = read(titled(f"Paro {inside}cívico")).articles[0].title
    assert title.replace("\ufffd", "").replace("[31m", "").split() == ["Paro", "cívico"]
    assert not [c for c in title if unicodedata.category(c) in ("Cc", "Cs", "Cn")]


@pytest.mark.parametrize("inside", ["\u202e", "\u2066", "\u2067", "\u2069", "\u200f", "\u061c"])
def test_direction_marks_never_leave_the_parser(read: Reader, inside: str) -> None:
    """BI-075."""
    article = read(rss(item(title=f"Paro{inside} cívico", author=f"a{inside}b", description=f"x{inside}y"))).articles[0]
    assert inside not in article.title + article.author + article.summary


def test_utf7_is_text(read: Reader) -> None:
    """BI-071."""
    parsed = read(titled("+ADw-script+AD4-alert(1)+ADw-/script+AD4-", encoding="UTF-7"))
    assert "<script>" not in parsed.articles[0].title


def as_western(text: str) -> str:
    """Return what UTF-8 looks like to a site that takes it for Windows-1252, holes and all."""
    return "".join(
        bytes([byte]).decode("latin-1" if byte in b"\x81\x8d\x8f\x90\x9d" else "cp1252") for byte in text.encode()
    )


@pytest.mark.parametrize(
    "title",
    ["MOVILIZACIÓN EN POTOSÍ, ÁREA DE ÑUFLO Y ÚLTIMO PERÚ", "¡Ya! ¿Cuándo? — «ahora», “hoy”, ‘nunca’…", "5 € · 3° · 1ª",
     "Cigüeña y PINGÜINO", "Paro 🚨 ya"],
)  # fmt: skip
def test_what_was_encoded_twice_is_repaired_letter_by_letter(read: Reader, title: str) -> None:
    """BI-068: a note beside it that was encoded once keeps its letters."""
    parsed = read(rss(item(1, title=as_western(title)), item(2, title=title)))
    assert [article.title for article in parsed.articles] == [title, title]
    assert (parsed.outcome, parsed.flags) == (FetchOutcome.DOUBTFUL_ENCODING, ("doble_codificacion",))


@pytest.mark.parametrize(
    "title",
    ["«POTOSÍ» y «PERÚ»", "“BLOQUEÓ”, “CAFÉ”, “ÑAÑÁ”, “MENÚ…", "Dijo ‘SÍ’ – NO Ñ° 5", "Una nota de “IRMÔ Ô",
     "É»Ó»Ú»Ñ»Í»Ü»", "Él á»” é»” í»” ó»”", "Île-de-France: Â y Ã"],
)  # fmt: skip
def test_capitals_before_a_quotation_mark_are_no_fault_of_encoding(read: Reader, title: str) -> None:
    """BI-068: nothing is repaired that was right."""
    parsed = read(titled(title))
    assert [article.title for article in parsed.articles] == [title]
    assert (parsed.outcome, parsed.flags) == (FetchOutcome.OK, ())


def test_bytes_of_two_encodings_in_one_document_are_read_each_by_its_own(read: Reader) -> None:
    """BI-066, BI-070: sites that paste notes of others send both, and bytes that are neither."""
    body = titled("Potosí").encode().replace("Potosí".encode(), "Potosí y ".encode() + "Potosí".encode("cp1252"))
    assert read(body).articles[0].title == "Potosí y Potosí"
    broken = read(titled("Paro XX ya").encode().replace(b"XX", b"\xc0\xaf\xed\xa0\x80\xf8\x81"))
    assert broken.outcome is FetchOutcome.DOUBTFUL_ENCODING
    assert broken.articles[0].title.startswith("Paro ")
    assert broken.articles[0].title.endswith(" ya")


@pytest.mark.parametrize(("name", "title"), [("ISO-8859-15", "Costó 5 €"), ("windows-1251", "Привет")])
def test_other_single_byte_encodings_are_believed_where_the_bytes_are_no_utf8(
    read: Reader, name: str, title: str
) -> None:
    assert read(titled(title, encoding=name).encode(name)).articles[0].title == title
