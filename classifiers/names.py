"""The names of actors, found in one pass over a folded text: whole words, longest first, written as names are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any, Final

import ahocorasick

from classifiers.cards import ActorCard
from conflict.correction import Correction, CorrectionAction, CorrectionTable
from conflict.text import fold

SHORT_INITIALS = 3
"""Initials up to this long are read only in capitals: `COB`, `ABC`; longer ones may be written `Inra`."""

AMBIGUOUS: Final = frozenset(
    {"mas", "sin", "sus", "ana", "cre", "pil", "esm", "cao", "fam", "uap", "uab", "uto", "ted", "att", "ine", "fps"}
    | {"fdi", "cns", "cps", "cnc", "cni", "sela", "setar", "cadex", "presidente"}
)
"""Names that are other words too; a line without small letters, or without capitals, does not tell which."""

_SIGNS: Final = {code: " " for code in range(128) if not chr(code).isalnum()} | dict.fromkeys(
    map(ord, "«»“”‘’–—…¿¡"), " "
)


class Writing(Enum):
    """How a name must be written to be one."""

    ANY = "any"
    CAPITAL = "capital"
    CAPITALS = "capitals"


@dataclass(frozen=True, slots=True)
class Name:
    """One name: how it must be written and whose it may be."""

    writing: Writing
    described: bool
    cards: tuple[ActorCard, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """All names. `automaton` maps ` name` (folded, with the space before) to its place in `entries` and its length."""

    entries: tuple[Name, ...]
    automaton: Any


@dataclass(frozen=True, slots=True)
class NameInText:
    """A name in a text: its card, and where it stands in the folded text.

    `described` says that the words tell of a trade and a place, «choferes de Oruro», and not of an organisation's name.
    """

    card: ActorCard
    start: int
    end: int
    described: bool = False


def names_of(cards: Sequence[ActorCard], corrections: Iterable[Correction]) -> Names:
    """Return the names of the cards, as the analysts corrected them."""
    mine = [one for one in corrections if one.table is CorrectionTable.ACTOR]
    gone = {(one.key, plain(one.phrase)) for one in mine if one.action is CorrectionAction.DROP}
    by_name: dict[str, tuple[Writing, bool, list[ActorCard]]] = {}
    dotted: dict[str, str] = {}
    for card in cards:
        added = [one.phrase for one in mine if one.key == card.key and one.action is CorrectionAction.ADD]
        own = () if ":" in card.key else (card.name,)
        for spelling in filter(None, (*own, card.initials, *card.spellings, *added)):
            name, seat = plain(spelling), card.key.partition(":")[0]
            if ". " in spelling:  # «FF. AA.»: a point and a space are two spaces in the text that is searched
                dotted[name] = fold(spelling).translate(_SIGNS).strip()
            if not name or (seat, name) in gone:
                continue
            writing, described, owners = by_name.get(
                name, (_writing(spelling, card), spelling[0].islower() and spelling not in added, [])
            )
            if all(owner.key != card.key for owner in owners):
                owners.append(card)
            writing = Writing.ANY if _writing(spelling, card) is Writing.ANY else writing
            by_name[name] = (writing, described, owners)
    automaton = ahocorasick.Automaton()
    for at, name in enumerate(by_name):
        automaton.add_word(f" {name}", (at, len(name)))
        if name in dotted and (wide := dotted[name]) not in by_name:
            automaton.add_word(f" {wide}", (at, len(wide)))
    automaton.make_automaton()
    return Names(tuple(Name(writing, told, tuple(owners)) for writing, told, owners in by_name.values()), automaton)


def plain(text: str) -> str:
    """Return a name folded, with single spaces for signs."""
    return " ".join(fold(text).translate(_SIGNS).split())


def _writing(spelling: str, card: ActorCard) -> Writing:
    if spelling.isupper() and len(spelling) <= SHORT_INITIALS:
        return Writing.CAPITALS
    if " " not in spelling and (spelling[0].isupper() or spelling == card.initials):
        return Writing.CAPITAL
    return Writing.ANY


def find_names(names: Names, text: str, folded: str, starts: Sequence[int], day: date | None) -> list[NameInText]:
    """Return the names in a text, in order, none overlapping; `starts` leads from the folded text to the text."""
    spaced = f" {folded.translate(_SIGNS)} "
    spans = [
        (last - length, length, at) for last, (at, length) in names.automaton.iter(spaced) if spaced[last + 1] == " "
    ]
    spans.sort(key=lambda span: (span[0], -span[1]))
    seen: list[NameInText] = []
    taken = -1
    for start, length, at in spans:
        if start < taken:
            continue
        name = names.entries[at]
        cards = tuple(card for card in name.cards if card.known_on(day))
        if cards and _written(
            name.writing, text, starts[start], starts[start + length], folded[start : start + length]
        ):
            said = text[starts[start] : starts[start + length]]
            seen.append(NameInText(_one_of(cards, said), start, start + length, name.described))
            taken = start + length
    return seen


def _one_of(cards: tuple[ActorCard, ...], said: str) -> ActorCard:
    """Return whose name it is; where several departments have one of that name, the name without a home."""
    homeless = [card for card in cards if not card.department]
    if len(cards) == 1 or homeless:
        return homeless[0] if homeless else cards[0]
    return replace(cards[0], key=plain(said).replace(" ", "_"), name=said, department="", municipality="")


def _written(writing: Writing, text: str, start: int, end: int, folded: str) -> bool:
    """Say whether a name is written as a name; a line of one kind of letters does not tell."""
    if writing is Writing.ANY:
        return True
    said, tells = text[start:end], folded not in AMBIGUOUS
    if said.isupper() if writing is Writing.CAPITALS else said[:1].isupper():
        return tells or not said.isupper() or not _line(text, start, end).isupper()
    return tells and _line(text, start, end).islower()


def _line(text: str, start: int, end: int) -> str:
    """Return the whole line in which a stretch of a text stands."""
    stop = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : stop if stop >= 0 else len(text)]
