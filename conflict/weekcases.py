"""From records to cases, so that nothing is counted twice; pure.

A case is what people see as one matter: an alert and the conflict it became; a parent record and its fronts. A case
is counted once in the country, and once in every department where one of its records lies.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from conflict.codebook import LEVEL_STEPS, Level
from conflict.lifecycle import OPEN_STATES, RecordKind, RecordState
from conflict.weekfacts import WeekRecord, WeekTransfer

NOWHERE = "00"
"""The territory of a record without department: national, or not placed yet."""


@dataclass(frozen=True, slots=True)
class Case:
    """One matter; `code` is the record that stands for it: the parent, or the conflict that an alert became.

    `members` are its records, annulled ones left out, in the order of their opening; never empty.
    """

    code: str
    members: tuple[WeekRecord, ...]

    @property
    def opened_at(self) -> datetime:
        """Return when the first of its records was registered."""
        return self.members[0].opened_at

    @property
    def entered_as(self) -> RecordKind:
        """Return whether people first registered an alert or a conflict."""
        return self.members[0].kind

    @property
    def head(self) -> WeekRecord:
        """Return the record that stands for it; in part of a case, its newest one."""
        return next((one for one in self.members if one.code == self.code), self.members[-1])

    def open_members(self, moment: datetime) -> tuple[WeekRecord, ...]:
        """Return its records that were open just before a moment."""
        return tuple(one for one in self.members if one.state_at(moment) in OPEN_STATES)

    def open_at(self, moment: datetime) -> bool:
        """Say whether any of its records was open just before a moment."""
        for one in self.members:  # noqa: SIM110 - asked for some ten thousand times in a summary
            if one.state_at(moment) in OPEN_STATES:
                return True
        return False

    def in_conflict(self, moment: datetime) -> bool:
        """Say whether a conflict of it was open just before a moment."""
        return any(one.state_at(moment) is RecordState.OPEN for one in self.members)

    def level_at(self, moment: datetime) -> Level:
        """Return the highest level of its open records just before a moment; of all of them when none was open."""
        among = self.open_members(moment) or self.members
        return max((one.level_at(moment) for one in among), key=LEVEL_STEPS.__getitem__)

    def closed_as(self, moment: datetime) -> RecordState | None:
        """Return the state in which its last record ended; None while one is open."""
        if self.open_at(moment):
            return None
        ends = [(at, one.code, state) for one in self.members for at, state in one.steps if at < moment]
        return max(ends, key=lambda end: end[:2])[2] if ends else None

    def turned_critical(self, start: datetime, end: datetime) -> bool:
        """Say whether it reached the level Crítico within a span in which it did not begin with it."""
        if all(one.level is not Level.CRITICAL and not one.levels for one in self.members):
            return False
        if self.open_at(start) and self.level_at(start) is Level.CRITICAL:
            return False
        return any(
            start <= at < end and level is Level.CRITICAL
            for one in self.members
            for at, level in ((one.opened_at, one.level), *one.levels)
        ) or (not self.open_at(start) and self.open_at(end) and self.level_at(end) is Level.CRITICAL)


def cases_of(records: Iterable[WeekRecord], cut: datetime) -> tuple[Case, ...]:
    """Group the records known at a cut into cases, in the order of opening; an annulled record belongs to none."""
    known = {one.code: one for one in records if one.opened_at < cut and one.state_at(cut) is not RecordState.VOID}
    became = {one.origin: one.code for one in known.values() if one.origin in known}
    families: dict[str, list[WeekRecord]] = defaultdict(list)
    for one in known.values():
        families[_root(one.code, known, became)].append(one)
    made = [
        Case(code, tuple(sorted(members, key=_order) if len(members) > 1 else members))
        for code, members in families.items()
    ]
    return tuple(sorted(made, key=lambda case: (case.opened_at, case.code)))


def _order(record: WeekRecord) -> tuple[datetime, str]:
    return record.opened_at, record.code


def _root(code: str, known: dict[str, WeekRecord], became: dict[str, str]) -> str:
    """Follow alert to conflict and front to parent until the end; a ring of parents ends where it is entered twice."""
    seen = {code}
    while True:
        parent = known[code].parent
        following = became.get(code) or (parent if parent in known else "")
        if not following or following in seen:
            return min(seen) if following else code
        seen.add(following)
        code = following


def within(
    cases: Iterable[Case], *, department: str = "", municipality: str = "", office: str = ""
) -> tuple[Case, ...]:
    """Return the part of each case that lies in a department, a municipality or an office; others are left out."""

    def belongs(one: WeekRecord) -> bool:
        here = not department or department in (one.departments or (NOWHERE,))
        return here and (not municipality or municipality in one.municipalities) and office in ("", one.office)

    parts = []
    for case in cases:
        members = tuple(one for one in case.members if belongs(one))
        if members:
            parts.append(case if len(members) == len(case.members) else Case(case.code, members))
    return tuple(parts)


def at_their_offices(
    records: Sequence[WeekRecord], transfers: Iterable[WeekTransfer], cut: datetime
) -> tuple[WeekRecord, ...]:
    """Return the records with the office that answered for each at the cut: later transfers are taken back."""
    later: dict[str, WeekTransfer] = {}
    for one in sorted(transfers, key=lambda one: one.asked_at, reverse=True):
        if one.accepted and one.answered_at is not None and one.answered_at >= cut:
            later[one.record] = one
    return tuple(replace(one, office=later[one.code].sender) if one.code in later else one for one in records)
