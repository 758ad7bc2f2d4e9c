"""Our records of a month beside the other system's list, and the month's sheet to copy, in any order of columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, File, Form, Query, UploadFile
from fastapi.responses import HTMLResponse, Response

from conflict.lapaz import local
from conflict.record import RuleError
from dashboards.desk import Desk
from dashboards.forms import LARGEST_FORM
from dashboards.pages import Frame
from dashboards.simat import ORDER, told_of
from register.engine import Transaction
from register.queries import casefile as case_queries
from register.queries import records as record_queries
from register.queries.worked import Reconciled, opened_in, reconcile
from reports.rowwise import cell

Word = Annotated[str, Query(max_length=10)]
Pasted = Annotated[str, Form(max_length=LARGEST_FORM)]
DAILY = (*ORDER[: ORDER.index("Municipio") + 1], "Estado")
"""The columns of the sheet until somebody orders others: the head of the whole form, and how the record stands."""
MOST_ROWS = 500
"""Records on one sheet; a month of the whole country has fewer."""


@dataclass(frozen=True, slots=True)
class ReconcilingView:
    """The form, and the two lists side by side once one was given. Pairs are our code and theirs."""

    frame: Frame
    month: str
    listed: str
    column: str
    found: Reconciled | None


@dataclass(frozen=True, slots=True)
class MonthSheetView:
    """The sheet of a month as tab-separated text; `columns` are every column with its place, "" for left out."""

    frame: Frame
    month: str
    columns: tuple[tuple[str, str], ...]
    text: str
    rows: int
    cut: bool


def routes(desk: Desk) -> APIRouter:
    """Return the routes of the reconciliation."""
    router = APIRouter(prefix="/conciliacion")

    def page(month: str, listed: str = "", column: str = "", lines: Sequence[str] | None = None) -> Response:
        found, trouble = None, ""
        with desk.register.reading() as session:
            try:
                if lines is not None:
                    found = reconcile(session, month=month, listed=lines)
            except RuleError as broken:
                trouble = broken.spanish
            around = desk.around(session, "Conciliación con SIMAT", "conciliacion", trouble=trouble)
        view = ReconcilingView(around, month, listed, column, found)
        return desk.page("conciliacion.html", view, 422 if trouble else 200)

    def this_month() -> str:
        return f"{local(desk.clock()):%Y-%m}"

    @router.get("", response_class=HTMLResponse)
    def show(mes: Word = "") -> Response:
        return page(mes.strip() or this_month())

    @router.post("", response_class=HTMLResponse)
    def compare(
        mes: Annotated[str, Form(max_length=10)] = "",
        lista: Pasted = "",
        columna: Annotated[str, Form(max_length=3)] = "",
        archivo: Annotated[UploadFile | None, File()] = None,
    ) -> Response:
        month = mes.strip() or this_month()
        try:
            text = lista
            if archivo is not None and archivo.filename:
                text = "\n".join((lista, uploaded(archivo.file.read(LARGEST_FORM + 1))))
            lines = codes_in(text, columna.strip())
        except RuleError as broken:
            with desk.register.reading() as session:
                around = desk.around(session, "Conciliación con SIMAT", "conciliacion", trouble=broken.spanish)
            return desk.page("conciliacion.html", ReconcilingView(around, month, lista, columna, None), 422)
        return page(month, lista, columna, lines)

    @router.get("/hoja", response_class=HTMLResponse)
    def sheet(mes: Word = "", orden: Annotated[list[str] | None, Query(max_length=60)] = None) -> Response:
        month, trouble, order = mes.strip() or this_month(), "", ordered(orden)
        rows: list[str] = []
        with desk.register.reading() as session:
            try:
                rows = month_rows(desk, session, month, order)
            except RuleError as broken:
                trouble = broken.spanish
            around = desk.around(session, f"Hoja de {month}", "conciliacion", trouble=trouble)
        view = MonthSheetView(
            around,
            month,
            tuple((name, str(order.index(name) + 1) if name in order else "") for name in ORDER),
            "\n".join(("\t".join(order), *rows[:MOST_ROWS])),
            min(len(rows), MOST_ROWS),
            len(rows) > MOST_ROWS,
        )
        return desk.page("hoja_mes.html", view, 422 if trouble else 200)

    return router


def uploaded(content: bytes) -> str:
    """Return the text of an uploaded list; raise RuleError for what is no text in UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RuleError(
            "list is no UTF-8 text",
            "La lista no es texto UTF-8. En Excel, guárdela como «CSV UTF-8» o copie la columna y péguela.",
        ) from None


def codes_in(text: str, column: str) -> list[str]:
    """Return the lines of a list, or one column of it where its number is given; raise RuleError for no list."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise RuleError("empty list", "Pegue la lista de códigos del otro sistema o elija un archivo.")
    if not column:
        return lines
    if not (column.isascii() and column.isdecimal() and int(column) > 0):
        raise RuleError(f"column {column!r}", "La columna se dice con su número: 1 para la primera.")
    cells = [line.replace(";", "\t").replace(",", "\t").split("\t") for line in lines]
    return [row[int(column) - 1] for row in cells if len(row) >= int(column)]


def ordered(asked: Sequence[str] | None) -> tuple[str, ...]:
    """Return the columns in the order of the numbers asked for, one for each of ORDER; the daily ones for none."""
    if asked is None or len(asked) != len(ORDER):
        return DAILY
    places = [(int(text), name) for text, name in zip(asked, ORDER, strict=True) if text.isascii() and text.isdecimal()]
    return tuple(name for _, name in sorted(places, key=lambda pair: pair[0])) or DAILY


def month_rows(desk: Desk, session: Transaction, month: str, order: Sequence[str]) -> list[str]:
    """Return the records opened in a month, each as a line of cells between tabs."""
    words = desk.words(desk.clock())
    lines = []
    for code in opened_in(session, month, limit=MOST_ROWS + 1):
        found, file = record_queries.detail(session, code), case_queries.case(session, code)
        if found is not None and file is not None:
            told = told_of(found, file, words)
            lines.append("\t".join(cell(" ".join((told.get(name) or "").split())) for name in order))
    return lines
