"""The page Importar: send an Excel file, match its columns, mend and accept rows, save, and take back within a week.

What was sent waits with the server, for its sender only, until it is saved or pushed out by later ones; nothing is
stored before. The columns travel in the address, so that going back and reloading keep them; what was written anew
and accepted waits beside the file.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from conflict.errors import DataError
from conflict.esbo import counted
from conflict.lapaz import local_day
from conflict.pastrecords import FIELDS, REQUIRED, PastRecord, guess, read_row
from conflict.record import Person, RuleError
from dashboards.desk import Desk
from dashboards.forms import printable
from dashboards.import_views import (
    ImportItem,
    ImportsView,
    Read,
    action_of,
    label_of,
    sheet_view,
    steps,
)
from dashboards.pages import Frame
from dashboards.person import People, person_of
from dashboards.waiting_books import Settled, WaitingBooks
from dashboards.when import ago
from register.commands import imports
from register.engine import Transaction
from register.queries import imports as import_queries
from register.workbook import LARGEST, Workbook
from reports.sheet import Sheet as Filled
from reports.sheet import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MENDED = re.compile(r"fila-(\d{1,6})-([a-z_]{2,20})")
"""The name of a field that was written anew: which row, which field."""
MEND_CHARS = 300
EXAMPLE = (
    *("Bloqueo de ejemplo por agua de riego", date(2025, 3, 5), "Conflicto", "Potosí", "Uncía", "Concluido"),
    *(date(2025, 3, 20), "Acuerdo total", "Medio", "EJ-1", "", "", "Una fila de ejemplo: bórrela."),
)
"""A row of the template, a cell for each of `FIELDS`."""


def routes(desk: Desk, people: People, held: WaitingBooks) -> APIRouter:
    """Return the routes of the import; `held` is where workbooks wait."""
    router = APIRouter()

    def around(session: Transaction, trouble: str = "") -> Frame:
        return desk.around(session, "Importar", "registros", trouble=trouble)

    def first(trouble: str = "", done: str = "") -> Response:
        now = desk.clock()
        with desk.register.reading() as session:
            listed = import_queries.listed(session, now=now)
            view = ImportsView(around(session, trouble), tuple(_item(one, now) for one in listed), done, steps(0))
        return desk.page("importar.html", view, 422 if trouble else 200)

    def read_of(session: Transaction, request: Request, token: str, book: Workbook, by: Person) -> Read:
        known = import_queries.remembered(session, by.office)
        return _read(book, request.query_params, known, held.settled(token), desk.clock())

    def second(request: Request, token: str, book: Workbook, by: Person, trouble: str = "") -> Response:
        with desk.register.reading() as session:
            read = read_of(session, request, token, book, by)
            view = sheet_view(around(session, trouble), f"/importar/hoja/{token}", book, read)
        return desk.page("importar_hoja.html", view, 422 if trouble else 200)

    def waiting(token: str, by: Person) -> Workbook | None:
        return held.find(token, by.name)

    @router.get("/importar", response_class=HTMLResponse)
    def start(hecho: Annotated[int | None, Query(ge=1)] = None) -> Response:
        return first(done=f"Importación n.º {hecho} guardada. Puede deshacerla durante 7 días." if hecho else "")

    @router.post("/importar")
    def send(request: Request, archivo: Annotated[UploadFile, File()]) -> Response:
        by = person_of(desk, people, request)
        try:
            token = held.put(archivo.filename or "sin nombre", archivo.file.read(LARGEST + 1), by.name)
        except DataError as refused:
            return first(refused.spanish)
        return RedirectResponse(f"/importar/hoja/{token}", status_code=303)

    @router.get("/importar/plantilla")
    def template() -> Response:
        """Return an empty workbook with the heads that are known, and one row that shows how they are filled."""
        heads = tuple(label_of(field) for field in FIELDS)
        content = workbook((Filled("Registro", heads, (EXAMPLE,)),), desk.clock())
        headers = {"content-disposition": 'attachment; filename="plantilla-registro.xlsx"'}
        return Response(content, media_type=XLSX, headers=headers)

    @router.get("/importar/hoja/{token}", response_class=HTMLResponse)
    def look(request: Request, token: str) -> Response:
        by = person_of(desk, people, request)
        book = waiting(token, by)
        return second(request, token, book, by) if book else first(GONE)

    @router.post("/importar/hoja/{token}")
    def save(
        request: Request,
        token: str,
        omitir: Annotated[str, Form(max_length=10)] = "",
        hacer: Annotated[str, Form(max_length=20)] = "",
        aceptar: Annotated[str, Form(max_length=100)] = "",
    ) -> Response:
        """Keep what a person wrote anew and accepted, or save the rows that are ready."""
        by, now = person_of(desk, people, request), desk.clock()
        book = waiting(token, by)
        if book is None:
            return first(GONE)
        with desk.register.reading() as session:
            read = read_of(session, request, token, book, by)
        if hacer == "arreglar" or aceptar:
            mended = _mended(request.state.fields) if hacer == "arreglar" else {}
            held.settle(token, held.settled(token).with_more(read.sheet.name, mended, aceptar))
            return RedirectResponse(action_of(f"/importar/hoja/{token}", read), status_code=303)
        if (read.faults or read.doubtful) and omitir != "si":
            return second(request, token, book, by, LEFT)
        heads = {field: read.sheet.heads[column] for field, column in read.columns.items()}
        try:
            with desk.register.writing() as session:
                done = imports.store(
                    session,
                    file_name=book.name,
                    digest=book.digest,
                    columns=heads,
                    rows=read.rows,
                    by=by,
                    now=now,
                )
        except RuleError as broken:
            return second(request, token, book, by, broken.spanish)
        held.drop(token)
        return RedirectResponse(f"/importar?hecho={done.batch}", status_code=303)

    @router.post("/importar/{number}/deshacer")
    def undo(request: Request, number: int) -> Response:
        by = person_of(desk, people, request)
        try:
            with desk.register.writing() as session:
                count = imports.undo(session, batch=number, by=by, now=desk.clock())
        except RuleError as broken:
            return first(broken.spanish)
        return first(done=f"Importación n.º {number} deshecha: {counted(count, 'ficha anulada', 'fichas anuladas')}.")

    return router


GONE = "Ese archivo ya no está aquí. Vuelva a enviarlo; no se había guardado nada."
LEFT = "Hay filas con error o con duda. Arréglelas aquí o en Excel, acéptelas, o marque que se omitan."


def _read(book: Workbook, asked: Mapping[str, str], known: Mapping[str, str], settled: Settled, now: datetime) -> Read:
    """Read a sheet with the columns that the address names, else with those of the office's last one, else guessed."""
    sheet = next((one for one in book.sheets if one.name == asked.get("hoja")), book.sheets[0])
    columns = guess(sheet.heads) | {
        field: sheet.heads.index(head) for field, head in known.items() if field in FIELDS and head in sheet.heads
    }
    if any(field in asked for field in FIELDS):
        told = {field: asked.get(field, "") for field in FIELDS}
        columns = {
            field: int(text)
            for field, text in told.items()
            if text.isascii() and text.isdecimal() and len(text) < 4 and int(text) < len(sheet.heads)
        }
    mended, accepted = settled.of(sheet.name)
    if any(field not in columns for field in REQUIRED):
        return Read(sheet, columns, (), (), (), accepted)
    today = local_day(now)
    read = [read_row(number, cells, columns, today, mended.get(number)) for number, cells in sheet.rows]
    ready: list[PastRecord] = []
    doubtful: list[PastRecord] = []
    for one in read:
        if isinstance(one, PastRecord):
            (doubtful if any(doubt.key not in accepted for doubt in one.doubts) else ready).append(one)
    faults = tuple(fault for one in read if isinstance(one, list) for fault in one)
    return Read(sheet, columns, tuple(ready), tuple(doubtful), faults, accepted)


def _mended(fields: Iterable[tuple[str, str]]) -> dict[int, dict[str, str]]:
    """Return what was written anew in a form, by row and field."""
    found: dict[int, dict[str, str]] = {}
    for name, value in fields:
        named = MENDED.fullmatch(name)
        if named and named[2] in FIELDS:
            found.setdefault(int(named[1]), {})[named[2]] = printable(value)[:MEND_CHARS]
    return found


def _item(one: import_queries.ImportFact, now: datetime) -> ImportItem:
    kept, skipped = counted(one.rows, "ficha", "fichas"), counted(one.skipped, "fila omitida", "filas omitidas")
    what = f"{kept}, {skipped}" + (" · deshecha" if one.undone_at else "")
    return ImportItem(one.id, one.file_name, ago(one.at, now), one.by, what, one.undoable)
