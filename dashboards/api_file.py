"""What a program may read and change of the fields of a record: those of the page «Datos», under Spanish names."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from conflict.casefields import DIMENSIONS
from conflict.dimensions import Competence, Reach, Realm, Setting
from conflict.fieldwork import FieldCheck
from conflict.record import TITLE_CHARS, Person
from conflict.typology import Typology
from conflict.vocabulary import AlertClass, Intensity, Origin, Right, Trend
from dashboards.api_carrying import IfMatch, Key, Order, carried_out
from dashboards.api_problems import PREFIX, PROBLEMS, Problem, only_known
from dashboards.api_work import Line, WorkedOut, plain
from dashboards.case_lines import typed
from dashboards.desk import Desk
from dashboards.person import People
from register.commands import casefile
from register.commands.matching import Held, hold_record
from register.engine import Transaction
from register.queries import casefile as case_queries
from register.queries import records as record_queries

COLUMNS: Mapping[str, str] = {
    "resumen": "summary",
    "clase_de_alerta": "alert_class",
    "origen": "origin",
    "intensidad": "intensity",
    "tendencia": "trend",
    "tipologia": "typology",
    "derechos": "rights",
    "demanda": "demand",
    "localidad": "place_words",
    "poblacion": "affected_words",
    "dialogo": "dialogue",
    "fecha_prevista": "foreseen_on",
    "probabilidad": "probability",
    "impacto": "impact",
    "sin_medida": "no_measure",
    "sin_afectacion": "no_harm",
    "sin_simat": "no_simat",
    **DIMENSIONS,
}
"""Every field a program sees and the column of `conflict.casefields.FIELDS` it is."""

Paragraph = Annotated[str, Field(max_length=4_000), AfterValidator(plain)]
Title = Annotated[str, Field(min_length=3, max_length=TITLE_CHARS), AfterValidator(plain)]
Grade = Literal[1, 2, 3]
EXAMPLE: dict[str, Any] = {"demanda": "Pago de sueldos de dos meses", "tipologia": "laboral", "derechos": ["trabajo"]}


class FileOut(BaseModel):
    """The fields of a record; null or "" for what nobody has filled in."""

    model_config = ConfigDict(title="Datos de la ficha", frozen=True, extra="forbid",
                              json_schema_extra={"examples": [EXAMPLE]})  # fmt: skip

    resumen: str = ""
    clase_de_alerta: AlertClass | None = None
    origen: Origin | None = None
    intensidad: Intensity | None = None
    tendencia: Trend | None = None
    tipologia: Typology | None = None
    derechos: tuple[Right, ...] = ()
    demanda: str = ""
    localidad: str = ""
    poblacion: str = ""
    dialogo: str = ""
    fecha_prevista: date | None = None
    probabilidad: Grade | None = None
    impacto: Grade | None = None
    sin_medida: bool = False
    sin_afectacion: bool = False
    sin_simat: bool = False
    confirmacion_en_campo: FieldCheck | None = None
    campo: Realm | None = None
    alcance: Reach | None = None
    ambito: Setting | None = None
    competencia: Competence | None = None


class FileIn(FileOut):
    """The fields to change, and only those: one that is not sent stays as it is, null or "" empties it."""

    model_config = ConfigDict(title="Cambios de la ficha", frozen=True, extra="forbid",
                              json_schema_extra={"examples": [EXAMPLE]})  # fmt: skip

    titulo: Title | None = None
    resumen: Paragraph = ""
    demanda: Paragraph = ""
    localidad: Line = ""
    poblacion: Line = ""
    dialogo: Line = ""


def file_out(values: Mapping[str, Any]) -> FileOut:
    """Return the fields of a record, from the columns as stored."""
    return FileOut.model_validate({name: values[column] or _EMPTY.get(name) for name, column in COLUMNS.items()})


_EMPTY: Mapping[str, Any] = {
    name: field.default for name, field in FileOut.model_fields.items() if field.default is not None
}


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the route that changes the fields of a record."""
    router = APIRouter(prefix=PREFIX, dependencies=[Depends(only_known)], responses=PROBLEMS)

    @router.patch(
        "/registros/{code}",
        response_model=WorkedOut,
        summary="Cambiar datos de una ficha; si cambió desde que se leyó, 412 con lo que dice ahora",
    )
    def edit(
        request: Request, response: Response, code: str, changes: FileIn, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        sent = changes.model_dump(mode="json", exclude_unset=True)

        def find(session: Transaction, by: Person) -> Held | None:
            return hold_record(session, code=code, by=by)

        def standing(session: Transaction) -> dict[str, Any]:
            """Return what the record says now of each field that was sent: the program holds the other reading."""
            return {"actual": {name: _now(session, code)[name] for name in sent}}

        def work(session: Transaction, by: Person, now: datetime) -> WorkedOut:
            if sent.get("titulo"):
                casefile.retitle(session, code=code, title=sent["titulo"], by=by, now=now)
            form = {COLUMNS[name]: typed(name, value) for name, value in sent.items() if name in COLUMNS}
            before = {COLUMNS[name]: typed(name, value) for name, value in _now(session, code).items() if name != _OWN}
            # the record is held at the version that was seen, so nobody else's words can be between the two
            casefile.edit(session, code=code, form=form, before=before, by=by, now=now)
            held = hold_record(session, code=code, by=by)
            return WorkedOut(ficha=code, version=held.version if held else 0)

        asked = {"editar": code} | sent
        return carried_out(desk, people, Order(request, response, match, key, asked), find, work, standing)

    return router


_OWN = "titulo"
"""The one field that is of the record itself."""


def _now(session: Transaction, code: str) -> dict[str, Any]:
    """Return the fields of a record that is held, as JSON."""
    found, file = record_queries.detail(session, code), case_queries.case(session, code)
    if found is None or file is None:
        raise LookupError(code)
    return {_OWN: found.record.title} | file_out(file.file.values).model_dump(mode="json")
