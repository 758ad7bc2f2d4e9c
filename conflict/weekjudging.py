"""A person gives a territory another class than the rule did: what may be said, and what else of a summary follows.

Pure. The class of the rule is kept beside, so that taking the change back is exact, and so that numbers taken again
keep what the person said.
"""

from dataclasses import replace

from conflict.change import CHANGES, Change
from conflict.hand import Hand
from conflict.record import RuleError
from conflict.weekplaces import worst
from conflict.weeksummary import ClassChange, Territory, WeekSummary
from conflict.weekversion import MOST_SENTENCES
from conflict.weekwords import of_change

SETTABLE = (Change.WORSE, Change.RISING, Change.SAME, Change.BETTER, Change.FEW)
"""What a person may say; whether sources answered is counted, and nobody's opinion."""
_CALM = frozenset({Change.SAME, Change.BETTER})


def judged(summary: WeekSummary, code: str, change: Change, reason: str, hand: Hand) -> WeekSummary:
    """Return the summary with another class for a territory; raise RuleError for a class that may not be said there."""
    place = _place(summary, code)
    machine = place.judged.machine if place.judged else place.change
    if change is place.change:
        raise RuleError(f"{code} is {change.value} already", f"{place.name} ya dice «{CHANGES[change]}».")
    if not sayable(machine, change):
        raise RuleError(
            f"{change.value} over {machine.value}",
            f"De {place.name} no puede decirse «{CHANGES[change]}»: ninguna fuente respondió, y el silencio no es "
            "calma. Se puede decir que empeoró, que sube o que hay pocos datos.",
        )
    return _with(summary, replace(place, change=change, judged=ClassChange(machine, reason, hand)))


def unjudged(summary: WeekSummary, code: str) -> WeekSummary:
    """Return the summary with the class of the rule again; raise RuleError where nobody changed it."""
    place = _place(summary, code)
    if place.judged is None:
        raise RuleError(f"{code} not changed", f"Nadie cambió la clase de {place.name}: no hay qué deshacer.")
    return _with(summary, replace(place, change=place.judged.machine, judged=None))


def rejudged(fresh: WeekSummary, before: WeekSummary) -> WeekSummary:
    """Return fresh numbers with the classes that persons gave before.

    A territory that is no longer listed takes its change with it (the journal keeps it), and so does one that fell
    silent since, where calm may no longer be said.
    """
    said = {one.code: one for one in before.territories if one.judged is not None}
    for place in fresh.territories:
        old = said.get(place.code)
        if old is not None and old.judged is not None and sayable(place.change, old.change):
            kept = replace(old.judged, machine=place.change)
            fresh = _with(fresh, replace(place, change=old.change, judged=kept))
    return fresh


def sayable(machine: Change, change: Change) -> bool:
    """Say whether a person may print a class over that of the rule: never calm where nobody listened."""
    return change in SETTABLE and not (machine is Change.UNCOVERED and change in _CALM)


def _place(summary: WeekSummary, code: str) -> Territory:
    found = next((one for one in summary.territories if one.code == code), None)
    if found is None:
        raise RuleError(f"no territory {code[:60]!r}", "Ese territorio no está en este resumen. Elija uno de la lista.")
    return found


def _with(summary: WeekSummary, place: Territory) -> WeekSummary:
    """Return the summary with one territory replaced, and with the list and the sentences that follow from it."""
    places = tuple(place if one.code == place.code else one for one in summary.territories)
    rows = summary.gravest or summary.worsened
    sentences = summary.sentences
    if not summary.worded:
        old, new = (of_change(found, summary.scope) for found in (summary.territories, places))
        if set(old) <= set(sentences):
            sentences = (*new, *(words for words in sentences if words not in old))[:MOST_SENTENCES]
    return replace(summary, territories=places, worsened=worst(places, rows, summary.scope.value), sentences=sentences)
