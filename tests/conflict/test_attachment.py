"""Which files may be kept is told by their bytes and size; a name is for people only (ASVS 5.0.0, 5.2 and 5.4)."""

import pytest

from conflict.attachment import LARGEST, NAME_CHARS, accepted
from conflict.record import RuleError

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
STRANGERS = {
    "dibujo.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "nota.pdf": b"MZ\x90\0 programa con nombre de nota",
    "pagina.png": b"<!doctype html><script>alert(1)</script>",
    "carpeta.docx": b"PK\x03\x04 otra cosa comprimida",
    "orden.sh": b"#!/bin/sh\nrm -r .",
}


@pytest.mark.parametrize("name", STRANGERS)
def test_what_is_no_evidence_is_refused_by_its_bytes(name: str) -> None:
    with pytest.raises(RuleError, match="another kind"):
        accepted(name, STRANGERS[name])


def test_the_kind_is_that_of_the_bytes_whatever_the_name_says() -> None:
    assert accepted("factura.exe", PNG).media_type == "image/png"


def test_a_file_larger_than_said_is_refused() -> None:
    assert accepted("foto.png", PNG + b"\0" * (LARGEST - len(PNG))).media_type == "image/png"
    with pytest.raises(RuleError) as refused:
        accepted("foto.png", PNG + b"\0" * LARGEST)
    assert "5 MB" in refused.value.spanish
    with pytest.raises(RuleError):
        accepted("foto.png", b"")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\acta.pdf", "acta.pdf"),
        ('acta"\r\nSet-Cookie: x=1', "actaSet-Cookie x=1"),
        ("\u202egpj.exe", "gpj.exe"),
        ("...", "archivo"),
        ("", "archivo"),
    ],
)
def test_a_name_is_for_people_and_never_a_path(name: str, shown: str) -> None:
    assert accepted(name, PNG).name == shown
    assert len(accepted("x" * 4_000 + ".png", PNG).name) <= NAME_CHARS


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content


EXIF = segment(0xE1, b"Exif\0\0GPS -17.39 -66.15")
SCAN = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd0\x56"
"""A picture of two pieces: a byte FF within it is written FF 00, and FF D0 parts it (ITU-T T.81, B.1.1.5)."""
KEPT = segment(0xE0, b"JFIF\0") + segment(0xE2, b"ICC_PROFILE\0colores") + segment(0xDB, b"tabla")


@pytest.mark.parametrize(
    "photo",
    [
        b"\xff\xd8" + EXIF + KEPT + SCAN + b"\xff\xd9",
        b"\xff\xd8" + KEPT + SCAN + b"\xff\xd9" + b"\xff\xd8" + EXIF + SCAN + b"\xff\xd9",
        b"\xff\xd8" + KEPT + segment(0xE2, b"MPF\0GPS en la segunda foto") + SCAN + b"\xff\xd9",
        b"\xff\xd8" + KEPT + SCAN + EXIF + segment(0xFE, b"GPS") + b"\xff\xd9",
        b"\xff\xd8\xff\xff" + EXIF + KEPT + SCAN + b"\xff\xd9",
    ],
    ids=["before", "a second photo", "its index", "between scans", "filled"],
)
def test_a_photo_is_kept_without_the_place_where_it_was_taken(photo: bytes) -> None:
    kept = accepted("foto.jpg", photo).content
    assert b"GPS" not in kept
    assert kept == b"\xff\xd8" + KEPT + SCAN + b"\xff\xd9"


def test_a_photo_of_several_scans_keeps_all_of_them() -> None:
    photo = b"\xff\xd8" + KEPT + SCAN + segment(0xC4, b"otra tabla") + SCAN + b"\xff\xd9"
    assert accepted("foto.jpg", photo).content == photo


def test_a_photo_that_breaks_off_is_refused() -> None:
    for photo in (b"\xff\xd8\xff", b"\xff\xd8" + EXIF[:-4], b"\xff\xd8" + KEPT):
        with pytest.raises(RuleError, match="damaged JPEG"):
            accepted("foto.jpg", photo)
