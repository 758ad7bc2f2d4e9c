"""What may be kept as evidence: which kinds of file, how large, under which name; told by the bytes, never the name.

A photograph loses its metadata, the place where it was taken among them (page specification, attachments).
"""

import re
from dataclasses import dataclass

from conflict.record import RuleError

LARGEST = 5 * 1024 * 1024
"""Bytes of one file (page specification, attachments)."""
NAME_CHARS = 120

_SCAN, _END = b"\xda", b"\xd9"
_MARKER = re.compile(rb"\xff+([^\xff])", re.DOTALL)
_NEXT = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)
"""The next marker after a piece of picture, in which FF is written FF 00 and FF D0 to FF D7 part it."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that may be kept. `name` is for people only and never a path."""

    name: str
    media_type: str
    content: bytes


def accepted(name: str, content: bytes) -> Attachment:
    """Return the file as it is kept; raise RuleError for an empty, too large or unknown one."""
    if not content:
        raise RuleError("empty file", "El archivo está vacío. Elíjalo otra vez.", "file")
    if len(content) > LARGEST:
        size = len(content) / (1024 * 1024)
        raise RuleError(
            f"file of {len(content)} bytes", f"El archivo pesa {size:.1f} MB y se admiten hasta 5 MB.", "file"
        )
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
    raise RuleError(
        "file of another kind", "Se admiten PDF, Word (.docx), JPEG y PNG; este archivo es otra cosa.", "file"
    )


def _shown(name: str) -> str:
    """Return the last part of a name, without what cannot be shown, cut in the middle when too long."""
    tail = name.replace("\\", "/").rsplit("/", 1)[-1]
    tidy = " ".join("".join(c for c in tail if c.isprintable() and c not in '<>:"|?*').split()).strip(". ")
    if len(tidy) > NAME_CHARS:
        tidy = f"{tidy[:80]}…{tidy[-30:]}"
    return tidy or "archivo"


def _without_metadata(jpeg: bytes) -> bytes:
    """Return a JPEG without its application and comment segments (EXIF, XMP, IPTC), JFIF and colour kept.

    Segments as in ITU-T T.81, annex B: marker, then a length of two bytes that counts itself; after that of a scan its
    picture, up to the next marker. What follows the end of the picture is left out: telephones put a second photo
    there, with metadata of its own. A file whose segments do not add up is refused, since it cannot be cleaned.
    """
    kept, at, pictured = [jpeg[:2]], 2, False
    while found := _MARKER.match(jpeg, at):
        marker, at = found[1], found.start(1)
        if marker == _END:
            return b"".join((*kept, b"\xff", marker))
        begin, length = at + 1, int.from_bytes(jpeg[at + 1 : at + 3], "big")
        at = begin + length
        if length < 2 or at > len(jpeg):
            break
        if _stays(marker, jpeg[begin + 2 : at]):
            kept += [b"\xff", marker, jpeg[begin:at]]
        if marker == _SCAN:
            after = _NEXT.search(jpeg, at)
            kept.append(jpeg[at : after.start() if after else len(jpeg)])
            at, pictured = after.start() if after else len(jpeg), True
    if pictured and at == len(jpeg):  # many photos lack the mark of their end
        return b"".join(kept)
    raise RuleError("damaged JPEG", "La foto está dañada. Ábrala, guárdela de nuevo y vuelva a elegirla.")


def _stays(marker: bytes, content: bytes) -> bool:
    """Say whether a segment tells how the picture is drawn: JFIF (E0), a profile (E2) or order (EE) of colours."""
    if marker == b"\xe2":
        return content.startswith(b"ICC_PROFILE\0")
    return marker in (b"\xe0", b"\xee") or not (b"\xe1" <= marker <= b"\xef" or marker == b"\xfe")
