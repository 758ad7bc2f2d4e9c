"""The JSON API: what a program may read for the person whose token it carries, under that person's permissions.

Field names are those of the exports. Errors are problem details (RFC 9457) in Spanish. It only reads so far.
"""

from dataclasses import asdict
from datetime import datetime
from enum import Enum
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response

from conflict.departments import DEPARTMENTS
from dashboards.desk import Desk
from register.queries import queue as queue_queries
from register.queries import records as record_queries
from register.record_rows import DeadlineFact, RecordFact
from register.rows import QueueRow

PREFIX = "/api/v1"
PAGE = 100


class Problem(JSONResponse):
    """A failure as problem details."""

    media_type = "application/problem+json"

    def __init__(self, status: int, title: str, detail: str) -> None:
        """Say what was wrong and what to do."""
        super().__init__({"type": "about:blank", "status": status, "title": title, "detail": detail}, status)


def routes(desk: Desk) -> APIRouter:
    """Return the routes of the API."""
    router = APIRouter(prefix=PREFIX)

    @router.get("/cola")
    def queue(
        departamento: Annotated[str, Query(max_length=8)] = "",
        texto: Annotated[str, Query(max_length=200)] = "",
        desde: Annotated[str, Query(max_length=200)] = "",
    ) -> Response:
        department = departamento if departamento in DEPARTMENTS or departamento == "sin" else None
        with desk.register.reading() as session:
            page = queue_queries.page(
                session, department=department, text=texto, limit=PAGE, cursor=desde or None, now=desk.clock()
            )
        return JSONResponse(
            {"filas": [_row(row) for row in page.rows], "total": page.total, "siguiente": page.next_cursor}
        )

    @router.get("/registros")
    def records(cerrados: bool = False, texto: Annotated[str, Query(max_length=200)] = "") -> Response:
        with desk.register.reading() as session:
            found = record_queries.listed(session, closed=cerrados, text=texto)
        return JSONResponse({"fichas": [_record(one) for one in found]})

    @router.get("/registros/{code}")
    def record(code: str) -> Response:
        with desk.register.reading() as session:
            found = record_queries.detail(session, code)
        if found is None:
            return Problem(404, "No existe esa ficha", "Revise el código; puede no estar a su alcance.")
        body = _record(found.record) | {
            "acciones": [_plain(asdict(one)) for one in found.timeline],
            "plazos": [_deadline(one) for one in found.deadlines],
        }
        return JSONResponse(body, headers={"ETag": f'"{found.record.version}"'})

    @router.get("/plazos")
    def deadlines() -> Response:
        with desk.register.reading() as session:
            found = record_queries.agenda(session)
        return JSONResponse({"plazos": [_deadline(one) for one in found]})

    return router


def _row(row: QueueRow) -> dict[str, Any]:
    return {
        "codigo": row.code,
        "estado": row.state.value,
        "nivel": row.level.value,
        "etapa": row.stage.value,
        "titular": row.title,
        "departamentos": list(row.departments),
        "municipios": list(row.municipalities),
        "medidas": list(row.measures),
        "ultima_nota": row.newest_at.isoformat(),
        "revisar_antes_de": row.review_by.isoformat(),
        "notas": row.notes,
        "medios": row.outlets,
    }


def _record(one: RecordFact) -> dict[str, Any]:
    return {
        "codigo": one.code,
        "tipo": one.kind.value,
        "estado": one.state.value,
        "nivel": one.level.value,
        "titulo": one.title,
        "departamentos": list(one.departments),
        "municipios": list(one.municipalities),
        "oficina": one.office,
        "abierta_en": one.opened_at.isoformat(),
        "version": one.version,
    }


def _deadline(one: DeadlineFact) -> dict[str, Any]:
    return {
        "id": one.id,
        "ficha": one.record,
        "que": one.what,
        "entidad": one.addressee,
        "vence_en": one.due_at.isoformat(),
        "estado": one.state.value,
    }


_FIELDS = {"kind": "tipo", "at": "fecha", "by": "persona", "office": "oficina", "words": "texto", "proof": "respaldo"}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a line of the timeline under their Spanish names."""
    told = {_FIELDS[name]: value for name, value in values.items() if name in _FIELDS}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value.value if isinstance(value, Enum) else value
        for name, value in told.items()
    }
