"""Put a row of the queue right from its page: correct what was read, separate a note, give the row to somebody."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from conflict.claim import MOST
from conflict.codebook import FLAGGED_STAGES, Level, Measure, Stage
from conflict.departments import DEPARTMENTS
from conflict.entered import Town, town_of
from conflict.lapaz import local_day
from conflict.record import RuleError
from conflict.triage import Corrected, CorrectedField
from dashboards.desk import Desk
from dashboards.forms import chosen
from dashboards.keyed import carried_out
from dashboards.labels import LEVELS, MEASURES, STAGES
from dashboards.pages import FaultView, Option
from dashboards.person import People, person_of
from dashboards.queue import Show, place_words
from dashboards.queue_filters import Filters, FiltersFromAddress
from dashboards.queue_head import town_names
from dashboards.refused import drawn_again
from dashboards.swapping import asked_in_part, part
from dashboards.triage_views import CorrectView, SideView
from register.actor_names import Names
from register.columns import LARGEST_ID
from register.commands import assigning, corrections, separating, uncorrecting
from register.queries import queue as queue_queries
from register.rows import QueueRow

Towns = Callable[[date], tuple[Town, ...]]
SAME = "="
"""The choice of a place that leaves it as it is."""
NOWHERE = "sin"
"""The choice of no department; an empty field would be one that the form does not have."""
Version = Annotated[int, Form(ge=0)]
Field = Annotated[str, Form(max_length=40)]


def routes(desk: Desk, people: People, show: Show, towns: Towns, names: Names) -> APIRouter:
    """Return the routes that put a row right."""
    router = APIRouter()

    def form(request: Request, filters: Filters, code: str, trouble: str = "") -> Response:
        with desk.register.reading() as session:
            found = queue_queries.detail(session, code)
            if found is None:
                return desk.missing(code)
            around = desk.around(session, f"Corregir {code}", "cola", trouble=trouble)
        row, today = found.row, local_day(desk.clock())
        view = CorrectView(
            frame=around,
            code=row.code,
            title=row.title,
            place=place_words(row),
            version=row.version,
            query=filters.query(),
            departments=tuple(Option(one, name, 0, False) for one, name in DEPARTMENTS.items()),
            towns=town_names(towns(today)),
            stages=tuple(
                Option(one.value, STAGES[one], 0, one is row.stage)
                for one in Stage
                if one in FLAGGED_STAGES or one is row.stage
            ),
            measures=tuple(Option(one.value, MEASURES[one], 0, one.value in row.measures) for one in Measure),
            levels=tuple(Option(one.value, LEVELS[one], 0, one is row.level) for one in Level),
            sides=(
                _side(CorrectedField.CLAIMANTS, "Quién demanda", row.claim.claimants),
                _side(CorrectedField.ADDRESSEES, "Ante quién", row.claim.addressees),
            ),
            demand=row.claim.demand,
            names=names(today),
        )
        if asked_in_part(request):
            return part(desk.page("corregir_parte.html", view))
        return desk.page("corregir.html", view, 422 if trouble else 200)

    @router.get("/cola/{code}/corregir", response_class=HTMLResponse)
    def ask(request: Request, filters: FiltersFromAddress, code: str) -> Response:
        return form(request, filters, code)

    @router.post("/cola/{code}/corregir")
    def correct(
        request: Request,
        filters: FiltersFromAddress,
        code: str,
        version: Version,
        departamento: Field = SAME,
        municipio: Annotated[str, Form(max_length=120)] = "",
        etapa: Field = "",
        medida: Annotated[list[str] | None, Form()] = None,
        nivel: Field = "",
        motivo: Annotated[str, Form(max_length=600)] = "",
    ) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        try:
            with desk.register.writing() as session:
                found = queue_queries.detail(session, code)
                if found is None:
                    return desk.missing(code)
                departments, municipalities = place_of(found.row, departamento, municipio, towns(local_day(now)))
                to = Corrected(
                    departments,
                    municipalities,
                    chosen(Stage, etapa, "la etapa", "etapa"),
                    tuple(chosen(Measure, one, "la medida", "medida") for one in _ordered(found.row, medida or [])),
                    chosen(Level, nivel, "el nivel", "nivel"),
                    _names(request.state.fields, CorrectedField.CLAIMANTS),
                    _names(request.state.fields, CorrectedField.ADDRESSEES),
                    dict(request.state.fields).get(CorrectedField.DEMAND.value),
                )
                done = corrections.correct(session, code=code, version=version, to=to, reason=motivo, by=by, now=now)
        except RuleError as broken:
            if asked_in_part(request):
                return part(desk.page("fallo.html", FaultView(broken.spanish), 422), into="#fallo-corregir")
            again, action = form(request, filters, code, broken.spanish), f"/cola/{code}/corregir{filters.query()}"
            return drawn_again(again, action, request.state.fields, broken)
        there = filters.query(corregida=str(done.correction_id))
        return RedirectResponse(f"/cola/{code}{there}", status_code=303)

    @router.post("/cola/{code}/corregir/{number}/deshacer")
    def take_back(request: Request, filters: FiltersFromAddress, code: str, number: int) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        try:
            with desk.register.writing() as session:

                def work() -> str:
                    return uncorrecting.undo(session, code=code, correction_id=number, by=by, now=now)

                carried_out(session, request, by, now, work)
        except RuleError as broken:
            return show(request, filters, None, broken.spanish)
        return RedirectResponse(f"/cola/{code}{filters.query(deshecha='si')}", status_code=303)

    @router.post("/cola/{code}/separar")
    def separate(
        request: Request, filters: FiltersFromAddress, code: str, articulo: Annotated[int, Form(ge=1, le=LARGEST_ID)]
    ) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        try:
            with desk.register.writing() as session:
                separating.separate(session, code=code, article=articulo, by=by, now=now)
        except RuleError as broken:
            return show(request, filters, code, broken.spanish)
        return RedirectResponse(f"/cola/{code}{filters.query()}", status_code=303)

    @router.post("/cola/{code}/asignar")
    def assign(
        request: Request,
        filters: FiltersFromAddress,
        code: str,
        persona: Annotated[int, Form(ge=0, le=LARGEST_ID)] = 0,
    ) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        try:
            with desk.register.writing() as session:
                assigning.assign(session, code=code, account_id=persona, by=by, now=now)
        except RuleError as broken:
            return show(request, filters, code, broken.spanish)
        return RedirectResponse(f"/cola/{code}{filters.query()}", status_code=303)

    return router


def _side(field: CorrectedField, legend: str, names: tuple[str, ...]) -> SideView:
    """Return the names of a side with room for one more, and for two at least."""
    room = min(MOST, max(2, len(names) + 1)) - len(names)
    return SideView(field.value, legend, names + ("",) * room)


def _names(sent: Sequence[tuple[str, str]], side: CorrectedField) -> tuple[str, ...] | None:
    """Return what a form says of a side, place by place; None for a form that does not ask for it."""
    said = dict(sent)
    places = [f"{side.value}_{place}" for place in range(1, MOST + 2)]
    return tuple(said.get(place, "") for place in places) if places[0] in said else None


def _ordered(row: QueueRow, sent: list[str]) -> list[str]:
    """Return the measures of a form, those that the row has already in the order in which it has them."""
    return [one for one in row.measures if one in sent] + [one for one in sent if one not in row.measures]


def place_of(
    row: QueueRow, department: str, town: str, towns: tuple[Town, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return departments and municipalities after a correction; a municipality brings its department."""
    if town.strip() not in (SAME, ""):
        found = town_of(town, towns)
        if found is None:
            raise RuleError(
                "no such municipality",
                "Ese municipio no está en la lista, o hay varios con ese nombre. Elíjalo con su departamento.",
                "municipio",
            )
        return (found.department,), (found.name,)
    if department not in (SAME, NOWHERE) and department not in DEPARTMENTS:
        raise RuleError(
            f"no department {department!r}", "Ese departamento no está en la lista. Elija otro.", "departamento"
        )
    if department == SAME:
        return row.departments, row.municipalities
    return () if department == NOWHERE else (department,), ()
