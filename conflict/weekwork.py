"""What is owed at the cut, what is to be watched after it, and what the cases of the week were about; pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from conflict.codebook import LEVEL_STEPS, Level
from conflict.text import fold
from conflict.weekcases import Case
from conflict.weekfacts import WatchKind, WeekRecord
from conflict.weeksummary import Bar, Owed, ScopeKind, Watch
from conflict.weekview import WeekView

WATCHED = timedelta(days=7)
MOST_WATCHED = 12
MOST_BARS = 8


def overdue(view: WeekView) -> tuple[Owed, ...]:
    """Return the deadlines that have passed, by the office that answers for the record."""
    cut = view.week.end
    late = [one for one in view.deadlines_at(cut) if one.due_at < cut]
    return _owed((view.office_of(one.record), one.due_at, True, one.record) for one in late)


def transfers(view: WeekView) -> tuple[Owed, ...]:
    """Return the transfers without answer, by the office that must give it."""
    cut = view.week.end
    return _owed((one.receiver, one.asked_at, one.answer_by < cut, one.record) for one in view.transfers_at(cut))


def requests(view: WeekView) -> tuple[Owed, ...]:
    """Return the written requests without answer, by institution."""
    cut = view.week.end
    asked = [one for one in view.deadlines_at(cut) if one.addressee]
    return _owed((one.addressee, one.due_at, one.due_at < cut, one.record) for one in asked)


def _owed(items: Iterable[tuple[str, datetime, bool, str]]) -> tuple[Owed, ...]:
    """Gather by name, the longest list first."""
    by_name: dict[str, list[tuple[datetime, bool, str]]] = defaultdict(list)
    for name, at, late, record in items:
        by_name[name].append((at, late, record))
    made = [
        Owed(
            name,
            len(found),
            sum(late for _, late, _ in found),
            min(at for at, _, _ in found),
            tuple(r for *_, r in found),
        )
        for name, found in by_name.items()
    ]
    return tuple(sorted(made, key=lambda one: (-one.count, one.oldest, one.name)))


def watched(view: WeekView) -> tuple[tuple[Watch, ...], Watch | None]:
    """Return what to watch in the seven days after the cut, in the order of time, and one opportunity.

    Deadlines of our own are listed for cases at level Alto or Crítico.
    """
    cut = view.week.end
    until = cut + WATCHED
    country = view.scope.kind is ScopeKind.COUNTRY
    found = [
        Watch(one.at, one.kind, one.what, one.departments, one.record, one.office, one.entry)
        for one in view.facts.announcements
        if cut <= one.at < until
        and (
            country
            or one.record in view.place
            or (view.scope.kind is ScopeKind.DEPARTMENT and view.scope.value in one.departments)
            or (view.scope.kind is ScopeKind.OFFICE and view.scope.value == one.office)
        )
    ]
    for due in view.deadlines_at(cut):
        case = view.place[due.record]
        if cut <= due.due_at < until and LEVEL_STEPS[case.level_at(cut)] >= LEVEL_STEPS[Level.HIGH]:
            owner = due.addressee or view.office_of(due.record)
            found.append(Watch(due.due_at, WatchKind.DEADLINE, due.what, case.head.departments, due.record, owner))
    ordered = sorted(found, key=lambda one: (one.at, one.record, one.what))
    chance = next((one for one in ordered if one.kind is WatchKind.OPPORTUNITY), None)
    return tuple(one for one in ordered if one.kind is not WatchKind.OPPORTUNITY)[:MOST_WATCHED], chance


def bars(view: WeekView, of: Callable[[WeekRecord], tuple[str, ...]]) -> tuple[Bar, ...]:
    """Count the new cases of the week by what they name, the last week beside; a case may name several."""
    now, before = view.new_in(view.week), view.base[:1]
    spelled: dict[str, str] = {}
    rows = _by_name(now, of, spelled)
    old = _by_name(view.new_in(before[0]), of, spelled) if before else {}
    made = [
        Bar(name, len(rows.get(name, ())), len(old.get(name, ())) if before else None, tuple(rows.get(name, ())))
        for name in rows.keys() | old.keys()
    ]
    return tuple(sorted(made, key=lambda bar: (-bar.count, -(bar.previous or 0), bar.name)))[:MOST_BARS]


def _by_name(
    cases: Iterable[Case], of: Callable[[WeekRecord], tuple[str, ...]], spelled: dict[str, str]
) -> dict[str, list[str]]:
    """Return the cases that name each, by its first spelling: «Junta de vecinos» and «JUNTA DE VECINOS» are one."""
    named: dict[str, list[str]] = defaultdict(list)
    for case in cases:
        names = sorted({name for one in case.members for name in of(one)})
        for key in dict.fromkeys(spelled.setdefault(fold(name) or name, name) for name in names):
            named[key].append(case.code)
    return named
