"""Who decides: the person says name and office once, and every decision carries both.

A declaration, not an account: whoever holds the entry key is trusted to say who they are (accounts and roles come
later). In the demo everybody is the same invented person.
"""

import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from conflict.record import Person
from dashboards.desk import Desk, frame
from dashboards.forms import printable
from dashboards.pages import PersonView

COOKIE = "atalaya_persona"
DEMO_PERSON = Person("Persona de la demostración", "Regional Llallagua")
MOST_PEOPLE = 1_000

People = dict[str, Person]


class Unnamed(Exception):
    """Nobody has said yet who decides here."""


def person_of(desk: Desk, people: People, request: Request) -> Person:
    """Return who sent the request; raise Unnamed when that person has not said so yet."""
    if desk.demo:
        return DEMO_PERSON
    person = people.get(request.cookies.get(COOKIE, ""))
    if person is None:
        raise Unnamed
    return person


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the page on which a person says who they are."""
    router = APIRouter()

    def page(words: str, status: int = 200) -> Response:
        around = frame(desk, "¿Quién decide?", "", pending=None, trouble=False)
        return desk.page("quien.html", PersonView(around, words), status)

    @router.get("/quien", response_class=HTMLResponse)
    def ask() -> Response:
        return page("")

    @router.post("/quien")
    def tell(
        nombre: Annotated[str, Form(max_length=80)] = "",
        oficina: Annotated[str, Form(max_length=80)] = "",
    ) -> Response:
        name, office = (" ".join(printable(text).split()) for text in (nombre, oficina))
        if len(name) < 3 or len(office) < 3:
            return page("Escriba su nombre y su oficina, con tres letras o más.", 422)
        if len(people) >= MOST_PEOPLE:
            people.pop(next(iter(people)))
        token = secrets.token_urlsafe(32)
        people[token] = Person(name, office)
        answer = RedirectResponse("/cola", status_code=303)
        answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", path="/")
        return answer

    return router
