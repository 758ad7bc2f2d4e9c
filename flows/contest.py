"""Measure a challenger beside the model in use: on the frozen part, on new decisions, by department, by the floors."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from classifiers.corpus import load_corpus
from classifiers.exam import examine
from classifiers.floors import breaches, load_floors, values_of
from classifiers.frozen import read_list, split
from classifiers.judged import Figures, Judged, figures
from classifiers.model import load_model
from classifiers.pipeline import RECALL_WEIGHT
from classifiers.shelf import Shelf
from conflict.departments import DEPARTMENTS
from conflict.errors import DataError
from conflict.esbo import counted
from conflict.promotion import Contest, Pair, Reached
from conflict.teaching import Label, sift
from flows.proposing import example_of, origin_of, twin_of
from flows.settings import Settings
from register.engine import Register
from register.queries import models as model_queries
from register.queries.labels import labels
from territory.gazetteer import load_gazetteer
from territory.resolve import locate

NATIONAL = "todo el país"
Texts = Sequence[Judged]


def contest(settings: Settings, register: Register, shelf: Shelf, challenger: Path, now: datetime) -> Contest:
    """Return everything that the decision rests on. Raise DataError when the frozen part was changed."""
    parts = split(load_corpus(settings.corpus), read_list(settings.frozen))
    if parts.changed:
        raise DataError(
            f"frozen set changed: {len(parts.changed)} rows",
            f"El conjunto congelado cambió en {counted(len(parts.changed), 'fila', 'filas')}: así no se puede "
            "comparar. Vea atalaya evaluar --pisos",
        )
    champion = shelf.champion()
    old = examine(twin_of(settings, champion, now), parts.frozen)
    new = examine(twin_of(settings, challenger, now), parts.frozen)
    with register.reading() as session:
        kept, _ = sift(labels(session))
        shadow = model_queries.shadow(session, challenger.name)
    unseen = unseen_by(kept, origin_of(champion).until, origin_of(challenger).until)
    examples = [example_of(label) for label in unseen]
    old_held, new_held = examine(load_model(champion), examples), examine(load_model(challenger), examples)
    gazetteer = load_gazetteer(settings.gazetteer)
    where = [locate(gazetteer, one.text).departments for one in parts.frozen] + [one.departments for one in unseen]
    reached = figures(new)
    return Contest(
        frozen=Pair(_as_on_a_day(figures(old)), _as_on_a_day(reached)),
        held=Pair(_as_it_is(figures(old_held)), _as_it_is(figures(new_held))) if unseen else None,
        held_texts=len(unseen),
        taught_decisions=origin_of(challenger).decisions > 0,
        departments=_by_department([*old, *old_held], [*new, *new_held], where),
        below=tuple(one.name.replace("_", " ") for one in breaches(load_floors(settings.floors), values_of(reached))),
        shadow_days=None if shadow is None else (now - shadow.since) / timedelta(days=1),
    )


def unseen_by(kept: Sequence[Label], *cuts: datetime | None) -> list[Label]:
    """Return the labels of stories first decided after all of the cuts: no model has learnt from any text of theirs."""
    cut = max((one for one in cuts if one is not None), default=datetime.min.replace(tzinfo=UTC))
    early = {one.story for one in kept if one.at <= cut}
    return [one for one in kept if one.story not in early]


def _as_on_a_day(of: Figures) -> Reached:
    """Return figures reckoned with a day's share of conflicts, F with the weight by which thresholds are chosen."""
    recall, precision, both = of.recall.value or 0.0, of.day_precision, RECALL_WEIGHT**2
    f = (1 + both) * precision * recall / (both * precision + recall) if recall and precision else 0.0
    return Reached(of.day_average, f, of.recall, of.precision)


def _as_it_is(of: Figures) -> Reached:
    return Reached(of.average_precision, of.f1, of.recall, of.precision)


def _by_department(old: Texts, new: Texts, where: Sequence[Sequence[str]]) -> dict[str, Pair]:
    """Return both models in each department; a text stands in each of its own, or in the whole country's."""
    places: dict[str, list[int]] = {}
    for place, codes in enumerate(where):
        for code in codes or ("",):
            places.setdefault(code, []).append(place)
    return {
        DEPARTMENTS.get(code, NATIONAL): Pair(
            _as_it_is(figures([old[place] for place in found])), _as_it_is(figures([new[place] for place in found]))
        )
        for code, found in sorted(places.items())
    }
