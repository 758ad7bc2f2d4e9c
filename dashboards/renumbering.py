"""The forms that correct the number of a note: the CITE of a written request, the code of another system."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from conflict.record import Person
from conflict.vocabulary import OutsideSystem
from dashboards.ficha import Ficha, number_in
from dashboards.forms import chosen
from register.commands import renumbering
from register.engine import Transaction

Line = Annotated[str, Form(max_length=300)]


def routes(ficha: Ficha) -> APIRouter:
    """Return the routes of the forms on a record's page."""
    router = APIRouter(prefix="/registros/{code}")

    @router.post("/cite")
    def cite(request: Request, code: str, numero: Line = "", cite: Line = "", texto: Line = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            number = number_in(numero, "de qué requerimiento es el CITE", "numero")
            return renumbering.correct_cite(session, request_id=number, cite=cite, words=texto, by=by, now=now)

        return ficha.change(request, code, work, "requerimientos")

    @router.post("/renumerar")
    def outside(request: Request, code: str, cual: Line = "", codigo: Line = "", texto: Line = "") -> Response:
        """Put `codigo` in the place of the one that `cual` names, as `system:code`."""

        def work(session: Transaction, by: Person, now: datetime) -> str:
            system, _, before = cual.partition(":")
            renumbering.correct_code(
                session,
                code=code,
                system=chosen(OutsideSystem, system, "qué código se corrige", "cual"),
                before=before,
                after=codigo,
                words=texto,
                by=by,
                now=now,
            )
            return code

        return ficha.change(request, code, work, "codigos")

    return router
