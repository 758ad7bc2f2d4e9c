"""The page Plantillas de mensaje: how each kind of message begins and ends, seen with invented data first."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from conflict.record import Person, RuleError
from conflict.wording import WORDING_RULES, LetterKind, Wording, demand_sayable, filled, wording_of
from dashboards.desk import Desk
from dashboards.forms import chosen
from dashboards.labels import LETTER_KINDS
from dashboards.pages import Frame
from dashboards.person import People, person_of
from dashboards.refused import given_back
from register.columns import LARGEST_ID
from register.commands import wordings
from register.queries import wordings as wording_queries

PAGE = "/ajustes/plantillas"
Field = Annotated[str, Form(max_length=2000)]


@dataclass(frozen=True, slots=True)
class MessageWordsView:
    """The page of one kind. `holes` are its data with an invented value and whether they must stand; `shown` is how a
    message begins and ends with these words.

    `version` is what is in force, 0 for the words of the house; `seen` is the one that the form was written over.
    """

    frame: Frame
    tabs: tuple[tuple[str, str, bool], ...]
    kind: str
    name: str
    said: Wording
    shown: Wording
    holes: tuple[tuple[str, str, bool], ...]
    version: int
    seen: int
    tried: bool


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the routes of the page."""
    router = APIRouter()

    def page(kind: LetterKind, words: str = "", tried: Wording | None = None, seen: int = 0) -> HTMLResponse:
        with desk.register.whole.reading() as session:
            in_force, versions = wording_queries.in_force(session), wording_queries.versions(session)
        with desk.register.reading() as session:
            around = desk.around(session, "Plantillas de mensaje", "avisos", trouble=words)
        rule, said = WORDING_RULES[kind], tried or wording_of(kind, in_force)
        view = MessageWordsView(
            around,
            tuple((f"{PAGE}?tipo={one.value}", name, one is kind) for one, name in LETTER_KINDS.items()),
            kind.value,
            LETTER_KINDS[kind],
            said,
            filled(said, rule.holes),
            tuple((f"{{{hole}}}", value, hole in rule.needed) for hole, value in rule.holes.items()),
            versions.get(kind, 0),
            versions.get(kind, 0) if tried is None else seen,
            tried is not None,
        )
        return desk.page("plantillas.html", view, 422 if words else 200)

    @router.get(PAGE, response_class=HTMLResponse)
    def show(tipo: str = "") -> Response:
        return page(LetterKind(tipo) if tipo in set(LetterKind) else LetterKind.DAILY)

    @router.post(PAGE)
    def change(
        request: Request,
        tipo: Field = "",
        asunto: Field = "",
        apertura: Field = "",
        cierre: Field = "",
        version: Annotated[int, Form(ge=0, le=LARGEST_ID)] = 0,
        hacer: Field = "guardar",
    ) -> Response:
        by, kind = person_of(desk, people, request), LetterKind.DAILY
        typed = Wording(asunto, apertura, cierre)
        try:
            kind = chosen(LetterKind, tipo, "el mensaje")
            if hacer == "ver":
                return page(kind, tried=demand_sayable(kind, typed), seen=version)
            _changed(by, kind, typed, version, hacer)
        except RuleError as broken:
            again = page(kind, broken.spanish)
            return HTMLResponse(given_back(bytes(again.body).decode(), PAGE, request.state.fields, broken), 422)
        return RedirectResponse(f"{PAGE}?tipo={kind.value}", status_code=303)

    def _changed(by: Person, kind: LetterKind, typed: Wording, version: int, hacer: str) -> None:
        with desk.register.writing() as session:
            if hacer == "origen":
                wordings.say_as_the_house(session, kind=kind, version=version, by=by, now=desk.clock())
            else:
                wordings.say(session, kind=kind, wording=typed, version=version, by=by, now=desk.clock())

    return router
