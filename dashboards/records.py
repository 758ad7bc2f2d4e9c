"""Records, their agenda and the plain changes: what is shown, and the forms that change it, one transaction each."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from conflict.clocks import Clocks, Heat
from conflict.codebook import Measure
from conflict.departments import DEPARTMENTS
from conflict.lifecycle import ActionKind, Outcome, RecordStep
from conflict.record import Person, RuleError, code_as_conflict
from conflict.text import fold
from conflict.vocabulary import FactKind
from dashboards.beyond import follow_ups, overdue_referrals
from dashboards.ficha import Ficha, moment_in
from dashboards.forms import chosen, printable
from dashboards.pages import Option
from dashboards.person import person_of
from dashboards.record_lines import days_of, deadline_of, item_of, transfer_of
from dashboards.record_views import AgendaView, RecordsView
from dashboards.when import ago
from register.commands import facts, records
from register.commands.casefile import UPDATE_TERMS
from register.engine import Transaction
from register.queries import agenda as agenda_queries
from register.queries import directory as directory_queries
from register.queries import records as record_queries
from register.queries.agenda import ConcludedFact, NewsFact
from register.queries.directory import ReferralFact
from register.record_rows import DeadlineFact

Text = Annotated[str, Form(max_length=8_000)]
Line = Annotated[str, Form(max_length=300)]
OWN_VIEWS = ("mios", "oficina")
FOLLOWED = timedelta(days=365)
"""How long a concluded record that nobody archived stays in the agenda."""


def routes(ficha: Ficha) -> APIRouter:
    """Return the routes of records and deadlines."""
    router = APIRouter()
    desk = ficha.desk

    def agenda_page(request: Request, show: str = "", trouble: str = "") -> Response:
        now = desk.clock()
        clocks = desk.rules(now).clocks
        by = person_of(desk, ficha.people, request) if show in OWN_VIEWS else None
        with desk.register.reading() as session:
            owed = tuple(one for one in record_queries.agenda(session) if _mine(one, by, show))
            silent = (one for one in agenda_queries.news(session) if _mine(one, by, show))
            heats = {one.id: clocks.heat(one.term, one.due_at, now) for one in owed}
            around = ficha.around(session, "Plazos", "plazos", trouble)
            view = AgendaView(
                around,
                days_of(owed, now),
                tuple(transfer_of(one, now, around.person) for one in record_queries.transfers_waiting(session)),
                tuple(deadline_of(one, now) for one in owed if heats[one.id] is Heat.REMIND),
                tuple(deadline_of(one, now) for one in owed if heats[one.id] is Heat.ESCALATE),
                tuple(
                    (one.code, one.title, one.responsible, ago(one.updated_at, now).text)
                    for one in silent
                    if _late(one, clocks, now)
                ),
                overdue_referrals(
                    (one for one in directory_queries.referrals(session, open_only=True) if _mine(one, by, show)),
                    clocks,
                    now,
                ),
                follow_ups(
                    (one for one in agenda_queries.concluded_since(session, now - FOLLOWED) if _mine(one, by, show)),
                    clocks,
                    now,
                ),
                show if show in OWN_VIEWS else "",
            )
        return desk.page("plazos.html", view, 422 if trouble else 200)

    @router.get("/registros", response_class=HTMLResponse)
    def listed(
        ver: Annotated[str, Query(max_length=20)] = "",
        texto: Annotated[str, Query(max_length=200)] = "",
        departamento: Annotated[str, Query(max_length=8)] = "",
    ) -> Response:
        now, closed = desk.clock(), ver == "cerrados"
        words = printable(texto).strip()
        department = departamento if departamento in DEPARTMENTS else ""
        with desk.register.reading() as session:
            found = record_queries.listed(session, closed=closed, department=department, text=words)
            view = RecordsView(
                ficha.around(session, "Registros", "registros"),
                closed,
                words,
                department,
                tuple(Option(code, name, 0, code == department) for code, name in DEPARTMENTS.items()),
                tuple(item_of(one, now) for one in found),
                "1 ficha" if len(found) == 1 else f"{len(found)} fichas",
            )
        return desk.page("registros.html", view)

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
    ) -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            records.act(
                session,
                code=code,
                kind=chosen(ActionKind, tipo, "el tipo de acción"),
                at=moment_in(cuando) or now,
                words=texto,
                proof=respaldo,
                by=by,
                now=now,
                next_due=moment_in(vence),
                next_what=que_vence,
                addressee=entidad,
                rules=desk.rules(now),
            )
            return code

        return ficha.change(request, code, work)

    @router.post("/registros/{code}/plazo")
    def deadline(request: Request, code: str, que: Line = "", vence: Line = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            due = moment_in(vence)
            if due is None:
                raise RuleError("deadline without date", "Falta la fecha y hora del plazo.")
            records.add_deadline(session, code=code, what=que, due_at=due, by=by, now=now)
            return code

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
                    measure=chosen(Measure, medida, "la medida"),
                    at=moment_in(cuando) or now,
                    words=texto,
                    source=fuente,
                    by=by,
                    now=now,
                )
            records.advance(
                session, code=code, asked=asked, words=texto, by=by, now=now, outcome=outcome, rules=desk.rules(now)
            )
            return code_as_conflict(code) if asked is RecordStep.BECOME_CONFLICT else code

        return ficha.change(request, code, work)

    @router.get("/plazos", response_class=HTMLResponse)
    def agenda(request: Request, ver: Annotated[str, Query(max_length=20)] = "") -> Response:
        return agenda_page(request, ver)

    @router.post("/plazos/{number}")
    def close(
        request: Request, number: int, hecho: Line = "", vuelta: Line = "", vence: Line = "", texto: Line = ""
    ) -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            if hecho == "otro_dia":
                due = moment_in(vence)
                if due is None:
                    raise RuleError("deadline without date", "Falta la nueva fecha y hora del plazo.")
                return records.reschedule(session, deadline_id=number, due_at=due, words=texto, by=by, now=now)
            return records.close_deadline(session, deadline_id=number, met=hecho == "si", by=by, now=now)

        to = "/plazos" if vuelta == "plazos" else ""
        return ficha.changed(request, ("plazo", number), work, lambda words: agenda_page(request, trouble=words), to)

    return router


def _mine(one: DeadlineFact | NewsFact | ReferralFact | ConcludedFact, by: Person | None, show: str) -> bool:
    """Tell whether a line belongs to the view: of this person, of this person's office, or of everybody."""
    if by is None:
        return True
    return one.responsible == by.name if show == "mios" else fold(one.office) == fold(by.office)


def _late(one: NewsFact, clocks: Clocks, now: datetime) -> bool:
    return clocks.due(UPDATE_TERMS[one.phase], one.office, one.updated_at) < now
