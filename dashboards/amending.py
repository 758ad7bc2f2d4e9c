"""The page of the institution's tables: everybody reads what is in force; who may, changes a row from a day on."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from conflict.amendment import EDITED, AmendedTable
from conflict.lapaz import local_day
from conflict.permissions import Ability, allowed
from conflict.record import RuleError
from dashboards.amending_views import (
    COLUMNS,
    PAGE,
    TITLES,
    AmendView,
    TablesView,
    coming_of,
    groups_of,
    past_of,
    row_name,
    vocabulary_name,
)
from dashboards.desk import Desk
from dashboards.ficha import day_in, number_in
from dashboards.forms import chosen
from dashboards.person import People, person_of
from register.amending import office_names, rows_of
from register.commands import amending
from register.queries.amendments import standing

Line = Annotated[str, Form(max_length=300)]
Asked = Annotated[str, Query(max_length=60)]
SECTION = "tablas"


def routes(desk: Desk, people: People, resources: Path, forget: Callable[[], None]) -> APIRouter:
    """Return the routes of the tables; `forget` makes every page read them anew."""
    router = APIRouter(prefix=PAGE)

    def listing(request: Request, table: AmendedTable, trouble: str = "") -> Response:
        by, today = person_of(desk, people, request), local_day(desk.clock())
        with desk.register.reading() as session:
            known = standing(session)
            around = desk.around(session, "Tablas", SECTION, trouble=trouble)
        offices = office_names(resources, known, today)
        view = TablesView(
            around,
            table.value,
            allowed(by, Ability.CHANGE_VOCABULARIES),
            tuple((f"{PAGE}?tabla={one.value}", TITLES[one], one is table) for one in AmendedTable),
            groups_of(table, rows_of(resources, table, known, today), offices),
            coming_of(known, table, today, offices),
            tuple(offices.items()) if table is AmendedTable.DAYS else (),
            (today + timedelta(days=1)).isoformat(),
        )
        return desk.page("tablas.html", view, 422 if trouble else 200)

    def form(
        table: AmendedTable, key: str, typed: dict[str, str] | None = None, since: str = "", words: str = "",
        trouble: str = "",
    ) -> Response:  # fmt: skip
        today = local_day(desk.clock())
        with desk.register.reading() as session:
            known = standing(session)
            around = desk.around(session, "Cambiar una tabla", SECTION, trouble=trouble)
        rows, offices = rows_of(resources, table, known, today), office_names(resources, known, today)
        day, _, office = key.partition("/")
        new = {"fecha": day, "oficina": office, "clase": "feriado", "motivo": ""}
        fresh = table is AmendedTable.DAYS and office in offices and _is_day(day)
        cells = rows.get(key) or (new if fresh else None)
        if cells is None:
            return desk.error(404, "Esa fila no existe", "Vuelva a las tablas y elíjala desde allí.")
        name = row_name(table, cells, offices)
        view = AmendView(
            around,
            table.value,
            key,
            f"{vocabulary_name(cells['vocabulario'])}: {name}" if table is AmendedTable.WORDS else name,
            tuple((one, COLUMNS[one], (typed or cells).get(one, "")) for one in EDITED[table]),
            since or (day if table is AmendedTable.DAYS else (today + timedelta(days=1)).isoformat()),
            (today + timedelta(days=1)).isoformat(),
            table is AmendedTable.DAYS,
            words,
            max((one.id for one in known if one.table is table and one.key == key), default=0),
            past_of(known, table, key),
        )
        return desk.page("tabla.html", view, 422 if trouble else 200)

    @router.get("", response_class=HTMLResponse)
    def show(request: Request, tabla: Asked = "") -> Response:
        return listing(request, next((one for one in AmendedTable if one.value == tabla), AmendedTable.WORDS))

    @router.get("/fila", response_class=HTMLResponse)
    def row(tabla: Asked = "", clave: Annotated[str, Query(max_length=120)] = "", dia: Asked = "") -> Response:
        table = next((one for one in AmendedTable if one.value == tabla), None)
        if table is None:
            return desk.error(404, "Esa tabla no existe", "Vuelva a las tablas y elíjala desde allí.")
        return form(table, f"{dia}/{clave}" if dia else clave)

    @router.post("/fila", response_class=HTMLResponse)
    def change(request: Request) -> Response:
        sent = {name: str(value) for name, value in request.state.fields}
        by, now = person_of(desk, people, request), desk.clock()
        try:
            table = chosen(AmendedTable, sent.get("tabla", ""), "la tabla")
        except RuleError as broken:
            return listing(request, AmendedTable.WORDS, broken.spanish)
        key, words = sent.get("clave", "")[:120], sent.get("texto", "")
        typed = {name: sent[name] for name in EDITED[table] if name in sent}
        try:
            with desk.register.writing() as session:
                amending.amend(
                    session,
                    resources=resources,
                    table=table,
                    key=key,
                    cells=typed,
                    since=day_in(sent.get("desde", ""), "desde cuándo rige"),
                    words=words,
                    seen=number_in(sent.get("visto", ""), "qué versión de la fila se vio"),
                    by=by,
                    now=now,
                )
        except RuleError as broken:
            return form(table, key, typed, sent.get("desde", "")[:10], words[:500], broken.spanish)
        forget()
        return RedirectResponse(f"{PAGE}?tabla={table.value}#vienen", status_code=303)

    @router.post("/{number}/retirar")
    def withdraw(request: Request, number: int, tabla: Line = "") -> Response:
        table = next((one for one in AmendedTable if one.value == tabla), AmendedTable.WORDS)
        try:
            with desk.register.writing() as session:
                amending.withdraw(session, number=number, by=person_of(desk, people, request), now=desk.clock())
        except RuleError as broken:
            return listing(request, table, broken.spanish)
        forget()
        return RedirectResponse(f"{PAGE}?tabla={table.value}", status_code=303)

    return router


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
