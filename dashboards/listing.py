"""The list of records, the same as a map by department, and the same as a workbook."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from conflict.codebook import Level
from conflict.lapaz import local
from dashboards import record_columns
from dashboards.accesses import noted
from dashboards.ficha import Ficha
from dashboards.forms import served_at
from dashboards.labels import LEVELS
from dashboards.record_filters import PLACES, PLAIN, Asked, ListQuery, address
from dashboards.record_lines import item_of
from dashboards.record_views import MapLine, RecordItem, RecordsMap, RecordsView, Some
from dashboards.visitor import reader
from register.engine import Transaction
from register.queries import records as record_queries
from register.queries import search as search_queries
from register.queries import upkeep as upkeep_queries
from register.queries.record_narrowing import narrowing
from register.record_rows import RecordFact
from register.searchindex import SearchKind
from reports.charts import count_map
from reports.sheet import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GRAVEST_FIRST = tuple(reversed(Level))


def routes(ficha: Ficha) -> APIRouter:
    """Return the routes of the list."""
    router = APIRouter()
    desk = ficha.desk

    @router.get("/registros", response_class=HTMLResponse)
    def listed(view: Annotated[ListQuery, Query()]) -> Response:
        now, columns = desk.clock(), record_columns.shown(view.columnas)
        words = desk.words(now)
        with desk.register.reading() as session:
            asked = view.asked(session, reader())
            some: Some[RecordItem]
            if view.drawn:
                asked, like = _forgiving(session, asked, record_queries.how_many_listed(session, **asked))
                some = Some((), record_queries.how_many_listed(session, **asked))
                drawn = _map(_by_department(session, asked), view, columns)
            else:
                found, asked, like = _found(session, asked, record_queries.LISTED)
                whole = len(found)
                if whole == record_queries.LISTED:
                    whole = record_queries.how_many_listed(session, **asked)
                kept = upkeep_queries.kept(session, found, now)
                some = Some(tuple(item_of(one, kept.get(one.code), words, now) for one in found), whole)
                drawn = None
            around = ficha.around(session, "Registros", "registros")
        choices = view.choices(words)
        shown = RecordsView(
            around,
            view.closed,
            view.text,
            tuple(one for one in choices if one[0] in PLAIN),
            tuple(one for one in choices if one[0] not in PLAIN),
            not PLAIN.issuperset(view.kept()),
            view.chips(columns, words),
            record_columns.choices(columns),
            columns,
            (address(view.query(columns, ver="", estado="")), address(view.query(columns, ver="cerrados", estado=""))),
            address(view.query(columns, mapa="" if view.drawn else "si", departamento="")),
            view.query(columns, mapa=""),
            like,
            drawn,
            some,
        )
        return desk.page("registros.html", shown)

    @router.get("/registros.xlsx")
    def sheet(request: Request, view: Annotated[ListQuery, Query()]) -> Response:
        """Return the view that the list shows, all of its records, as a workbook."""
        now, columns = desk.clock(), record_columns.shown(view.columnas)
        words = desk.words(now)
        noted(desk, request, "exportar.registros", "lista", view.department or "todo")
        with desk.register.reading() as session:
            found, _, like = _found(session, view.asked(session, reader()), None)
            kept = upkeep_queries.kept(session, found, now)
        base = served_at(request)
        listing = record_columns.sheet_of(found, kept, columns, words, base)
        told = record_columns.view_sheet(closed=view.closed, chips=view.chips(columns, words), like=like, made_at=now)
        return Response(
            workbook((listing, told), now),
            media_type=XLSX,
            headers={"content-disposition": f'attachment; filename="{_name(now)}"'},
        )

    return router


def _name(now: datetime) -> str:
    return f"registros-{local(now):%Y-%m-%d}.xlsx"


def _found(session: Transaction, asked: Asked, limit: int | None) -> tuple[tuple[RecordFact, ...], Asked, str]:
    """Return the records of a view, what was asked for in the end, and which similar words were, "" for none."""
    found = record_queries.listed(session, **asked, limit=limit)
    wider, like = _forgiving(session, asked, len(found))
    return (record_queries.listed(session, **wider, limit=limit) if wider is not asked else found), wider, like


def _forgiving(session: Transaction, asked: Asked, there: int) -> tuple[Asked, str]:
    """Return what to ask for in place of words that no record of the view has: records that have similar ones."""
    if there or not asked["text"]:
        return asked, ""
    near = search_queries.find(session, typed=asked["text"], kind=SearchKind.RECORD, limit=record_queries.LISTED)
    if not near.like:
        return asked, ""
    also = [*asked["also"], *narrowing(codes=[one.code for one in near.hits])]
    like = "; ".join(f"«{word}»: {', '.join(known)}" for word, known in near.like.items())
    return {**asked, "text": "", "also": also}, like


def _by_department(session: Transaction, asked: Asked) -> Mapping[str, Mapping[Level, int]]:
    return record_queries.by_department(session, closed=asked["closed"], text=asked["text"], also=asked["also"])


def _map(counts: Mapping[str, Mapping[Level, int]], view: ListQuery, columns: frozenset[str]) -> RecordsMap:
    lines = []
    for code, name in PLACES.items():
        levels = counts.get("" if code == record_queries.NOWHERE else code, {})
        if levels or code != record_queries.NOWHERE:
            to = address(view.query(columns, mapa="", departamento=code))
            lines.append(MapLine(name, sum(levels.values()), tuple(levels.get(one, 0) for one in GRAVEST_FIRST), to))
    drawn = count_map({code: sum(levels.values()) for code, levels in counts.items() if code}, "Fichas")
    return RecordsMap(drawn, tuple(LEVELS[one] for one in GRAVEST_FIRST), tuple(lines))
