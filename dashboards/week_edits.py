"""The forms that change what the machine said in a draft: the class of a territory, the lines of «Para vigilar»."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from conflict.record import Person
from conflict.week import week_named
from conflict.weeksummary import Scope
from dashboards.week_editing import change_named, moment_named, order_of
from register.commands import summary_edits
from register.engine import Transaction

Code = Annotated[str, Form(max_length=200)]
Words = Annotated[str, Form(max_length=600)]
Seen = Annotated[int, Form()]
Work = Callable[[Transaction, Scope, Person, datetime], object]
Changed = Callable[[Request, str, str, str, Work], Response]


def routes(changed: Changed) -> APIRouter:
    """Return the routes; `changed` does one piece of work and shows the page again, with the rule that forbids it."""
    router = APIRouter()

    @router.post("/resumen/{semana}/clase")
    def judge(
        request: Request,
        semana: str,
        departamento: Code = "",
        oficina: Code = "",
        territorio: Code = "",
        clase: Code = "",
        motivo: Words = "",
        visto: Seen = 0,
    ) -> Response:
        def work(session: Transaction, scope: Scope, by: Person, now: datetime) -> None:
            summary_edits.judge(
                session,
                scope=scope,
                week=week_named(semana),
                territory=territorio,
                to=change_named(clase),
                reason=motivo,
                row_version=visto,
                by=by,
                now=now,
            )

        return changed(request, semana, departamento, oficina, work)

    @router.post("/resumen/{semana}/clase/deshacer")
    def unjudge(
        request: Request,
        semana: str,
        departamento: Code = "",
        oficina: Code = "",
        territorio: Code = "",
        visto: Seen = 0,
    ) -> Response:
        def work(session: Transaction, scope: Scope, by: Person, now: datetime) -> None:
            week = week_named(semana)
            summary_edits.unjudge(
                session, scope=scope, week=week, territory=territorio, row_version=visto, by=by, now=now
            )

        return changed(request, semana, departamento, oficina, work)

    @router.post("/resumen/{semana}/vigilar")
    def arrange(request: Request, semana: str) -> Response:
        fields: tuple[tuple[str, str], ...] = request.state.fields  # one pair per line, so no signature can name them
        given = dict(fields)

        def work(session: Transaction, scope: Scope, by: Person, now: datetime) -> None:
            summary_edits.arrange_watch(
                session,
                scope=scope,
                week=week_named(semana),
                order=order_of(fields),
                row_version=_number(given.get("visto", "")),
                by=by,
                now=now,
            )

        return changed(request, semana, given.get("departamento", ""), given.get("oficina", ""), work)

    @router.post("/resumen/{semana}/vigilar/agregar")
    def add(
        request: Request,
        semana: str,
        departamento: Code = "",
        oficina: Code = "",
        dia: Code = "",
        hora: Code = "",
        que: Words = "",
        donde: Code = "",
        lugar: Code = "",
        sigue: Code = "",
        fuente: Words = "",
        visto: Seen = 0,
    ) -> Response:
        def work(session: Transaction, scope: Scope, by: Person, now: datetime) -> None:
            summary_edits.add_watch(
                session,
                scope=scope,
                week=week_named(semana),
                at=moment_named(dia, hora),
                what=que,
                departments=(donde,) if donde else (),
                place=lugar,
                office=sigue,
                source=fuente,
                row_version=visto,
                by=by,
                now=now,
            )

        return changed(request, semana, departamento, oficina, work)

    @router.post("/resumen/{semana}/vigilar/deshacer")
    def restore(
        request: Request, semana: str, departamento: Code = "", oficina: Code = "", visto: Seen = 0
    ) -> Response:
        def work(session: Transaction, scope: Scope, by: Person, now: datetime) -> None:
            summary_edits.restore_watch(
                session, scope=scope, week=week_named(semana), row_version=visto, by=by, now=now
            )

        return changed(request, semana, departamento, oficina, work)

    return router


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
