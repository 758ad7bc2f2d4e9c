"""Several rows of the queue decided by a program at once, all or none, and taken back at once: as the page's ticks.

Each row is told with the version that was seen, so there is no If-Match; one key is for the whole order.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from conflict.lifecycle import DiscardReason
from conflict.record import Person, RuleError
from conflict.triage import MOST_AT_ONCE
from dashboards.api_carrying import Key, Number, Order, Refused, keyed, missing
from dashboards.api_orders import Comment
from dashboards.api_problems import PREFIX, PROBLEMS, Problem, only_known
from dashboards.api_shape import shown
from dashboards.api_work import Moment
from dashboards.desk import Desk
from dashboards.person import People
from register.commands import batches
from register.commands.batches import Before
from register.commands.matching import hold, hold_rows_named
from register.engine import Transaction
from register.queries import triage as triage_queries

SEEN: list[dict[str, Any]] = [{"codigo": "P-261120-001", "version": 1}, {"codigo": "P-261120-002", "version": 3}]


class SeenIn(BaseModel):
    """A row and the version in which it was seen."""

    model_config = shown("Fila vista", SEEN[0])

    codigo: Annotated[str, Field(pattern=r"^P-[0-9]{6}-[0-9]{3,9}$")]
    version: Annotated[int, Field(ge=0, le=999_999_999)]


Rows = Annotated[tuple[SeenIn, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]


class DiscardAllIn(BaseModel):
    """Set the rows aside for one reason."""

    model_config = shown("Descartar varias", {"hacer": "descartar", "filas": SEEN, "motivo": "hecho_pasado"})

    hacer: Literal["descartar"]
    filas: Rows
    motivo: DiscardReason
    comentario: Comment = ""


class PostponeAllIn(BaseModel):
    """Put the rows off; without `hasta`, until the office opens next."""

    model_config = shown("Posponer varias", {"hacer": "posponer", "filas": SEEN})

    hacer: Literal["posponer"]
    filas: Rows
    hasta: Moment | None = None


class JoinAllIn(BaseModel):
    """Put the notes of all rows into the first one, which stays open."""

    model_config = shown("Unir entre sí", {"hacer": "unir", "filas": SEEN})

    hacer: Literal["unir"]
    filas: Rows


Batch = Annotated[DiscardAllIn | PostponeAllIn | JoinAllIn, Field(discriminator="hacer")]


class RowResultOut(BaseModel):
    """What became of a row: the number of its decision, null where it stays open; `version` the row's now."""

    model_config = shown("Resultado de una fila", {"codigo": "P-261120-001", "decision": 3, "version": 2})

    codigo: str
    decision: int | None
    version: int


RESULTS: list[dict[str, Any]] = [one | {"decision": 3 + n, "version": 4} for n, one in enumerate(SEEN)]


class BatchOut(BaseModel):
    """All of it stands; `id` takes it back at once."""

    model_config = shown("Decisión de varias", {"id": 2, "filas": RESULTS})

    id: int
    filas: tuple[RowResultOut, ...]


class BatchUndoneOut(BaseModel):
    """All of it was taken back; the rows are as they were before, with new versions."""

    model_config = shown("Decisión de varias deshecha", {"filas": [one | {"decision": None} for one in RESULTS]})

    filas: tuple[RowResultOut, ...]


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the routes of several rows at once."""
    router = APIRouter(prefix=PREFIX, dependencies=[Depends(only_known)], responses=PROBLEMS)

    @router.post("/cola/lotes", response_model=BatchOut, summary="Decidir varias filas a la vez, todas o ninguna")
    def decide(request: Request, response: Response, batch: Batch, key: Key = "") -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> BatchOut:
            rows = tuple((one.codigo, one.version) for one in batch.filas)
            if len(dict(rows)) < len(rows):
                raise RuleError("a row told twice", "Una fila está dos veces. No se cambió ninguna.")
            _demand_as_seen(session, rows, by)
            try:
                number = _decided(desk, session, batch, rows, by, now)
            except Before as before:
                raise Refused(_closed(before)) from before
            made = triage_queries.decisions_of_batch(session, number)
            return BatchOut(id=number, filas=_results(session, [code for code, _ in rows], made, by))

        asked = {"lote": batch.model_dump(mode="json")}
        return keyed(desk, people, Order(request, response, "", key, asked), work)

    @router.post("/lotes/{number}/deshacer", response_model=BatchUndoneOut, summary="Deshacer una decisión de varias")
    def undo(request: Request, response: Response, number: Number, key: Key = "") -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> BatchUndoneOut:
            codes = batches.undo(session, batch_id=number, by=by, now=now)
            return BatchUndoneOut(filas=_results(session, codes, {}, by))

        return keyed(desk, people, Order(request, response, "", key, {"deshacer_lote": number}), work)

    return router


def _demand_as_seen(session: Transaction, rows: tuple[tuple[str, int], ...], by: Person) -> None:
    """Refuse the order when a row is not there or not as it was seen; the problem tells of every such row."""
    hold_rows_named(session, [code for code, _ in rows])
    found = {code: hold(session, code=code, by=by) for code, _ in rows}
    gone = [code for code, held in found.items() if held is None]
    if gone:
        raise Refused(missing(filas=gone))
    sent = dict(rows)
    other = [
        {"codigo": code, "version_enviada": sent[code], "version_actual": held.version}
        for code, held in found.items()
        if held is not None and held.version != sent[code]
    ]
    if other:
        words = "No se cambió ninguna fila. Lea de nuevo las de «filas» y repita con sus versiones, con otra llave."
        raise Refused(Problem(412, "Hay filas que cambiaron desde que se leyeron", words, filas=other))


def _decided(
    desk: Desk, session: Transaction, batch: Batch, rows: tuple[tuple[str, int], ...], by: Person, now: datetime
) -> int:
    match batch:
        case DiscardAllIn():
            return batches.discard(session, rows=rows, reason=batch.motivo, comment=batch.comentario, by=by, now=now)
        case PostponeAllIn():
            until = batch.hasta or desk.rules(now).clocks.calendar(by.office).next_opening(now)
            return batches.postpone(session, rows=rows, until=until, by=by, now=now)
        case JoinAllIn():
            return batches.join(session, rows=rows, by=by, now=now)


def _results(
    session: Transaction, codes: list[str] | tuple[str, ...], made: dict[str, int], by: Person
) -> tuple[RowResultOut, ...]:
    held = ((code, hold(session, code=code, by=by)) for code in codes)
    return tuple(
        RowResultOut(codigo=code, decision=made.get(code), version=row.version if row else 0) for code, row in held
    )


def _closed(before: Before) -> Problem:
    """Return the problem of a row that was decided before; who did is told by the pages, never by a problem."""
    row = {"codigo": before.code, "estado": before.stale.state.value, "ficha": before.stale.record}
    words = "No se cambió ninguna fila. Repita sin ella, o deshaga antes la decisión que tiene."
    return Problem(409, "Hay una fila ya decidida", words, filas=[row])
