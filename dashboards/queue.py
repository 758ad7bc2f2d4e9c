"""The queue: rows of the register to what the page shows. Reads, arranges, changes nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from conflict.codebook import LEVEL_STEPS, Level, Measure, QueueState, Scope, Stage
from conflict.departments import DEPARTMENTS
from conflict.entered import Town
from conflict.esbo import counted
from conflict.lapaz import local, local_day
from dashboards import detail as details
from dashboards.claims import who_words
from dashboards.desk import Desk, alarms_of
from dashboards.entered_views import sweep_words
from dashboards.labels import LEVELS, MEASURES, SCOPES, STAGES, department_name
from dashboards.nextrun import Coming, hour_of, never
from dashboards.pages import DetailView, FaultView, Frame, Option, QueueGroup, QueueItem, QueueView, ViewLink
from dashboards.queue_asked import asked, beside, me
from dashboards.queue_chips import NOTHING, Elsewhere, chips, wider
from dashboards.queue_filters import GIVEN, STATES, Filters, FiltersFromAddress
from dashboards.queue_head import Head, crowded_words, head_of, own_department, town_names
from dashboards.queue_states import Collected, done_words, empty_words, today_words, way_back
from dashboards.stepping import marked, step_of, told_by
from dashboards.swapping import asked_in_part, part
from dashboards.triage_views import notice_of, repeated_of, view_links, work_view
from dashboards.visitor import reader
from dashboards.when import absolute, ago, long_day, review_words, short_day
from register.engine import Transaction
from register.queries import company as company_queries
from register.queries import control as control_queries
from register.queries import cycles as cycle_queries
from register.queries import entered as entered_queries
from register.queries import offices as office_queries
from register.queries import queue as queue_queries
from register.queries import queue_repeats, queue_views
from register.queries import records as record_queries
from register.queries import second_readings as second_queries
from register.queries import triage as triage_queries
from register.queries.entered import SweepFact
from register.record_rows import DecisionFact, RecordFact
from register.rows import CycleRow, OfficeFact, QueueDetail, QueuePage, QueueRow

LONGEST_TAG = 40
PAGE = 40
IN_PLACE = frozenset({"registrar", "unir", "descartar", "posponer", "mover", "separar", "asignar", "lote"})
"""Forms that keep a place for what they lack (`fallo-` and this word)."""
TOTALS = {
    "abiertas": "por revisar",
    "duda": "en duda: ni la máquina lo sabe",
    "pospuesta": "en pausa",
    "registrada": "con ficha propia",
    "vinculada": "en la ficha de otra",
    "descartada": "sin seguimiento",
    "vencida": "sin revisar a tiempo",
    "hoy": "decididas hoy",
}


class Show(Protocol):
    """What draws the queue with one row open."""

    def __call__(
        self, request: Request, filters: Filters, code: str | None, trouble: str = "", *, late: bool = False
    ) -> Response:
        """Draw it, with a sentence above that says why something was not done; `late` when somebody decided before."""


def drawn(desk: Desk, towns: Callable[[date], tuple[Town, ...]], coming: Coming = never) -> Show:
    """Return what draws the queue; `towns` are the municipalities of a day, `coming` says when the next run is."""

    def show(
        request: Request,
        filters: Filters,
        code: str | None,
        trouble: str = "",
        *,
        late: bool = False,
        whole: bool = False,
    ) -> Response:
        now, held = desk.clock(), "" if trouble or whole else told_by(request, filters)
        with desk.register.reading() as session:
            if code and request.query_params.get("parte") == "detalle":
                alone = panel_of(session, filters, code, office_queries.working(session), now)
                if alone is None:
                    return desk.missing(code)
                return part(desk.page("detalle.html", alone), address=f"/cola/{code}{filters.query()}")
            page = _page(session, filters, now)
            offices = office_queries.working(session)
            waiting = page.rows if filters.state == "abiertas" else ()
            towns_of = {name for row in waiting for name in row.municipalities}
            known = queue_repeats.open_in(session, municipalities=towns_of)
            marks = triage_queries.marks(session, [row.id for row in page.rows], now)  # the panel's is among them
            wanted = code or (page.rows[0].code if page.rows else None)
            panel = panel_of(session, filters, wanted, offices, now) if wanted and not held else None
            if code and panel is None and not held:
                return desk.missing(code)
            keeps = asked_in_part(request) and _verb(request) in IN_PLACE and not late
            if trouble and panel and panel.decidable and keeps:
                fault = FaultView(trouble, again=panel.work.held)
                return part(desk.page("fallo.html", fault, 422), into=f"#fallo-{_verb(request)}")
            latest = next(iter(cycle_queries.latest(session, 1)), None)
            person = reader()
            office, department = person.office if person else "", own_department(person)
            counts = queue_views.view_counts(session, office=office, department=department, now=now)
            to_check = control_queries.how_many_wait(session, local_day(now))
            to_check += second_queries.how_many_wait(session, person, local_day(now)) if person else 0
            sweep = entered_queries.last_sweep(session, office)
            decided = triage_queries.decision_of(session, filters.done) if filters.done is not None else None
            last = triage_queries.last_step(session, person, now) if person and filters.undone else None
            around = desk.around(
                session,
                "Cola de hoy",
                "cola",
                trouble=trouble,
                alarms=alarms_of(latest),
                undo=way_back(last, filters, code),
            )
            shown = Shown(
                page=page,
                panel=panel,
                offices=offices,
                latest=latest,
                coming=hour_of(coming(now), now),
                head=head_of(filters, counts, offices, person, around.pending or 0, to_check),
                sweep=sweep,
                marks={row.code: notice_of(marks.get(row.id), me()) for row in page.rows},
                repeats={row.code: repeated_of(row, known) for row in waiting},
                views=view_links(triage_queries.saved_views(session, person)) if person else (),
                trouble_to=_led_to(session, panel) if panel and (late or (trouble and not panel.decidable)) else "",
                today="" if page.rows else today_words(_decided_today(session, now)),
                beside=beside(session, filters, now) if filters.narrowed and not page.rows else NOTHING,
                done_words=done_words(decided, last, filters),
                towns=town_names(towns(local_day(now))) if filters.spread else (),
            )
        view = marked(_view(around, filters, shown, now, alone=bool(code)))
        status = 422 if trouble else 200
        if not asked_in_part(request):
            return desk.page("cola.html", view, status)
        done = (
            f"/cola{f'/{code}' if code else ''}{filters.query()}"
            if request.method == "POST" or filters.deciding
            else ""
        )
        if held and (step := step_of(view, held, code)):
            return part(desk.page("cola_paso.html", step), address=done, into="#avisos")
        if held:
            return show(request, filters, code, whole=True)
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


def _led_to(session: Transaction, panel: DetailView) -> str:
    """Return where to read what became of a row that was decided."""
    record = triage_queries.record_of(session, panel.code)
    return f"/registros/{record}" if record else f"/cola/{panel.work.joined_to or panel.code}"


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
    person = reader()
    office = person.office if person else ""
    work = work_view(triage_queries.worked(session, code, office, now), me(), now)
    drawn = company_queries.of_article(session, details.strongest(found.notes).article_id)
    return details.view_of(found, now, near, filters.query(desde=""), offices, brought, work, drawn)


def _page(session: Transaction, filters: Filters, now: datetime) -> QueuePage:
    return queue_queries.page(session, **asked(filters, now), limit=PAGE, cursor=filters.cursor or None, now=now)


def remaining_in(desk: Desk, filters: Filters, now: datetime) -> tuple[int, dict[str, str]]:
    """Return how many rows of a view wait, and the filters that make it, without those that are not set."""
    with desk.register.reading() as session:
        return queue_queries.how_many(session, **asked(filters, now), now=now), filters.kept()


def _candidates(session: Transaction, found: QueueDetail) -> tuple[RecordFact, ...]:
    return record_queries.candidates(
        session, municipalities=found.row.municipalities, departments=found.row.departments
    )


def neighbour(desk: Desk, filters: Filters, code: str, now: datetime) -> str | None:
    """Return the row that follows one in the order of work, else the one before it; None when it is alone."""
    with desk.register.reading() as session:
        return queue_queries.neighbour(session, code, **asked(filters, now), now=now)


@dataclass(frozen=True, slots=True)
class Shown:
    """What was asked of the register for one drawing of the queue."""

    page: QueuePage
    panel: DetailView | None
    offices: tuple[OfficeFact, ...]
    latest: CycleRow | None
    coming: str
    head: Head
    sweep: SweepFact | None
    marks: dict[str, str]
    repeats: dict[str, str]
    views: tuple[ViewLink, ...]
    trouble_to: str
    today: str
    beside: Elsewhere
    done_words: str
    towns: tuple[tuple[str, str], ...]


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
        collected=_collected(latest, now) + (f" · próxima {shown.coming}" if shown.coming else ""),
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
        given=tuple(Option(value, label, 0, value == filters.given) for value, label in GIVEN.items()),
        measures=tuple(
            Option(one.value, MEASURES[one], 0, one.value == filters.measure) for one in Measure if filters.spread
        ),
        spread=filters.spread,
        asked=filters.kept(),
        chips=chips(filters, {one.id: one.short for one in shown.offices}),
        text=filters.text,
        filtered=filters.narrowed,
        groups=_groups(shown, filters, chosen, now),
        detail=panel,
        alone=alone,
        back=f"/cola{filters.query()}",
        more=more,
        empty="" if page.rows else _empty(filters, shown, around.pending or 0, now),
        sweep=sweep_words(shown.sweep, now),
        swept=filters.swept,
        sweep_to=f"/cola{filters.query(desde='')}",
        views=shown.views,
        trouble_to=shown.trouble_to,
        wider=wider(filters) if shown.beside.whole else None,
        tabs=shown.head.tabs,
        done=shown.head.done,
        due=shown.head.due,
        crowded=crowded_words(filters, page.total),
        seen_at=now.isoformat(timespec="seconds"),
        done_words=shown.done_words,
        towns=shown.towns,
    )


def _collected(latest: CycleRow | None, now: datetime) -> str:
    if latest is None:
        return "Aún sin recolección"
    moment = latest.ended_at or latest.started_at
    return f"Recolección {f'hoy {local(moment):%H:%M}' if local_day(moment) == local_day(now) else absolute(moment)}"


def _departments(filters: Filters, page: QueuePage) -> tuple[Option, ...]:
    named = [
        Option(code, name, page.by_department.get(code, 0), code == filters.department)
        for code, name in DEPARTMENTS.items()
    ]
    return (*named, Option("sin", "Sin territorio", page.by_department.get("", 0), filters.department == "sin"))


def _groups(shown: Shown, filters: Filters, chosen: str, now: datetime) -> tuple[QueueGroup, ...]:
    """Gather the rows by their clock, in the order in which they are to be worked."""
    named: dict[str, list[QueueItem]] = {"Vencidas": [], "Para hoy": [], "Después": []}
    for row in shown.page.rows:
        late = row.review_by < now
        today = local_day(row.review_by) <= local_day(now)
        name = "Vencidas" if late else "Para hoy" if today else "Después"
        named[name].append(_item(row, filters, chosen, shown, now))
    return tuple(QueueGroup(name, tuple(items)) for name, items in named.items() if items)


def _item(row: QueueRow, filters: Filters, chosen: str, shown: Shown, now: datetime) -> QueueItem:
    review, tone = review_words(row.review_by, now)
    notice = shown.marks.get(row.code) or ("Actualizada" if row.updated else "En duda" if row.doubtful else "")
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
        notes="Agregada" if not row.notes else counted(row.notes, "nota", "notas"),
        review=review,
        review_tone=tone,
        tag=_tag(row),
        notice=notice,
        announced=short_day(row.announced) if row.announced else "",
        current=row.code == chosen,
        version=row.version,
        repeated="" if notice else shown.repeats.get(row.code, ""),
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


def _empty(filters: Filters, shown: Shown, waiting: int, now: datetime) -> str:
    last = Collected(shown.latest, shown.coming)
    return empty_words(filters, shown.beside, waiting, last, shown.today, now)


def _decided_today(session: Transaction, now: datetime) -> tuple[DecisionFact, ...]:
    """Return what was decided since midnight of what the reader sees."""
    midnight = local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return record_queries.decisions_since(session, midnight.astimezone(UTC))
