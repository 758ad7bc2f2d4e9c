"""One record, the agenda and the plain changes: what is shown, and the forms that change it, one transaction each."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from conflict.endday import end_day_of
from conflict.fieldwork import Modality
from conflict.lapaz import local_day
from conflict.lifecycle import CLOSING, ActionKind, Outcome, RecordStep
from conflict.measure import FactMeasure
from conflict.record import Person, RuleError, code_as_conflict
from conflict.vocabulary import FactKind
from dashboards.ending import Page
from dashboards.ficha import AS_DEADLINE, Ficha, moment_in
from dashboards.forms import chosen, chosen_or_none
from dashboards.owed import agenda_of
from dashboards.person import person_of
from register.commands import facts, records, versions
from register.engine import Transaction

Text = Annotated[str, Form(max_length=8_000)]
Line = Annotated[str, Form(max_length=300)]


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
        fecha: Line = "",
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
                session,
                code=code,
                asked=asked,
                words=texto,
                by=by,
                now=now,
                outcome=outcome,
                ended_on=end_day_of(fecha, local_day(now)) if asked in CLOSING else None,
                rules=desk.rules(now),
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
