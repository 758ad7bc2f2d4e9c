"""«Recolectar ahora»: who may ask for a collection, and its three states; whoever does it is somebody else."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from conflict.asked import GOING, AskedRun, AskedState
from conflict.errors import NetworkError
from conflict.lapaz import local, local_day
from conflict.permissions import Ability
from conflict.record import RuleError
from dashboards.desk import Desk
from dashboards.person import People, person_of
from dashboards.source_pages import AskedView
from dashboards.swapping import asked_in_part, part
from dashboards.visitor import visitor
from dashboards.when import short_day
from register.commands import cycles

log = structlog.get_logger()

WORDS = {
    AskedState.QUEUED: "En fila desde {since}: empieza en cuanto quede libre.",
    AskedState.READING: "Leyendo las fuentes desde {since}.",
    AskedState.DONE: "La última que se pidió está lista desde {since}.",
    AskedState.FAILED: "La última que se pidió no salió ({since}). Pídala de nuevo o avise a quien administra.",
}


class Collecting(Protocol):
    """Who collects when asked. All but `panel` raise NetworkError when it does not answer."""

    @property
    def panel(self) -> str:
        """Return where the technical staff sees the runs, "" where that is not known."""

    def ask(self) -> None:
        """Ask for a collection."""

    def latest(self) -> AskedRun | None:
        """Return how far the last one is, None when none was ever asked for."""

    def next_run(self, now: datetime) -> datetime | None:
        """Return when the next one comes by the clock, None when none is planned."""


def routes(desk: Desk, people: People, collecting: Collecting | None, show: Callable[[str], Response]) -> APIRouter:
    """Return the routes; `show` draws the page of sources again with the reason why nothing was asked for."""
    router = APIRouter()

    @router.get("/fuentes/recoleccion")
    def progress(request: Request) -> Response:
        if not asked_in_part(request):
            return RedirectResponse("/fuentes", status_code=303)
        return part(desk.page("recoleccion.html", asked_of(collecting, desk.clock())))

    @router.post("/fuentes/recolectar")
    def ask(request: Request) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        if collecting is None:
            return show("Aquí no se puede recolectar: las recolecciones corren solas a sus horas.")
        try:
            run = collecting.latest()
            if run is not None and run.state in GOING:
                return show(WORDS[run.state].format(since=_since(run.at, now)))
            with desk.register.writing() as session:
                cycles.ask(session, by=by, now=now)
            collecting.ask()
        except (RuleError, NetworkError) as error:
            log.info("collection_not_asked", cause=str(error))
            return show(error.spanish)
        return RedirectResponse("/fuentes", status_code=303)

    return router


def asked_of(collecting: Collecting | None, now: datetime) -> AskedView:
    """Return what the person of this visit is shown; nothing to who may not ask."""
    seen = visitor()
    if collecting is None or seen is None or not seen.may(Ability.COLLECT):
        return AskedView()
    try:
        run = collecting.latest()
    except NetworkError as error:
        log.warning("collection_not_known", cause=str(error))
        return AskedView(error.spanish)
    if run is None:
        return AskedView(button=True)
    going = run.state in GOING
    return AskedView(WORDS[run.state].format(since=_since(run.at, now)), going, not going)


def _since(at: datetime, now: datetime) -> str:
    hour = f"las {local(at):%H:%M}"
    return hour if local_day(at) == local_day(now) else f"{short_day(local_day(at))}, {hour}"
