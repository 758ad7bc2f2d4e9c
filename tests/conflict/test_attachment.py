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
