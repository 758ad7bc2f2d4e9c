"""The page of one source: what happened to it, a reading now that stores nothing, its new address, rest and end."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from conflict.codebook import GOOD_OUTCOMES
from conflict.errors import AtalayaError
from conflict.lapaz import LA_PAZ
from conflict.permissions import Ability
from conflict.probe import Probe
from conflict.record import Person
from conflict.source import MOST_URL
from conflict.sourcehealth import SourceStatus, status_of
from dashboards import charts
from dashboards.desk import Desk
from dashboards.labels import OUTCOMES, SOURCE_STATUSES, department_name
from dashboards.pages import Frame
from dashboards.person import People, person_of
from dashboards.probing import NOBODY, Probing, read_view
from dashboards.source_pages import AttemptView, SourceFileView
from dashboards.sources import MARKS, TODO, may, moved_to, page_of, rest_words, site_of, vitals, what_happens
from dashboards.when import ago
from register.commands import own_sources
from register.engine import Transaction
from register.queries import sourcehealth
from register.queries import sources as source_queries
from register.rows import AttemptRow, SourceHealth

ATTEMPTS = 10
Work = Callable[[Transaction, Person, datetime], object]


def routes(desk: Desk, people: People, prober: Probing | None) -> APIRouter:
    """Return the routes."""
    router = APIRouter()

    def show(
        code: str, trouble: str = "", probe: Probe | None = None, typed: Mapping[str, str] | None = None
    ) -> Response:
        now = desk.clock()
        with desk.register.reading() as session:
            found = sourcehealth.health(session, now, code)
            if not code or not found:
                return desk.missing(code)
            attempts = source_queries.attempts(session, code, ATTEMPTS)
            around = desk.around(session, found[0].source.name, "fuentes", trouble=trouble)
        view = _view(around, found[0], attempts, probe, typed or {}, prober is not None, now)
        return desk.page("fuente.html", view, 422 if trouble else 200)

    def done(
        request: Request, code: str, work: Work, typed: Mapping[str, str] | None = None, leads: str = ""
    ) -> Response:
        by = person_of(desk, people, request)
        try:
            with desk.register.writing() as session:
                work(session, by, desk.clock())
        except AtalayaError as broken:
            return show(code, broken.spanish, typed=typed)
        return RedirectResponse(leads or page_of(code), status_code=303)

    def address_of(code: str) -> str:
        with desk.register.reading() as session:
            return next((one.url for one in source_queries.to_read(session) if one.id == code), "")

    @router.get("/fuentes/medio/{code}", response_class=HTMLResponse)
    def page(code: str) -> Response:
        return show(code)

    @router.post("/fuentes/medio/{code}/probar")
    async def read_now(code: str) -> Response:
        if prober is None:
            return await run_in_threadpool(show, code, NOBODY)
        address = await run_in_threadpool(address_of, code)
        probe = await asyncio.to_thread(prober.read, address) if address else None
        return await run_in_threadpool(show, code, "", probe)

    @router.post("/fuentes/medio/{code}/direccion")
    def accept(request: Request, code: str, nueva: Annotated[str, Form(max_length=MOST_URL)] = "") -> Response:
        return done(
            request,
            code,
            lambda session, by, now: own_sources.accept_address(session, source_id=code, address=nueva, by=by, now=now),
        )

    @router.post("/fuentes/medio/{code}/pausar")
    def hold(
        request: Request,
        code: str,
        motivo: Annotated[str, Form(max_length=1_000)] = "",
        hasta: Annotated[str, Form(max_length=20)] = "",
    ) -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> None:
            own_sources.hold(session, source_id=code, until=_until(hasta, now), reason=motivo, by=by, now=now)

        return done(request, code, work, {"motivo": motivo, "hasta": hasta})

    @router.post("/fuentes/medio/{code}/reanudar")
    def resume(request: Request, code: str) -> Response:
        return done(request, code, lambda session, by, now: own_sources.resume(session, source_id=code, by=by, now=now))

    @router.post("/fuentes/medio/{code}/quitar")
    def remove(request: Request, code: str) -> Response:
        return done(
            request,
            code,
            lambda session, by, now: own_sources.remove(session, source_id=code, by=by, now=now),
            leads="/fuentes",
        )

    return router


def _until(day: str, now: datetime) -> datetime:
    """Return the end of a day in La Paz; what is no day is now, which no rest may last to."""
    try:
        return datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), LA_PAZ)
    except (ValueError, OverflowError):
        return now


def _view(
    around: Frame,
    one: SourceHealth,
    attempts: list[AttemptRow],
    probe: Probe | None,
    typed: Mapping[str, str],
    looks: bool,
    now: datetime,
) -> SourceFileView:
    source, status = one.source, status_of(vitals(one), now)
    mark, tone = MARKS[status]
    words = ", ".join("sin respuesta" if n is None else str(n) for n in one.daily_new)
    manages = may(Ability.MANAGE_SOURCES)
    return SourceFileView(
        frame=around,
        code=source.id,
        name=source.name,
        where=f"{department_name(source.department)} · {source.type.value} · cada {source.cadence_minutes} min",
        mark=mark,
        tone=tone,
        status=SOURCE_STATUSES[status],
        what=what_happens(one, status) if status in TODO else "",
        strip=charts.strip(one.daily_new, f"Notas nuevas por día, 14 días: {words}"),
        address=source.url,
        site=site_of(source.url),
        origin=f"La agregó en esta página {one.added_by}." if one.added_by else "Está en la lista del operador.",
        replaced=one.replaced,
        rest=rest_words(one),
        resting=status is SourceStatus.PAUSED and source.active,
        moved=moved_to(one),
        reads=looks and may(Ability.COLLECT),
        manages=manages,
        removable=manages and bool(one.added_by),
        probe=None if probe is None else read_view(probe),
        attempts=tuple(_attempt(one, now) for one in attempts),
        typed={"motivo": "", "hasta": ""} | dict(typed),
    )


def _attempt(one: AttemptRow, now: datetime) -> AttemptView:
    mark, tone = ("●", "bien") if one.outcome in GOOD_OUTCOMES else ("■", "mal")
    status = f", {one.status}" if one.status else ""
    return AttemptView(ago(one.at, now), mark, tone, OUTCOMES[one.outcome], f"{one.outcome.value}{status}", one.new)
