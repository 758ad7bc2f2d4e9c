"""Make the summary of a La Paz ISO week for the country, a department or an office; pure, the same for every document.

The cut is the end of the week: what was registered, closed or answered later is not in it. An annulled record is in no
figure. What counts as one case is in `conflict.weekcases`, each figure's definition in docs/glossary.md.
"""

from collections.abc import Iterable

from conflict.departments import DEPARTMENTS
from conflict.errors import DataError
from conflict.week import Week
from conflict.weekchance import chance
from conflict.weekfacts import WeekFacts
from conflict.weekfigures import lead_times, movement, six_numbers
from conflict.weekforesight import foresight
from conflict.weekplaces import data_quality, gravest, territories, worst
from conflict.weeksummary import COUNTRY, Scope, ScopeKind, WeekSummary
from conflict.weekview import view_of
from conflict.weekwords import sentences
from conflict.weekwork import agenda, bars, overdue, requests, transfers, watched


def summarise(facts: WeekFacts, week: Week, scope: Scope = COUNTRY) -> WeekSummary:
    """Return the summary; of a register without rows, one of zeros whose territories are «sin cobertura»."""
    view = view_of(facts, week, scope)
    places, moved = territories(view), movement(view)
    late, waiting, quality = overdue(view), transfers(view), data_quality(view)
    grave = gravest(view, places)
    return WeekSummary(
        week=week,
        scope=scope,
        cut=week.end,
        sentences=sentences(view, places, moved, late, waiting, quality),
        figures=six_numbers(view),
        movement=moved,
        territories=places,
        worsened=worst(places, grave, scope.value),
        watch=watched(view),
        opportunity=chance(view),
        measures=bars(view, lambda one: one.measures),
        demands=bars(view, lambda one: one.demands),
        actors=bars(view, lambda one: one.actors),
        overdue=late,
        transfers=waiting,
        requests=requests(view),
        lead=lead_times(view, week),
        quality=quality,
        known_weeks=view.known,
        foresight=foresight(view),
        gravest=grave,
        agenda=agenda(view),
    )


def scope_of(department: str, office: str, offices: Iterable[str]) -> Scope:
    """Return the scope of a code or a name as asked for; raise DataError for one that is not there, or both at once."""
    if department and office:
        raise DataError("two scopes", "Elija un departamento o una oficina, no ambos.")
    if department:
        if department not in DEPARTMENTS:
            raise DataError(
                f"department {department[:10]!r}",
                f"«{department[:10]}» no es un departamento. Se esperaba un código del 01 al 09.",
            )
        return Scope(ScopeKind.DEPARTMENT, department, DEPARTMENTS[department])
    if office:
        if office not in set(offices):
            raise DataError(f"office {office[:40]!r}", f"«{office[:40]}» no tiene registros. Elija una de la lista.")
        return Scope(ScopeKind.OFFICE, office, office)
    return COUNTRY
