"""One row of the queue for programs: what it says, who has it, its notes; and to correct it, part it and give it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import AfterValidator, BaseModel, Field

from conflict.claim import MOST
from conflict.codebook import Level, Measure, Stage
from conflict.entered import Town
from conflict.lapaz import local_day
from conflict.permissions import Forbidden
from conflict.record import Person, RuleError
from conflict.triage import Corrected, CorrectedField
from dashboards.api_answers import KEPT, answered
from dashboards.api_carrying import IfMatch, Key, Number, Order, Refused, carried_out, missing
from dashboards.api_models import ROW, RowOut, row_out
from dashboards.api_problems import PREFIX, PROBLEMS, Problem, only_known
from dashboards.api_shape import shown
from dashboards.api_work import Line, plain
from dashboards.correcting import SAME, place_of
from dashboards.desk import Desk
from dashboards.person import People, person_of
from register.columns import LARGEST_ID
from register.commands import assigning, corrections, routing, separating, uncorrecting
from register.commands.matching import hold
from register.engine import Transaction
from register.queries import queue as queue_queries
from register.queries import triage as triage_queries
from register.queries.chances import chances
from register.rows import QueueDetail
from register.triage_rows import Worked

NOTE: dict[str, Any] = {
    "articulo": 12,
    "titular": ROW["titular"],
    "medio": "Radio Cerro",
    "fecha": "2026-11-20T13:10:00+00:00",
    "enlace": "https://radio-cerro.example/nota",
}
PUT: dict[str, Any] = {
    "id": 4,
    "campo": "lugar",
    "fecha": "2026-11-20T14:00:00+00:00",
    "persona": "Ana Inventada",
    "motivo": "El hecho es en otro lugar.",
}
WHOLE: dict[str, Any] = ROW | {
    "oficina": "of-llallagua",
    "demandantes": ["Vecinos de Aldea Uno"],
    "demandados": ["Alcaldía de Aldea Uno"],
    "demanda": "Agua para el barrio nuevo",
    "persona_a_cargo": None,
    "correcciones": [PUT],
    "articulos": [NOTE],
}
Reason = Annotated[str, Field(max_length=500), AfterValidator(plain)]
Sides = Annotated[tuple[Line, ...], Field(max_length=MOST)]


class NoteOut(BaseModel):
    """A note of a row; `articulo` is what separates it, `enlace` "" where the outlet gives none."""

    model_config = shown("Nota de una fila", NOTE)

    articulo: int
    titular: str
    medio: str
    fecha: datetime
    enlace: str


class PutRightOut(BaseModel):
    """A value that somebody corrected; the last `id` takes that correction back."""

    model_config = shown("Valor corregido", PUT)

    id: int
    campo: CorrectedField
    fecha: datetime
    persona: str
    motivo: str


class RowDetailOut(RowOut):
    """A row with who asks whom for what, the account that is to decide it (null for none), and its notes."""

    model_config = shown("Fila completa", WHOLE)

    oficina: str
    demandantes: tuple[str, ...]
    demandados: tuple[str, ...]
    demanda: str
    persona_a_cargo: int | None
    correcciones: tuple[PutRightOut, ...]
    articulos: tuple[NoteOut, ...]


class CorrectIn(BaseModel):
    """What a row should say; what is left out stays as it is.

    `municipio` is a code, or a name with its department, and brings it; `departamento` is for where only that is known,
    «sin» takes the row off the map. Lists are whole: those who demand are the ones told here.
    """

    model_config = shown(
        "Corrección", {"municipio": "Uyuni, Potosí", "etapa": "anuncio", "motivo": "El hecho es en otro lugar."}
    )

    motivo: Reason
    municipio: Annotated[str, Field(max_length=120), AfterValidator(plain)] = ""
    departamento: Annotated[str, Field(max_length=8)] = ""
    etapa: Stage | None = None
    nivel: Level | None = None
    medidas: Annotated[tuple[Measure, ...], Field(max_length=len(Measure))] | None = None
    demandantes: Sides | None = None
    demandados: Sides | None = None
    demanda: Line | None = None


class CorrectedOut(BaseModel):
    """It stands, whatever is read later. `id` takes it back; `campos` are those that changed; `version` the row's."""

    model_config = shown("Corregida", {"id": 4, "codigo": ROW["codigo"], "campos": ["lugar"], "version": 2})

    id: int
    codigo: str
    campos: tuple[CorrectedField, ...]
    version: int


class ChangedOut(BaseModel):
    """It was done; `version` is the row's now, 0 where the person of the token does not decide it any more."""

    model_config = shown("Fila cambiada", {"codigo": ROW["codigo"], "version": 3})

    codigo: str
    version: int


class SeparateIn(BaseModel):
    """The note that gets a row of its own."""

    model_config = shown("Nota que se separa", {"articulo": 12})

    articulo: int = Field(ge=1, le=LARGEST_ID)


class SeparatedOut(ChangedOut):
    """`fila` is the new row, of that note alone."""

    model_config = shown("Nota separada", {"codigo": ROW["codigo"], "version": 3, "fila": "P-261120-004"})

    fila: str


class AssignIn(BaseModel):
    """Who is to decide it: an account by its number, 0 for nobody; or another office by its id, and why."""

    model_config = shown("A quién se da", {"oficina": "del-beni", "motivo": "El hecho es de esa oficina."})

    persona: Annotated[int, Field(ge=0, le=LARGEST_ID)] | None = None
    oficina: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")] | None = None
    motivo: Reason = ""


def routes(desk: Desk, people: People, towns: Callable[[date], tuple[Town, ...]]) -> APIRouter:
    """Return the routes of one row of the queue."""
    router = APIRouter(prefix=PREFIX, dependencies=[Depends(only_known)], responses=PROBLEMS)

    @router.get("/cola/{code}", response_model=RowDetailOut, responses=KEPT, summary="Leer una fila con sus notas")
    def row(request: Request, code: str) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        with desk.register.reading() as session:
            found = queue_queries.detail(session, code)
            if found is None:
                return Problem(404, "No existe esa fila", "Revise el código; puede no estar a su alcance.")
            worked = triage_queries.worked(session, code, by.office, now)
            chance = chances(session, [found.row.id]).get(found.row.id)
        return answered(request, _detail(found, worked, chance), found.row.version, more=True)

    @router.post("/cola/{code}/correcciones", response_model=CorrectedOut, summary="Corregir lo que se leyó mal")
    def correct(
        request: Request, response: Response, code: str, put: CorrectIn, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> CorrectedOut:
            found = queue_queries.detail(session, code)
            if found is None:
                raise Refused(missing())
            to = _corrected(found, put, towns(local_day(now)))
            done = corrections.correct(
                session, code=code, version=found.row.version, to=to, reason=put.motivo, by=by, now=now
            )
            version = _changed(session, code, by).version
            return CorrectedOut(id=done.correction_id, codigo=code, campos=done.fields, version=version)

        asked = {"corregir": code} | put.model_dump(mode="json")
        return carried_out(desk, people, Order(request, response, match, key, asked), _of(code), work)

    @router.post(
        "/cola/{code}/correcciones/{number}/deshacer", response_model=ChangedOut, summary="Deshacer una corrección"
    )
    def take_back(
        request: Request, response: Response, code: str, number: Number, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> ChangedOut:
            uncorrecting.undo(session, code=code, correction_id=number, by=by, now=now)
            return _changed(session, code, by)

        asked = {"deshacer_correccion": number, "fila": code}
        return carried_out(desk, people, Order(request, response, match, key, asked), _of(code), work)

    @router.post("/cola/{code}/separar", response_model=SeparatedOut, summary="Dar a una nota su propia fila")
    def separate(
        request: Request, response: Response, code: str, note: SeparateIn, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> SeparatedOut:
            new = separating.separate(session, code=code, article=note.articulo, by=by, now=now)
            return SeparatedOut(**dict(_changed(session, code, by)), fila=new)

        asked = {"separar": code} | note.model_dump(mode="json")
        return carried_out(desk, people, Order(request, response, match, key, asked), _of(code), work)

    @router.post("/cola/{code}/asignar", response_model=ChangedOut, summary="Dar una fila a una persona o una oficina")
    def assign(
        request: Request, response: Response, code: str, to: AssignIn, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> ChangedOut:
            if (to.persona is None) == (to.oficina is None):
                raise RuleError("a person or an office", "Diga a qué persona o a qué oficina se da: una de las dos.")
            if to.persona is not None:
                assigning.assign(session, code=code, account_id=to.persona, by=by, now=now)
            else:
                held = hold(session, code=code, by=by)
                version, office = held.version if held else 0, to.oficina or ""
                routing.move(session, code=code, version=version, office=office, reason=to.motivo, by=by, now=now)
            return _changed(session, code, by)

        asked = {"asignar": code} | to.model_dump(mode="json")
        return carried_out(desk, people, Order(request, response, match, key, asked), _of(code), work)

    return router


def _of(code: str) -> Any:
    return lambda session, by: hold(session, code=code, by=by)


def _changed(session: Transaction, code: str, by: Person) -> ChangedOut:
    try:
        left = hold(session, code=code, by=by)
    except Forbidden:
        left = None
    return ChangedOut(codigo=code, version=left.version if left else 0)


def _corrected(found: QueueDetail, put: CorrectIn, towns: tuple[Town, ...]) -> Corrected:
    """Return what the row should say, with what it says already where nothing was told."""
    if put.municipio and put.departamento:
        raise RuleError("town and department", "Envíe el municipio, que trae su departamento, o solo el departamento.")
    row, department = found.row, put.departamento or SAME
    departments, municipalities = place_of(row, department, put.municipio or SAME, towns)
    measures = tuple(map(Measure, row.measures)) if put.medidas is None else tuple(dict.fromkeys(put.medidas))
    return Corrected(
        departments,
        municipalities,
        put.etapa or row.stage,
        measures,
        put.nivel or row.level,
        put.demandantes,
        put.demandados,
        put.demanda,
    )


def _detail(found: QueueDetail, worked: Worked, chance: float | None) -> RowDetailOut:
    row = found.row
    return RowDetailOut(
        **dict(row_out(row, chance)),
        oficina=row.office,
        demandantes=row.claim.claimants,
        demandados=row.claim.addressees,
        demanda=row.claim.demand,
        persona_a_cargo=worked.mark.account_id or None,
        correcciones=tuple(
            PutRightOut(id=one.id, campo=one.field, fecha=one.at, persona=one.by, motivo=one.reason)
            for one in worked.corrections
        ),
        articulos=tuple(
            NoteOut(
                articulo=one.article_id,
                titular=one.title,
                medio=one.outlet,
                fecha=one.published_at or one.first_seen_at,
                enlace=one.link or "",
            )
            for one in found.notes
        ),
    )
