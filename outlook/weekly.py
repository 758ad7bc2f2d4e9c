"""Weekly counts of new cases per department and municipality, as tables; the same cases as the summary counts."""

from collections.abc import Iterable

import pandas as pd

from conflict.week import Week, week_at
from conflict.weekcases import NOWHERE, Case, cases_of, within
from conflict.weekfacts import WeekFacts, WeekRecord


def counts(facts: WeekFacts, last: Week) -> pd.DataFrame:
    """Return new cases: one row per week from the first record to `last`, one column per department, zeros kept.

    The index are the codes of the weeks, oldest first; the columns department codes, "00" for none. Empty when nothing
    was registered.
    """
    cases = cases_of(facts.records, last.end)
    departments = sorted({code for case in cases for one in case.members for code in one.departments or (NOWHERE,)})
    return _table(cases, last, {code: within(cases, department=code) for code in departments})


def municipal_counts(facts: WeekFacts, last: Week) -> pd.DataFrame:
    """Return the same with a column per municipality, named `05/Llallagua`; records of several departments left out."""
    cases = cases_of(facts.records, last.end)

    def places(one: WeekRecord) -> Iterable[tuple[str, str]]:
        return ((one.departments[0], name) for name in one.municipalities) if len(one.departments) == 1 else ()

    found = sorted({place for case in cases for one in case.members for place in places(one)})
    parts = {f"{code}/{name}": within(cases, department=code, municipality=name) for code, name in found}
    return _table(cases, last, parts)


def _table(cases: tuple[Case, ...], last: Week, parts: dict[str, tuple[Case, ...]]) -> pd.DataFrame:
    if not cases:
        return pd.DataFrame()
    first = week_at(cases[0].opened_at)
    weeks = last.last(1 + (last.monday - first.monday).days // 7)
    table = pd.DataFrame(0, index=[week.code for week in weeks], columns=list(parts), dtype="int64")
    for name, found in parts.items():
        for case in found:
            table.loc[week_at(case.opened_at).code, name] += 1
    return table


def covered(facts: WeekFacts, table: pd.DataFrame) -> pd.DataFrame:
    """Return whether a zero of each cell may be read as one: some source of there answered most of that week."""
    live = {(one.week.code, one.department) for one in facts.sources if one.live}
    seen = pd.DataFrame(False, index=table.index, columns=table.columns)
    for name in table.columns:
        department = str(name).partition("/")[0].replace(NOWHERE, "")
        seen[name] = [(week, department) in live for week in table.index]
    return seen


def baselines(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what two plain rules expect of each week: the same as the last, and the mean of the four before."""
    return table.shift(1), table.shift(1).rolling(4, min_periods=2).mean()
