"""The calendar of announced actions: its page, the answers of a person, and the same for any calendar program."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from conflict.codebook import AnnouncedState
from conflict.departments import DEPARTMENTS
from conflict.errors import StaleError
from conflict.lapaz import local_day
from conflict.record import Person, RuleError
from dashboards.accesses import noted
from dashboards.announced_feed import calendar_of
from dashboards.announced_lines import days_of, line_of
from dashboards.announced_views import CalendarView
from dashboards.desk import Desk
from dashboards.forms import chosen, served_at
from dashboards.pages import Option
from dashboards.person import People, person_of
from register.commands import announcement_answers
from register.engine import Transaction
from register.queries import announcements, records

SPANS = {"7": "7 días", "14": "14 días", "30": "30 días"}
USUAL = "14"
FEED_DAYS = 90
"""Days ahead that a subscribed calendar gets: a quarter, since nobody asks again by hand."""

Line = Annotated[str, Form(max_length=300)]
Version = Annotated[int, Form(ge=0)]


class Around:
    """What the address asks for; unknown values are no filter."""

    def __init__(
        self,
        departamento: Annotated[str, Query(max_length=8)] = "",
        dias: Annotated[str, Query(max_length=4)] = "",
    ) -> None:
        """Take the query of the address."""
        self.department = departamento if departamento in DEPARTMENTS or departamento == "sin" else ""
        self.span = dias if dias in SPANS else USUAL

    def query(self) -> str:
        """Return the query of the same view; "" when it is the plain calendar."""
        values = {"departamento": self.department, "dias": "" if self.span == USUAL else self.span}
        kept = urlencode({name: value for name, value in values.items() if value})
        return f"?{kept}" if kept else ""


AroundFromAddress = Annotated[Around, Depends()]


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the routes of the calendar."""
    router = APIRouter()

    def page(around: Around, trouble: str = "") -> Response:
        now = desk.clock()
        today = local_day(now)
        where = {"department": around.department}
        with desk.register.reading() as session:
            view = CalendarView(
                frame=desk.around(session, "Calendario", "calendario", trouble=trouble),
                span=SPANS[around.span],
                departments=_departments(around),
                spans=tuple(Option(value, name, 0, value == around.span) for value, name in SPANS.items()),
                filtered=bool(around.query()),
                query=around.query(),
                asked=tuple(line_of(fact, dated=True) for fact in announcements.asked(session, **where)),
                days=days_of(
                    announcements.upcoming(session, today=today, days=int(around.span), **where),
                    today,
                ),
                expired=tuple(
                    line_of(fact, dated=True) for fact in announcements.expired(session, today=today, **where)
                ),
                undated=tuple(line_of(fact, dated=True) for fact in announcements.without_day(session, **where)),
                empty=f"Nada anunciado para los próximos {SPANS[around.span]}.",
            )
        return desk.page("calendario.html", view, 422 if trouble else 200)

    def changed(request: Request, around: Around, work: Callable[[Transaction, Person, datetime], str]) -> Response:
        """Do one piece of work in one transaction; show the page again with what forbids it."""
        by = person_of(desk, people, request)
        try:
            with desk.register.writing() as session:
                code = work(session, by, desk.clock())
        except (RuleError, StaleError) as broken:
            return page(around, broken.spanish)
        return RedirectResponse(f"/calendario{around.query()}#{code}", status_code=303)

    @router.get("/calendario", response_class=HTMLResponse)
    def calendar(around: AroundFromAddress) -> Response:
        return page(around)

    @router.get("/calendario.ics")
    def feed(request: Request, around: AroundFromAddress) -> Response:
        now = desk.clock()
        today = local_day(now)
        with desk.register.reading() as session:
            announced = announcements.upcoming(session, today=today, days=FEED_DAYS, department=around.department)
            owed = () if around.department else records.agenda(session)
        noted(desk, request, "exportar.calendario", "calendario", around.department or "todo")
        body = calendar_of(announced, owed, served_at(request), now)
        return Response(body, media_type="text/calendar; charset=utf-8")

    @router.post("/calendario/propuestas/{number}")
    def answer(
        request: Request,
        around: AroundFromAddress,
        number: int,
        version: Version,
        respuesta: Line = "",
        comentario: Line = "",
    ) -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            if respuesta not in ("aceptar", "rechazar"):
                raise RuleError(f"answer {respuesta[:20]!r}", "Falta elegir si se acepta o se rechaza.")
            accept = respuesta == "aceptar"
            return announcement_answers.answer(
                session, proposal_id=number, version=version, accept=accept, comment=comentario, by=by, now=now
            )

        return changed(request, around, work)

    @router.post("/calendario/{code}")
    def correct(
        request: Request,
        around: AroundFromAddress,
        code: str,
        version: Version,
        estado: Line = "",
        fecha: Line = "",
        hasta: Line = "",
        motivo: Line = "",
    ) -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            first = _day(fecha)
            if first is None:
                raise RuleError("correction without a day", "Falta la fecha.")
            return announcement_answers.correct(
                session,
                code=code,
                version=version,
                state=chosen(AnnouncedState, estado, "el estado"),
                first=first,
                last=_day(hasta),
                words=motivo,
                by=by,
                now=now,
            )

        return changed(request, around, work)

    return router


def _departments(around: Around) -> tuple[Option, ...]:
    named = [Option(code, name, 0, code == around.department) for code, name in DEPARTMENTS.items()]
    return (*named, Option("sin", "Sin territorio", 0, around.department == "sin"))


def _day(text: str) -> date | None:
    """Return the day of a date field; None for an empty one. Raise RuleError for what is no date."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RuleError(f"day {text[:30]!r}", f"«{text[:30]}» no es una fecha.") from None
