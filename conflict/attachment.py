"""What may be kept as evidence: which kinds of file, how large, under which name; told by the bytes, never the name.

A photograph loses its metadata, the place where it was taken among them (page specification, attachments).
"""

from dataclasses import dataclass

from conflict.record import RuleError

LARGEST = 5 * 1024 * 1024
"""Bytes of one file (page specification, attachments)."""
NAME_CHARS = 120


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that may be kept. `name` is for people only and never a path."""

    name: str
    media_type: str
    content: bytes


def accepted(name: str, content: bytes) -> Attachment:
    """Return the file as it is kept; raise RuleError for an empty, too large or unknown one."""
    if not content:
        raise RuleError("empty file", "El archivo está vacío. Elíjalo otra vez.")
    if len(content) > LARGEST:
        size = len(content) / (1024 * 1024)
        raise RuleError(f"file of {len(content)} bytes", f"El archivo pesa {size:.1f} MB y se admiten hasta 5 MB.")
    media_type = _kind_of(content)
    if media_type == "image/jpeg":
        content = _without_metadata(content)
    return Attachment(_shown(name), media_type, content)


def _kind_of(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"PK\x03\x04") and b"word/" in content:
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    raise RuleError("file of another kind", "Se admiten PDF, Word (.docx), JPEG y PNG; este archivo es otra cosa.")


def _shown(name: str) -> str:
    """Return the last part of a name, without what cannot be shown, cut in the middle when too long."""
    tail = name.replace("\\", "/").rsplit("/", 1)[-1]
    tidy = " ".join("".join(c for c in tail if c.isprintable() and c not in '<>:"|?*').split()).strip(". ")
    if len(tidy) > NAME_CHARS:
        tidy = f"{tidy[:80]}…{tidy[-30:]}"
    return tidy or "archivo"


def _without_metadata(jpeg: bytes) -> bytes:
    """Return a JPEG without its application and comment segments (EXIF, XMP, IPTC), JFIF and colour kept.

    Segments as in ITU-T T.81, annex B: marker, then a length of two bytes that counts itself. A file whose segments do
    not add up is refused, since it cannot be cleaned.
    """
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg):
        if jpeg[at] != 0xFF:
            break
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if length < 2 or at + 2 + length > len(jpeg):
            break
        if marker == 0xDA:  # the picture itself: everything from here on
            return b"".join(kept) + jpeg[at:]
        if not (0xE1 <= marker <= 0xEF or marker == 0xFE) or marker in (0xE2, 0xEE):
            kept.append(jpeg[at : at + 2 + length])
        at += 2 + length
    raise RuleError("damaged JPEG", "La foto está dañada. Ábrala, guárdela de nuevo y vuelva a elegirla.")
