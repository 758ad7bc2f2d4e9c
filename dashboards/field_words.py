"""The words with which a line of a record says how an action was done and how exact a fact is."""

from dashboards.labels import MODALITIES, PLACE_PRECISIONS, TIME_PRECISIONS
from register.case_rows import HappenedFact
from register.record_rows import TimelineFact


def told_action(one: TimelineFact) -> str:
    """Return the text of an action with how and where it was done."""
    modality = f" · {MODALITIES[one.modality]}" if one.modality else ""
    return f"{one.words}{modality}{f' · {one.place}' if one.place else ''}"


def told_fact(one: HappenedFact) -> str:
    """Return the text of a fact with who did it, where, at how many points, and how exactly that is known."""
    exact = f" ({PLACE_PRECISIONS[one.place_precision]})" if one.place_precision else ""
    parts = [one.words, one.actor, f"{one.place}{exact}".strip()]
    parts += [f"{one.points} puntos"] if one.points is not None else []
    parts += [TIME_PRECISIONS[one.time_precision]] if one.time_precision else []
    return " · ".join(part for part in parts if part)
