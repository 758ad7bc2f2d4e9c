"""What a program may decide through the API for the person of its token: about a row of the queue, and to take it back.

Every order names the version of the row it saw (If-Match) and carries a key of its own (Idempotency-Key): sent again,
it is answered the same and nothing happens twice. An order that was refused is not remembered.
"""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from conflict.record import Person
from dashboards.api_carrying import IfMatch, Key, Refused, carried_out
from dashboards.api_carrying import Order as Sent
from dashboards.api_orders import DecidedOut, DiscardIn, LinkIn, Order, PostponeIn, RegisterIn, UndoneOut
from dashboards.api_problems import PREFIX, PROBLEMS, Problem, only_known
from dashboards.desk import Desk
from dashboards.person import People
from register.commands import reviews
from register.commands.matching import Held, hold, hold_decided
from register.commands.reviews import Decided, Stale
from register.engine import Transaction


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the routes that decide."""
    router = APIRouter(prefix=PREFIX, dependencies=[Depends(only_known)], responses=PROBLEMS)

    @router.post("/cola/{code}/decision", response_model=DecidedOut, summary="Decidir una fila de la cola")
    def decide(
        request: Request, response: Response, code: str, order: Order, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> DecidedOut:
            held = hold(session, code=code, by=by)
            done = _decided(desk, session, order, code, held.version if held else 0, by, now)
            if isinstance(done, Stale):
                raise Refused(_closed(done))
            left = hold(session, code=code, by=by)
            return DecidedOut(id=done.review_id, codigo=code, ficha=done.record, version=left.version if left else 0)

        asked = {"fila": code} | order.model_dump(mode="json")
        sent = Sent(request, response, match, key, asked)
        return carried_out(desk, people, sent, lambda s, by: hold(s, code=code, by=by), work)

    @router.post("/decisiones/{review_id}/deshacer", response_model=UndoneOut, summary="Deshacer una decisión")
    def undo(
        request: Request, response: Response, review_id: int, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def find(session: Transaction, by: Person) -> Held | None:
            return hold_decided(session, review_id=review_id, by=by)

        def work(session: Transaction, by: Person, now: datetime) -> UndoneOut:
            code = reviews.undo(session, review_id=review_id, by=by, now=now)
            left = hold(session, code=code, by=by)
            return UndoneOut(codigo=code, version=left.version if left else 0)

        return carried_out(desk, people, Sent(request, response, match, key, {"deshacer": review_id}), find, work)

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


def _closed(stale: Stale) -> Problem:
    """Return the problem of a row that was decided before; who did is told by the pages, never by a problem."""
    return Problem(
        409,
        "Esa fila ya está decidida",
        "No se cambió nada. Para decidirla de otro modo, deshaga antes la decisión que tiene.",
        estado=stale.state.value,
        ficha=stale.record,
    )
