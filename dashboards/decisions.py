"""What a person does with a row of the queue: the forms of the panel, each one transaction, each with a way back."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, TypeVar

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from conflict.codebook import Level, QueueState
from conflict.lapaz import LA_PAZ, local
from conflict.lifecycle import DiscardReason, RecordKind
from conflict.record import RuleError
from dashboards.desk import Desk
from dashboards.labels import QUEUE_STATES
from dashboards.person import People, person_of
from dashboards.queue import FiltersFromAddress, Show, neighbour
from dashboards.when import ago
from register.commands import reviews
from register.commands.reviews import Decided, Stale

Choice = TypeVar("Choice", bound=StrEnum)
Version = Annotated[int, Form(ge=0)]


def routes(desk: Desk, people: People, show: Show) -> APIRouter:
    """Return the routes of decisions; `show` draws the queue again when one could not be taken."""
    router = APIRouter()

    @router.post("/cola/{code}/descartar")
    def discard(
        request: Request,
        filters: FiltersFromAddress,
        code: str,
        version: Version,
        motivo: Annotated[str, Form()] = "",
        comentario: Annotated[str, Form(max_length=500)] = "",
    ) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        after = neighbour(desk, filters, code, now)
        try:
            reason = _chosen(DiscardReason, motivo, "el motivo del descarte")
            with desk.register.writing() as session:
                done = reviews.discard(
                    session, code=code, version=version, reason=reason, comment=comentario, by=by, now=now
                )
        except RuleError as broken:
            return show(request, filters, code, broken.spanish)
        return _answer(request, filters, code, after, done, now)

    @router.post("/cola/{code}/posponer")
    def postpone(request: Request, filters: FiltersFromAddress, code: str, version: Version) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        after = neighbour(desk, filters, code, now)
        try:
            with desk.register.writing() as session:
                done = reviews.postpone(session, code=code, version=version, until=next_morning(now), by=by, now=now)
        except RuleError as broken:
            return show(request, filters, code, broken.spanish)
        return _answer(request, filters, code, after, done, now)

    @router.post("/cola/{code}/registrar")
    def register(
        request: Request,
        filters: FiltersFromAddress,
        code: str,
        version: Version,
        tipo: Annotated[str, Form()] = "",
        nivel: Annotated[str, Form()] = "",
        abrir: Annotated[str, Form()] = "",
    ) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        after = neighbour(desk, filters, code, now)
        try:
            kind, level = _chosen(RecordKind, tipo, "si es alerta o conflicto"), _chosen(Level, nivel, "el nivel")
            with desk.register.writing() as session:
                done = reviews.register(session, code=code, version=version, kind=kind, level=level, by=by, now=now)
        except RuleError as broken:
            return show(request, filters, code, broken.spanish)
        if abrir and isinstance(done, Decided):
            return RedirectResponse(f"/registros/{done.record}", status_code=303)
        return _answer(request, filters, code, after, done, now)

    @router.post("/cola/{code}/unir")
    def link(
        request: Request,
        filters: FiltersFromAddress,
        code: str,
        version: Version,
        ficha: Annotated[str, Form(max_length=40)] = "",
    ) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        after = neighbour(desk, filters, code, now)
        try:
            with desk.register.writing() as session:
                done = reviews.link(session, code=code, version=version, record=ficha, by=by, now=now)
        except RuleError as broken:
            return show(request, filters, code, broken.spanish)
        return _answer(request, filters, code, after, done, now)

    @router.post("/decisiones/{review_id}/deshacer")
    def undo(request: Request, filters: FiltersFromAddress, review_id: int) -> Response:
        by = person_of(desk, people, request)
        try:
            with desk.register.writing() as session:
                code = reviews.undo(session, review_id=review_id, by=by, now=desk.clock())
        except RuleError as broken:
            return show(request, filters, None, broken.spanish)
        return RedirectResponse(f"/cola/{code}{filters.query()}", status_code=303)

    def _answer(
        request: Request,
        filters: FiltersFromAddress,
        code: str,
        after: str | None,
        done: Decided | Stale,
        now: datetime,
    ) -> Response:
        if isinstance(done, Stale):
            return show(request, filters, code, stale_words(done, now))
        row = f"/{after}" if after else ""
        return RedirectResponse(f"/cola{row}{filters.query(hecho=str(done.review_id))}", status_code=303)

    return router


def next_morning(now: datetime) -> datetime:
    """Return 08:30 in La Paz of the next Monday to Friday."""
    day = local(now).date() + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime.combine(day, datetime.min.time(), LA_PAZ).replace(hour=8, minute=30)


def stale_words(stale: Stale, now: datetime) -> str:
    """Say who decided before, when and what, and that nothing of this decision was applied."""
    what = f"como {stale.record}" if stale.record else f"({QUEUE_STATES[QueueState(stale.state)].lower()})"
    when = f" {ago(stale.at, now).text}" if stale.at else ""
    who = stale.by or "Otra persona"
    return f"{who} ya decidió esta fila{when} {what}. Su decisión no se aplicó."


def _chosen(kind: type[Choice], text: str, what: str) -> Choice:
    try:
        return kind(text)
    except ValueError:
        raise RuleError(f"{kind.__name__} {text[:20]!r}", f"Falta elegir {what}.") from None
