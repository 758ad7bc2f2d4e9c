"""What a program may read, add and strike out of the dated facts of a record; examples are invented."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from conflict.fieldwork import PlacePrecision, TimePrecision
from conflict.measure import FactMeasure
from conflict.record import Person
from conflict.vocabulary import FactKind
from dashboards.api import FROM_NOWHERE, MOVED, PAGE, Cursor, Limit
from dashboards.api_answers import KEPT, answered
from dashboards.api_carrying import IfMatch, Key, Order, carried_out
from dashboards.api_problems import PREFIX, PROBLEMS, Problem, only_known
from dashboards.api_records import about, left
from dashboards.api_shape import shown
from dashboards.api_work import Line, Moment, Text, WorkedOut
from dashboards.desk import Desk
from dashboards.person import People
from register.case_rows import HappenedFact
from register.commands import facts
from register.commands.matching import Held, hold_telling
from register.engine import Transaction
from register.queries import casefile as case_queries
from register.queries import merges
from register.queries import records as record_queries

FACT: dict[str, Any] = {
    "id": 4,
    "ficha": "CS-2026-POT-LLA-0001",
    "tipo": "medida",
    "medida": "bloqueo_de_carretera",
    "fecha": "2026-11-20T12:00:00+00:00",
    "precision_de_hora": "aproximada",
    "lugar": "Cruce de Aldea Uno",
    "precision_de_lugar": "comunidad",
    "puntos": 2,
    "actor": "Sindicato de Aldea Uno",
    "texto": "Comenzó el bloqueo en los dos accesos.",
    "fuente": "Radio Cerro",
    "verificado": False,
    "persona": "Ana Inventada",
    "anulado": "",
}
SENT: dict[str, Any] = {
    name: value for name, value in FACT.items() if name not in ("id", "ficha", "persona", "anulado")
}


class FactOut(BaseModel):
    """A dated fact; `ficha` is the record it was written in, `anulado` why it was struck out, "" when it stands."""

    model_config = shown("Hecho", FACT)

    id: int
    ficha: str
    tipo: FactKind
    medida: FactMeasure | None
    fecha: datetime
    precision_de_hora: TimePrecision | None
    lugar: str
    precision_de_lugar: PlacePrecision | None
    puntos: int | None
    actor: str
    texto: str
    fuente: str
    verificado: bool
    persona: str
    anulado: str


class FactsOut(BaseModel):
    """A page of the facts of a record; `version` is the record's, `siguiente` the cursor of the next page or null."""

    model_config = shown("Hechos", {"ficha": "CS-2026-POT-LLA-0001", "version": 3, "hechos": [FACT], "siguiente": None})

    ficha: str
    version: int
    hechos: tuple[FactOut, ...]
    siguiente: str | None


class FactIn(BaseModel):
    """A fact that happened; without `fecha`, now. A `medida` goes with the kind `medida`, and only with it."""

    model_config = shown("Hecho que ocurrió", SENT)

    tipo: FactKind
    texto: Text
    fuente: Line
    medida: FactMeasure | None = None
    fecha: Moment | None = None
    precision_de_hora: TimePrecision | None = None
    lugar: Line = ""
    precision_de_lugar: PlacePrecision | None = None
    puntos: Annotated[int, Field(ge=0, le=1_000)] | None = None
    actor: Line = ""
    verificado: bool = False


class StrikeIn(BaseModel):
    """Why a fact is wrong; it stays, struck out."""

    model_config = shown("Anulación de un hecho", {"motivo": "El medio corrigió la fecha del hecho."})

    motivo: Line


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the routes of the facts of a record."""
    router = APIRouter(prefix=PREFIX, dependencies=[Depends(only_known)], responses=PROBLEMS)

    @router.get(
        "/registros/{code}/hechos",
        response_model=FactsOut,
        responses=KEPT | MOVED,
        summary="Leer los hechos de una ficha, el más reciente primero; la de una que se unió a otra lleva a la otra",
    )
    def happened(request: Request, code: str, desde: Cursor = "", limite: Limit = PAGE) -> Response:
        with desk.register.reading() as session:
            found = record_queries.detail(session, code)
            told = case_queries.facts_of(session, code)
            other = merges.survivor(session, code) if found else ""
        if found is None:
            return Problem(404, "No existe esa ficha", "Revise el código; puede no estar a su alcance.")
        if other:
            return RedirectResponse(f"{PREFIX}/registros/{other}/hechos", status_code=303)
        first = next((n for n, one in enumerate(told, 1) if str(one.id) == desde), None if desde else 0)
        if first is None:
            return Problem(422, FROM_NOWHERE, "Ese «desde» no vino de una página anterior. Empiece sin él.")
        page = told[first : first + limite]
        model = FactsOut(
            ficha=code,
            version=found.record.version,
            hechos=tuple(_fact(one) for one in page),
            siguiente=str(page[-1].id) if first + limite < len(told) else None,
        )
        return answered(request, model, found.record.version)

    @router.post("/registros/{code}/hechos", response_model=WorkedOut, summary="Anotar un hecho que ocurrió")
    def add(
        request: Request, response: Response, code: str, fact: FactIn, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> WorkedOut:
            facts.add(
                session,
                code=code,
                kind=fact.tipo,
                measure=fact.medida,
                at=fact.fecha or now,
                time_precision=fact.precision_de_hora,
                place=fact.lugar,
                place_precision=fact.precision_de_lugar,
                points=fact.puntos,
                actor=fact.actor,
                words=fact.texto,
                source=fact.fuente,
                verified=fact.verificado,
                by=by,
                now=now,
            )
            return left(session, code, by)

        asked = {"hecho": code} | fact.model_dump(mode="json")
        return carried_out(desk, people, Order(request, response, match, key, asked), about(code), work)

    @router.post("/hechos/{number}/anular", response_model=WorkedOut, summary="Anular un hecho que se anotó mal")
    def strike(
        request: Request, response: Response, number: int, why: StrikeIn, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def find(session: Transaction, by: Person) -> Held | None:
            return hold_telling(session, fact_id=number, by=by)

        def work(session: Transaction, by: Person, now: datetime) -> WorkedOut:
            return left(session, facts.annul(session, fact_id=number, words=why.motivo, by=by, now=now), by)

        asked = {"anular": number} | why.model_dump(mode="json")
        return carried_out(desk, people, Order(request, response, match, key, asked), find, work)

    return router


def _fact(one: HappenedFact) -> FactOut:
    return FactOut(
        id=one.id,
        ficha=one.record,
        tipo=one.kind,
        medida=one.measure,
        fecha=one.at,
        precision_de_hora=one.time_precision,
        lugar=one.place,
        precision_de_lugar=one.place_precision,
        puntos=one.points,
        actor=one.actor,
        texto=one.words,
        fuente=one.source,
        verificado=one.verified,
        persona=one.by,
        anulado=one.annulled,
    )
