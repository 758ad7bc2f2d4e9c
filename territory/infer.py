"""What weak evidence says of a text that names no place: its outlet's home and the section it is filed under.

Whatever is said here is marked `inferred` (domain model §5.4, rule 2), and nothing is said without a reason in the text
or in the section: an outlet alone proves nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from conflict.codebook import PlaceLevel, PlaceRole, Scope
from conflict.place import Location, Place
from territory import cues
from territory.gazetteer import Gazetteer
from territory.meaning import Kind
from territory.mentions import scan
from territory.senses import Aside


@dataclass(frozen=True, slots=True)
class Home:
    """Where a text is at home by its outlet or, better, by its section (`filed`: the words that say so, or "")."""

    department: str
    municipality: str
    filed: str = ""


_SECTION_LEVELS = frozenset({PlaceLevel.DEPARTMENT, PlaceLevel.MUNICIPALITY})


def home_from(gazetteer: Gazetteer, section: str, department: str, municipality: str) -> Home:
    """Return the home: the one department that the section names, else that of the outlet.

    A section names a department rather than the capital that shares its name («Cochabamba» is where the outlet files
    the whole of it).
    """
    if section:
        _, mentions = scan(gazetteer, section)
        senses = [s for m in mentions for s in m.senses if s.kind is Kind.PLACE and s.level in _SECTION_LEVELS]
        named = {s.department for s in senses}
        if len(named) == 1 and not any(s.kind is Kind.ABROAD for m in mentions for s in m.senses):
            code = named.pop()
            towns = {s.municipality for s in senses}
            town = towns.pop() if len(towns) == 1 else ""
            return Home(code, town or (municipality if municipality.startswith(code) else ""), section)
    return Home(department, municipality)


def infer(gazetteer: Gazetteer, plain: str, undecided: Sequence[Aside], home: Home) -> Location | None:
    """Return what the home says of a name borne by several places, or of «la ciudad», «la Gobernación»; else None."""
    if not home.department:
        return None
    whence = f"la sección es «{home.filed}»" if home.filed else f"el medio es de {_home_name(gazetteer, home)}"
    for one in undecided:
        near = {s.code: s for s in one.rivals if s.department == home.department}
        if len(near) == 1:
            (sense,) = near.values()
            reason = f"inferido: {one.reason} y {whence}"
            start, end = one.mention.start, one.mention.end
            level = sense.level or PlaceLevel.MUNICIPALITY
            place = Place(
                sense.code,
                sense.name,
                level,
                PlaceRole.SCENE,
                sense.department,
                sense.municipality,
                start,
                end,
                True,
                reason,
            )
            return _location(gazetteer, place)
    local = cues.LOCAL.search(plain)
    if undecided or local is None:
        return None
    town = home.municipality if cues.LOCAL_CITY.search(plain) else ""
    return _location(gazetteer, _place(gazetteer, home, town, f"inferido: el texto dice «{local.group()}» y {whence}"))


def infer_from_section(gazetteer: Gazetteer, home: Home) -> Location | None:
    """Return the department that the section names, for a text that says nothing at all of where; None without one."""
    if not home.filed:
        return None
    return _location(
        gazetteer,
        _place(gazetteer, home, "", f"inferido: el texto no nombra ningún lugar y la sección es «{home.filed}»"),
    )


def _home_name(gazetteer: Gazetteer, home: Home) -> str:
    town = gazetteer.municipalities.get(home.municipality)
    return town.name if town else gazetteer.departments[home.department]


def _place(gazetteer: Gazetteer, home: Home, town: str, reason: str) -> Place:
    name = gazetteer.municipalities[town].name if town else gazetteer.departments[home.department]
    level = PlaceLevel.MUNICIPALITY if town else PlaceLevel.DEPARTMENT
    code = town or home.department
    return Place(code, name, level, PlaceRole.SCENE, home.department, town, 0, 0, True, reason)


def _location(gazetteer: Gazetteer, place: Place) -> Location:
    towns = (place.municipality,) if place.municipality else ()
    names = tuple(gazetteer.municipalities[code].name for code in towns)
    return Location((place,), Scope.LOCATED, (place.department,), names, towns, place.reason)
