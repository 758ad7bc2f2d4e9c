"""Say where a text happens: country first, then the most specific place that the text allows, each with its role.

Precedence of the sum: scenes, then ends of a road and homes of actors, then seats of addressees; the title before the
rest. The department stands where the municipality is unsure. What cannot be known is a result with a reason, never a
guess (domain model §5.4).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from conflict.codebook import PlaceLevel, PlaceRole, Scope
from conflict.place import Location, Place
from territory import cues
from territory.gazetteer import Gazetteer
from territory.infer import Home, home_from, infer, infer_from_section
from territory.meaning import Kind
from territory.mentions import Mention, scan
from territory.roles import city_of, on_a_route, role_of
from territory.senses import Aside, Chosen, Context, choose

_WEIGHT = {PlaceRole.SCENE: 0, PlaceRole.AFFECTED: 1, PlaceRole.ACTOR_HOME: 1, PlaceRole.ADDRESSEE_SEAT: 2}
_OWN = frozenset({PlaceRole.SCENE, PlaceRole.ACTOR_HOME})
MANY_DEPARTMENTS = 5
"""From this many departments on, a text speaks of the country (labelling guide: `BO` is national or many)."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A place and the line (0 is the title) it stands in.

    `through` says that it is one of the two ends of a road, `firm` that the words say that something happens there.
    """

    place: Place
    line: int
    through: bool
    firm: bool

    def order(self) -> tuple[int, int, int, int]:
        """Return what comes first in the sum: the role, then the line, then the finer role, then the position."""
        return (_WEIGHT[self.place.role], self.line, _within(self), self.place.start)


def _title_first(found: list[_Found]) -> list[_Found]:
    """Put who acts in the title before a place that the text below only names: `enviarán la nota a` says no more.

    A place below where something is said to happen keeps the first rank.
    """
    title = [one.place.role for one in found if one.line == 0]
    if PlaceRole.ACTOR_HOME not in title or PlaceRole.SCENE in title:
        return found
    named = [one for one in found if one.place.role is PlaceRole.SCENE and not one.firm]
    return [one for one in found if one not in named] + named


def _within(one: _Found) -> int:
    """Order the middle weight.

    Who acts from a town or a province blocks there; then both ends of the road that is cut; then the department of who
    acts; last, where a road leads to.
    """
    if one.place.role is PlaceRole.ACTOR_HOME:
        return 2 if one.place.level is PlaceLevel.DEPARTMENT else 0
    return (1 if one.through else 3) if one.place.role is PlaceRole.AFFECTED else 0


def locate(
    gazetteer: Gazetteer, text: str, *, home_department: str = "", home_municipality: str = "", section: str = ""
) -> Location:
    """Return every place of the text with its role, and their sum.

    `home_department`, `home_municipality` are codes of the outlet and `section` the words it files the text under. They
    are weak evidence: they count only where the text leaves it open, and what they say is marked `inferred`.
    """
    plain, mentions = scan(gazetteer, text)
    context = Context(text, plain, mentions)
    chosen, aside = choose(gazetteer, context)
    if _abroad(mentions, chosen):
        return _nowhere((), Scope.ABROAD, "el texto habla de otro país y de ningún lugar de Bolivia")
    found = [_as_place(gazetteer, context, one, chosen) for one in chosen]
    found.sort(key=_Found.order)
    found = _title_first(found)
    if not any(one.place.department for one in found):
        home = home_from(gazetteer, section, home_department, home_municipality)
        return _without_department(gazetteer, context, found, aside, home)
    return _sum(gazetteer, found)


def _abroad(mentions: Sequence[Mention], chosen: Sequence[Chosen]) -> bool:
    """Decide the country: another one is named, and neither Bolivia nor a place of it."""
    kinds = [{s.kind for s in m.senses} for m in mentions]
    named = any(Kind.ABROAD in k for k in kinds) or sum(Kind.ABROAD_PEOPLE in k for k in kinds) > 1
    at_home = any(Kind.COUNTRY in k for k in kinds) or any(one.sense.kind is not Kind.DEMONYM for one in chosen)
    return named and not at_home and not chosen


def _as_place(gazetteer: Gazetteer, context: Context, one: Chosen, everyone: Sequence[Chosen]) -> _Found:
    role = role_of(context, one, everyone)
    capital = city_of(gazetteer, context, one, everyone, role)
    sense, mention = one.sense, one.mention
    line = context.text.count("\n", 0, mention.start)
    code, name, level = sense.code, sense.name, sense.level or PlaceLevel.DEPARTMENT
    reason, municipality = one.reason, one.municipality
    if capital:
        code, name, level = capital, gazetteer.municipalities[capital].name, PlaceLevel.MUNICIPALITY
        municipality, reason = capital, f"«{name}»: las palabras vecinas hablan de la ciudad"
    elif one.twin:
        reason = f"«{name}» nombra departamento y capital; sin señal de ciudad vale el departamento"
    elif sense.kind is Kind.DEMONYM:
        reason = f"gentilicio de {name}"
    elif sense.kind is Kind.INSTITUTION:
        reason = f"institución con sede en {name}"
    place = Place(
        code,
        name,
        level,
        role,
        one.department,
        municipality,
        mention.start,
        mention.end,
        False,
        f"{reason} ({role.value.replace('_', ' ')})",
    )
    through = role is PlaceRole.AFFECTED and on_a_route(context, one, everyone)
    return _Found(place, line, through, cues.HAPPENS_AT.search(context.before(mention, 90)) is not None)


def _sum(gazetteer: Gazetteer, found: Sequence[_Found]) -> Location:
    """Add the places up: the best role present, its first line, and whatever makes that more specific."""
    with_department = [one for one in found if one.place.department]
    best = with_department[0].order()[:3]
    top = [one for one in with_department if _WEIGHT[one.place.role] == best[0]]
    lead = [one for one in top if one.order()[:3] == best]
    departments = list(dict.fromkeys(one.place.department for one in lead))
    if len({one.place.department for one in top}) >= MANY_DEPARTMENTS:
        return Location(
            tuple(one.place for one in found), Scope.NATIONAL, (), (), (), "el texto nombra cinco departamentos o más"
        )
    towns = _towns(lead)
    for code in departments:
        if not any(town.startswith(code) for town in towns):
            own = [one for one in with_department if one.place.department == code]
            if lead[0].place.role in _OWN:  # the end of a road says nothing of where those live who block it
                own = [one for one in own if one.place.role in _OWN]
            towns += _towns(own)[:1]
    towns = list(dict.fromkeys(towns))
    names = tuple(gazetteer.municipalities[code].name for code in towns)
    reason = "; ".join(dict.fromkeys(one.place.reason for one in lead))
    places = tuple(one.place for one in found)
    if not any(place.role is PlaceRole.SCENE for place in places) and lead[0].place.role is PlaceRole.ACTOR_HOME:
        supposed = tuple(_supposed(one.place) for one in lead)
        places = (*places, *{place.code: place for place in supposed}.values())
        reason = f"inferido: el texto solo dice de dónde es el actor; {reason}"
    return Location(places, Scope.LOCATED, tuple(departments), names, tuple(towns), reason)


def _supposed(home: Place) -> Place:
    """Return the scene that an actor's home suggests where the text names none: weak evidence, so marked."""
    reason = f"inferido: el texto solo dice de dónde es el actor ({home.name})"
    return replace(home, role=PlaceRole.SCENE, start=0, end=0, inferred=True, reason=reason)


def _towns(found: Sequence[_Found]) -> list[str]:
    return list(dict.fromkeys(one.place.municipality for one in found if one.place.municipality))


def _without_department(
    gazetteer: Gazetteer, context: Context, found: Sequence[_Found], aside: Sequence[Aside], home: Home
) -> Location:
    """Say why there is no department: inferred from the outlet, national, or unknown."""
    places = tuple(one.place for one in found)
    undecided = [one for one in aside if one.rivals]
    bare = _without_hidden(context)
    if not places:
        inferred = infer(gazetteer, bare, undecided, home)
        if inferred is not None:
            return inferred
    if places:
        names = ", ".join(dict.fromkeys(p.name for p in places))
        return _nowhere(places, Scope.UNKNOWN, f"{names} abarca varios departamentos")
    if undecided:
        return _nowhere((), Scope.UNKNOWN, "; ".join(dict.fromkeys(one.reason for one in undecided)))
    country = any(s.kind is Kind.COUNTRY for m in context.mentions for s in m.senses)
    abroad = any(s.kind is Kind.ABROAD for m in context.mentions for s in m.senses)
    if abroad and country:
        return _nowhere((), Scope.UNKNOWN, "el texto nombra a Bolivia y a otro país sin un lugar de Bolivia")
    if country or cues.NATIONAL.search(bare):
        return _nowhere((), Scope.NATIONAL, "ningún lugar; actores o ámbito de todo el país")
    filed = infer_from_section(gazetteer, home)
    if filed is not None:
        return filed
    dropped = "; ".join(dict.fromkeys(one.reason for one in aside))
    return _nowhere((), Scope.UNKNOWN, dropped or "el texto no nombra ningún lugar")


def _without_hidden(context: Context) -> str:
    """Return the plain text with clubs, persons and the like blotted out: «Nacional Potosí» is nothing national."""
    plain = context.plain
    for mention in context.mentions:
        if any(sense.kind is Kind.HIDDEN for sense in mention.senses):
            plain = plain[: mention.at] + " " * (mention.until - mention.at) + plain[mention.until :]
    return plain


def _nowhere(places: tuple[Place, ...], scope: Scope, reason: str) -> Location:
    return Location(places, scope, (), (), (), reason)
