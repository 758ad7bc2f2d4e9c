"""What is owed at the cut, what is to be watched after it, and what the cases of the week were about; pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import lru_cache

from conflict.clocks import Term
from conflict.codebook import LEVEL_STEPS, Level
from conflict.text import fold
from conflict.weekcases import Case
from conflict.weekfacts import WatchKind, WeekRecord
from conflict.weeksummary import Bar, Owed, Watch
from conflict.weekview import WeekView

WATCHED = timedelta(days=7)
AGENDA = timedelta(days=14)
"""How far the agenda looks (domain model, what managers read: announced for the next fourteen days)."""
MOST_WATCHED = 12
MOST_BARS = 8
MOST_ANNOUNCED = 30


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
    """Return the written requests without a full answer, and what an institution owes by hand, by institution.

    A commitment of a party is none of them: it is watched, or overdue at our office.
    """
    cut = view.week.end
    asked = [
        (one.addressee, one.due_at, one.due_at < cut, one.record)
        for one in view.facts.requests
        if one.sent_at < cut
        and (one.ended_at is None or one.ended_at >= cut)
        and one.record in view.place
        and view.place[one.record].open_at(cut)
    ]
    by_hand = [
        one for one in view.deadlines_at(cut) if one.addressee and one.term not in (Term.COMMITMENT, Term.REPORT)
    ]
    return _owed((*asked, *((one.addressee, one.due_at, one.due_at < cut, one.record) for one in by_hand)))


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
            tuple(r for _, late, r in found if late),
        )
        for name, found in by_name.items()
    ]
    return tuple(sorted(made, key=lambda one: (-one.count, one.oldest, one.name)))


def watched(view: WeekView) -> tuple[Watch, ...]:
    """Return what to watch in the seven days after the cut, in the order of time.

    A commitment is listed whatever the level of its case; other deadlines of ours at level Alto or Crítico.
    """
    cut = view.week.end
    until = cut + WATCHED
    found = [one for one in _announced(view) if one.at < until]
    for due in view.deadlines_at(cut):
        case, promised = view.place[due.record], due.term is Term.COMMITMENT
        if cut <= due.due_at < until and (promised or LEVEL_STEPS[case.level_at(cut)] >= LEVEL_STEPS[Level.HIGH]):
            owner = due.addressee or view.office_of(due.record)
            kind = WatchKind.COMMITMENT if promised else WatchKind.DEADLINE
            found.append(Watch(due.due_at, kind, due.what, case.head.departments, due.record, owner))
    return tuple(sorted(found, key=lambda one: (one.at, one.record, one.what)))[:MOST_WATCHED]


def agenda(view: WeekView) -> tuple[Watch, ...]:
    """Return what is announced for the fourteen days after the cut, truces that end among it, in the order of time."""
    found = [one for one in _announced(view) if one.at < view.week.end + AGENDA]
    return tuple(sorted(found, key=lambda one: (one.at, one.record, one.what)))[:MOST_ANNOUNCED]


def _announced(view: WeekView) -> list[Watch]:
    return [
        Watch(one.at, one.kind, one.what, one.departments, one.record, one.office, one.entry)
        for one in view.facts.announcements
        if one.at >= view.week.end and view.concerns(one.departments, one.record, one.office)
    ]


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


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    """Return by what a name is known; the same few stand in hundreds of cases."""
    return fold(name) or name


def _by_name(
    cases: Iterable[Case], of: Callable[[WeekRecord], tuple[str, ...]], spelled: dict[str, str]
) -> dict[str, list[str]]:
    """Return the cases that name each, by its first spelling: «Junta de vecinos» and «JUNTA DE VECINOS» are one."""
    named: dict[str, list[str]] = defaultdict(list)
    for case in cases:
        names = sorted({name for one in case.members for name in of(one)})
        for key in dict.fromkeys(spelled.setdefault(_key(name), name) for name in names):
            named[key].append(case.code)
    return named
