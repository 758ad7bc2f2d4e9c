"""The actors of a text: organisations, institutions and groups, each with its role, its words and its place; pure."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from classifiers import rolewords
from classifiers.names import NameInText, Names, find_names
from classifiers.roles import Named, RoleTold, roles
from conflict.actor import ActorKind, ActorMention, ActorReach, ActorRole, Sector
from conflict.text import Folded

ADDRESSEE = ActorRole.ADDRESSEE
MOST = 8
"""Actors told of one text: more than a page shows, and a roll of names is no conflict."""

_PLACE = re.compile(
    r"(?: (?:del|de la|de los|de las|de|en)) (?:(?:[Zz]ona|[Bb]arrio|[Dd]istrito|[Mm]unicipio|[Pp]rovincia|"
    r"[Cc]omunidad|[Cc]omunidades|[Uu]rbanización|[Aa]yllu)(?: de)? )?"
    r"(?:[A-ZÁÉÍÓÚÑ0-9][\w’'°-]*)(?: (?:(?:de|del|de la|la|el|los) )?[A-ZÁÉÍÓÚÑ][\w’'-]*){0,3}"
)
"""« de Villa Copacabana» after a name that has no home of its own."""

_NEAR: Final = frozenset({None, ActorReach.LOCAL, ActorReach.DEPARTMENTAL})
_OF_PERSONS: Final = frozenset({Sector.PARTY, Sector.VICTIMS})
"""Sectors after whose names a person's name may stand, which is not ours to keep: «familiares de …»."""

_WING: Final = (
    (re.compile(r"^\W{0,2}(?:\w+ ){0,2}?organic[oa]s?\b"), "orgánica"),
    (re.compile(r"^\W{0,2}(?:\w+ ){0,2}?(?:evistas?|ala evista|del ala evista)\b"), "evista"),
    (re.compile(r"^\W{0,2}(?:\w+ ){0,2}?(?:arcistas?|ala arcista|del ala arcista)\b"), "arcista"),
    (
        re.compile(r"^\W{0,2}(?:\w+ ){0,3}?(?:afin(?:es)? al gobierno|oficialistas?|del oficialismo)\b"),
        "afín al Gobierno",
    ),
    (re.compile(r"^\W{0,2}(?:\w+ ){0,2}?(?:paralel[oa]s?)\b"), "paralela"),
    (re.compile(r"^\W{0,2}(?:\w+ ){0,2}?(?:disidentes?)\b"), "disidente"),
)
"""Words after a name that tell which of its rival wings speaks (domain model §4.3)."""


def find_actors(names: Names, text: str, folded: Folded, day: date | None) -> tuple[ActorMention, ...]:
    """Return the actors of a text, one mention each, in order, no more than `MOST`; empty when it names none.

    Of an actor named more than once the mention with the clearest role is told. `day` is when the text was published:
    a name counts if it was borne then.
    """
    named = _joined(text, folded, find_names(names, text, folded.text, folded.starts, day))
    found: dict[str, tuple[bool, ActorMention]] = {}
    for one, told in zip(named, roles(folded.text, named), strict=True):
        mention = _mention(text, folded, one.seen, told)
        name = _same(mention, [known for _, known in found.values()])
        known = found.get(name)
        if known is None or (told.sure and not known[0]):
            found[name] = (told.sure, mention)
    return tuple(sorted((mention for _, mention in found.values()), key=lambda m: m.start)[:MOST])


def _same(mention: ActorMention, known: Sequence[ActorMention]) -> str:
    """Return the name under which an actor is kept: «los cívicos» are those of before, named in full."""
    for other in known:
        if other.key == mention.key and mention.kind is not ActorKind.GROUP:
            return other.name
        same = other.key == mention.key or (other.kind is not ActorKind.GROUP and other.sector is mention.sector)
        if mention.kind is ActorKind.GROUP and " " not in mention.said and same and mention.role is not ADDRESSEE:
            return other.name
    return mention.name


def _joined(text: str, folded: Folded, seen: Sequence[NameInText]) -> list[Named]:
    """Put together what one name is made of: «dirigente de la COB», «trabajadores de la alcaldía», «padres de…»."""
    named: list[Named] = []
    for one in seen:
        before = named[-1].seen if named else None
        gap = "" if before is None else folded.text[before.end : one.start]
        if before is None or not (rolewords.OF.match(gap) or (gap == " " and before.card.kind is ActorKind.GROUP)):
            named.append(Named(_with_union(folded, one)))
            continue
        group = before.card.kind is ActorKind.GROUP
        if group and one.card.kind is ActorKind.INSTITUTION:
            named.append(Named(one, employer=True))
        elif group and one.card.kind is ActorKind.GROUP:
            card = one.card if gap == " " else before.card  # «productores cocaleros», but «padres de los internos»
            named[-1] = Named(NameInText(card, before.start, one.end, before.described))
        elif group or ":" in before.card.key:
            named[-1] = Named(NameInText(one.card, before.start, one.end, one.described))
        else:
            named.append(Named(one))
    return named


def _with_union(folded: Folded, seen: NameInText) -> NameInText:
    """Return a group with the «Federación de» that stands before it."""
    if seen.card.kind is not ActorKind.GROUP:
        return seen
    union = rolewords.UNION.search(folded.text, max(0, seen.start - 60), seen.start)
    return seen if union is None else NameInText(seen.card, union.start(), seen.end, seen.described)


def _mention(text: str, folded: Folded, seen: NameInText, told: RoleTold) -> ActorMention:
    start, end = folded.original(seen.start, seen.end)
    card = seen.card
    near = not card.department and card.reach in _NEAR and card.sector not in _OF_PERSONS
    place = _PLACE.match(text, end) if near else None
    local = place.group() if place else ""
    said = text[start : end + len(local)]
    own = card.kind is ActorKind.INSTITUTION or not seen.described
    name = card.name + local if own and card.kind is not ActorKind.GROUP else said
    after = folded.text[seen.end : seen.end + 60]
    faction = card.faction or next((wing for words, wing in _WING if words.match(after)), "")
    return ActorMention(
        key=card.key.partition(":")[0],
        name=name,
        said=said,
        kind=card.kind,
        role=told.role,
        sector=card.sector,
        reach=card.reach,
        faction=faction if card.kind is ActorKind.ORGANISATION else "",
        department=card.department,
        municipality=card.municipality,
        start=start,
        end=end + len(local),
        reason=told.reason,
        initials=card.initials,
    )
