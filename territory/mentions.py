"""Find every known name in a text, in one pass: whole words, longest first, with the place in the original text."""

from dataclasses import dataclass

from territory.folding import plain_with_offsets
from territory.gazetteer import Gazetteer
from territory.meaning import Kind, Sense


@dataclass(frozen=True, slots=True)
class Mention:
    """One known name in a text and everything it may stand for.

    `start`, `end` are positions in the text; `at`, `until` the same in the plain text that cues are sought in.
    `capital` says that it is written with a capital first letter in a line that has small letters too; `shouted` that
    its line has no small letters, so that capitals mean nothing there.
    """

    start: int
    end: int
    at: int
    until: int
    senses: tuple[Sense, ...]
    capital: bool
    shouted: bool


_ARTICLES = ("El ", "La ", "Los ", "Las ")
_LOWER_CASE_KINDS = frozenset({Kind.DEMONYM, Kind.ABROAD_PEOPLE, Kind.COUNTRY, Kind.HIDDEN})


def find_mentions(gazetteer: Gazetteer, text: str) -> list[Mention]:
    """Return the known names of the text in order, none overlapping; an empty list when there is none.

    Names of places need a capital letter (or a line written all in capitals, or all in small letters).
    """
    return scan(gazetteer, text)[1]


def scan(gazetteer: Gazetteer, text: str) -> tuple[str, list[Mention]]:
    """Return the plain text and the mentions."""
    plain, starts = plain_with_offsets(text)
    padded = f" {plain} "
    spans: list[tuple[int, int, int]] = []
    for last, (index, length) in gazetteer.automaton.iter(padded):
        if padded[last + 1] == " ":
            spans.append((last - length, length, index))
    spans.sort(key=lambda span: (span[0], -span[1]))
    mentions: list[Mention] = []
    taken = 0
    for at, length, index in spans:
        if at < taken:
            continue
        until = at + length
        start, end = (at, until) if starts is None else (starts[at], starts[until])
        senses = gazetteer.senses[index]
        mention = _written(text, start, end, at, until, senses)
        if mention is not None:
            mentions.append(mention)
            taken = until
    return plain, mentions


def _written(text: str, start: int, end: int, at: int, until: int, senses: tuple[Sense, ...]) -> Mention | None:
    """Return the mention with how it is written, or None when a name of a place begins with a small letter."""
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    line = text[begin : stop if stop >= 0 else len(text)]
    shouted = line.isupper()
    # «el Alto», «sede de Gobierno» begin small; «general Saavedra» is a man, «General Saavedra» a town.
    inner = any(c.isupper() for c in text[start:end]) and not text.startswith("general ", start)
    capital = text[start].isupper() or text[start].isdigit() or inner
    if capital and not shouted and text.startswith(_ARTICLES, start):
        capital = any(
            c.isupper() for c in text[start + 2 : end]
        )  # «La guardia» begins a sentence, «La Guardia» is a town
    if not capital and not line.islower():
        senses = tuple(s for s in senses if s.lower or s.kind in _LOWER_CASE_KINDS)
    return Mention(start, end, at, until, senses, capital and not shouted, shouted) if senses else None
