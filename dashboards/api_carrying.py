"""Carry out what a program orders: once, about the row or record as it saw it, in one transaction; or say why not."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import Header, Path, Request, Response
from pydantic import BaseModel

from conflict.permissions import Forbidden
from conflict.record import Person, RuleError
from dashboards.api_problems import Problem
from dashboards.desk import Desk
from dashboards.person import People, person_of
from register.columns import LARGEST_ID
from register.commands.matching import Held
from register.commands.once import KeyReused, once
from register.engine import Transaction

LONGEST_KEY = 64
"""Characters of a program's key; with the number of its account before it, within those of a command key."""
_VERSION = re.compile(r'"([0-9]{1,9})(?:-[0-9a-f]{32})?"')
"""A version, or the ETag that begins with it."""

IfMatch = Annotated[
    str, Header(alias="If-Match", description="La «version» que se vio, entre comillas.", examples=['"1"'])
]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key", description="Una llave propia de cada orden, hasta 64 letras.", examples=["orden-0001"]
    ),
]
Number = Annotated[int, Path(ge=1, le=LARGEST_ID)]
"""The number of a thing, in an address."""
Find = Callable[[Transaction, Person], Held | None]
Work = Callable[[Transaction, Person, datetime], BaseModel]
Standing = Callable[[Transaction], dict[str, Any]]
"""What a problem says of a thing that changed since it was seen, beside its version."""


class Refused(Exception):
    """The order is not carried out, and its transaction ends without a trace."""

    def __init__(self, problem: Problem) -> None:
        """Keep what the program is told."""
        super().__init__(problem.status_code)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Order:
    """One order as it came: what it names, and the version (where it needs one) and key that go with it."""

    request: Request
    response: Response
    match: str
    key: str
    asked: dict[str, Any]


def carried_out(
    desk: Desk, people: People, order: Order, find: Find, work: Work, standing: Standing = lambda session: {}
) -> dict[str, Any] | Problem:
    """Do the work once if what `find` holds is as it was seen; the answer must have a `version`."""
    seen = _VERSION.fullmatch(order.match.strip())
    if seen is None:
        return Problem(428, "Falta la versión que se vio", 'Envíe «If-Match» con su «version» entre comillas: "1".')
    version = int(seen[1])

    def matched(session: Transaction, by: Person, now: datetime) -> BaseModel:
        found = find(session, by)
        if found is None:
            raise Refused(missing())
        if found.version != version:
            raise Refused(_changed(version, found.version, standing(session)))
        return work(session, by, now)

    body = keyed(desk, people, replace(order, asked=order.asked | {"version": version}), matched)
    if not isinstance(body, Problem):
        order.response.headers["ETag"] = f'"{body["version"]}"'
    return body


def keyed(desk: Desk, people: People, order: Order, work: Work) -> dict[str, Any] | Problem:
    """Do the work once, about what says its own versions or has none."""
    if not 0 < len(order.key) <= LONGEST_KEY or not order.key.isascii() or not order.key.strip():
        return Problem(400, "Falta la llave de la orden", "Envíe «Idempotency-Key» con hasta 64 letras propias.")
    by, now = person_of(desk, people, order.request), desk.clock()
    try:
        with desk.register.writing() as session:

            def whole() -> dict[str, Any]:
                return work(session, by, now).model_dump(mode="json")

            name = f"{by.user_id}:{order.key}"
            body = once(session, key=name, command="api", asked=order.asked, by=by, now=now, work=whole).value
    except Refused as refused:
        return refused.problem
    except RuleError as broken:
        return _broken(broken)
    return dict(body)


def missing(**more: Any) -> Problem:
    """Return the problem of what is not there, or lies where the person may not see it."""
    return Problem(404, "No existe", "Revise el código; puede no estar a su alcance.", **more)


def _changed(sent: int, current: int, standing: dict[str, Any]) -> Problem:
    return Problem(
        412,
        "Cambió desde que se leyó",
        "No se cambió nada. Léalo de nuevo y repita con su versión actual, con otra llave.",
        version_enviada=sent,
        version_actual=current,
        **standing,
    )


def _broken(broken: RuleError) -> Problem:
    if isinstance(broken, KeyReused):
        return Problem(409, "Esa llave ya se usó para otra orden", "No se cambió nada. Use una llave nueva.")
    if isinstance(broken, Forbidden) and not broken.hidden:
        return Problem(403, "Su rol no le deja hacer eso", broken.spanish)
    return Problem(422, "Una regla del registro no lo permite", broken.spanish)
