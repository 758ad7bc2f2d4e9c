"""Records, their agenda and their transfers: what is shown, and the forms that change it, one transaction each."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from conflict.departments import DEPARTMENTS
from conflict.lapaz import LA_PAZ
from conflict.lifecycle import ActionKind, Outcome, RecordStep
from conflict.record import Person, RuleError, code_as_conflict
from dashboards.desk import Desk, frame
from dashboards.forms import chosen, printable
from dashboards.pages import Frame, Option
from dashboards.person import People, person_of
from dashboards.record_lines import days_of, item_of, transfer_of, view_of
from dashboards.record_views import AgendaView, RecordsView
from register.commands import records, transfers
from register.engine import Transaction
from register.queries import counts as count_queries
from register.queries import records as record_queries
from register.queries import sources as source_queries

OFFICES = (transfers.NATIONAL_UNIT, *(f"Delegación Departamental {name}" for name in DEPARTMENTS.values()))
"""Where a record may be sent; regional offices come with accounts and their own table."""

Text = Annotated[str, Form(max_length=8_000)]
Line = Annotated[str, Form(max_length=300)]


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the routes of records, deadlines and transfers."""
    router = APIRouter()

    def around(session: Transaction, title: str, section: str, trouble: str = "") -> Frame:
        return frame(
            desk,
            title,
            section,
            pending=count_queries.open_rows(session),
            trouble=source_queries.failing(session) > 0,
            overdue=record_queries.overdue(session, desk.clock()),
            trouble_words=trouble,
        )

    def page_of(code: str, trouble: str = "") -> Response:
        with desk.register.reading() as session:
            found = record_queries.detail(session, code)
            if found is None:
                return desk.missing(code)
            view = view_of(around(session, code, "registros", trouble), found, desk.clock(), OFFICES)
        return desk.page("ficha.html", view, 422 if trouble else 200)

    def agenda_page(trouble: str = "") -> Response:
        now = desk.clock()
        with desk.register.reading() as session:
            view = AgendaView(
                around(session, "Plazos", "plazos", trouble),
                days_of(record_queries.agenda(session), now),
                tuple(transfer_of(one, now) for one in record_queries.transfers_waiting(session)),
            )
        return desk.page("plazos.html", view, 422 if trouble else 200)

    def changed(
        request: Request,
        work: Callable[[Transaction, Person, datetime], str],
        again: Callable[[str], Response],
        to: str = "",
    ) -> Response:
        """Do one piece of work in one transaction; show the page again with the rule that forbids it."""
        by = person_of(desk, people, request)
        try:
            with desk.register.writing() as session:
                code = work(session, by, desk.clock())
        except RuleError as broken:
            return again(broken.spanish)
        return RedirectResponse(to or f"/registros/{code}", status_code=303)

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
                around(session, "Registros", "registros"),
                closed,
                words,
                department,
                tuple(Option(code, name, 0, code == department) for code, name in DEPARTMENTS.items()),
                tuple(item_of(one, now) for one in found),
                "1 ficha" if len(found) == 1 else f"{len(found)} fichas",
            )
        return desk.page("registros.html", view)

    @router.get("/registros/{code}", response_class=HTMLResponse)
    def record(code: str) -> Response:
        return page_of(code)

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
                at=_moment(cuando) or now,
                words=texto,
                proof=respaldo,
                by=by,
                now=now,
                next_due=_moment(vence),
                next_what=que_vence,
                addressee=entidad,
            )
            return code

        return changed(request, work, lambda words: page_of(code, words))

    @router.post("/registros/{code}/plazo")
    def deadline(request: Request, code: str, que: Line = "", vence: Line = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            due = _moment(vence)
            if due is None:
                raise RuleError("deadline without date", "Falta la fecha y hora del plazo.")
            records.add_deadline(session, code=code, what=que, due_at=due, by=by, now=now)
            return code

        return changed(request, work, lambda words: page_of(code, words))

    @router.post("/registros/{code}/paso")
    def advance(request: Request, code: str, paso: Line = "", resultado: Line = "", texto: Text = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            asked = chosen(RecordStep, "" if paso == RecordStep.ACT else paso, "qué se hace con la ficha")
            outcome = next((one for one in Outcome if one.value == resultado), None)
            records.advance(session, code=code, asked=asked, words=texto, by=by, now=now, outcome=outcome)
            return code_as_conflict(code) if asked is RecordStep.BECOME_CONFLICT else code

        return changed(request, work, lambda words: page_of(code, words))

    @router.post("/registros/{code}/transferir")
    def transfer(request: Request, code: str, oficina: Line = "", texto: Text = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            if oficina not in OFFICES:
                raise RuleError(f"office {oficina[:40]!r}", "Falta elegir la oficina que recibe.")
            transfers.ask(session, code=code, receiver=oficina, reason=texto, by=by, now=now)
            return code

        return changed(request, work, lambda words: page_of(code, words))

    @router.get("/plazos", response_class=HTMLResponse)
    def agenda() -> Response:
        return agenda_page()

    @router.post("/plazos/{number}")
    def close(request: Request, number: int, hecho: Line = "", vuelta: Line = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            return records.close_deadline(session, deadline_id=number, met=hecho == "si", by=by, now=now)

        return changed(request, work, agenda_page, "/plazos" if vuelta == "plazos" else "")

    @router.post("/transferencias/{number}")
    def answer(request: Request, number: int, respuesta: Line = "", texto: Text = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            if respuesta == "retirar":
                return transfers.withdraw(session, transfer_id=number, by=by, now=now)
            accept = respuesta == "aceptar"
            return transfers.answer(session, transfer_id=number, accept=accept, words=texto, by=by, now=now)

        return changed(request, work, agenda_page)

    return router


def _moment(text: str) -> datetime | None:
    """Return the moment of a date field in La Paz; None for an empty one. Raise RuleError for what is no date."""
    if not text.strip():
        return None
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=LA_PAZ).astimezone(UTC)
    except (ValueError, OverflowError):
        raise RuleError(f"moment {text[:30]!r}", f"«{text[:30]}» no es una fecha con hora.") from None
