"""Find what the lexicon knows in a text: measures, actors, demands with their places, and the other cues; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifiers.lexicon import ACTORS, CUES, DEMANDS, FALSE_FRIENDS, MEASURES
from conflict.codebook import Measure
from conflict.text import Folded, fold_with_offsets

CUE_WEIGHT = 0.6
"""Weight of the lexicon's cues beside words of unit length (docs/decisions/0002)."""

CUE_NAMES = (
    *(f"cue:{name}" for name, _ in CUES),
    *(f"medida:{measure.value}" for measure, _ in MEASURES),
    "medidas",
    "actor y medida",
    "actor y demanda",
    "medida en titular",
    "actor en titular",
    "exterior sin pais",
    "deporte y medida",
    "pasado y medida",
    "festivo sin demanda",
)


@dataclass(frozen=True, slots=True)
class Found:
    """What the lexicon found in one text. Spans are positions in the original text."""

    measures: tuple[Measure, ...]
    measure_spans: tuple[tuple[int, int], ...]
    actor_spans: tuple[tuple[int, int], ...]
    demand_spans: tuple[tuple[int, int], ...]
    cues: np.ndarray


def find(text: str, title_chars: int) -> Found:
    """Return what is found in a text whose first `title_chars` characters are its headline."""
    folded = fold_with_offsets(text)
    hidden = [match.span() for match in FALSE_FRIENDS.finditer(folded.text)]
    hits = [(measure, _spans(pattern, folded, hidden)) for measure, pattern in MEASURES]
    counts = [len(pattern.findall(folded.text)) for _, pattern in CUES]
    by_name = dict(zip((name for name, _ in CUES), counts, strict=True))
    actors, demands = _spans(ACTORS, folded), _spans(DEMANDS, folded)
    spans = sorted(span for _, found in hits for span in found)
    any_measure = bool(spans)
    cues = [
        *(min(count, 3) / 3 for count in counts),
        *(float(bool(found)) for _, found in hits),
        min(len(spans), 4) / 4,
        float(any_measure and bool(actors)),
        float(bool(actors) and bool(demands)),
        float(any(start < title_chars for start, _ in spans)),
        float(any(start < title_chars for start, _ in actors)),
        float(bool(by_name["exterior"]) and not by_name["pais"]),
        float(bool(by_name["deporte"]) and any_measure),
        float(bool(by_name["pasado"]) and any_measure),
        float(bool(by_name["festivo"]) and not demands),
    ]
    return Found(
        measures=tuple(measure for measure, found in hits if found),
        measure_spans=tuple(spans),
        actor_spans=tuple(actors),
        demand_spans=tuple(demands),
        cues=np.asarray(cues, dtype=np.float64),
    )


def _spans(pattern: re.Pattern[str], folded: Folded, hidden: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Return where the pattern is found in the original, but for what overlaps a hidden span of the folded text."""
    return [
        folded.original(*match.span())
        for match in pattern.finditer(folded.text)
        if not any(start < match.end() and match.start() < end for start, end in hidden)
    ]
