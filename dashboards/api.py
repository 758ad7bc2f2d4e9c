"""The JSON API: what a program may read for the person whose token it carries, under that person's permissions.

Field names are those of the exports. Errors are problem details (RFC 9457) in Spanish.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from conflict.departments import DEPARTMENTS
from conflict.record import RuleError
from conflict.sourcehealth import status_of
from dashboards import api_models as models
from dashboards.api_answers import KEPT, answered
from dashboards.api_problems import PREFIX, PROBLEMS, Problem, only_known
from dashboards.desk import Desk
from dashboards.sources import vitals
from register.queries import casefile as case_queries
from register.queries import duties, merges, sourcehealth
from register.queries import queue as queue_queries
from register.queries import records as record_queries
from register.queries.chances import chances

PAGE = 100
LARGEST_PAGE = 500

Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="Cuántos por página.")]
Words = Annotated[str, Query(max_length=200, description="Palabras; se perdonan los acentos.")]
Cursor = Annotated[str, Query(max_length=200, description="El valor de «siguiente» de la página anterior.")]
Place = Annotated[str, Query(max_length=8, description="Código de departamento, o «sin» para filas sin ninguno.")]


def routes(desk: Desk) -> APIRouter:
    """Return the routes that read."""
    router = APIRouter(prefix=PREFIX, dependencies=[Depends(only_known)], responses=PROBLEMS | KEPT)

    @router.get("/cola", response_model=models.QueueOut, summary="Leer la cola, lo que vence antes primero")
    def queue(
        request: Request, departamento: Place = "", texto: Words = "", desde: Cursor = "", limite: Limit = PAGE
    ) -> Response:
        department = departamento if departamento in DEPARTMENTS or departamento == "sin" else None
        if departamento and department is None:
            return Problem(422, "Ese departamento no existe", "Envíe su código de dos cifras, o «sin».")
        if desde and not queue_queries.readable(desde):
            return Problem(422, FROM_NOWHERE, "Ese «desde» no vino de una página anterior. Empiece sin él.")
        with desk.register.reading() as session:
            page = queue_queries.page(
                session, department=department, text=texto, limit=limite, cursor=desde or None, now=desk.clock()
            )
            likely = chances(session, [row.id for row in page.rows])
        rows = tuple(models.row_out(row, likely.get(row.id)) for row in page.rows)
        return answered(request, models.QueueOut(filas=rows, total=page.total, siguiente=page.next_cursor))

    @router.get("/registros", response_model=models.RecordsOut, summary="Leer las fichas, la más nueva primero")
    def records(
        request: Request, cerrados: bool = False, texto: Words = "", desde: Cursor = "", limite: Limit = PAGE
    ) -> Response:
        try:
            with desk.register.reading() as session:
                page = record_queries.page(session, closed=cerrados, text=texto, limit=limite, cursor=desde)
        except RuleError as broken:
            return Problem(422, FROM_NOWHERE, broken.spanish)
        found = tuple(models.record_out(one) for one in page.records)
        return answered(request, models.RecordsOut(fichas=found, siguiente=page.next_cursor))

    @router.get(
        "/registros/{code}",
        response_model=models.RecordDetailOut,
        responses=MOVED,
        summary="Leer una ficha completa; la de una que se unió a otra lleva a la otra",
    )
    def record(request: Request, code: str) -> Response:
        with desk.register.reading() as session:
            found = record_queries.detail(session, code)
            file = case_queries.case(session, code) if found else None
            other = merges.survivor(session, code) if found else ""
        if found is None or file is None:
            return Problem(404, "No existe esa ficha", "Revise el código; puede no estar a su alcance.")
        if other:
            return RedirectResponse(f"{PREFIX}/registros/{other}", status_code=303)
        return answered(request, models.detail_out(found, file.file.values), found.record.version)

    @router.get(
        "/plazos", response_model=models.DeadlinesOut, summary="Leer los plazos abiertos, el más próximo primero"
    )
    def deadlines(request: Request, desde: Cursor = "", limite: Limit = PAGE) -> Response:
        try:
            with desk.register.reading() as session:
                page = duties.page(session, limit=limite, cursor=desde)
        except RuleError as broken:
            return Problem(422, FROM_NOWHERE, broken.spanish)
        found = tuple(models.deadline_out(one) for one in page.deadlines)
        return answered(request, models.DeadlinesOut(plazos=found, siguiente=page.next_cursor))

    @router.get("/fuentes", response_model=models.SourcesOut, summary="Leer las fuentes y cómo están, por su id")
    def sources(request: Request, desde: Cursor = "", limite: Limit = PAGE) -> Response:
        now = desk.clock()
        with desk.register.reading() as session:
            health = sorted(sourcehealth.health(session, now), key=lambda one: one.source.id)
        left = [one for one in health if one.source.id > desde]
        shown = tuple(models.source_out(one, status_of(vitals(one), now)) for one in left[:limite])
        cursor = shown[-1].id if len(left) > limite else None
        return answered(request, models.SourcesOut(fuentes=shown, siguiente=cursor))

    return router


FROM_NOWHERE = "No se puede seguir desde allí"
MOVED: dict[int | str, dict[str, Any]] = {303: {"description": "La ficha se unió a otra: está en «Location»"}}
