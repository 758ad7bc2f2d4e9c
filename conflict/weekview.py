"""The facts as one scope sees them at the cut of one week: its cases, and what hangs from them; pure."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from statistics import fmean

from conflict.lifecycle import RecordKind
from conflict.sourcehealth import BLIND_BELOW
from conflict.week import Week, week_at
from conflict.weekcases import NOWHERE, Case, at_their_offices, cases_of, within
from conflict.weekfacts import WeekDeadline, WeekFacts, WeekTransfer
from conflict.weeksummary import Scope, ScopeKind

QUARTER_WEEKS = 13
"""Weeks of the long base (domain model, what managers read: against last week and the mean of thirteen)."""


@dataclass(frozen=True, slots=True)
class WeekView:
    """Cases in scope with everything around them. `place` finds the case of a record; `known` weeks precede this.

    Cases are in the order of their opening. `departments` finds the cases of a department and `sources` its live
    sources: both are asked for a hundred times in one summary. `begun` says when the first measure of pressure of a
    case was carried out, as known at the cut, and `conflicts` when each case that has one first became a conflict.
    `_moves` says of each case whether it ever left its first state: most did not, and are open since they began.
    """

    facts: WeekFacts
    week: Week
    scope: Scope
    cases: tuple[Case, ...]
    place: dict[str, Case]
    known: int
    departments: dict[str, list[Case]]
    sources: dict[tuple[Week, str], tuple[int, int]]
    begun: dict[str, datetime]
    conflicts: tuple[tuple[datetime, Case], ...]
    _moves: tuple[bool, ...]
    _open: dict[datetime, tuple[Case, ...]] = field(default_factory=dict)

    @property
    def base(self) -> tuple[Week, ...]:
        """Return the weeks that this one is compared with, the last one first; up to four."""
        return self.quarter[:4]

    @property
    def quarter(self) -> tuple[Week, ...]:
        """Return the long base, the last week first: up to thirteen weeks, a quarter of a year."""
        return tuple(self.week.shifted(-back) for back in range(1, 1 + min(QUARTER_WEEKS, self.known)))

    def new_in(self, week: Week) -> tuple[Case, ...]:
        """Return the cases whose first record was registered in a week."""
        return self.cases[slice(*(bisect_left(self.cases, at, key=_opening) for at in (week.start, week.end)))]

    def open_at(self, moment: datetime) -> tuple[Case, ...]:
        """Return the cases open just before a moment."""
        if moment not in self._open:
            begun = self.cases[: bisect_left(self.cases, moment, key=_opening)]
            self._open[moment] = tuple(
                case for case, moves in zip(begun, self._moves, strict=False) if not moves or case.open_at(moment)
            )
        return self._open[moment]

    def concerns(self, departments: tuple[str, ...], record: str, office: str) -> bool:
        """Say whether what may belong to no record is this scope's: by its record, its department or its office."""
        match self.scope.kind:
            case ScopeKind.COUNTRY:
                return True
            case ScopeKind.DEPARTMENT:
                return record in self.place or self.scope.value in departments
            case ScopeKind.OFFICE:
                return record in self.place or self.scope.value == office

    def deadlines_at(self, moment: datetime) -> tuple[WeekDeadline, ...]:
        """Return the deadlines of open cases that were open just before a moment, the nearest first."""
        found = [
            one
            for one in self.facts.deadlines
            if one.made_at < moment
            and (one.closed_at is None or one.closed_at >= moment)
            and one.record in self.place
            and self.place[one.record].open_at(moment)
        ]
        return tuple(sorted(found, key=lambda one: (one.due_at, one.record, one.what)))

    def transfers_at(self, moment: datetime) -> tuple[WeekTransfer, ...]:
        """Return the transfers that waited for an answer just before a moment, the oldest first.

        An office sees those it sent and those it must answer.
        """
        found = [
            one
            for one in self.facts.transfers
            if one.asked_at < moment
            and (one.answered_at is None or one.answered_at >= moment)
            and (one.record in self.place or (self.scope.kind is ScopeKind.OFFICE and one.receiver == self.scope.value))
        ]
        return tuple(sorted(found, key=lambda one: (one.asked_at, one.record)))

    def office_of(self, record: str) -> str:
        """Return the office that answers for a record."""
        case = self.place[record]
        return next((one.office for one in case.members if one.code == record), case.head.office)

    def live(self, week: Week, department: str) -> tuple[int, int]:
        """Return how many sources of a department answered most of a week, of how many; "" for national ones."""
        return self.sources.get((week, department), (0, 0))

    def covered(self, week: Week, department: str) -> bool:
        """Say whether a zero from there may be read as a zero."""
        return self.live(week, "" if department == NOWHERE else department)[0] > 0

    def blind(self, department: str) -> bool:
        """Say whether facts there may arrive late or never."""
        return self.live(self.week, department)[0] < BLIND_BELOW


def view_of(facts: WeekFacts, week: Week, scope: Scope) -> WeekView:
    """Return what a scope sees."""
    cases = cases_of(at_their_offices(facts.records, facts.transfers, week.end), week.end)
    match scope.kind:
        case ScopeKind.DEPARTMENT:
            cases = within(cases, department=scope.value)
        case ScopeKind.OFFICE:
            cases = within(cases, office=scope.value)
        case ScopeKind.COUNTRY:
            pass
    cases = tuple(sorted(cases, key=lambda case: (case.opened_at, case.code)))
    place = {one.code: case for case in cases for one in case.members}
    departments: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        for code in dict.fromkeys(code for one in case.members for code in one.departments or (NOWHERE,)):
            departments[code].append(case)
    sources: dict[tuple[Week, str], tuple[int, int]] = {}
    for one in facts.sources:
        live, known = sources.get((one.week, one.department), (0, 0))
        sources[one.week, one.department] = live + one.live, known + 1
    known = 0
    if facts.since is not None:
        first = week_at(facts.since)
        known = max(0, (week.monday - first.monday).days // 7)
    moves = tuple(any(one.steps for one in case.members) for case in cases)
    begun = _begun(facts, place, week.end)
    return WeekView(facts, week, scope, cases, place, known, departments, sources, begun, _conflicts(cases), moves)


def _conflicts(cases: Iterable[Case]) -> tuple[tuple[datetime, Case], ...]:
    """Return when the first conflict of each case was registered; cases of alerts alone are left out."""
    first = ((next((m.opened_at for m in one.members if m.kind is RecordKind.CONFLICT), None), one) for one in cases)
    return tuple((at, one) for at, one in first if at is not None)


def _begun(facts: WeekFacts, place: dict[str, Case], cut: datetime) -> dict[str, datetime]:
    """Return by case when its first measure of pressure was carried out; cases without one are left out."""
    first: dict[str, datetime] = {}
    for fact in facts.pressure:
        if fact.record in place and fact.at < cut:
            code = place[fact.record].code
            first[code] = min(fact.at, first.get(code, fact.at))
    return first


def _opening(case: Case) -> datetime:
    return case.opened_at


def mean_of(counts: list[float]) -> float | None:
    """Return the mean, None of nothing."""
    return fmean(counts) if counts else None
