"""The page Importar: send an Excel file, match its columns, look at every wrong row, save, and take back within a week.

What was sent waits with the server, for its sender only, until it is saved or pushed out by later ones; nothing is
stored before. The columns travel in the address, so that going back and reloading keep them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from conflict.errors import DataError
from conflict.esbo import counted
from conflict.lapaz import local_day
from conflict.pastrecords import FIELDS, REQUIRED, Fault, PastRecord, guess, read_row
from conflict.record import Person, RuleError
from dashboards.desk import Desk
from dashboards.pages import Frame, Option
from dashboards.person import People, person_of
from dashboards.waiting_books import WaitingBooks
from dashboards.when import Moment, ago
from register.commands import imports
from register.engine import Transaction
from register.queries import imports as import_queries
from register.workbook import LARGEST, Sheet, Workbook

SHOWN_FAULTS = 200
SHOWN_ROWS = 8


@dataclass(frozen=True, slots=True)
class ImportItem:
    """One import of the list."""

    id: int
    name: str
    moment: Moment
    by: str
    what: str
    undoable: bool


@dataclass(frozen=True, slots=True)
class ImportsView:
    """The first step, and what was imported before."""

    frame: Frame
    items: tuple[ImportItem, ...]
    done: str


@dataclass(frozen=True, slots=True)
class Matched:
    """One field and the columns it may be."""

    field: str
    label: str
    required: bool
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class SheetView:
    """The second step: columns matched, rows looked at. `action` is where saving goes."""

    frame: Frame
    name: str
    address: str
    action: str
    sheets: tuple[Option, ...]
    fields: tuple[Matched, ...]
    summary: str
    lacking: str
    faults: tuple[str, ...]
    more_faults: int
    sample: tuple[PastRecord, ...]
    ready: int


@dataclass(frozen=True, slots=True)
class _Read:
    sheet: Sheet
    columns: Mapping[str, int]
    rows: tuple[PastRecord, ...]
    faults: tuple[Fault, ...]


def routes(desk: Desk, people: People, held: WaitingBooks) -> APIRouter:
    """Return the routes of the import; `held` is where workbooks wait."""
    router = APIRouter()

    def around(session: Transaction, trouble: str = "") -> Frame:
        return desk.around(session, "Importar", "registros", trouble=trouble)

    def first(trouble: str = "", done: str = "") -> Response:
        now = desk.clock()
        with desk.register.reading() as session:
            listed = import_queries.listed(session, now=now)
            view = ImportsView(around(session, trouble), tuple(_item(one, now) for one in listed), done)
        return desk.page("importar.html", view, 422 if trouble else 200)

    def second(request: Request, token: str, book: Workbook, trouble: str = "") -> Response:
        read = _read(book, request.query_params, desk.clock())
        with desk.register.reading() as session:
            view = _sheet_view(around(session, trouble), token, book, read)
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

    @router.get("/importar/hoja/{token}", response_class=HTMLResponse)
    def look(request: Request, token: str) -> Response:
        book = waiting(token, person_of(desk, people, request))
        return second(request, token, book) if book else first(GONE)

    @router.post("/importar/hoja/{token}")
    def save(request: Request, token: str, omitir: Annotated[str, Form(max_length=10)] = "") -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        book = waiting(token, by)
        if book is None:
            return first(GONE)
        read = _read(book, request.query_params, now)
        if read.faults and omitir != "si":
            return second(request, token, book, "Hay filas con error. Corríjalas en Excel, o marque que se omitan.")
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
            return second(request, token, book, broken.spanish)
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
_LABELS = {"titulo": "título", "codigo": "código", "fecha_cierre": "fecha de cierre"}


def _read(book: Workbook, asked: Mapping[str, str], now: datetime) -> _Read:
    """Read a sheet with the columns that the address names, or with those guessed where it names none."""
    sheet = next((one for one in book.sheets if one.name == asked.get("hoja")), book.sheets[0])
    columns = guess(sheet.heads)
    if any(field in asked for field in FIELDS):
        told = {field: asked.get(field, "") for field in FIELDS}
        columns = {
            field: int(text)
            for field, text in told.items()
            if text.isascii() and text.isdecimal() and len(text) < 4 and int(text) < len(sheet.heads)
        }
    if any(field not in columns for field in REQUIRED):
        return _Read(sheet, columns, (), ())
    read = [read_row(number, cells, columns, local_day(now)) for number, cells in sheet.rows]
    rows = tuple(one for one in read if isinstance(one, PastRecord))
    return _Read(sheet, columns, rows, tuple(fault for one in read if isinstance(one, list) for fault in one))


def _sheet_view(around: Frame, token: str, book: Workbook, read: _Read) -> SheetView:
    address = f"/importar/hoja/{token}"
    chosen = {field: str(read.columns[field]) if field in read.columns else "" for field in FIELDS}
    lacking = [_LABELS.get(field, field) for field in REQUIRED if field not in read.columns]
    wrong = len({fault.row for fault in read.faults})
    read_words = counted(len(read.sheet.rows), "fila leída", "filas leídas")
    return SheetView(
        frame=around,
        name=book.name,
        address=address,
        action=f"{address}?{urlencode({'hoja': read.sheet.name} | chosen)}",
        sheets=tuple(Option(one.name, one.name, len(one.rows), one.name == read.sheet.name) for one in book.sheets),
        fields=tuple(_matched(field, read) for field in FIELDS),
        summary=f"{read_words}: {counted(len(read.rows), 'lista', 'listas')}, {wrong} con error."
        if read.rows or read.faults
        else f"{read_words}, 0 reconocidas: ¿es otra hoja?",
        lacking=f"No hay columna de {' ni de '.join(lacking)}. Elíjala abajo y compruebe." if lacking else "",
        faults=tuple(fault.sentence for fault in read.faults[:SHOWN_FAULTS]),
        more_faults=max(0, len(read.faults) - SHOWN_FAULTS),
        sample=read.rows[:SHOWN_ROWS],
        ready=len(read.rows),
    )


def _matched(field: str, read: _Read) -> Matched:
    here = read.columns.get(field)
    options = tuple(Option(str(n), head or f"columna {n + 1}", 0, n == here) for n, head in enumerate(read.sheet.heads))
    label = _LABELS.get(field, field.replace("_", " ")).capitalize()
    return Matched(field, label, field in REQUIRED, options)


def _item(one: import_queries.ImportFact, now: datetime) -> ImportItem:
    kept, skipped = counted(one.rows, "ficha", "fichas"), counted(one.skipped, "fila omitida", "filas omitidas")
    what = f"{kept}, {skipped}" + (" · deshecha" if one.undone_at else "")
    return ImportItem(one.id, one.file_name, ago(one.at, now), one.by, what, one.undoable)
