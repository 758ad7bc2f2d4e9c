"""The saved views of the queue for programs: the filters that a person or an office keeps under a name."""

from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from pydantic import AfterValidator, BaseModel, Field

from conflict.record import Person, RuleError
from conflict.triage import LONGEST_VIEW_NAME
from dashboards.api_answers import KEPT, answered
from dashboards.api_carrying import Key, Number, Order, keyed
from dashboards.api_problems import PREFIX, PROBLEMS, Problem, only_known
from dashboards.api_shape import shown
from dashboards.api_work import plain
from dashboards.desk import Desk
from dashboards.person import People, person_of
from dashboards.queue_filters import Asked, Filters
from register.commands import views
from register.engine import Transaction
from register.queries import triage as triage_queries
from register.triage_rows import SavedView

VIEW: dict[str, Any] = {
    "id": 3,
    "nombre": "Potosí, alto",
    "oficina_entera": False,
    "filtros": {"departamento": "05", "nivel": "alto"},
    "direccion": "/cola?departamento=05&nivel=alto",
}
Short = Annotated[str, Field(max_length=40), AfterValidator(plain)]
Words = Annotated[str, Field(max_length=100), AfterValidator(plain)]


class FiltersIn(BaseModel):
    """The filters of a view, with the names and values that the address of the queue has; "" is none."""

    model_config = shown("Filtros", VIEW["filtros"])

    departamento: Short = ""
    oficina: Short = ""
    nivel: Short = ""
    etapa: Short = ""
    estado: Short = ""
    asignada: Short = ""
    medida: Short = ""
    fuente: Words = ""
    dia_desde: Short = ""
    dia_hasta: Short = ""
    plazo: Short = ""
    actor: Words = ""
    demanda: Words = ""
    municipio: Words = ""
    repetidas: Short = ""
    pasadas: Short = ""
    texto: Annotated[str, Field(max_length=200), AfterValidator(plain)] = ""


class ViewOut(BaseModel):
    """A view; `oficina_entera` when all of the office have it, `direccion` is where the queue opens with it."""

    model_config = shown("Vista guardada", VIEW)

    id: int
    nombre: str
    oficina_entera: bool
    filtros: dict[str, str]
    direccion: str


class ViewsOut(BaseModel):
    """One's own views and those of the office, by name; there are few, so there is one page of them."""

    model_config = shown("Vistas guardadas", {"vistas": [VIEW], "siguiente": None})

    vistas: tuple[ViewOut, ...]
    siguiente: str | None


class ViewIn(BaseModel):
    """Filters to keep under a name; a view of that name is written over."""

    model_config = shown("Vista nueva", {name: VIEW[name] for name in ("nombre", "oficina_entera", "filtros")})

    nombre: Annotated[str, Field(min_length=1, max_length=LONGEST_VIEW_NAME), AfterValidator(plain)]
    filtros: FiltersIn
    oficina_entera: bool = False


class DroppedOut(BaseModel):
    """It is gone."""

    model_config = shown("Vista borrada", {"id": 3})

    id: int


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the routes of saved views."""
    router = APIRouter(prefix=PREFIX, dependencies=[Depends(only_known)], responses=PROBLEMS)

    @router.get("/vistas", response_model=ViewsOut, responses=KEPT, summary="Leer las vistas guardadas de la cola")
    def listed(request: Request) -> Response:
        with desk.register.reading() as session:
            found = triage_queries.saved_views(session, person_of(desk, people, request))
        return answered(request, ViewsOut(vistas=tuple(map(_view, found)), siguiente=None))

    @router.post("/vistas", response_model=ViewOut, summary="Guardar una vista de la cola")
    def keep(request: Request, response: Response, view: ViewIn, key: Key = "") -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> ViewOut:
            kept, shared = _kept(view.filtros), view.oficina_entera
            number = views.save(session, name=view.nombre, filters=kept, shared=shared, by=by, now=now)
            return next(_view(one) for one in triage_queries.saved_views(session, by) if one.id == number)

        asked = {"vista": view.model_dump(mode="json")}
        return keyed(desk, people, Order(request, response, "", key, asked), work)

    @router.post("/vistas/{number}/borrar", response_model=DroppedOut, summary="Borrar una vista de la cola")
    def drop(request: Request, response: Response, number: Number, key: Key = "") -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> DroppedOut:
            views.drop(session, view_id=number, by=by, now=now)
            return DroppedOut(id=number)

        return keyed(desk, people, Order(request, response, "", key, {"borrar_vista": number}), work)

    return router


def _kept(told: FiltersIn) -> dict[str, str]:
    """Return the filters as the address has them; raise RuleError for a value that is none: none is passed over."""
    sent = {
        name: value for name, value in told.model_dump().items() if value and (name, value) != ("estado", "abiertas")
    }
    kept = Filters(Asked.model_construct(**sent)).kept()  # what is too long for an address is no known value either
    odd = next((name for name in sent if name not in kept), "")
    if odd:
        raise RuleError(f"filter {odd} of no known value", f"El filtro «{odd}» no tiene un valor previsto.", odd)
    return kept


def _view(one: SavedView) -> ViewOut:
    there = f"/cola?{urlencode(one.filters)}"
    return ViewOut(id=one.id, nombre=one.name, oficina_entera=not one.own, filtros=one.filters, direccion=there)
