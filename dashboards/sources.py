"""The sources page: which outlets are read, which are not, and where nobody is watching."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from conflict.codebook import CycleState
from conflict.departments import DEPARTMENTS
from conflict.esbo import counted
from conflict.sourcehealth import SourceStatus, Vitals, coverage, status_of
from dashboards import charts
from dashboards.collecting import Collecting, asked_of
from dashboards.desk import Desk, alarms_of
from dashboards.labels import CYCLE_STATES, OUTCOMES, SOURCE_STATUSES, department_name
from dashboards.pages import AskedView, Counter, CoverageView, Frame, RunView, SourcesView, SourceView, TroubleView
from dashboards.when import ago, long_day
from register.queries import cycles as cycle_queries
from register.queries import sources as source_queries
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

RUNS = 6


def drawn(desk: Desk, collecting: Collecting | None) -> Callable[[str], Response]:
    """Return what draws the page, with a sentence at its top that says why something was not done ("" for none)."""

    def show(trouble: str = "") -> Response:
        now = desk.clock()
        with desk.register.reading() as session:
            health = source_queries.health(session, now)
            runs = cycle_queries.latest(session, RUNS)
            alarms = alarms_of(runs[0] if runs else None)
            around = desk.around(session, "Fuentes", "fuentes", trouble=trouble, alarms=alarms)
        view = _view(around, health, runs, asked_of(collecting, now), now)
        return desk.page("fuentes.html", view, 422 if trouble else 200)

    return show


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
        paused=paused_until is not None and bool(state and state.pause_reason),
        cadence=timedelta(minutes=one.source.cadence_minutes),
        failures=state.failures if state else 0.0,
        last_outcome=one.last_outcome,
        last_attempt_at=state.last_attempt_at if state else None,
        last_good_at=state.last_good_at if state else None,
        daily_new=one.daily_new,
    )


def _view(
    around: Frame, health: list[SourceHealth], runs: list[CycleRow], asked: AskedView, now: datetime
) -> SourcesView:
    judged = [(one, status_of(vitals(one), now)) for one in health]
    count = {status: sum(found is status for _, found in judged) for status in SourceStatus}
    trouble = [pair for pair in judged if pair[1] in TODO]
    covered = coverage([(one.source.department, status) for one, status in judged], DEPARTMENTS)
    most = max((c.active for c in covered), default=1)
    blind = [department_name(c.department) for c in covered if c.blind and c.department]
    return SourcesView(
        frame=around,
        last_run=_last_run(runs),
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
        asked=asked,
    )


def _blind_words(departments: list[str]) -> str:
    if not departments:
        return ""
    which = ", ".join(departments)
    verb = "tiene" if len(departments) == 1 else "tienen"
    return f"{which} {verb} menos de dos fuentes que responden. Los hechos de allí pueden llegar tarde o no llegar."


def _last_run(runs: list[CycleRow]) -> str:
    if not runs:
        return "Todavía no corrió ninguna recolección."
    summary = runs[0].summary
    return (
        f"Última recolección {long_day(runs[0].started_at)} · "
        f"{_told(summary, 'leidas', 'nota leída', 'notas leídas')}, "
        f"{_told(summary, 'nuevas', 'nueva', 'nuevas')}, {summary.get('senales', 0)} con señal"
    )


def _told(summary: Mapping[str, object], key: str, one: str, many: str) -> str:
    """Return a count of a cycle with its noun; what was not counted is 0."""
    value = summary.get(key, 0)
    return counted(value if isinstance(value, int | float) else 0, one, many)


def _trouble(one: SourceHealth, status: SourceStatus, now: datetime) -> TroubleView:
    mark, tone = MARKS[status]
    good = one.state.last_good_at if one.state else None
    what = OUTCOMES[one.last_outcome] if one.last_outcome else ""
    if status is SourceStatus.SILENT:
        what = "Responde bien, sin ninguna nota nueva"
    return TroubleView(
        name=one.source.name,
        where=department_name(one.source.department),
        mark=mark,
        tone=tone,
        status=SOURCE_STATUSES[status],
        what=what,
        since=ago(good, now).text if good else "nunca respondió",
        todo=TODO[status],
    )


def _source(one: SourceHealth, status: SourceStatus) -> SourceView:
    mark, tone = MARKS[status]
    days = one.daily_new
    known = sorted(n for n in days[:-1] if n is not None)
    usual = f"{known[len(known) // 10]}–{known[(9 * len(known)) // 10]}" if known else "–"
    share = f"{100 * one.signals_14d // one.articles_14d} %" if one.articles_14d else "–"
    words = ", ".join("sin respuesta" if n is None else str(n) for n in days)
    return SourceView(
        name=one.source.name,
        where=f"{department_name(one.source.department)} · {one.source.type.value}",
        mark=mark,
        tone=tone,
        status=SOURCE_STATUSES[status],
        strip=charts.strip(days, f"Notas nuevas por día, 14 días: {words}"),
        today="–" if days[-1] is None else str(days[-1]),
        usual=usual,
        share=share,
        notes=one.source.notes,
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
