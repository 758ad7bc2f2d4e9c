"""What the API returns, as pydantic models: the border. Field names are those of the exports; examples are invented.

Moments are ISO 8601 with their offset, departments two-digit codes, closed vocabularies their Spanish values.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

from conflict.codebook import FetchOutcome, Level, QueueState, SourceType, Stage
from conflict.fieldwork import Modality
from conflict.lifecycle import ActionKind, DeadlineState, RecordKind, RecordState
from conflict.sourcehealth import SourceStatus
from dashboards.api_file import EXAMPLE, FileOut, file_out
from dashboards.api_shape import shown
from register.record_rows import DeadlineFact, RecordDetail, RecordFact, TimelineFact
from register.rows import QueueRow, SourceHealth

ROW: dict[str, Any] = {
    "codigo": "P-261120-001",
    "estado": "nueva",
    "version": 1,
    "nivel": "alto",
    "etapa": "anuncio",
    "titular": "Vecinos de Aldea Uno anuncian bloqueo",
    "departamentos": ["05"],
    "municipios": ["Llallagua"],
    "medidas": ["bloqueo"],
    "ultima_nota": "2026-11-20T13:10:00+00:00",
    "revisar_antes_de": "2026-11-20T17:10:00+00:00",
    "notas": 2,
    "medios": 2,
    "probabilidad": 0.91,
}
RECORD: dict[str, Any] = {
    "codigo": "AT-2026-POT-LLA-0001",
    "tipo": "alerta",
    "estado": "registrada",
    "nivel": "alto",
    "titulo": "Vecinos de Aldea Uno anuncian bloqueo",
    "departamentos": ["05"],
    "municipios": ["Llallagua"],
    "oficina": "Coordinación Regional Llallagua",
    "abierta_en": "2026-11-20T14:00:00+00:00",
    "version": 2,
}
DEADLINE: dict[str, Any] = {
    "id": 7,
    "ficha": "AT-2026-POT-LLA-0001",
    "que": "Primera acción: verificación en sitio o gestión",
    "entidad": "",
    "vence_en": "2026-11-21T14:00:00+00:00",
    "estado": "abierto",
}
ACTION: dict[str, Any] = {
    "tipo": "verificacion_en_sitio",
    "fecha": "2026-11-20T15:00:00+00:00",
    "persona": "Ana Inventada",
    "oficina": "Coordinación Regional Llallagua",
    "texto": "Se visitó el punto y se habló con las partes.",
    "respaldo": "",
    "modalidad": "presencial",
    "lugar": "Aldea Uno",
}
SOURCE: dict[str, Any] = {
    "id": "radio-cerro",
    "nombre": "Radio Cerro",
    "tipo": "rss",
    "departamento": "05",
    "activa": True,
    "estado": "al_dia",
    "ultimo_resultado": "ok",
    "ultima_respuesta": "2026-11-20T13:00:00+00:00",
    "notas_14_dias": 40,
    "senales_14_dias": 3,
}


class RowOut(BaseModel):
    """A row of the queue; a decision about it names its `version` in If-Match.

    `probabilidad` is the most that the machine gave any of its notes, null where it read none.
    """

    model_config = shown("Fila", ROW)

    codigo: str
    estado: QueueState
    version: int
    nivel: Level
    etapa: Stage
    titular: str
    departamentos: tuple[str, ...]
    municipios: tuple[str, ...]
    medidas: tuple[str, ...]
    ultima_nota: datetime
    revisar_antes_de: datetime
    notas: int
    medios: int
    probabilidad: float | None


class QueueOut(BaseModel):
    """A page of the queue; `siguiente` is the cursor of the next one, null on the last."""

    model_config = shown("Cola", {"filas": [ROW], "total": 1, "siguiente": None})

    filas: tuple[RowOut, ...]
    total: int
    siguiente: str | None


class RecordOut(BaseModel):
    """A record as a list has it."""

    model_config = shown("Ficha", RECORD)

    codigo: str
    tipo: RecordKind
    estado: RecordState
    nivel: Level
    titulo: str
    departamentos: tuple[str, ...]
    municipios: tuple[str, ...]
    oficina: str
    abierta_en: datetime
    version: int


class RecordsOut(BaseModel):
    """A page of records; `siguiente` is the cursor of the next one, null on the last."""

    model_config = shown("Fichas", {"fichas": [RECORD], "siguiente": None})

    fichas: tuple[RecordOut, ...]
    siguiente: str | None


class ActionOut(BaseModel):
    """A line of a record's history; `tipo` is null for a step of the record itself."""

    model_config = shown("Acción", ACTION)

    tipo: ActionKind | None
    fecha: datetime
    persona: str
    oficina: str
    texto: str
    respaldo: str
    modalidad: Modality | None
    lugar: str


class DeadlineOut(BaseModel):
    """What is due; `entidad` is who owes it, "" when the office does."""

    model_config = shown("Plazo", DEADLINE)

    id: int
    ficha: str
    que: str
    entidad: str
    vence_en: datetime
    estado: DeadlineState


class DeadlinesOut(BaseModel):
    """A page of the open deadlines, the nearest first; `siguiente` is the cursor of the next one, null on the last."""

    model_config = shown("Plazos", {"plazos": [DEADLINE], "siguiente": None})

    plazos: tuple[DeadlineOut, ...]
    siguiente: str | None


class RecordDetailOut(RecordOut):
    """A record with its history, deadlines and fields; `termino_el` is the day on which the conflict was over."""

    model_config = shown(
        "Ficha completa", RECORD | {"termino_el": None, "acciones": [ACTION], "plazos": [DEADLINE], "datos": EXAMPLE}
    )

    termino_el: date | None
    acciones: tuple[ActionOut, ...]
    plazos: tuple[DeadlineOut, ...]
    datos: FileOut


class SourceOut(BaseModel):
    """A source and how it is; `ultima_respuesta` is null when it never answered well."""

    model_config = shown("Fuente", SOURCE)

    id: str
    nombre: str
    tipo: SourceType
    departamento: str
    activa: bool
    estado: SourceStatus
    ultimo_resultado: FetchOutcome | None
    ultima_respuesta: datetime | None
    notas_14_dias: int
    senales_14_dias: int


class SourcesOut(BaseModel):
    """A page of the listed sources, by id; `siguiente` is the cursor of the next one, null on the last."""

    model_config = shown("Fuentes", {"fuentes": [SOURCE], "siguiente": None})

    fuentes: tuple[SourceOut, ...]
    siguiente: str | None


def row_out(row: QueueRow, probability: float | None) -> RowOut:
    """Return a row of the queue under the names of the exports."""
    return RowOut(
        codigo=row.code,
        estado=row.state,
        version=row.version,
        nivel=row.level,
        etapa=row.stage,
        titular=row.title,
        departamentos=row.departments,
        municipios=row.municipalities,
        medidas=row.measures,
        ultima_nota=row.newest_at,
        revisar_antes_de=row.review_by,
        notas=row.notes,
        medios=row.outlets,
        probabilidad=probability,
    )


def record_out(one: RecordFact) -> RecordOut:
    """Return a record under the names of the exports."""
    return RecordOut(
        codigo=one.code,
        tipo=one.kind,
        estado=one.state,
        nivel=one.level,
        titulo=one.title,
        departamentos=one.departments,
        municipios=one.municipalities,
        oficina=one.office,
        abierta_en=one.opened_at,
        version=one.version,
    )


def detail_out(found: RecordDetail, values: Mapping[str, Any]) -> RecordDetailOut:
    """Return a record with its history, its deadlines and its fields, the columns as stored."""
    return RecordDetailOut(
        **dict(record_out(found.record)),
        termino_el=found.ended_on,
        acciones=tuple(_action(one) for one in found.timeline),
        plazos=tuple(deadline_out(one) for one in found.deadlines),
        datos=file_out(values),
    )


def _action(one: TimelineFact) -> ActionOut:
    return ActionOut(
        tipo=one.kind,
        fecha=one.at,
        persona=one.by,
        oficina=one.office,
        texto=one.words,
        respaldo=one.proof,
        modalidad=one.modality,
        lugar=one.place,
    )


def deadline_out(one: DeadlineFact) -> DeadlineOut:
    """Return a deadline under the names of the exports."""
    return DeadlineOut(
        id=one.id, ficha=one.record, que=one.what, entidad=one.addressee, vence_en=one.due_at, estado=one.state
    )


def source_out(one: SourceHealth, status: SourceStatus) -> SourceOut:
    """Return a source and how it is."""
    return SourceOut(
        id=one.source.id,
        nombre=one.source.name,
        tipo=one.source.type,
        departamento=one.source.department,
        activa=one.source.active,
        estado=status,
        ultimo_resultado=one.last_outcome,
        ultima_respuesta=one.state.last_good_at if one.state else None,
        notas_14_dias=one.articles_14d,
        senales_14_dias=one.signals_14d,
    )
