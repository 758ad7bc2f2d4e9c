"""The JSON API: what a program may read for the person whose token it carries, under that person's permissions.

Field names are those of the exports. Errors are problem details (RFC 9457) in Spanish.
"""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from conflict.departments import DEPARTMENTS
from conflict.record import RuleError
from conflict.sourcehealth import status_of
from dashboards import api_models as models
from dashboards.api_problems import PREFIX, PROBLEMS, Problem
from dashboards.desk import Desk
from dashboards.sources import vitals
from register.queries import queue as queue_queries
from register.queries import records as record_queries
from register.queries import sources as source_queries

PAGE = 100
LARGEST_PAGE = 500

Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="Cuántos por página.")]
Words = Annotated[str, Query(max_length=200, description="Palabras; se perdonan los acentos.")]
Cursor = Annotated[str, Query(max_length=200, description="El valor de «siguiente» de la página anterior.")]
Place = Annotated[str, Query(max_length=8, description="Código de departamento, o «sin» para filas sin ninguno.")]


def routes(desk: Desk) -> APIRouter:
    """Return the routes that read."""
    router = APIRouter(prefix=PREFIX, responses=PROBLEMS)

    @router.get("/cola", response_model=models.QueueOut, summary="Leer la cola, lo que vence antes primero")
    def queue(departamento: Place = "", texto: Words = "", desde: Cursor = "", limite: Limit = PAGE) -> models.QueueOut:
        department = departamento if departamento in DEPARTMENTS or departamento == "sin" else None
        with desk.register.reading() as session:
            page = queue_queries.page(
                session, department=department, text=texto, limit=limite, cursor=desde or None, now=desk.clock()
            )
        return models.QueueOut(
            filas=tuple(models.row_out(row) for row in page.rows), total=page.total, siguiente=page.next_cursor
        )

    @router.get("/registros", response_model=models.RecordsOut, summary="Leer las fichas, la más nueva primero")
    def records(
        cerrados: bool = False, texto: Words = "", desde: Cursor = "", limite: Limit = PAGE
    ) -> models.RecordsOut | Problem:
        try:
            with desk.register.reading() as session:
                page = record_queries.page(session, closed=cerrados, text=texto, limit=limite, cursor=desde)
        except RuleError as broken:
            return Problem(422, "No se puede seguir desde allí", broken.spanish)
        return models.RecordsOut(
            fichas=tuple(models.record_out(one) for one in page.records), siguiente=page.next_cursor
        )

    @router.get("/registros/{code}", response_model=models.RecordDetailOut, summary="Leer una ficha completa")
    def record(code: str, response: Response) -> models.RecordDetailOut | Problem:
        with desk.register.reading() as session:
            found = record_queries.detail(session, code)
        if found is None:
            return Problem(404, "No existe esa ficha", "Revise el código; puede no estar a su alcance.")
        response.headers["ETag"] = f'"{found.record.version}"'
        return models.detail_out(found)

    @router.get("/plazos", response_model=models.DeadlinesOut, summary="Leer los plazos abiertos")
    def deadlines() -> models.DeadlinesOut:
        with desk.register.reading() as session:
            found = record_queries.agenda(session)
        return models.DeadlinesOut(plazos=tuple(models.deadline_out(one) for one in found))

    @router.get("/fuentes", response_model=models.SourcesOut, summary="Leer las fuentes y cómo están")
    def sources() -> models.SourcesOut:
        now = desk.clock()
        with desk.register.reading() as session:
            health = source_queries.health(session, now)
        return models.SourcesOut(fuentes=tuple(models.source_out(one, status_of(vitals(one), now)) for one in health))

    return router
