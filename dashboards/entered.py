"""«No está en la cola»: bring what no feed brought; and «Terminé de revisar»: leave the proof of a sweep."""

from collections.abc import Callable
from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from conflict.attachment import LARGEST, accepted
from conflict.codebook import FLAGGED_STAGES, Measure, Stage
from conflict.departments import DEPARTMENTS
from conflict.entered import LONGEST_WORDS, Told, Town, Way
from conflict.lapaz import local, local_day
from conflict.record import RuleError
from dashboards.accesses import noted
from dashboards.desk import Desk
from dashboards.entered_views import WAYS, EnterView, alike_view, town_groups
from dashboards.ficha import day_in, moment_in
from dashboards.forms import chosen, printable
from dashboards.keyed import carried_out
from dashboards.labels import MEASURES, STAGES
from dashboards.pages import Option
from dashboards.person import People, person_of
from dashboards.queue import remaining_in
from dashboards.queue_filters import FiltersFromAddress
from register import evidence
from register.commands import entered, sweeps
from register.queries import entered as entered_queries
from register.queries import offices as office_queries
from register.queries import queue as queue_queries
from register.queries.entered import Alike

Line = Annotated[str, Form(max_length=500)]
Towns = Callable[[date], tuple[Town, ...]]

FIELDS = ("titulo", "texto", "dicho_por", "enlace", "fecha")
"""Fields of the form that are empty when it is opened."""


def routes(desk: Desk, people: People, towns: Towns) -> APIRouter:
    """Return the routes of what persons bring and of the sweeps."""
    router = APIRouter()

    def show(typed: dict[str, str], trouble: str = "", alike: tuple[Alike, ...] = (), done: str = "") -> Response:
        now = desk.clock()
        with desk.register.reading() as session:
            offices = office_queries.working(session)
            around = desk.around(session, "Agregar a la cola", "cola", trouble=trouble)
        ticked = typed.get("medidas", "").split()
        view = EnterView(
            frame=around,
            ways=tuple(Option(one.value, WAYS[one], 0, one.value == typed.get("via")) for one in Way),
            stages=tuple(
                Option(one.value, STAGES[one], 0, one.value == typed.get("etapa"))
                for one in Stage
                if one in FLAGGED_STAGES
            ),
            measures=tuple(Option(one.value, MEASURES[one], 0, one.value in ticked) for one in Measure),
            departments=tuple(
                Option(code, name, 0, code == typed.get("departamento")) for code, name in DEPARTMENTS.items()
            ),
            towns=town_groups(towns(local_day(now)), typed.get("municipio", "")),
            offices=tuple(Option(one.id, one.name, 0, one.id == typed.get("oficina")) for one in offices),
            typed=dict.fromkeys(FIELDS, "") | {"se_supo": f"{local(now):%Y-%m-%dT%H:%M}"} | typed,
            alike=tuple(alike_view(one) for one in alike),
            done=done,
        )
        return desk.page("agregar.html", view, 422 if trouble else 200)

    @router.get("/agregar", response_class=HTMLResponse)
    def form(fila: str = "") -> Response:
        code = printable(fila[:40])
        return show({}, done=f"Quedó en la cola como {code}, a cargo de la oficina de ese lugar." if code else "")

    @router.post("/agregar")
    def add(
        request: Request,
        via: Line = "",
        titulo: Line = "",
        texto: Annotated[str, Form(max_length=LONGEST_WORDS)] = "",
        dicho_por: Line = "",
        enlace: Line = "",
        se_supo: Line = "",
        etapa: Line = "",
        medidas: Annotated[list[str] | None, Form()] = None,
        fecha: Line = "",
        departamento: Line = "",
        municipio: Line = "",
        oficina: Line = "",
        igual: Line = "",
        archivo: Annotated[UploadFile | None, File()] = None,
    ) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        typed = {
            "via": via, "titulo": titulo, "texto": texto, "dicho_por": dicho_por, "enlace": enlace, "se_supo": se_supo,
            "etapa": etapa, "medidas": " ".join(medidas or ()), "fecha": fecha, "departamento": departamento,
            "municipio": municipio, "oficina": oficina,
        }  # fmt: skip
        try:
            town = _town(towns(local_day(now)), municipio)
            told = Told(
                way=chosen(Way, via, "por qué vía se supo"),
                title=printable(titulo),
                words=texto.replace("\r\n", "\n"),
                said_by=printable(dicho_por),
                link=enlace.strip(),
                seen_at=moment_in(se_supo) or now,
                stage=chosen(Stage, etapa, "la etapa del conflicto"),
                measures=tuple(chosen(Measure, one, "la medida") for one in medidas or ()),
                announced=day_in(fecha, "la fecha anunciada") if fecha.strip() else None,
                department=_department(departamento) or (town.department if town else ""),
                town=town,
            )
            if not igual:
                with desk.register.reading() as session:
                    alike = entered_queries.alike(session, told.title, told.department, now)
                if alike:
                    return show(typed, alike=alike)
            file = None
            if archivo is not None and archivo.filename:
                file = accepted(archivo.filename, archivo.file.read(LARGEST + 1))
            with desk.register.writing() as session:

                def work() -> str:
                    folder = desk.register.folder
                    return entered.add(
                        session, told=told, by=by, now=now, folder=folder, office=oficina, file=file
                    ).code

                code = carried_out(session, request, by, now, work).value
        except RuleError as broken:
            return show(typed, broken.spanish)
        with desk.register.reading() as session:
            seen = queue_queries.detail(session, code) is not None
        return RedirectResponse(f"/cola/{code}" if seen else f"/agregar?fila={code}", status_code=303)

    @router.get("/cola/{code}/evidencia")
    def download(request: Request, code: str) -> Response:
        with desk.register.reading() as session:
            found = entered_queries.of_row(session, code)
        if found is None or not found.digest:
            return desk.missing(code)
        noted(desk, request, "descargar.evidencia", "fila", code)
        return Response(
            evidence.fetch(desk.register.folder, found.digest),
            media_type="application/octet-stream",
            headers={
                "content-disposition": f"attachment; filename*=UTF-8''{quote(found.file_name)}",
                "content-security-policy": "sandbox; default-src 'none'",
            },
        )

    @router.post("/cola")
    def swept(request: Request, filters: FiltersFromAddress) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        left, view = remaining_in(desk, filters, now)
        with desk.register.writing() as session:
            sweeps.finish(session, view=view, remaining=left, by=by, now=now)
        return RedirectResponse(f"/cola{filters.query(desde='', revisada='si')}", status_code=303)

    return router


def _department(text: str) -> str:
    if text and text not in DEPARTMENTS:
        raise RuleError(f"department {text[:10]!r}", "Elija el departamento de la lista.")
    return text


def _town(towns: tuple[Town, ...], code: str) -> Town | None:
    found = next((town for town in towns if town.code == code), None)
    if code and found is None:
        raise RuleError(f"town {code[:10]!r}", "Elija el municipio de la lista.")
    return found
