"""«En Llallagua»: what the municipality of a row had in twelve weeks, and its last fact; in the panel or as a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from conflict.esbo import counted, listed, short_day
from conflict.lapaz import local_day
from conflict.week import week_at
from dashboards import charts
from dashboards.desk import Desk
from dashboards.pages import Frame
from dashboards.queue_filters import FiltersFromAddress
from dashboards.swapping import asked_in_part, part
from dashboards.when import whole_day
from register.queries import town as town_queries
from register.queries.town import TownFact

MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class TownLine:
    """What there was of one kind: how many, and the strip of its weeks."""

    words: str
    strip: str


@dataclass(frozen=True, slots=True)
class LastView:
    """The last fact that is known, with its day and the record that tells it."""

    day: str
    words: str
    record: str
    title: str


@dataclass(frozen=True, slots=True)
class TownView:
    """What a municipality had, alone or on a page of its own; `empty` is said where there was nothing."""

    frame: Frame
    code: str
    title: str
    query: str
    place: str
    empty: str
    lines: tuple[TownLine, ...]
    weeks: tuple[tuple[str, int, int, int], ...]
    last: LastView | None


def routes(desk: Desk) -> APIRouter:
    """Return the route of what a municipality had."""
    router = APIRouter()

    @router.get("/cola/{code}/lugar", response_class=HTMLResponse)
    def town(request: Request, filters: FiltersFromAddress, code: str) -> Response:
        with desk.register.reading() as session:
            found = town_queries.of_row(session, code, week=week_at(desk.clock()))
            if found is None:
                return desk.missing(code)
            around = desk.around(session, f"Lugar de {code}", "cola")
        view = view_of(around, code, filters.query(), found)
        if asked_in_part(request):
            return part(desk.page("lugar_parte.html", view))
        return desk.page("lugar.html", view)

    return router


def view_of(around: Frame, code: str, query: str, found: TownFact) -> TownView:
    """Return what is said of the municipalities of a row."""
    place, last = listed(found.names, MOST_NAMES), found.last
    span = f"{len(found.weeks)} semanas"
    lines = (
        *_line(found.rows, "alerta más en la cola", "alertas más en la cola", "Alertas"),
        *_line(found.records, "ficha nueva", "fichas nuevas", "Fichas"),
        *_line(found.facts, "hecho", "hechos", "Hechos"),
    )
    empty = f"Nada registrado en {place} en {span}." if not lines else ""
    days = [short_day(week.monday) for week in found.weeks]
    each = [*zip(days, found.rows, found.records, found.facts, strict=True)]
    return TownView(
        frame=around,
        code=code,
        title=found.title,
        query=query,
        place=place,
        empty=empty if place else "La fila no dice en qué municipio. Si usted lo sabe, corrija el lugar.",
        lines=lines,
        weeks=tuple(reversed(each)) if lines else (),
        last=None if last is None else LastView(whole_day(local_day(last.at)), last.words, last.record, last.title),
    )


def _line(counts: Sequence[int], one: str, many: str, of: str) -> tuple[TownLine, ...]:
    """Return the line of a kind, none where there was nothing of it."""
    if not sum(counts):
        return ()
    label = f"{of} por semana, la última es esta: {', '.join(map(str, counts))}"
    return (TownLine(counted(sum(counts), one, many), charts.strip(counts, label)),)
