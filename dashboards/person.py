"""Who decides: the person whose session the request came with."""

from fastapi import Request

from conflict.record import Person
from dashboards.desk import Desk
from dashboards.gate import NotEntered
from dashboards.visitor import Visitor


class People:
    """Those who have entered; the gate has looked them up already."""

    def of(self, request: Request) -> Person:
        """Return who sent the request; raise NotEntered when nobody has entered."""
        found: Visitor | None = getattr(request.state, "visitor", None)
        person = None if found is None else found.person
        if person is None:
            raise NotEntered
        return person


def person_of(desk: Desk, people: People, request: Request) -> Person:
    """Return who sent the request; raise NotEntered when nobody has entered."""
    return people.of(request)
