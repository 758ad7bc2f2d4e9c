"""The page Bitácora: every change, who made it and when, what it was before and after; and the same as a workbook.

Who administers reads the lines about accounts, tables and the program, and none about a case.
"""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from conflict.lapaz import local
from conflict.permissions import Ability, allowed
from conflict.record import Person
from conflict.roles import Role
from dashboards.accesses import noted
from dashboards.desk import Desk
from dashboards.forms import day_asked, printable
from dashboards.journal_words import said_in_journal
from dashboards.labels import ROLES
from dashboards.pages import Frame, Option
from dashboards.person import People, person_of
from dashboards.when import absolute
from register.columns import LARGEST_ID
from register.queries import accounts as account_queries
from register.queries import journal as journal_queries
from register.queries.journal import JournalLine
from reports.sheet import Sheet, workbook

PAGE = "/ajustes/bitacora"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 100
MOST = 20_000
"""Lines of a workbook; of more, the days are narrowed."""
OF_CASES = {
    "ficha": "Fichas",
    "cola": "Cola",
    "anuncio": "Fechas anunciadas",
    "muestra": "Muestra de control",
    "segunda_lectura": "Segunda lectura",
    "directorio": "Directorio",
    "resumen": "Resumen semanal",
    "importacion": "Importaciones",
    "barrido": "Revisiones de la cola",
    "vista": "Vistas guardadas",
}
OF_PROGRAM = {
    "cuenta": "Cuentas",
    "ficha_api": "Llaves de acceso",
    "tabla": "Tablas",
    "vocabulario": "Catálogos",
    "oficina": "Oficinas",
    "fuente": "Fuentes",
    "aviso": "Avisos",
    "recoleccion": "Recolecciones",
    "ciclo": "Ciclos",
    "modelo": "Clasificador",
    "retencion": "Retención",
    "registro": "Base de datos",
}


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line in words; `details` are its codes, numbers and digests of before and after."""

    at: str
    who: str
    office: str
    said: str
    action: str
    thing: str
    reason: str
    details: str


@dataclass(frozen=True, slots=True)
class LogView:
    """The page; `query` is the address's part about the view, `older` the address of its next lines, "" for none."""

    frame: Frame
    kinds: tuple[Option, ...]
    code: str
    first: str
    last: str
    query: str
    lines: tuple[LogLine, ...]
    older: str


class LogQuery(BaseModel):
    """What the address asks for; unknown values are no filter."""

    clase: str = Field("", max_length=20)
    codigo: str = Field("", max_length=60)
    desde: str = Field("", max_length=10)
    hasta: str = Field("", max_length=10)
    antes: int | None = Field(None, ge=1, le=LARGEST_ID)

    @property
    def code(self) -> str:
        """Return the code of the object asked for."""
        return printable(self.codigo).strip()

    def kept(self) -> str:
        """Return the address's part about the view."""
        told = {"clase": self.clase, "codigo": self.code, "desde": self.desde, "hasta": self.hasta}
        return urlencode({name: value for name, value in told.items() if value})


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the routes of the journal."""
    router = APIRouter()

    def read(by: Person, asked: LogQuery, limit: int) -> tuple[tuple[JournalLine, ...], dict[str, str]]:
        """Return lines, and who is who in them."""
        known = kinds_of(by)
        with desk.register.whole.reading() as session:
            found = journal_queries.lines(
                session,
                kinds=(asked.clase,) if asked.clase in known else tuple(known),
                code=asked.code,
                first=day_asked(asked.desde),
                last=day_asked(asked.hasta),
                before=asked.antes,
                limit=limit,
            )
            names = {f"u-{one.id}": one.name for one in account_queries.listed(session)}
        return found, names

    @router.get(PAGE, response_class=HTMLResponse)
    def page(request: Request, asked: Annotated[LogQuery, Query()]) -> Response:
        by = person_of(desk, people, request)
        found, names = read(by, asked, SHOWN + 1)
        with desk.register.reading() as session:
            around = desk.around(session, "Bitácora", "cuenta")
        kept = asked.kept()
        older = f"{PAGE}?{f'{kept}&' if kept else ''}antes={found[SHOWN - 1].seq}" if len(found) > SHOWN else ""
        view = LogView(
            around,
            tuple(Option(name, words, 0, name == asked.clase) for name, words in kinds_of(by).items()),
            asked.code,
            asked.desde if day_asked(asked.desde) else "",
            asked.hasta if day_asked(asked.hasta) else "",
            kept,
            tuple(_line(one, names) for one in found[:SHOWN]),
            older,
        )
        return desk.page("registro_cambios.html", view)

    @router.get(f"{PAGE}.xlsx")
    def sheet(request: Request, asked: Annotated[LogQuery, Query()]) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        noted(desk, request, "exportar.bitacora", "lista", asked.clase if asked.clase in kinds_of(by) else "todo")
        found, names = read(by, asked, MOST)
        heads = ("N.º", "Cuándo", "Quién", "Oficina", "Rol", "Qué", "Código de qué", "Objeto", "Código", "Versión")
        rows = tuple(_row(one, names) for one in found)
        content = workbook((Sheet("Bitácora", (*heads, "Motivo", "Antes y después"), rows),), now)
        name = f"bitacora-{local(now):%Y-%m-%d}.xlsx"
        return Response(content, media_type=XLSX, headers={"content-disposition": f'attachment; filename="{name}"'})

    return router


def kinds_of(by: Person) -> dict[str, str]:
    """Return the objects whose lines a person reads, by their codes; cases only for those who read cases."""
    return OF_CASES | OF_PROGRAM if allowed(by, Ability.SEE_HISTORY) else OF_PROGRAM


def _line(one: JournalLine, names: dict[str, str]) -> LogLine:
    return LogLine(
        absolute(one.at),
        names.get(one.actor, one.actor),
        one.office,
        said_in_journal(one.action),
        one.action,
        _thing(one),
        one.reason,
        _details(one),
    )


def _row(one: JournalLine, names: dict[str, str]) -> tuple[str | int | None, ...]:
    role = ROLES[Role(one.role)] if one.role in set(ROLES) else one.role
    return (
        *(one.seq, f"{local(one.at):%d/%m/%Y %H:%M:%S}", names.get(one.actor, one.actor), one.office, role),
        *(said_in_journal(one.action), one.action, one.object_type, one.object_id, one.version),
        *(one.reason, _details(one)),
    )


def _thing(one: JournalLine) -> str:
    return f"{(OF_CASES | OF_PROGRAM).get(one.object_type, one.object_type)} {one.object_id}"


def _details(one: JournalLine) -> str:
    return ", ".join(f"{name}: {value}" for name, value in one.details)
