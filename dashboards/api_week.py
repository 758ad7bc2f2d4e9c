"""The weekly summary for programs: the version that the page shows, sentence by sentence and number by number."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from conflict.errors import DataError
from conflict.permissions import WHOLE
from conflict.week import week_at, week_named
from conflict.weeksummary import Watch
from conflict.weekwatching import agenda_of
from dashboards import week_reading
from dashboards.api_problems import PREFIX, PROBLEMS, Problem
from dashboards.desk import Desk
from reports import rowwise

Department = Annotated[str, Query(max_length=2, description="Código del 01 al 09; sin él, todo el país.")]
Office = Annotated[str, Query(max_length=120, description="Nombre de la oficina.")]
NUMBER: dict[str, Any] = {
    "bloque": "cifras",
    "nombre": "alertas_nuevas",
    "valor": 6,
    "unidad": "casos, en la semana",
    "anterior": 7,
    "promedio": 5.25,
    "cambio": None,
    "cambio_de_la_regla": None,
    "motivo": None,
    "cambiado_por": None,
    "promedio_trece": 5.0,
    "fichas": ["AT-2026-POT-LLA-0001"],
}
WATCHED: dict[str, Any] = {
    "cuando": "2026-11-19T04:00:00+00:00",
    "clase": "anunciado",
    "que": "Bloqueo anunciado en una carretera inventada",
    "departamentos": ["05"],
    "lugar": "",
    "ficha": "AT-2026-POT-LLA-0001",
    "oficina": "Regional Llallagua",
    "fuente": "",
    "agregado_por": None,
}

NOT_FOUND = (
    "Se esperaba una semana que ya empezó, con año y número ISO (2026-S46), y un departamento de 01 a 09 o el nombre "
    "de una oficina."
)


class NumberOut(BaseModel):
    """One number of a week; null is «sin dato», never zero."""

    model_config = ConfigDict(title="Cifra", json_schema_extra={"examples": [NUMBER]})

    bloque: str
    nombre: str
    valor: float | None
    unidad: str
    anterior: float | None
    promedio: float | None
    cambio: str | None
    cambio_de_la_regla: str | None
    motivo: str | None
    cambiado_por: str | None
    promedio_trece: float | None
    fichas: tuple[str, ...]


class WatchOut(BaseModel):
    """One thing to watch; `agregado_por` is the role and office of who added it, null for the machine's own."""

    model_config = ConfigDict(title="LineaParaVigilar", json_schema_extra={"examples": [WATCHED]})

    cuando: datetime
    clase: str
    que: str
    departamentos: tuple[str, ...]
    lugar: str
    ficha: str
    oficina: str
    fuente: str
    agregado_por: str | None


class WeekOut(BaseModel):
    """The summary of a week for a scope; `version` is null for a preview that nobody froze."""

    model_config = ConfigDict(
        title="Resumen",
        json_schema_extra={
            "examples": [
                {
                    "semana": "2026-S46",
                    "alcance": "pais",
                    "version": 1,
                    "estado": "Publicado, versión 1, 16/11/2026 08:00",
                    "corte": "Corte: domingo 15/11/2026, 23:59, hora de La Paz",
                    "frases": ["Ningún departamento empeoró según la regla."],
                    "clases_cambiadas": [],
                    "vigilar": [WATCHED],
                    "agenda": [WATCHED],
                    "regla_de_bases": "Bases de comparación: la semana anterior y el promedio de cuatro y de trece.",
                    "oportunidad": "Oportunidad: ninguna; ningún conflicto cumple la regla esta semana.",
                    "anticipacion": ["Ningún caso empezó sus medidas en la semana: no hay anuncios que medir."],
                    "calidad": ["0 de 20 fuentes no respondieron la mayor parte de la semana."],
                    "cifras": [NUMBER],
                }
            ]
        },
    )

    semana: str
    alcance: str
    version: int | None
    estado: str
    corte: str
    frases: tuple[str, ...]
    clases_cambiadas: tuple[str, ...]
    vigilar: tuple[WatchOut, ...]
    agenda: tuple[WatchOut, ...]
    regla_de_bases: str
    oportunidad: str
    anticipacion: tuple[str, ...]
    calidad: tuple[str, ...]
    cifras: tuple[NumberOut, ...]


def routes(desk: Desk) -> APIRouter:
    """Return the route that reads a week; figures are the institution's, the same for whoever may read summaries."""
    router = APIRouter(prefix=PREFIX, responses=PROBLEMS)
    previews = week_reading.Previews()

    @router.get("/resumen/{semana}", response_model=WeekOut, summary="Leer el resumen de una semana")
    def week(semana: str, departamento: Department = "", oficina: Office = "") -> WeekOut | Problem:
        try:
            asked = week_named(semana)
            if asked > week_at(desk.clock()):
                raise DataError(f"{asked.code} is ahead", f"La semana {asked.code} todavía no llega.")
            with desk.register.whole.reading(WHOLE) as whole:
                scope = week_reading.read_scope(whole, departamento, oficina)
                read = week_reading.read_week(whole, asked, scope, previews=previews)
        except DataError:
            return Problem(404, "No hay resumen de eso", NOT_FOUND)  # what was typed may be a name: it is not repeated
        assert read is not None  # only a version that was asked for may be missing
        said = read.said
        return WeekOut(
            semana=asked.code,
            alcance=scope.key,
            version=read.version.version if read.version else None,
            estado=said.status,
            corte=said.cut,
            frases=said.sentences,
            clases_cambiadas=said.changes,
            vigilar=tuple(_watched(one) for one in read.summary.watch),
            agenda=tuple(_watched(one) for one in agenda_of(read.summary)),
            regla_de_bases=said.bases_rule,
            oportunidad=said.opportunity,
            anticipacion=said.lead,
            calidad=said.quality,
            cifras=tuple(_number(row) for row in rowwise.rows(read.summary)),
        )

    return router


def _watched(one: Watch) -> WatchOut:
    return WatchOut(
        cuando=one.at,
        clase=one.kind.value,
        que=one.what,
        departamentos=one.departments,
        lugar=one.place,
        ficha=one.record,
        oficina=one.office,
        fuente=one.source,
        agregado_por=one.added.words if one.added else None,
    )


def _number(row: rowwise.Row) -> NumberOut:
    kept = {name: value for name, value in row.items() if name not in ("semana", "alcance", "corte", "fichas")}
    return NumberOut.model_validate(kept | {"fichas": tuple(str(row["fichas"] or "").split())})
