"""Where it changed: departments and municipalities with their class, and what is done where it got worse; pure."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from conflict.change import Change, judge
from conflict.codebook import LEVEL_STEPS
from conflict.departments import DEPARTMENTS
from conflict.esbo import figure
from conflict.week import Week
from conflict.weekcases import NOWHERE, within
from conflict.weeksummary import DataQuality, ScopeKind, Territory, Worsened
from conflict.weekview import WeekView

TILE_WEEKS = 12
MOST_WORSENED = 5
MOST_MUNICIPALITIES = 12
UNPLACED = "Nacional o sin ubicar"


def territories(view: WeekView) -> tuple[Territory, ...]:
    """Return the nine departments and what lies in none; for a department or an office, its municipalities."""
    if view.scope.kind is ScopeKind.COUNTRY:
        named = [(code, "", name) for code, name in DEPARTMENTS.items()]
        if any(not one.departments for case in view.cases for one in case.members):
            named.append((NOWHERE, "", UNPLACED))
        return tuple(_territory(view, *one) for one in named)
    made = [_territory(view, *one) for one in _municipalities(view)]
    made.sort(key=lambda one: (-one.new, -one.open, one.name))
    own = view.scope.value if view.scope.kind is ScopeKind.DEPARTMENT else ""
    head = (_territory(view, own, "", view.scope.name),) if own else ()
    return (*head, *made[:MOST_MUNICIPALITIES])


def _municipalities(view: WeekView) -> list[tuple[str, str, str]]:
    """Return the municipalities of cases that are open or were new in the twelve weeks; homonyms stay apart."""
    since, cut = view.week.last(TILE_WEEKS)[0].start, view.week.end
    found = Counter(
        (department, name)
        for case in view.cases
        if case.opened_at >= since or case.open_at(cut)
        for one in case.members
        for department in one.departments
        for name in one.municipalities
        if len(one.departments) == 1 or department == view.scope.value
    )
    return [(department, name, name) for department, name in sorted(found)]


def _territory(view: WeekView, department: str, municipality: str, name: str) -> Territory:
    """Return one territory with its twelve weeks."""
    parts = within(view.departments.get(department, ()), department=department, municipality=municipality)
    weeks = view.week.last(TILE_WEEKS)
    opened_at = sorted(case.opened_at for case in parts)
    series = tuple(_count(view, opened_at, week, department, back) for back, week in enumerate(weeks, 1 - TILE_WEEKS))
    start, cut = view.week.start, view.week.end
    new = [case for case in parts if start <= case.opened_at < cut]
    opened = [case for case in parts if case.open_at(cut)]
    critical = sum(case.turned_critical(start, cut) for case in parts)
    covered = view.covered(view.week, department)
    judged = judge(len(new), series[-5:-1], covered=covered, critical=critical)
    live, sources = (0, 0) if municipality else view.live(view.week, "" if department == NOWHERE else department)
    return Territory(
        code=f"{department}/{municipality}" if municipality else department,
        name=name,
        new=len(new),
        mean=judged.mean,
        change=judged.change,
        reason=judged.reason,
        series=(*series[:-1], len(new) if new or covered else None),
        open=len(opened),
        critical=critical,
        live=live,
        sources=sources,
        rows=tuple(case.code for case in new),
        open_rows=tuple(case.code for case in opened),
    )


def _count(view: WeekView, opened_at: list[datetime], week: Week, department: str, back: int) -> int | None:
    """Count the new cases of a week; None before the register began, and for a week that nobody watched."""
    if -back > view.known:
        return None
    count = bisect_left(opened_at, week.end) - bisect_left(opened_at, week.start)
    return count if view.covered(week, department) else None


def gravest(view: WeekView, found: Sequence[Territory]) -> tuple[Worsened, ...]:
    """Return the gravest open case of every territory that has cases, with the next thing due in it."""
    return tuple(
        _gravest(view, one) for one in found if one.code != view.scope.value and (one.open or one.new or one.critical)
    )


def worst(found: Sequence[Territory], rows: Sequence[Worsened], own: str) -> tuple[Worsened, ...]:
    """Return where it got worse, the most first, each with its row and why; `own` is the territory of the scope.

    A territory that a person calls worse stands there too when it has no case: without one, and saying so.
    """
    worse = [one for one in found if one.change is Change.WORSE and one.code != own]
    worse.sort(key=lambda one: (-one.critical, (one.mean or 0.0) - one.new, one.name))
    known = {one.territory: one for one in rows}
    return tuple(replace(known.get(one.code) or _without_case(one), why=_why(one)) for one in worse[:MOST_WORSENED])


def _why(one: Territory) -> str:
    if one.by_hand is not None:
        return f"{one.by_hand.reason} (lo dice una persona)"
    return one.reason or f"{figure(one.new)} nuevos; promedio {figure(one.mean)}"


def _without_case(one: Territory) -> Worsened:
    return Worsened(one.code, one.name, "", "Ninguna ficha abierta al corte", None, "", "", "", None, late=False)


def _gravest(view: WeekView, territory: Territory) -> Worsened:
    department, _, municipality = territory.code.partition("/")
    start, cut = view.week.start, view.week.end
    parts = within(view.departments.get(department, ()), department=department, municipality=municipality)
    case = max(
        tuple(one for one in parts if one.open_at(cut)) or parts,
        key=lambda one: (one.turned_critical(start, cut), LEVEL_STEPS[one.level_at(cut)], one.opened_at, one.code),
    )
    head = max(case.open_members(cut) or case.members, key=lambda one: (LEVEL_STEPS[one.level_at(cut)], one.opened_at))
    codes = {one.code for one in case.members}
    due = next((one for one in view.deadlines_at(cut) if one.record in codes), None)
    place = ", ".join(head.municipalities[:2])
    return Worsened(
        territory=territory.code,
        name=f"{place}, {territory.name}" if place and not municipality else territory.name,
        record=head.code,
        title=head.title,
        level=case.level_at(cut),
        why="",
        next_step=due.what if due else "",
        office=(due.addressee if due and due.addressee else head.office),
        due_at=due.due_at if due else None,
        late=bool(due and due.due_at < cut),
    )


def data_quality(view: WeekView) -> DataQuality:
    """Return what the figures of this scope cannot say; sources are those of the department, else of the country."""
    own = view.scope.value if view.scope.kind is ScopeKind.DEPARTMENT else ""
    here = [one for one in view.facts.sources if one.week == view.week and own in ("", one.department)]
    codes = (own,) if own else tuple(DEPARTMENTS)
    control = view.facts.control
    return DataQuality(
        sources=len(here),
        down=tuple(sorted(one.name for one in here if not one.live)),
        uncovered=tuple(code for code in codes if not view.covered(view.week, code)),
        blind=tuple(code for code in codes if view.blind(code)),
        unplaced=tuple(
            case.code for case in view.new_in(view.week) if not any(one.departments for one in case.members)
        ),
        control_read=control.read if control else None,
        control_missed=control.missed if control else None,
        days_read=max((one.asked for one in here), default=0),
        blind_live=tuple((code, *view.live(view.week, code)) for code in codes if view.blind(code)),
    )
