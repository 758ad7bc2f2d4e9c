"""What a program may add to a record through the API: an action done, a deadline, and how a deadline ended."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from conflict.record import Person
from dashboards.api_carrying import Find, IfMatch, Key, Order, carried_out
from dashboards.api_problems import PREFIX, PROBLEMS, Problem, only_known
from dashboards.api_work import ActionIn, CloseIn, DeadlineIn, MoveIn, WorkedOut
from dashboards.desk import Desk
from dashboards.person import People
from register.commands import records
from register.commands.matching import hold_owing, hold_record
from register.engine import Transaction


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the routes that add to records."""
    router = APIRouter(prefix=PREFIX, dependencies=[Depends(only_known)], responses=PROBLEMS)

    @router.post("/registros/{code}/acciones", response_model=WorkedOut, summary="Anotar una acción hecha")
    def act(
        request: Request, response: Response, code: str, action: ActionIn, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> WorkedOut:
            records.act(
                session,
                code=code,
                kind=action.tipo,
                at=action.fecha or now,
                words=action.texto,
                proof=action.respaldo,
                by=by,
                now=now,
                next_due=action.vence_en,
                next_what=action.que_vence,
                addressee=action.entidad,
                modality=action.modalidad,
                place=action.lugar,
                cite=action.cite,
                rules=desk.rules(now),
            )
            return left(session, code, by)

        asked = {"accion": code} | action.model_dump(mode="json")
        return carried_out(desk, people, Order(request, response, match, key, asked), about(code), work)

    @router.post("/registros/{code}/plazos", response_model=WorkedOut, summary="Poner un plazo")
    def owe(
        request: Request, response: Response, code: str, deadline: DeadlineIn, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> WorkedOut:
            records.add_deadline(session, code=code, what=deadline.que, due_at=deadline.vence_en, by=by, now=now)
            return left(session, code, by)

        asked = {"plazo_de": code} | deadline.model_dump(mode="json")
        return carried_out(desk, people, Order(request, response, match, key, asked), about(code), work)

    @router.post("/plazos/{number}/cerrar", response_model=WorkedOut, summary="Cerrar un plazo")
    def close(
        request: Request, response: Response, number: int, how: CloseIn, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> WorkedOut:
            code = records.close_deadline(session, deadline_id=number, met=how.cumplido, by=by, now=now)
            return left(session, code, by)

        asked = {"cerrar": number} | how.model_dump(mode="json")
        return carried_out(desk, people, Order(request, response, match, key, asked), _owing(number), work)

    @router.post("/plazos/{number}/reprogramar", response_model=WorkedOut, summary="Pasar un plazo a otro día")
    def move(
        request: Request, response: Response, number: int, to: MoveIn, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> WorkedOut:
            code = records.reschedule(session, deadline_id=number, due_at=to.vence_en, words=to.motivo, by=by, now=now)
            return left(session, code, by)

        asked = {"reprogramar": number} | to.model_dump(mode="json")
        return carried_out(desk, people, Order(request, response, match, key, asked), _owing(number), work)

    return router


def about(code: str) -> Find:
    """Return what holds a record for an order."""
    return lambda session, by: hold_record(session, code=code, by=by)


def _owing(number: int) -> Find:
    return lambda session, by: hold_owing(session, deadline_id=number, by=by)


def left(session: Transaction, code: str, by: Person) -> WorkedOut:
    """Return what a program is told once a record was changed."""
    held = hold_record(session, code=code, by=by)
    return WorkedOut(ficha=code, version=held.version if held else 0)
