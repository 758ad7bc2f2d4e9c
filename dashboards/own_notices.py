"""The page Notificaciones: what a person asks to be told of, when and how, for herself alone."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from conflict.personnotice import MORNINGS, USUAL_MORNING, Urgency, Way, Wish, may_be_told
from conflict.record import Person, RuleError
from dashboards.desk import Desk
from dashboards.forms import chosen
from dashboards.labels import URGENCIES, WAYS
from dashboards.pages import Frame, Option
from dashboards.person import People, person_of
from dashboards.refused import given_back
from register.commands import person_notices
from register.queries import person_notices as notice_queries

PAGE = "/ajustes/notificaciones"
SAVED = "Guardado."
Field = Annotated[str, Form(max_length=200)]


@dataclass(frozen=True, slots=True)
class OwnNoticesView:
    """The page. `offered` is False for whoever sees nothing that a message could tell of; `hours` are her office's."""

    frame: Frame
    offered: bool
    saved: str
    mail: str
    chat: str
    morning: bool
    mornings: tuple[Option, ...]
    urgencies: tuple[Option, ...]
    ways: tuple[Option, ...]
    silence: bool
    reminders: bool
    hours: str


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the routes of the page."""
    router = APIRouter()

    def page(by: Person, words: str = "", saved: str = "") -> HTMLResponse:
        with desk.register.whole.reading() as session:
            wish = notice_queries.wish_of(session, by.user_id)
        with desk.register.reading() as session:
            around = desk.around(session, "Notificaciones", "cuenta", trouble=words)
        windows = desk.rules(desk.clock()).clocks.calendar(by.office).windows
        at = USUAL_MORNING if wish.morning is None else wish.morning
        view = OwnNoticesView(
            around,
            may_be_told(by),
            saved,
            wish.mail,
            wish.chat,
            wish.morning is not None,
            tuple(Option(str(hour), f"{hour:02}:00", 0, hour == at) for hour in MORNINGS),
            tuple(Option(one.value, said, 0, one is wish.urgent) for one, said in URGENCIES.items()),
            tuple(Option(one.value, said, 0, one is wish.way) for one, said in WAYS.items()),
            wish.silence,
            wish.reminders,
            "; ".join(f"{begin:%H:%M}–{end:%H:%M}" for begin, end in windows),
        )
        return desk.page("notificaciones.html", view, 422 if words else 200)

    @router.get(PAGE, response_class=HTMLResponse)
    def show(request: Request, guardado: str = "") -> Response:
        return page(person_of(desk, people, request), saved=SAVED if guardado == "si" else "")

    @router.post(PAGE)
    def save(
        request: Request,
        correo: Field = "",
        diario: Field = "",
        hora: Field = "",
        urgente: Field = "",
        por: Field = "",
        chat: Field = "",
        recordatorios: Field = "",
        silencio: Field = "",
    ) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        try:
            wish = Wish(
                correo,
                chat,
                _hour(hora) if diario else None,
                chosen(Urgency, urgente, "qué se avisa al momento", "urgente"),
                chosen(Way, por, "por dónde llega", "por"),
                bool(silencio),
                bool(recordatorios),
            )
            with desk.register.writing() as session:
                person_notices.save(session, wish=wish, by=by, now=now)
        except RuleError as broken:
            again = page(by, broken.spanish)
            if not may_be_told(by):
                return again
            return HTMLResponse(given_back(bytes(again.body).decode(), PAGE, request.state.fields, broken), 422)
        return RedirectResponse(f"{PAGE}?guardado=si", status_code=303)

    return router


def _hour(text: str) -> int:
    if text not in {str(hour) for hour in MORNINGS}:
        raise RuleError("morning not of the list", "Elija una de las horas de la lista.", "hora")
    return int(text)
