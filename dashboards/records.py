"""Records, their agenda and the plain changes: what is shown, and the forms that change it, one transaction each."""

from datetime import datetime
from typing import Annotated, TypedDict
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from conflict.departments import DEPARTMENTS
from conflict.fieldwork import Modality
from conflict.lapaz import local
from conflict.lifecycle import CLOSING, ActionKind, Outcome, RecordStep
from conflict.measure import FactMeasure
from conflict.record import Person, RuleError, code_as_conflict
from conflict.vocabulary import FactKind
from dashboards import record_columns
from dashboards.accesses import noted
from dashboards.ending import Page
from dashboards.ficha import AS_DEADLINE, Ficha, moment_in
from dashboards.forms import chosen, chosen_or_none, printable
from dashboards.owed import agenda_of
from dashboards.pages import Option
from dashboards.person import person_of
from dashboards.record_lines import item_of
from dashboards.record_views import RecordsView, Some
from register.commands import facts, records, versions
from register.engine import Transaction
from register.queries import records as record_queries
from register.queries import upkeep as upkeep_queries
from reports.sheet import workbook

Text = Annotated[str, Form(max_length=8_000)]
Line = Annotated[str, Form(max_length=300)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Asked(TypedDict):
    """What the records of a list have in common."""

    closed: bool
    department: str
    text: str


class ListQuery(BaseModel):
    """What the address of a list asks for; the list and its workbook read it alike."""

    ver: str = Field("", max_length=20)
    texto: str = Field("", max_length=200)
    departamento: str = Field("", max_length=8)
    columnas: tuple[str, ...] = ()

    @property
    def closed(self) -> bool:
        """Return whether those that ended are asked for."""
        return self.ver == "cerrados"

    @property
    def text(self) -> str:
        """Return the words looked for."""
        return printable(self.texto).strip()

    @property
    def department(self) -> str:
        """Return the code of the department, "" for all."""
        return self.departamento if self.departamento in DEPARTMENTS else ""

    @property
    def asked(self) -> Asked:
        """Return the conditions of the records."""
        return {"closed": self.closed, "department": self.department, "text": self.text}

    def address(self, columns: frozenset[str]) -> str:
        """Return what follows the question mark for this very view, "" for the plain list."""
        told = {"ver": "cerrados" if self.closed else "", "texto": self.text, "departamento": self.department}
        written = urlencode({name: value for name, value in told.items() if value})
        return "&".join(one for one in (written, record_columns.kept(columns)) if one)


def routes(ficha: Ficha, ending: Page) -> APIRouter:
    """Return the routes of records and deadlines; `ending` draws the page on which one is ended."""
    router = APIRouter()
    desk = ficha.desk

    def agenda_page(request: Request, show: str = "", trouble: str = "") -> Response:
        now = desk.clock()
        by = person_of(desk, ficha.people, request)
        with desk.register.reading() as session:
            around = ficha.around(session, "Plazos", "plazos", trouble)
            view = agenda_of(session, around, show, by, desk.rules(now).clocks, now)
        return desk.page("plazos.html", view, 422 if trouble else 200)

    @router.get("/registros", response_class=HTMLResponse)
    def listed(view: Annotated[ListQuery, Query()]) -> Response:
        now, asked = desk.clock(), view.asked
        columns, words = record_columns.shown(view.columnas), desk.words(now)
        with desk.register.reading() as session:
            found = record_queries.listed(session, **asked)
            whole = record_queries.how_many_listed(session, **asked)
            kept = upkeep_queries.kept(session, found, now)
            shown = RecordsView(
                ficha.around(session, "Registros", "registros"),
                view.closed,
                view.text,
                view.department,
                tuple(Option(code, name, 0, code == view.department) for code, name in DEPARTMENTS.items()),
                record_columns.choices(columns),
                columns,
                record_columns.kept(columns),
                view.address(columns),
                Some(tuple(item_of(one, kept.get(one.code), words, now) for one in found), whole),
            )
        return desk.page("registros.html", shown)

    @router.get("/registros.xlsx")
    def sheet(request: Request, view: Annotated[ListQuery, Query()]) -> Response:
        """Return the view that the list shows, all of its records, as a workbook."""
        now, asked = desk.clock(), view.asked
        columns = record_columns.shown(view.columnas)
        noted(desk, request, "exportar.registros", "lista", view.department or "todo")
        with desk.register.reading() as session:
            found = record_queries.listed(session, **asked, limit=None)
            kept = upkeep_queries.kept(session, found, now)
        base = str(request.base_url).rstrip("/")
        listing = record_columns.sheet_of(found, kept, columns, desk.words(now), base)
        content = workbook((listing, record_columns.view_sheet(**asked, made_at=now)), now)
        name = f"registros-{local(now):%Y-%m-%d}.xlsx"
        return Response(content, media_type=XLSX, headers={"content-disposition": f'attachment; filename="{name}"'})

    @router.get("/registros/{code}", response_class=HTMLResponse)
    def record(code: str, ver: Annotated[str, Query(max_length=20)] = "") -> Response:
        return ficha.page(code, show=ver)

    @router.post("/registros/{code}/accion")
    def act(
        request: Request,
        code: str,
        tipo: Line = "",
        texto: Text = "",
        cuando: Line = "",
        respaldo: Line = "",
        entidad: Line = "",
        vence: Line = "",
        que_vence: Line = "",
        modalidad: Line = "",
        lugar: Line = "",
        cite: Line = "",
        como: Line = "",
    ) -> Response:
        """Write down what was done; with `como=plazo` what lies ahead becomes a deadline."""

        def work(session: Transaction, by: Person, now: datetime) -> str:
            if como == AS_DEADLINE:
                return ficha.owe(session, code, texto, cuando, by, now)
            records.act(
                session,
                code=code,
                kind=chosen(ActionKind, tipo, "el tipo de acción", "tipo"),
                at=moment_in(cuando, "cuando") or now,
                words=texto,
                proof=respaldo,
                by=by,
                now=now,
                next_due=ficha.due(vence, by, now),
                next_what=que_vence,
                addressee=entidad,
                modality=chosen_or_none(Modality, modalidad, "la modalidad", "modalidad"),
                place=lugar,
                cite=cite,
                rules=desk.rules(now),
            )
            return code

        return ficha.change(request, code, work, "plazos" if como == AS_DEADLINE else "")

    @router.post("/registros/{code}/plazo")
    def deadline(request: Request, code: str, que: Line = "", vence: Line = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            return ficha.owe(session, code, que, vence, by, now)

        return ficha.change(request, code, work, "plazos")

    @router.post("/registros/{code}/paso")
    def advance(
        request: Request,
        code: str,
        paso: Line = "",
        resultado: Line = "",
        texto: Text = "",
        medida: Line = "",
        cuando: Line = "",
        fuente: Line = "",
    ) -> Response:
        """Take a step; a conversion may bring the executed fact that it rests on, in the same transaction."""

        def work(session: Transaction, by: Person, now: datetime) -> str:
            asked = chosen(RecordStep, "" if paso == RecordStep.ACT else paso, "qué se hace con la ficha")
            outcome = next((one for one in Outcome if one.value == resultado), None)
            if asked is RecordStep.BECOME_CONFLICT and medida:
                facts.add(
                    session,
                    code=code,
                    kind=FactKind.MEASURE,
                    measure=chosen(FactMeasure, medida, "la medida", "medida"),
                    at=moment_in(cuando, "cuando") or now,
                    words=texto,
                    source=fuente,
                    by=by,
                    now=now,
                )
            records.advance(
                session, code=code, asked=asked, words=texto, by=by, now=now, outcome=outcome, rules=desk.rules(now)
            )
            return code_as_conflict(code) if asked is RecordStep.BECOME_CONFLICT else code

        if paso not in CLOSING:
            return ficha.change(request, code, work)
        return ficha.changed(request, code, work, lambda words: ending(code, paso, words))

    @router.get("/plazos", response_class=HTMLResponse)
    def agenda(request: Request, ver: Annotated[str, Query(max_length=20)] = "") -> Response:
        return agenda_page(request, ver)

    @router.post("/plazos/{number}")
    def close(
        request: Request, number: int, hecho: Line = "", vuelta: Line = "", vence: Line = "", texto: Line = ""
    ) -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            if hecho == "otro_dia":
                due = ficha.due(vence, by, now)
                if due is None:
                    raise RuleError("deadline without date", "Falta la nueva fecha y hora del plazo.", "vence")
                return records.reschedule(session, deadline_id=number, due_at=due, words=texto, by=by, now=now)
            return records.close_deadline(session, deadline_id=number, met=hecho == "si", by=by, now=now)

        def again(words: str) -> Response:
            with desk.register.reading() as session:
                code = "" if vuelta == "plazos" else versions.record_of(session, "plazo", number)
            if not code:
                return agenda_page(request, trouble=words)
            return ending(code, vuelta, words) if vuelta in CLOSING else ficha.page(code, words)

        to = (
            f"/registros/{{code}}/terminar?paso={vuelta}"
            if vuelta in CLOSING
            else "/plazos"
            if vuelta == "plazos"
            else ""
        )
        return ficha.changed(request, ("plazo", number), work, again, to)

    return router
