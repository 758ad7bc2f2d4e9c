"""Several ticked rows at once with one way back, and the filters of the queue kept under a name."""

import re
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from conflict.lifecycle import DiscardReason
from conflict.record import RuleError
from conflict.triage import BatchKind
from dashboards.desk import Desk
from dashboards.forms import chosen
from dashboards.person import People, person_of
from dashboards.queue import Show
from dashboards.queue_filters import FiltersFromAddress
from register.commands import batches, views

_TICKED = re.compile(r"(P-\d{6}-\d{3,9}):(\d{1,9})")


def routes(desk: Desk, people: People, show: Show) -> APIRouter:
    """Return the routes of batches and of saved views."""
    router = APIRouter()

    @router.post("/cola/lote")
    def batch(
        request: Request,
        filters: FiltersFromAddress,
        hacer: Annotated[str, Form(max_length=20)] = "",
        fila: Annotated[list[str] | None, Form()] = None,
        motivo: Annotated[str, Form(max_length=40)] = "",
        comentario: Annotated[str, Form(max_length=500)] = "",
    ) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        try:
            kind, rows = chosen(BatchKind, hacer, "qué hacer con las filas"), _ticked(fila or [])
            with desk.register.writing() as session:
                match kind:
                    case BatchKind.DISCARD:
                        reason = chosen(DiscardReason, motivo, "el motivo del descarte")
                        number = batches.discard(session, rows=rows, reason=reason, comment=comentario, by=by, now=now)
                    case BatchKind.POSTPONE:
                        until = desk.rules(now).clocks.calendar(by.office).next_opening(now)
                        number = batches.postpone(session, rows=rows, until=until, by=by, now=now)
                    case BatchKind.JOIN:
                        number = batches.join(session, rows=rows, by=by, now=now)
        except RuleError as broken:
            return show(request, filters, None, broken.spanish)
        kept = f"/{rows[0][0]}" if kind is BatchKind.JOIN else ""
        return RedirectResponse(f"/cola{kept}{filters.query(lote=str(number))}", status_code=303)

    @router.post("/lotes/{number}/deshacer")
    def undo(request: Request, filters: FiltersFromAddress, number: int) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        try:
            with desk.register.writing() as session:
                codes = batches.undo(session, batch_id=number, by=by, now=now)
        except RuleError as broken:
            return show(request, filters, None, broken.spanish)
        return RedirectResponse(f"/cola/{codes[0]}{filters.query(deshecha='si')}", status_code=303)

    @router.post("/cola/vistas")
    def keep(
        request: Request,
        filters: FiltersFromAddress,
        nombre: Annotated[str, Form(max_length=200)] = "",
        oficina_entera: Annotated[str, Form(max_length=2)] = "",
    ) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        try:
            with desk.register.writing() as session:
                shared = oficina_entera == "si"
                views.save(session, name=nombre, filters=filters.kept(), shared=shared, by=by, now=now)
        except RuleError as broken:
            return show(request, filters, None, broken.spanish)
        return RedirectResponse(f"/cola{filters.query()}", status_code=303)

    @router.post("/cola/vistas/{number}/borrar")
    def drop(request: Request, filters: FiltersFromAddress, number: int) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        try:
            with desk.register.writing() as session:
                views.drop(session, view_id=number, by=by, now=now)
        except RuleError as broken:
            return show(request, filters, None, broken.spanish)
        return RedirectResponse(f"/cola{filters.query()}", status_code=303)

    return router


def _ticked(sent: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Return the ticked rows with the versions that the page showed; raise RuleError for what no page of ours sends."""
    found = [_TICKED.fullmatch(one) for one in sent]
    if not all(found):
        raise RuleError("ticked what is no row", "Marque las filas de nuevo.")
    return tuple((one.group(1), int(one.group(2))) for one in found if one is not None)
