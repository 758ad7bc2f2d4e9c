"""Say which office a located text is for: where it happens, then where its actor is from, then the national unit.

The rule is the domain model's (§5.4, rule 7), and so is its end: what has no territory goes to an owner, never away.
"""

from collections.abc import Iterable
from datetime import date

from conflict.codebook import PlaceRole, Scope
from conflict.office import Route, RouteBasis
from conflict.place import Location, Place
from territory.offices import Offices, office_of

_IN_ORDER = (
    (PlaceRole.SCENE, RouteBasis.SCENE),
    (PlaceRole.ACTOR_HOME, RouteBasis.ACTOR_HOME),
    (PlaceRole.AFFECTED, RouteBasis.AFFECTED),
    (PlaceRole.ADDRESSEE_SEAT, RouteBasis.ADDRESSEE_SEAT),
)


def route(offices: Offices, location: Location, on: date) -> Route:
    """Return the office for a location on a day, and on what ground.

    Only places of the departments that the text is said to lie in count. Among places of one role the first with a
    municipality wins, since only a municipality may belong to a regional
    office; what is inferred counts only when nothing is named.
    """
    if location.scope is Scope.LOCATED:
        named = [place for place in location.places if not place.inferred and place.department in location.departments]
        for role, basis in _IN_ORDER:
            place = _finest(place for place in named if place.role is role)
            if place is not None:
                return Route(office_of(offices, place.department, place.municipality, on).id, basis)
        department, town = location.departments[0], next(iter(location.municipality_codes), "")
        town = town if town.startswith(department) else ""
        return Route(office_of(offices, department, town, on).id, RouteBasis.INFERRED)
    basis = RouteBasis.NATIONAL if location.scope is Scope.NATIONAL else RouteBasis.NOWHERE
    return Route(offices.national.id, basis)


def _finest(places: Iterable[Place]) -> Place | None:
    """Return the first place; the first with a municipality of the same department goes before it."""
    some = list(places)
    if not some:
        return None
    first = some[0]
    return next((one for one in some if one.municipality and one.department == first.department), first)
