"""The six numbers of a week, the balance of open cases, and how early we were; pure."""

from collections.abc import Callable
from datetime import timedelta
from statistics import median

from conflict.lifecycle import RecordKind, RecordState
from conflict.week import Week
from conflict.weekcases import Case
from conflict.weeksummary import Figure, LeadTimes, Measured, Movement, Tone
from conflict.weekview import WeekView, mean_of

DAY = timedelta(days=1)
BASES_RULE = (
    "Bases de comparación: la semana anterior y el promedio simple de las cuatro y de las trece semanas previas que el "
    "registro tiene completas (suma de la cifra de cada semana, dividida entre cuántas son), contadas cada una con el "
    "corte de su propio domingo. La anticipación lleva la mediana de todos los conflictos de esas semanas juntas. La "
    "base de trece se muestra desde la quinta semana conocida."
)
"""Printed with the figures. SOURCE: against last week and the mean of thirteen (domain model, what managers read);
the four weeks are those of the rule of change (docs/decisions/0006)."""


def six_numbers(view: WeekView) -> tuple[Figure, ...]:
    """Return the six numbers in the order of the page."""

    def counted(
        key: str, label: str, unit: str, kind: Measured, tone: Tone, rows: Callable[[Week], tuple[str, ...]]
    ) -> Figure:
        before = [float(len(rows(week))) for week in view.quarter]
        short = before[: len(view.base)]
        found = rows(view.week)
        previous = before[0] if before else None
        long = mean_of(before) if len(before) > len(short) else None
        return Figure(key, label, unit, kind, tone, len(found), previous, mean_of(short), found, long)

    flow, stock, worse = Measured.FLOW, Measured.STOCK, Tone.WORSE
    return (
        counted("alertas_nuevas", "Alertas nuevas", "casos", flow, worse, lambda week: _new_alerts(view, week)),
        counted("conflictos_activos", "Conflictos activos", "casos", stock, worse, lambda week: _active(view, week)),
        counted("concluidos", "Concluidos", "casos", flow, Tone.BETTER, lambda week: _concluded(view, week)),
        counted("plazos_vencidos", "Plazos vencidos", "plazos", stock, worse, lambda week: _overdue(view, week)),
        counted(
            "transferencias_pendientes",
            "Transferencias pendientes",
            "transferencias",
            stock,
            worse,
            lambda week: tuple(one.record for one in view.transfers_at(week.end)),
        ),
        _anticipation(view),
    )


def _new_alerts(view: WeekView, week: Week) -> tuple[str, ...]:
    return tuple(case.code for case in view.new_in(week) if case.entered_as is RecordKind.ALERT)


def _active(view: WeekView, week: Week) -> tuple[str, ...]:
    end = week.end
    return tuple(case.code for case in view.open_at(end) if case.in_conflict(end))


def _concluded(view: WeekView, week: Week) -> tuple[str, ...]:
    """Return the cases closed in a week whose last record ended as concluded; closed and reopened is not closed."""
    end = week.end
    return tuple(case.code for case in _closed(view, week) if case.closed_as(end) is RecordState.CONCLUDED)


def _closed(view: WeekView, week: Week) -> tuple[Case, ...]:
    kept = {case.code for case in view.open_at(week.end)}
    return tuple(case for case in (*view.open_at(week.start), *view.new_in(week)) if case.code not in kept)


def _overdue(view: WeekView, week: Week) -> tuple[str, ...]:
    return tuple(one.record for one in view.deadlines_at(week.end) if one.due_at < week.end)


def movement(view: WeekView) -> Movement:
    """Return why the stock of open cases is what it is; before + entered + reopened − closed = now."""
    start, end = view.week.start, view.week.end
    entered = view.new_in(view.week)
    reopened = [case for case in view.open_at(end) if case.opened_at < start and not case.open_at(start)]
    converted = [
        case
        for case in view.cases
        if any(
            state is RecordState.BECAME_CONFLICT and start <= at < end
            for one in case.members
            for at, state in one.steps
        )
    ]
    moved = [
        one.record
        for one in view.facts.transfers
        if one.accepted and one.answered_at is not None and start <= one.answered_at < end and one.record in view.place
    ]
    return Movement(
        before=len(view.open_at(start)),
        entered=tuple(case.code for case in entered),
        reopened=tuple(case.code for case in reopened),
        closed=tuple(case.code for case in _closed(view, view.week)),
        now=tuple(case.code for case in view.open_at(end)),
        converted=tuple(case.code for case in converted),
        transferred=tuple(sorted(moved)),
    )


def lead_times(view: WeekView, *weeks: Week) -> LeadTimes:
    """Return how early we were with the conflicts first registered in those weeks.

    SOURCE: first alert registered to first measure of pressure carried out; late ones count as zero or less (page
    specification, weekly summary). Where no measure was dated, the registration of the conflict stands for it.
    """
    measured: list[tuple[float, str]] = []
    without = dated = 0
    spans = [(week.start, week.end) for week in weeks]
    for conflict, case in view.conflicts:
        if not any(start <= conflict < end for start, end in spans):
            continue
        alert = next((one.opened_at for one in case.members if one.kind is RecordKind.ALERT), None)
        begun = view.begun.get(case.code, conflict)
        days = (begun - (conflict if alert is None or alert > conflict else alert)) / DAY
        if alert is None or alert > conflict:
            days, without = min(0.0, days), without + 1
        dated += case.code in view.begun
        measured.append((round(days, 2), case.code))
    found = sorted(measured)
    return LeadTimes(
        days=tuple(days for days, _ in found),
        median=round(median(days for days, _ in found), 2) if found else None,
        late=sum(days <= 0 for days, _ in found),
        without_alert=without,
        from_facts=dated,
        rows=tuple(code for _, code in found),
    )


def _anticipation(view: WeekView) -> Figure:
    """Return the median lead time; its base is the median of all conflicts of the weeks before, not of medians."""
    now = lead_times(view, view.week)
    previous = lead_times(view, view.base[0]).median if view.base else None
    return Figure(
        "anticipacion",
        "Anticipación, mediana",
        "días",
        Measured.FLOW,
        Tone.BETTER,
        now.median,
        previous,
        lead_times(view, *view.base).median if view.base else None,
        now.rows,
        lead_times(view, *view.quarter).median if len(view.quarter) > len(view.base) else None,
    )
