"""The queue: rows of the register to what the page shows. Reads, arranges, changes nothing."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from conflict.codebook import LEVEL_STEPS, Level, Measure, QueueState, Scope, Stage
from conflict.departments import DEPARTMENTS
from conflict.lapaz import local, local_day
from dashboards import detail as details
from dashboards.claims import who_words
from dashboards.desk import Desk, alarms_of
from dashboards.entered_views import sweep_words
from dashboards.forms import printable
from dashboards.labels import LEVELS, MEASURES, SCOPES, STAGES, department_name
from dashboards.pages import DetailView, FaultView, Frame, Option, QueueGroup, QueueItem, QueueView
from dashboards.swapping import asked_in_part, part
from dashboards.visitor import visitor
from dashboards.when import ago, long_day, review_words, short_day
from register.engine import Transaction
from register.queries import control as control_queries
from register.queries import cycles as cycle_queries
from register.queries import entered as entered_queries
from register.queries import offices as office_queries
from register.queries import queue as queue_queries
from register.queries import records as record_queries
from register.queries.entered import SweepFact
from register.record_rows import RecordFact
from register.rows import CycleRow, OfficeFact, QueueDetail, QueuePage, QueueRow

LONGEST_TAG = 40
PAGE = 40
OFFICE_ID = re.compile(r"[a-z0-9-]{1,40}")

STATES = {
    "abiertas": "Por revisar",
    "duda": "En duda",
    "pospuesta": "Pospuestas",
    "registrada": "Registradas",
    "vinculada": "Unidas a una ficha",
    "descartada": "Descartadas",
    "vencida": "Vencieron sin revisar",
}
TOTALS = {
    "abiertas": "por revisar",
    "duda": "en duda: ni la máquina lo sabe",
    "pospuesta": "en pausa",
    "registrada": "con ficha propia",
    "vinculada": "en la ficha de otra",
    "descartada": "sin seguimiento",
    "vencida": "sin revisar a tiempo",
}


class Filters:
    """What the address asks for; unknown values are no filter."""

    def __init__(
        self,
        departamento: Annotated[str, Query(max_length=8)] = "",
        oficina: Annotated[str, Query(max_length=40)] = "",
        nivel: Annotated[str, Query(max_length=20)] = "",
        etapa: Annotated[str, Query(max_length=20)] = "",
        estado: Annotated[str, Query(max_length=20)] = "",
        texto: Annotated[str, Query(max_length=200)] = "",
        desde: Annotated[str, Query(max_length=200)] = "",
        hecho: Annotated[str, Query(max_length=20)] = "",
        revisada: Annotated[str, Query(max_length=2)] = "",
        teclas: Annotated[str, Query(max_length=2)] = "",
    ) -> None:
        """Take the query of the address."""
        self.department = departamento if departamento in DEPARTMENTS or departamento == "sin" else ""
        self.office = oficina if OFFICE_ID.fullmatch(oficina) else ""
        self.level = nivel if nivel in set(Level) else ""
        self.stage = etapa if etapa in set(Stage) else ""
        self.state = estado if estado in STATES else "abiertas"
        self.text = printable(texto).strip()
        self.cursor = desde
        self.swept = revisada == "si"
        self.keys = teclas == "si"
        self.done = int(hecho) if hecho.isdecimal() else None

    def query(self, **changes: str) -> str:
        """Return the query of the same view and page with some values changed; "" when it is the plain queue."""
        values = {
            "departamento": self.department,
            "oficina": self.office,
            "nivel": self.level,
            "etapa": self.stage,
            "estado": "" if self.state == "abiertas" else self.state,
            "texto": self.text,
            "desde": self.cursor,
        } | changes
        kept = urlencode({name: value for name, value in values.items() if value})
        return f"?{kept}" if kept else ""

    @property
    def narrowed(self) -> bool:
        """Say whether anything is filtered."""
        return bool(self.department or self.office or self.level or self.stage or self.text)


FiltersFromAddress = Annotated[Filters, Depends()]


Show = Callable[[Request, Filters, str | None, str], Response]
"""Draw the queue with one row open, and a sentence above it that says why something was not done ("" for none)."""


def drawn(desk: Desk) -> Show:
    """Return what draws the queue."""

    def show(request: Request, filters: Filters, code: str | None, trouble: str = "") -> Response:
        now = desk.clock()
        with desk.register.reading() as session:
            if code and request.query_params.get("parte") == "detalle":
                alone = panel_of(session, filters, code, office_queries.working(session), now)
                if alone is None:
                    return desk.missing(code)
                return part(desk.page("detalle.html", alone), address=f"/cola/{code}{filters.query()}")
            page = _page(session, filters, now)
            offices = office_queries.working(session)
            wanted = code or (page.rows[0].code if page.rows else None)
            panel = panel_of(session, filters, wanted, offices, now) if wanted else None
            if code and panel is None:
                return desk.missing(code)
            if trouble and panel and panel.decidable and asked_in_part(request):
                return part(desk.page("fallo.html", FaultView(trouble), 422), into=f"#fallo-{_verb(request)}")
            latest = next(iter(cycle_queries.latest(session, 1)), None)
            to_check = control_queries.how_many_wait(session, local_day(now))
            known = visitor()
            office = known.person.office if known and known.person else ""
            sweep = entered_queries.last_sweep(session, office)
            around = desk.around(
                session, "Cola de hoy", "cola", trouble=trouble, alarms=alarms_of(latest), undo=filters.done
            )
        shown = Shown(page, panel, offices, latest, to_check, sweep)
        view = _view(around, filters, shown, now, alone=bool(code))
        status = 422 if trouble else 200
        if not asked_in_part(request):
            return desk.page("cola.html", view, status)
        done = f"/cola{f'/{code}' if code else ''}{filters.query()}" if request.method == "POST" or filters.done else ""
        return part(desk.page("cola_cambio.html", view, status), address="" if trouble else done)

    return show


def routes(show: Show) -> APIRouter:
    """Return the routes of the queue."""
    router = APIRouter()

    @router.get("/cola", response_class=HTMLResponse)
    def queue(request: Request, filters: FiltersFromAddress) -> Response:
        return show(request, filters, None, "")

    @router.get("/cola/{code}", response_class=HTMLResponse)
    def row(request: Request, filters: FiltersFromAddress, code: str) -> Response:
        return show(request, filters, code, "")

    return router


def _verb(request: Request) -> str:
    """Return the decision that a form asked for: the last word of its address."""
    return request.url.path.rsplit("/", 1)[-1]


def panel_of(
    session: Transaction, filters: Filters, code: str, offices: Sequence[OfficeFact], now: datetime
) -> DetailView | None:
    """Return the panel of one row, None when there is no such row."""
    found = queue_queries.detail(session, code)
    if found is None:
        return None
    near, brought = _candidates(session, found), entered_queries.of_row(session, code)
    return details.view_of(found, now, near, filters.query(desde=""), offices, brought)


def _page(session: Transaction, filters: Filters, now: datetime) -> QueuePage:
    return queue_queries.page(session, **_chosen(filters), limit=PAGE, cursor=filters.cursor or None, now=now)


def _chosen(filters: Filters) -> dict[str, Any]:
    """Return the view that the filters choose, as queries take it."""
    return {
        "department": filters.department or None,
        "office": filters.office or None,
        "level": Level(filters.level) if filters.level else None,
        "stage": Stage(filters.stage) if filters.stage else None,
        "text": filters.text,
        "state": filters.state,
    }


def remaining_in(desk: Desk, filters: Filters, now: datetime) -> tuple[int, dict[str, str]]:
    """Return how many rows of a view wait, and the filters that make it, without those that are not set."""
    with desk.register.reading() as session:
        page = queue_queries.page(session, **_chosen(filters), limit=1, now=now)
    view = {
        "departamento": filters.department,
        "oficina": filters.office,
        "nivel": filters.level,
        "etapa": filters.stage,
        "estado": "" if filters.state == "abiertas" else filters.state,
        "texto": filters.text,
    }
    return page.total, {name: value for name, value in view.items() if value}


def _candidates(session: Transaction, found: QueueDetail) -> tuple[RecordFact, ...]:
    return record_queries.candidates(
        session, municipalities=found.row.municipalities, departments=found.row.departments
    )


def neighbour(desk: Desk, filters: Filters, code: str, now: datetime) -> str | None:
    """Return the row that follows one in the order of work, else the one before it; None when it is alone."""
    with desk.register.reading() as session:
        return queue_queries.neighbour(session, code, **_chosen(filters), now=now)


@dataclass(frozen=True, slots=True)
class Shown:
    """What was asked of the register for one drawing of the queue."""

    page: QueuePage
    panel: DetailView | None
    offices: tuple[OfficeFact, ...]
    latest: CycleRow | None
    to_check: int
    sweep: SweepFact | None = None


def _view(around: Frame, filters: Filters, shown: Shown, now: datetime, *, alone: bool) -> QueueView:
    page, panel, latest = shown.page, shown.panel, shown.latest
    chosen = panel.code if panel else ""
    more = None
    if page.next_cursor is not None:
        more = f"/cola{filters.query(desde=page.next_cursor)}"
    return QueueView(
        frame=around,
        today=long_day(now),
        total=f"{page.total} {TOTALS[filters.state]}",
        collected=_collected(latest),
        departments=_departments(filters, page),
        offices=tuple(
            Option(one.id, one.short, page.by_office.get(one.id, 0), one.id == filters.office) for one in shown.offices
        ),
        levels=tuple(
            Option(level.value, LEVELS[level], page.by_level.get(level.value, 0), level.value == filters.level)
            for level in reversed(Level)
        ),
        stages=tuple(
            Option(stage.value, STAGES[stage], page.by_stage.get(stage.value, 0), stage.value == filters.stage)
            for stage in Stage
            if page.by_stage.get(stage.value) or stage.value == filters.stage
        ),
        states=tuple(Option(value, label, 0, value == filters.state) for value, label in STATES.items()),
        text=filters.text,
        filtered=filters.narrowed,
        groups=_groups(page.rows, filters, chosen, now),
        detail=panel,
        alone=alone,
        to_check=shown.to_check,
        back=f"/cola{filters.query()}",
        more=more,
        empty=_empty(filters, latest),
        sweep=sweep_words(shown.sweep, now),
        swept=filters.swept,
        sweep_to=f"/cola{filters.query(desde='')}",
        keys=filters.keys,
    )


def _collected(latest: CycleRow | None) -> str:
    if latest is None:
        return "Aún sin recolección"
    moment = latest.ended_at or latest.started_at
    return f"Recolección {long_day(moment)}"


def _departments(filters: Filters, page: QueuePage) -> tuple[Option, ...]:
    named = [
        Option(code, name, page.by_department.get(code, 0), code == filters.department)
        for code, name in DEPARTMENTS.items()
    ]
    return (*named, Option("sin", "Sin territorio", page.by_department.get("", 0), filters.department == "sin"))


def _groups(rows: tuple[QueueRow, ...], filters: Filters, chosen: str, now: datetime) -> tuple[QueueGroup, ...]:
    """Gather the rows by their clock, in the order in which they are to be worked."""
    named: dict[str, list[QueueItem]] = {"Vencidas": [], "Para hoy": [], "Después": []}
    for row in rows:
        late = row.review_by < now
        today = local_day(row.review_by) <= local_day(now)
        name = "Vencidas" if late else "Para hoy" if today else "Después"
        named[name].append(_item(row, filters, chosen, now))
    return tuple(QueueGroup(name, tuple(items)) for name, items in named.items() if items)


def _item(row: QueueRow, filters: Filters, chosen: str, now: datetime) -> QueueItem:
    review, tone = review_words(row.review_by, now)
    notice = "Actualizada" if row.updated else "En duda" if row.doubtful else ""
    if row.state is QueueState.EXPIRED:
        notice = "Venció sin revisar"
    return QueueItem(
        code=row.code,
        address=f"/cola/{row.code}{filters.query()}",
        title=row.title,
        level=LEVELS[row.level],
        level_step=LEVEL_STEPS[row.level],
        stage=STAGES[row.stage],
        place=place_words(row),
        who=who_words(row.claim),
        office=row.office_name,
        newest=ago(row.newest_at, now),
        notes="Agregada" if not row.notes else "1 nota" if row.notes == 1 else f"{row.notes} notas",
        review=review,
        review_tone=tone,
        tag=_tag(row),
        notice=notice,
        announced=short_day(row.announced) if row.announced else "",
        current=row.code == chosen,
    )


def _tag(row: QueueRow) -> str:
    """Return the one label of a row: its first measure, else what is demanded, else its stage."""
    if row.measures:
        return MEASURES[Measure(row.measures[0])]
    demand = row.claim.demand
    return (demand if len(demand) <= LONGEST_TAG else demand[:LONGEST_TAG].rsplit(" ", 1)[0] + "…") or STAGES[row.stage]


def place_words(row: QueueRow) -> str:
    """Return where, in one line: municipality and department, or what is known instead."""
    departments = ", ".join(department_name(code) for code in row.departments[:2])
    if row.municipalities:
        first = ", ".join(row.municipalities[:2])
        return f"{first}, {departments}" if departments and departments != first else first
    return departments or SCOPES[Scope(row.scope)]


def _empty(filters: Filters, latest: CycleRow | None) -> str:
    if filters.narrowed:
        return "Nada con esos filtros."
    if filters.state != "abiertas":
        return f"Ninguna fila en «{STATES[filters.state]}»."
    if latest is None:
        return "Sin alertas: todavía no se recolectó ninguna noticia."
    return f"Cola en cero. Última recolección a las {local(latest.started_at):%H:%M}."
