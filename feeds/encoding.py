"""Bytes of a feed to text, whatever its header and its prolog claim.

UTF-8 is believed when the bytes are UTF-8; bytes that are not are read as Windows-1252, which is what Spanish sites
that mislabel their feeds send. Then characters that no XML may hold are taken out, so that nothing later meets them.
"""

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WITHOUT_BOM = (
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_WESTERN = frozenset({"iso-8859-1", "iso8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "us-ascii", "ascii"})
_OTHER = {"iso-8859-15": "iso8859_15", "iso-8859-2": "iso8859_2", "windows-1250": "cp1250", "windows-1251": "cp1251"}
ENCODINGS = ("utf-8", "cp1252", *(name for _, name in (*_BOMS, *_WITHOUT_BOM)), *_OTHER.values())
"""Every codec that decoding may ask for: the box looks them up before it closes."""
_PROLOG = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,400}\?>")

DOUBLE = "doble_codificacion"
MISLABELLED = "codificacion_mal_declarada"

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,40})|([0-9]{1,40}));")
_AGAIN = "\u0080-\u00bf\u0152-\u2122"
_RUN = re.compile(f"Â[\u0080-\u00bf]|Ã(?!\u201d)[{_AGAIN}]|â[{_AGAIN}]{{2}}|ð[{_AGAIN}]{{3}}")
"""What UTF-8 taken for Windows-1252 looks like, for the letters, signs and pictures of Spanish text.

Other leads are left alone: «POTOSÍ» ends in bytes that would make a letter too (Í and », CD BB), and so does a
Portuguese Ã before a closing quote.
"""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a document without its XML declaration, and what had to be repaired."""

    text: str
    flags: tuple[str, ...]


def decode(body: bytes, charset: str | None) -> Decoded:
    """Return the text of a document; never raises. `charset` is what the header said, None where it said nothing."""
    declared = _declared(body, charset)
    flags: list[str] = []
    text = _decoded(body, declared, flags)
    repaired = _RUN.sub(_once, text) if _RUN.search(text) else text
    if repaired != text:
        flags.append(DOUBLE)
    return Decoded(_clean(_DECLARATION.sub("", repaired.lstrip("\ufeff"), count=1)), tuple(flags))


def _declared(body: bytes, charset: str | None) -> str:
    found = _PROLOG.match(body[:1024])
    return (charset or (found.group(1).decode("ascii") if found else "")).lower()


def _decoded(body: bytes, declared: str, flags: list[str]) -> str:
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    for mark, encoding in _WITHOUT_BOM:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        if declared in _OTHER:
            return body.decode(_OTHER[declared], "replace")
        if declared not in _WESTERN:
            flags.append(MISLABELLED)
        return body.decode("utf-8", WESTERN_BYTES)
    if declared in _WESTERN and not text.isascii():
        flags.append(MISLABELLED)
    return text


WESTERN_BYTES = "atalaya_western"
"""How Python's codecs know `_western`, for whoever opens a text that may be Windows-1252."""


def _western(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are no UTF-8 as Windows-1252; its five holes become the replacement character."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(WESTERN_BYTES, _western)


def _once(run: "re.Match[str]") -> str:
    """Undo one round of UTF-8 that was read as Windows-1252 and encoded again; leave what is no such thing."""
    try:
        return bytes(_byte(char) for char in run.group()).decode("utf-8")
    except (UnicodeError, ValueError):
        return run.group()


def _byte(char: str) -> int:
    return ord(char) if ord(char) < 256 else char.encode("cp1252")[0]


def _clean(text: str) -> str:
    """Take out what XML 1.0 forbids, written as such or as a reference (section 2.2)."""
    if "&#" in text:
        text = _REFERENCE.sub(_allowed, text)
    return _NOT_IN_XML.sub("", text)


def _allowed(reference: "re.Match[str]") -> str:
    hexadecimal, decimal = reference.groups()
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    good = (
        number in (9, 10, 13) or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD or 0x10000 <= number <= 0x10FFFF
    )
    return reference.group() if good and number != 0x7F else ""
