"""The weekly summary: its page, the rows behind each number, its documents, and the forms that edit and publish it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from conflict.entered import Town
from conflict.errors import AtalayaError, DataError
from conflict.lapaz import local_day
from conflict.permissions import WHOLE
from conflict.record import Person
from conflict.week import Week, closed_week, week_at, week_named
from conflict.weekrows import rows_of
from conflict.weeksummary import Scope
from conflict.weekversion import VersionState
from dashboards import week_documents, week_edits, week_reading
from dashboards.accesses import noted
from dashboards.desk import Desk
from dashboards.forms import served_at
from dashboards.labels import RECORD_STATES
from dashboards.pages import Frame
from dashboards.person import People, person_of
from dashboards.week_views import RowsView, address_of, codes_of, lines_of, view_of
from register.commands import summaries
from register.engine import Transaction
from register.queries import summaries as summary_queries
from register.queries import week as week_queries
from register.queries import weekledger

Code = Annotated[str, Form(max_length=200)]
Text = Annotated[str, Form(max_length=4_000)]
Work = Callable[[Transaction, Scope, Person, datetime], object]
Towns = Callable[[date], tuple[Town, ...]]


def routes(desk: Desk, people: People, towns: Towns) -> APIRouter:
    """Return the routes of the summary.

    Figures are the institution's, the same for whoever reads them, so they are counted over the whole register; the
    rows behind them are shown as far as the reader may see.
    """
    router = APIRouter()
    previews = week_reading.Previews()

    def around(session: Transaction, title: str, trouble: str = "") -> Frame:
        return desk.around(session, title, "resumen", trouble=trouble)

    def place_names(now: datetime) -> tuple[str, ...]:
        return tuple(one.name for one in towns(local_day(now)))

    def asked(text: str) -> Week:
        week, now = week_named(text), week_at(desk.clock())
        if week > now:
            raise DataError(f"{week.code} is ahead", f"La semana {week.code} todavía no llega.")
        return week

    def page_of(request: Request, semana: str, departamento: str, oficina: str, version: str, trouble: str) -> Response:
        week = asked(semana)
        with desk.register.reading() as session, desk.register.whole.reading(WHOLE) as whole:
            scope = week_reading.read_scope(whole, departamento, oficina)
            read = week_reading.read_week(whole, week, scope, version, previews)
            if read is None:
                return desk.missing(f"{week.code}, versión {version}")
            view = view_of(
                around(session, f"Resumen de la semana {week.number}", trouble),
                read.summary,
                read.said,
                offices=week_queries.offices(whole),
                version=read.version,
                versions=read.versions,
                others=summary_queries.of_week(whole, week),
                closed=closed_week(desk.clock()),
                base=served_at(request),
                places=place_names(desk.clock()),
                in_sight=weekledger.in_sight(session, *codes_of(read.summary, read.said)),
            )
        return desk.page("resumen.html", view, 422 if trouble else 200)

    def changed(request: Request, semana: str, departamento: str, oficina: str, work: Work) -> Response:
        """Do one piece of work in one transaction; show the page again with the rule that forbids it."""
        by = person_of(desk, people, request)
        try:
            with desk.register.writing() as session:
                scope = week_reading.read_scope(session, departamento, oficina)
                work(session, scope, by, desk.clock())
        except AtalayaError as broken:
            try:
                return page_of(request, semana, departamento, oficina, "", broken.spanish)
            except DataError as wrong:  # there is no page of that week or scope to show it on
                return desk.error(404, "No hay resumen de eso", wrong.spanish)
        with desk.register.reading() as session:
            drafted = summary_queries.draft(session, scope, asked(semana)) is not None
        shown = {"version": VersionState.DRAFT.value} if drafted else {}
        return RedirectResponse(address_of(asked(semana), scope, **shown), status_code=303)

    @router.get("/resumen", include_in_schema=False)
    def latest() -> Response:
        return RedirectResponse(f"/resumen/{closed_week(desk.clock()).code}", status_code=303)

    @router.get("/resumen/{semana}", response_class=HTMLResponse)
    def week_page(
        request: Request, semana: str, departamento: str = "", oficina: str = "", version: str = ""
    ) -> Response:
        try:
            return page_of(request, semana, departamento, oficina, version, "")
        except DataError as wrong:
            return desk.error(404, "No hay resumen de eso", wrong.spanish)

    @router.get("/resumen/{semana}/filas", response_class=HTMLResponse)
    def rows(semana: str, cifra: str = "", departamento: str = "", oficina: str = "", version: str = "") -> Response:
        try:
            week = asked(semana)
            with desk.register.reading() as session, desk.register.whole.reading(WHOLE) as whole:
                scope = week_reading.read_scope(whole, departamento, oficina)
                read = week_reading.read_week(whole, week, scope, version, previews)
                found = rows_of(read.summary, cifra) if read else None
                if read is None or found is None:
                    return desk.missing(cifra)
                title, codes = found
                known = weekledger.named(session, codes)
                view = RowsView(
                    around(session, title),
                    title,
                    f"{read.said.heading}. {read.said.scope}. {read.said.cut}.",
                    address_of(week, scope, **({"version": version} if version else {})),
                    lines_of(codes, known, lambda one: (RECORD_STATES[one.state], one.office)),
                    len(codes),
                    len(set(codes) - known.keys()),
                )
        except DataError as wrong:
            return desk.error(404, "No hay resumen de eso", wrong.spanish)
        return desk.page("filas.html", view)

    @router.get("/resumen/{semana}/{kind}")
    def document(
        request: Request, semana: str, kind: str, departamento: str = "", oficina: str = "", version: str = ""
    ) -> Response:
        if kind not in week_documents.KINDS:
            return desk.missing(kind)
        try:
            week = asked(semana)
            with desk.register.reading() as session, desk.register.whole.reading(WHOLE) as whole:
                scope = week_reading.read_scope(whole, departamento, oficina)
                read = week_reading.read_week(whole, week, scope, version, previews)
                if read is None:
                    return desk.missing(f"{week.code}, versión {version}")
                base = served_at(request)
                made = week_documents.made(session, read, kind, base=base, now=desk.clock())
        except DataError as wrong:
            return desk.error(404, "No hay resumen de eso", wrong.spanish)
        noted(desk, request, f"exportar.resumen.{kind}", "semana", week.code)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(made.name)}"}
        return Response(made.content, media_type=made.media, headers=headers)

    @router.post("/resumen/{semana}/borrador")
    def draft(request: Request, semana: str, departamento: Code = "", oficina: Code = "") -> Response:
        def work(session: Transaction, scope: Scope, by: Person, now: datetime) -> object:
            summary = week_reading.fresh(session, asked(semana), scope)
            return summaries.draft(session, summary=summary, by=by, now=now)

        return changed(request, semana, departamento, oficina, work)

    @router.post("/resumen/{semana}/editar")
    def edit(
        request: Request,
        semana: str,
        departamento: Code = "",
        oficina: Code = "",
        frases: Text = "",
        visto: Annotated[int, Form()] = 0,
    ) -> Response:
        def work(session: Transaction, scope: Scope, by: Person, now: datetime) -> object:
            lines = frases.splitlines()
            summaries.edit(session, scope=scope, week=asked(semana), sentences=lines, row_version=visto, by=by, now=now)
            return lines

        return changed(request, semana, departamento, oficina, work)

    @router.post("/resumen/{semana}/publicar")
    def publish(
        request: Request,
        semana: str,
        departamento: Code = "",
        oficina: Code = "",
        confirmo: Annotated[int | None, Form()] = None,
    ) -> Response:
        def work(session: Transaction, scope: Scope, by: Person, now: datetime) -> object:
            week = asked(semana)
            return summaries.publish(
                session, scope=scope, week=week, by=by, now=now, vouched=confirmo, places=place_names(now)
            )

        return changed(request, semana, departamento, oficina, work)

    @router.post("/resumen/{semana}/corregir")
    def correct(
        request: Request, semana: str, departamento: Code = "", oficina: Code = "", texto: Text = ""
    ) -> Response:
        def work(session: Transaction, scope: Scope, by: Person, now: datetime) -> object:
            summary = week_reading.fresh(session, asked(semana), scope)
            return summaries.correct(session, summary=summary, words=texto, by=by, now=now)

        return changed(request, semana, departamento, oficina, work)

    router.include_router(week_edits.routes(changed))
    return router
