"""The sources page: which outlets are read, which are not, and where nobody is watching."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlsplit

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from conflict.codebook import GOOD_OUTCOMES, CycleState
from conflict.departments import DEPARTMENTS
from conflict.esbo import counted
from conflict.lapaz import local_day
from conflict.permissions import Ability
from conflict.sourcehealth import (
    SILENT_HOURS,
    SourceStatus,
    Vitals,
    coverage,
    missed,
    move_proposed,
    read_late,
    status_of,
    usual_range,
)
from dashboards import charts
from dashboards.collecting import Collecting, asked_of
from dashboards.desk import Desk, alarms_of
from dashboards.labels import CYCLE_STATES, OUTCOMES, SOURCE_STATUSES, department_name
from dashboards.nextrun import Coming, hour_of, never
from dashboards.pages import Counter, Frame
from dashboards.source_pages import Act, AskedView, CoverageView, RunView, SourcesView, SourceView, TroubleView
from dashboards.visitor import visitor
from dashboards.when import absolute, ago, long_day, short_day
from register.queries import cycles as cycle_queries
from register.queries import sourcehealth
from register.rows import CycleRow, SourceHealth

MARKS = {
    SourceStatus.FRESH: ("●", "bien"),
    SourceStatus.LATE: ("▲", "aviso"),
    SourceStatus.DOWN: ("■", "mal"),
    SourceStatus.SILENT: ("○", "callado"),
    SourceStatus.PAUSED: ("‖", "callado"),
    SourceStatus.UNREAD: ("·", "callado"),
}

TODO = {
    SourceStatus.DOWN: "Se vuelve a intentar en cada ciclo. Abra la dirección y compare; si cambió, corrija su ficha.",
    SourceStatus.LATE: "Se reintenta sola. Si sigue así mañana, abra la dirección y compare.",
    SourceStatus.SILENT: "Responde bien y no trae nada nuevo: puede ser feriado o cambio de página. Abra y compare.",
}

MOVED = "El sitio dice que se mudó para siempre"
TODO_MOVED = "Acepte la dirección nueva si es del mismo medio; si no, corrija su ficha."
TODO_LATE = "Publica más seguido de lo que se lee: acorte su cadencia, o vea si los ciclos corren a sus horas."
RUNS = 6


def drawn(desk: Desk, collecting: Collecting | None, coming: Coming = never) -> Callable[[str], Response]:
    """Return what draws the page, with a sentence at its top that says why something was not done ("" for none)."""

    def show(trouble: str = "") -> Response:
        now = desk.clock()
        with desk.register.reading() as session:
            health = sourcehealth.health(session, now)
            runs = cycle_queries.latest(session, RUNS)
            alarms = alarms_of(runs[0] if runs else None)
            around = desk.around(session, "Fuentes", "fuentes", trouble=trouble, alarms=alarms)
        panel = collecting.panel if collecting is not None and may(Ability.MANAGE_SOURCES) else ""
        asked = asked_of(collecting, now)
        view = _view(around, health, runs, Beside(asked, hour_of(coming(now), now), panel), now)
        return desk.page("fuentes.html", view, 422 if trouble else 200)

    return show


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of collections beside the register: the one asked for, the next one's hour, where runs are seen."""

    asked: AskedView
    coming: str
    panel: str


def may(ability: Ability) -> bool:
    """Say whether who asked for the page may do something."""
    seen = visitor()
    return seen is not None and seen.may(ability)


def routes(show: Callable[[str], Response]) -> APIRouter:
    """Return the route of the sources page."""
    router = APIRouter()

    @router.get("/fuentes", response_class=HTMLResponse)
    def sources() -> Response:
        return show("")

    return router


def vitals(one: SourceHealth) -> Vitals:
    """Return what the judgement of a source needs."""
    state = one.state
    paused_until = state.paused_until if state else None
    return Vitals(
        active=one.source.active,
        paused=one.held is not None or (paused_until is not None and bool(state and state.pause_reason)),
        cadence=timedelta(minutes=one.source.cadence_minutes),
        failures=state.failures if state else 0.0,
        last_outcome=one.last_outcome,
        last_attempt_at=state.last_attempt_at if state else None,
        last_good_at=state.last_good_at if state else None,
        daily_new=one.daily_new,
        reading=one.reading,
        same_hours=one.same_hours,
        last_hours=one.last_hours,
    )


def moved_to(one: SourceHealth) -> str:
    """Return the address that a source says it moved to for good, "" before that is a move to propose."""
    state = one.state
    if state is None or not move_proposed(state.moved_since, state.moved_seen, state.last_attempt_at):
        return ""
    return state.moved_to or ""


def site_of(url: str) -> str:
    """Return the address of the outlet that a channel belongs to, as a page may link it; "" for none."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/" if parts.scheme in ("http", "https") else ""


def rest_words(one: SourceHealth) -> str:
    """Say who lets a source rest, why and until when; "" for one that is read."""
    if one.held is not None:
        last = short_day(local_day(one.held.until - timedelta(minutes=1)))
        return f"Hasta el {last}: {one.held.reason} ({one.held.by})"
    state = one.state
    if state is not None and state.paused_until is not None and state.pause_reason:
        return f"La máquina la prueba de nuevo el {absolute(state.paused_until)}: {state.pause_reason}"
    return "" if one.source.active else one.source.notes


def _view(
    around: Frame, health: list[SourceHealth], runs: list[CycleRow], beside: Beside, now: datetime
) -> SourcesView:
    judged = [(one, status_of(vitals(one), now)) for one in health]
    count = {status: sum(found is status for _, found in judged) for status in SourceStatus}
    trouble = [(one, status) for one, status in judged if status in TODO or (moved_to(one) and not one.held)]
    covered = coverage([(one.source.department, status) for one, status in judged], DEPARTMENTS)
    most = max((c.active for c in covered), default=1)
    blind = [department_name(c.department) for c in covered if c.blind and c.department]
    return SourcesView(
        frame=around,
        last_run=_last_run(runs, beside.coming),
        counters=tuple(
            Counter(SOURCE_STATUSES[status], count[status], *MARKS[status])
            for status in (SourceStatus.FRESH, SourceStatus.LATE, SourceStatus.DOWN, SourceStatus.SILENT)
        ),
        troubles=tuple(_trouble(one, status, now) for one, status in trouble),
        sources=tuple(_source(one, status) for one, status in judged),
        coverage=tuple(
            CoverageView(
                department_name(c.department),
                charts.bar(c.live, c.active, most),
                f"{c.live} de {c.active}",
                c.blind and bool(c.department),
            )
            for c in covered
        ),
        blind=_blind_words(blind),
        runs=tuple(_run(run, now) for run in runs),
        asked=beside.asked,
        manages=may(Ability.MANAGE_SOURCES),
        panel=beside.panel,
    )


def _blind_words(departments: list[str]) -> str:
    if not departments:
        return ""
    which = ", ".join(departments)
    verb = "tiene" if len(departments) == 1 else "tienen"
    return f"{which} {verb} menos de dos fuentes que responden. Los hechos de allí pueden llegar tarde o no llegar."


def _last_run(runs: list[CycleRow], coming: str) -> str:
    follows = f" · próxima {coming}" if coming else ""
    if not runs:
        return f"Todavía no corrió ninguna recolección.{follows}"
    summary = runs[0].summary
    return (
        f"Última recolección {long_day(runs[0].started_at)} · "
        f"{_told(summary, 'leidas', 'nota leída', 'notas leídas')}, "
        f"{_told(summary, 'nuevas', 'nueva', 'nuevas')}, {summary.get('senales', 0)} con señal"
        f"{_took(runs[0])}{follows}"
    )


def _took(run: CycleRow) -> str:
    seconds = run.summary.get("segundos")
    return f", en {seconds:.0f} s" if isinstance(seconds, int | float) else ""


def _told(summary: Mapping[str, object], key: str, one: str, many: str) -> str:
    """Return a count of a cycle with its noun; what was not counted is 0."""
    value = summary.get(key, 0)
    return counted(value if isinstance(value, int | float) else 0, one, many)


def what_happens(one: SourceHealth, status: SourceStatus) -> str:
    """Say what is the matter with a source, in plain words."""
    if status is SourceStatus.SILENT:
        usual = missed(vitals(one))
        if usual is None:
            return "Responde bien, sin ninguna nota nueva"
        silence, (least, most) = counted(int(SILENT_HOURS.total_seconds() // 3600), "hora", "horas"), usual
        some = f"{'' if least == most else f'de {least} a '}{counted(most, 'nota', 'notas')}"
        return f"Responde bien, sin ninguna nota nueva en {silence}; a estas horas suele traer {some}"
    if status is SourceStatus.LATE and one.last_outcome in GOOD_OUTCOMES and one.reading is not None:
        hours = int(one.reading.total_seconds() // 3600)
        if read_late(vitals(one)):
            return f"Sus notas se leen tarde: la mitad, más de {hours} horas después de publicadas"
    if status not in TODO and moved_to(one):
        return MOVED
    return OUTCOMES[one.last_outcome] if one.last_outcome else ""


def _trouble(one: SourceHealth, status: SourceStatus, now: datetime) -> TroubleView:
    mark, tone = MARKS[status]
    good = one.state.last_good_at if one.state else None
    return TroubleView(
        name=one.source.name,
        page=page_of(one.source.id),
        where=department_name(one.source.department),
        mark=mark,
        tone=tone,
        status=SOURCE_STATUSES[status],
        what=what_happens(one, status),
        since=ago(good, now).text if good else "nunca respondió",
        todo=_todo(one, status),
        act=_act(one, status),
    )


def _todo(one: SourceHealth, status: SourceStatus) -> str:
    if moved_to(one):
        return TODO_MOVED
    return TODO_LATE if what_happens(one, status).startswith("Sus notas") else TODO[status]


def _act(one: SourceHealth, status: SourceStatus) -> Act:
    """Return the one thing to do first about a source, of what the reader may do."""
    page, moved = page_of(one.source.id), moved_to(one)
    if moved and may(Ability.MANAGE_SOURCES):
        return Act("Usar nueva", f"{page}/direccion", "enviar", moved)
    if status is SourceStatus.DOWN and may(Ability.COLLECT):
        return Act("Probar", f"{page}/probar", "enviar")
    if status is SourceStatus.SILENT and (site := site_of(one.source.url)):
        return Act("Abrir", site, "abrir")
    return Act("Ver", page, "ver")


def page_of(source_id: str) -> str:
    """Return the address of the page of one source."""
    return f"/fuentes/medio/{quote(source_id)}"


def _source(one: SourceHealth, status: SourceStatus) -> SourceView:
    mark, tone = MARKS[status]
    days = one.daily_new
    usual = usual_range(one.same_weekdays) or usual_range(days[:-1])
    share = f"{100 * one.signals_14d // one.articles_14d} %" if one.articles_14d else "–"
    words = ", ".join("sin respuesta" if n is None else str(n) for n in days)
    return SourceView(
        name=one.source.name,
        page=page_of(one.source.id),
        where=f"{department_name(one.source.department)} · {one.source.type.value}",
        mark=mark,
        tone=tone,
        status=SOURCE_STATUSES[status],
        strip=charts.strip(days, f"Notas nuevas por día, 14 días: {words}"),
        today="–" if days[-1] is None else str(days[-1]),
        usual=f"{usual[0]}–{usual[1]}" if usual else "–",
        share=share,
        rest=rest_words(one) if status is SourceStatus.PAUSED else "",
    )


def _run(run: CycleRow, now: datetime) -> RunView:
    tones = {
        CycleState.COMPLETE: ("●", "bien"),
        CycleState.RUNNING: ("○", "callado"),
        CycleState.PARTIAL: ("▲", "aviso"),
        CycleState.CANCELLED: ("▲", "aviso"),
    }
    mark, tone = tones.get(run.state, ("■", "mal"))
    seconds = run.summary.get("segundos")
    return RunView(
        moment=ago(run.started_at, now),
        mark=mark,
        tone=tone,
        state=CYCLE_STATES[run.state],
        duration=f"{seconds:.0f} s" if isinstance(seconds, int | float) else "–",
        words=f"{run.summary.get('ok', 0)} de {_told(run.summary, 'fuentes', 'fuente', 'fuentes')}, "
        f"{_told(run.summary, 'nuevas', 'nueva', 'nuevas')}",
    )
