"""What a program may decide through the API for the person of its token: about a row of the queue, and to take it back.

Every order names the version of the row it saw (If-Match) and carries a key of its own (Idempotency-Key): sent again,
it is answered the same and nothing happens twice. An order that was refused is not remembered.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from pydantic import BaseModel

from conflict.permissions import Forbidden
from conflict.record import Person, RuleError
from dashboards.api_orders import DecidedOut, DiscardIn, LinkIn, Order, PostponeIn, RegisterIn, UndoneOut
from dashboards.api_problems import PREFIX, PROBLEMS, Problem
from dashboards.desk import Desk
from dashboards.person import People, person_of
from register.commands import reviews
from register.commands.matching import Held, hold, hold_decided
from register.commands.once import KeyReused, once
from register.commands.reviews import Decided, Stale
from register.engine import Transaction

LONGEST_KEY = 64
"""Characters of a program's key; with the number of its account before it, within those of a command key."""
LARGEST_NUMBER = 2**31 - 1
"""What both engines take for the number of a row."""
_VERSION = re.compile(r'"([0-9]{1,9})"')

IfMatch = Annotated[str, Header(alias="If-Match", description="La «version» de la fila que se vio, entre comillas.")]
Key = Annotated[str, Header(alias="Idempotency-Key", description="Una llave propia de cada orden, hasta 64 letras.")]
Find = Callable[[Transaction, Person], Held | None]
Work = Callable[[Transaction, Person, datetime], BaseModel]


class _Refused(Exception):
    """The order is not carried out, and its transaction ends without a trace."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.status_code)
        self.problem = problem


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the routes that decide."""
    router = APIRouter(prefix=PREFIX, responses=PROBLEMS)

    def carried_out(
        request: Request, response: Response, match: str, key: str, asked: dict[str, Any], find: Find, work: Work
    ) -> dict[str, Any] | Problem:
        """Do the work once in one transaction, if the row is as it was seen; or say why not."""
        seen = _VERSION.fullmatch(match.strip())
        if seen is None:
            return Problem(428, "Falta la versión de la fila", 'Envíe «If-Match» con su «version» entre comillas: "1".')
        if not 0 < len(key) <= LONGEST_KEY or not key.isascii():
            return Problem(400, "Falta la llave de la orden", "Envíe «Idempotency-Key» con hasta 64 letras propias.")
        by, now, version = person_of(desk, people, request), desk.clock(), int(seen[1])
        try:
            with desk.register.writing() as session:

                def matched() -> dict[str, Any]:
                    found = find(session, by)
                    if found is None:
                        raise _Refused(Problem(404, "No existe", "Revise el código; puede no estar a su alcance."))
                    if found.version != version:
                        raise _Refused(_changed(version, found.version))
                    return work(session, by, now).model_dump(mode="json")

                told = asked | {"version": version}
                name = f"{by.user_id}:{key}"
                body = once(session, key=name, command="api", asked=told, by=by, now=now, work=matched).value
        except _Refused as refused:
            return refused.problem
        except RuleError as broken:
            return _broken(broken)
        response.headers["ETag"] = f'"{body["version"]}"'
        return dict(body)

    @router.post("/cola/{code}/decision", response_model=DecidedOut, summary="Decidir una fila de la cola")
    def decide(
        request: Request, response: Response, code: str, order: Order, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> DecidedOut:
            held = hold(session, code=code, by=by)
            done = _decided(desk, session, order, code, held.version if held else 0, by, now)
            if isinstance(done, Stale):
                raise _Refused(_closed(done))
            left = hold(session, code=code, by=by)
            return DecidedOut(id=done.review_id, codigo=code, ficha=done.record, version=left.version if left else 0)

        asked = {"fila": code} | order.model_dump(mode="json")
        return carried_out(request, response, match, key, asked, lambda s, by: hold(s, code=code, by=by), work)

    @router.post("/decisiones/{review_id}/deshacer", response_model=UndoneOut, summary="Deshacer una decisión")
    def undo(
        request: Request, response: Response, review_id: int, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def find(session: Transaction, by: Person) -> Held | None:
            known = 0 < review_id <= LARGEST_NUMBER
            return hold_decided(session, review_id=review_id, by=by) if known else None

        def work(session: Transaction, by: Person, now: datetime) -> UndoneOut:
            code = reviews.undo(session, review_id=review_id, by=by, now=now)
            left = hold(session, code=code, by=by)
            return UndoneOut(codigo=code, version=left.version if left else 0)

        return carried_out(request, response, match, key, {"deshacer": review_id}, find, work)

    return router


def _decided(
    desk: Desk, session: Transaction, order: Order, code: str, version: int, by: Person, now: datetime
) -> Decided | Stale:
    match order:
        case DiscardIn():
            return reviews.discard(
                session, code=code, version=version, reason=order.motivo, comment=order.comentario, by=by, now=now
            )
        case PostponeIn():
            until = order.hasta or desk.rules(now).clocks.calendar(by.office).next_opening(now)
            return reviews.postpone(session, code=code, version=version, until=until, by=by, now=now)
        case RegisterIn():
            rules = desk.rules(now)
            return reviews.register(
                session, code=code, version=version, kind=order.tipo, level=order.nivel, by=by, now=now, rules=rules
            )
        case LinkIn():
            return reviews.link(session, code=code, version=version, record=order.ficha, by=by, now=now)


def _changed(sent: int, current: int) -> Problem:
    return Problem(
        412,
        "La fila cambió desde que se leyó",
        "No se cambió nada. Lea la fila de nuevo y repita con su versión actual, con otra llave.",
        version_enviada=sent,
        version_actual=current,
    )


def _closed(stale: Stale) -> Problem:
    """Return the problem of a row that was decided before; who did is told by the pages, never by a problem."""
    return Problem(
        409,
        "Esa fila ya está decidida",
        "No se cambió nada. Para decidirla de otro modo, deshaga antes la decisión que tiene.",
        estado=stale.state.value,
        ficha=stale.record,
    )


def _broken(broken: RuleError) -> Problem:
    if isinstance(broken, KeyReused):
        return Problem(409, "Esa llave ya se usó para otra orden", "No se cambió nada. Use una llave nueva.")
    if isinstance(broken, Forbidden) and not broken.hidden:
        return Problem(403, "Su rol no le deja hacer eso", broken.spanish)
    return Problem(422, "Una regla del registro no lo permite", broken.spanish)
