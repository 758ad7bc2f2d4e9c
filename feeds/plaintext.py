"""Markup to plain text, in time linear to its length, losing no word that a reader would have seen.

Not a sanitiser: what comes out is text and is shown as text. Tags go, block tags become line breaks, entities are
decoded once, and characters that could deceive a reader or break a column are taken out.
"""

import html
import re
import unicodedata

_TAG = re.compile(
    r"""<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})(?=[\s/>])(?:[^<>"']++|"[^"<]{0,4000}"|'[^'<]{0,4000}'){0,400}>"""
)
_BREAKS = frozenset(
    {"p", "br", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "article"}
    | {"section", "header", "footer", "figure", "figcaption", "hr", "dd", "dt"}
)
_SILENT = ("script", "style", "noscript", "template", "svg", "math", "iframe", "object")
_OPENING = re.compile(rf"<({'|'.join(_SILENT)})(?=[\s/>])", re.IGNORECASE)
_SPECIAL = re.compile(r"<!--|<!\[CDATA\[|<[!?]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\ufeff]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile("[\u00ad\u034f\u180e\u200b-\u200d\u2060-\u2064\ufff9-\ufffb\U000e0000-\U000e007f]")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")


def plain(text: str) -> str:
    """Return the text of a piece of markup, in NFC, with single spaces and at most one line break in a row."""
    if "<" in text:
        text = _TAG.sub(_tag, _without_silent(_without_special(text)))
    text = html.unescape(text) if "&" in text else text
    text = unicodedata.normalize("NFC", seen(text.replace("\r\n", "\n").replace("\r", "\n")))
    return _LINES.sub("\n", _SPACES.sub(" ", text)).strip()


def one_line(text: str) -> str:
    """Return the text as one line: what a title or a name is."""
    return " ".join(plain(text).split())


def seen(text: str) -> str:
    """Return the text without the characters that nobody sees: controls, marks of direction, joiners, tags."""
    return _UNSEEN.sub("", _BIDI.sub("", _CONTROL.sub("", text)))


def has_bidi(text: str) -> bool:
    """Say whether the text holds controls that turn its direction, written or as references."""
    return bool(_BIDI.search(html.unescape(text) if "&" in text else text))


def cut(text: str, limit: int) -> str:
    """Return the text within a limit, cut at a space near its end."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    head, space, _ = kept.rpartition(" ")
    return f"{head if space and len(head) > limit * 0.8 else kept}…"


def _tag(found: "re.Match[str]") -> str:
    return "\n" if found.group(2).lower() in _BREAKS else ""


def _without_special(text: str) -> str:
    """Take out comments, declarations and instructions; keep what stands in CDATA."""
    kept: list[str] = []
    at = 0
    closed_comment = closed_other = True
    while (found := _SPECIAL.search(text, at)) is not None:
        kept.append(text[at : found.start()])
        sign = found.group()
        if sign == "<![CDATA[":
            at = found.end()
            continue
        end = -1
        if sign == "<!--" and closed_comment:
            end = text.find("-->", found.end())
            closed_comment = end >= 0
        elif sign != "<!--" and closed_other:
            end = text.find(">", found.end())
            closed_other = end >= 0
        # what is never closed was no comment, and its words are kept
        at = found.end() if end < 0 else end + (3 if sign == "<!--" else 1)
    kept.append(text[at:])
    return "".join(kept).replace("]]>", "")


def _without_silent(text: str) -> str:
    """Take out elements whose content no reader sees."""
    kept: list[str] = []
    at = 0
    lowered = text.lower()
    unclosed: set[str] = set()
    while (found := _OPENING.search(text, at)) is not None:
        kept.append(text[at : found.start()])
        name = found.group(1).lower()
        end = -1 if name in unclosed else lowered.find(f"</{name}", found.end())
        if end < 0:
            unclosed.add(name)
            at = found.end()
            close = text.find(">", at, at + 4_000)
            at = close + 1 if close >= 0 else at
            continue
        close = text.find(">", end)
        at = close + 1 if close >= 0 else len(text)
    kept.append(text[at:])
    return "".join(kept)
