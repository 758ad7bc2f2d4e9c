"""Who, to whom, what: actors, demand, typology and measures of a signal, read with the vocabulary in one go; pure."""

from dataclasses import replace
from datetime import datetime

from classifiers.actors import find_actors
from classifiers.cues import Found
from classifiers.demands import find_demand
from classifiers.lexicon import MEASURES
from classifiers.marked import Marked
from classifiers.pressures import find_pressures, short_forms, without_traps
from classifiers.topic import find_typology
from classifiers.vocabulary import Vocabulary
from conflict.codebook import Measure
from conflict.lapaz import local_day
from conflict.signal import Reading

_ORDER = (*(measure for measure, _ in MEASURES), Measure.OTHER)


def untrapped(vocabulary: Vocabulary, marked: Marked, found: Found) -> Found:
    """Return what the lexicon found without the measures that a trap of the tables covers."""
    told = tuple((kind, *span) for kind, span in zip(found.measure_kinds, found.measure_spans, strict=True))
    if not told:
        return found
    kept = without_traps(vocabulary.measures, marked, told)
    if len(kept) == len(told):
        return found
    kinds = tuple(kind for kind, _, _ in kept)
    return replace(
        found,
        measures=tuple(measure for measure in found.measures if measure in kinds),
        measure_kinds=kinds,
        measure_spans=tuple((start, end) for _, start, end in kept),
    )


def told(
    vocabulary: Vocabulary, marked: Marked, published_at: datetime | None, found: Found, reading: Reading
) -> Reading:
    """Return the reading of a signal with who demands, who is asked, what, what about, and the measures in full.

    `found` is what the lexicon found, untrapped. Measures that only the tables know are added to the reading's own.
    """
    text, folded = marked.text, marked.folded
    day = None if published_at is None else local_day(published_at)
    actors = find_actors(vocabulary.names, text, folded, day)
    demand = find_demand(text, folded, actors)
    lexicon = tuple((kind, *span) for kind, span in zip(found.measure_kinds, found.measure_spans, strict=True))
    pressures = find_pressures(vocabulary.measures, marked, lexicon, found.hidden_spans)
    return replace(
        reading,
        measures=short_forms(pressures, _ORDER),
        demand="" if demand is None else demand.text,
        actors=actors,
        demand_span=None if demand is None else (demand.start, demand.end),
        typology=find_typology(vocabulary.typologies, marked, demand, actors),
        pressures=pressures,
        vocabulary=vocabulary.version,
    )
