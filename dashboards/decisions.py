"""What a person does with a row of the queue: the forms of the panel, each one transaction, each with a way back."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from conflict.codebook import Level, QueueState
from conflict.lifecycle import DiscardReason, RecordKind
from conflict.postponing import Until, until_of
from conflict.record import Person, RuleError
from dashboards.claiming import confirmed, demand_free
from dashboards.desk import Desk
from dashboards.forms import chosen
from dashboards.keyed import carried_out
from dashboards.labels import QUEUE_STATES
from dashboards.looking import record_meant, record_named
from dashboards.offline import from_device, not_taken, taken
from dashboards.person import People, person_of
from dashboards.queue import Show, neighbour
from dashboards.queue_filters import Filters, FiltersFromAddress
from dashboards.when import ago
from register.commands import leases, reviews, routing
from register.commands.matching import hold
from register.commands.reviews import Decided, Stale
from register.engine import Transaction
from register.queries.orders import stands

Version = Annotated[int, Form(ge=0)]
Decide = Callable[[Transaction, Person, datetime], Decided | Stale]
CHANGED_WORDS = "La fila cambió después de que usted la leyó. Su decisión no se aplicó; léala como está y decida."
TAKEN_BACK_WORDS = "Esa decisión ya se había guardado y después se deshizo. No se repitió; elija de nuevo."


class Late(RuleError):
    """Somebody decided before: the row is shown as it is now, since the form that was sent is of an older one."""


def routes(desk: Desk, people: People, show: Show) -> APIRouter:
    """Return the routes of decisions; `show` draws the queue again when one could not be taken."""
    router = APIRouter(dependencies=[Depends(confirmed)])

    def refused(request: Request, filters: Filters, code: str | None, broken: RuleError) -> Response:
        if from_device(request):
            return not_taken(broken.spanish)
        return show(request, filters, code, broken.spanish, late=isinstance(broken, Late))

    def decided(
        request: Request, filters: Filters, code: str, version: int, decide: Decide, *, open_record: bool = False
    ) -> Response:
        """Take one decision once, in one transaction; go on to the next row, or say why it was not taken."""
        by, now = person_of(desk, people, request), desk.clock()
        after = neighbour(desk, filters, code, now)
        try:
            with desk.register.writing() as session:

                def work() -> dict[str, Any]:
                    demand_free(session, request, code, by, now)
                    held = hold(session, code=code, by=by) if from_device(request) else None
                    done = decide(session, by, now)
                    if isinstance(done, Stale):
                        raise Late(f"{code} decided before", stale_words(done, now))
                    if held is not None and held.version != version:
                        raise RuleError(f"{code} changed since it was kept", CHANGED_WORDS)
                    leases.release(session, code=code)
                    return {"review": done.review_id, "record": done.record, "after": after or ""}

                answer = carried_out(session, request, by, now, work)
                if answer.repeated and not stands(session, answer.value["review"]):
                    raise RuleError(f"{code} decided and taken back", TAKEN_BACK_WORDS)
        except RuleError as broken:
            return refused(request, filters, code, broken)
        done = answer.value
        if from_device(request):
            return taken(code)
        if open_record:
            return RedirectResponse(f"/registros/{done['record']}", status_code=303)
        row = f"/{done['after']}" if done["after"] else ""
        return RedirectResponse(f"/cola{row}{filters.query(hecho=str(done['review']))}", status_code=303)

    @router.post("/cola/{code}/descartar")
    def discard(
        request: Request,
        filters: FiltersFromAddress,
        code: str,
        version: Version,
        motivo: Annotated[list[str] | None, Form()] = None,
        comentario: Annotated[str, Form(max_length=500)] = "",
    ) -> Response:
        def decide(session: Transaction, by: Person, now: datetime) -> Decided | Stale:
            said = [one for one in motivo or [] if one]  # one of the keys, or one of the list, which then counts
            reason = chosen(DiscardReason, said[-1] if said else "", "el motivo del descarte")
            return reviews.discard(
                session, code=code, version=version, reason=reason, comment=comentario, by=by, now=now
            )

        return decided(request, filters, code, version, decide)

    @router.post("/cola/{code}/posponer")
    def postpone(
        request: Request,
        filters: FiltersFromAddress,
        code: str,
        version: Version,
        hasta: Annotated[str, Form()] = Until.NEXT_DAY.value,
        dia: Annotated[str, Form(max_length=10)] = "",
    ) -> Response:
        def decide(session: Transaction, by: Person, now: datetime) -> Decided | Stale:
            choice = Until.DAY if dia else chosen(Until, hasta, "hasta cuándo se pospone")
            until = until_of(choice, dia, desk.rules(now).clocks.calendar(by.office), now)
            return reviews.postpone(session, code=code, version=version, until=until, by=by, now=now)

        return decided(request, filters, code, version, decide)

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
        def decide(session: Transaction, by: Person, now: datetime) -> Decided | Stale:
            kind, level = chosen(RecordKind, tipo, "si es alerta o conflicto"), chosen(Level, nivel, "el nivel")
            rules = desk.rules(now)
            return reviews.register(
                session, code=code, version=version, kind=kind, level=level, by=by, now=now, rules=rules
            )

        return decided(request, filters, code, version, decide, open_record=bool(abrir))

    @router.post("/cola/{code}/unir")
    def link(
        request: Request,
        filters: FiltersFromAddress,
        code: str,
        version: Version,
        ficha: Annotated[str, Form(max_length=40)] = "",
        hallada: Annotated[str, Form(max_length=40)] = "",
        otra: Annotated[str, Form(max_length=300)] = "",
    ) -> Response:
        def decide(session: Transaction, by: Person, now: datetime) -> Decided | Stale:
            record = record_meant({ficha.strip(), hallada.strip()} - {""}, record_named(otra))
            return reviews.link(session, code=code, version=version, record=record, by=by, now=now)

        return decided(request, filters, code, version, decide)

    @router.post("/cola/{code}/mover")
    def move(
        request: Request,
        filters: FiltersFromAddress,
        code: str,
        version: Version,
        receiver: Annotated[str, Form(alias="oficina", max_length=40)] = "",
        motivo: Annotated[str, Form(max_length=500)] = "",
    ) -> Response:
        by = person_of(desk, people, request)
        try:
            with desk.register.writing() as session:
                now = desk.clock()

                def work() -> str:
                    routing.move(session, code=code, version=version, office=receiver, reason=motivo, by=by, now=now)
                    return code

                carried_out(session, request, by, now, work)
        except RuleError as broken:
            return refused(request, filters, code, broken)
        if from_device(request):
            return taken(code)
        return RedirectResponse(f"/cola/{code}{filters.query()}", status_code=303)

    @router.post("/decisiones/{review_id}/deshacer")
    def undo(request: Request, filters: FiltersFromAddress, review_id: int) -> Response:
        by = person_of(desk, people, request)
        try:
            with desk.register.writing() as session:
                now = desk.clock()
                code = carried_out(
                    session, request, by, now, lambda: reviews.undo(session, review_id=review_id, by=by, now=now)
                ).value
        except RuleError as broken:
            return refused(request, filters, None, broken)
        if from_device(request):
            return taken(code)
        return RedirectResponse(f"/cola/{code}{filters.query(deshecha='si')}", status_code=303)

    return router


def stale_words(stale: Stale, now: datetime) -> str:
    """Say who decided before, when and what, and that nothing of this decision was applied."""
    what = f"como {stale.record}" if stale.record else f"({QUEUE_STATES[QueueState(stale.state)].lower()})"
    when = f" {ago(stale.at, now).text}" if stale.at else ""
    who = stale.by or "Otra persona"
    return f"{who} ya decidió esta fila{when} {what}. Su decisión no se aplicó."
