"""Find what the lexicon knows in a text: measures, actors, demands with their places, and the other cues; pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifiers.lexicon import CUES, FALSE_FRIENDS, MEASURES
from classifiers.scan import Scanner, Span, Token, tokens_of
from classifiers.shapes import Mark
from conflict.codebook import Measure
from conflict.text import fold, fold_with_offsets

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
    """What the lexicon found in one text. Spans are positions in the original text, marks and tokens in the folded one.

    `measure_kinds` says of which measure each of the `measure_spans` is; `hidden_spans` are the false friends.
    """

    folded: str
    tokens: Sequence[Token]
    marks: tuple[Mark, ...]
    measures: tuple[Measure, ...]
    measure_kinds: tuple[Measure, ...]
    measure_spans: tuple[tuple[int, int], ...]
    actor_spans: tuple[tuple[int, int], ...]
    demand_spans: tuple[tuple[int, int], ...]
    hidden_spans: tuple[tuple[int, int], ...]
    cues: tuple[float, ...]


MEASURE, FALSE_FRIEND = "medida", "falso"
"""Classes of marks beside the names of the cues."""

_SCANNER = Scanner([*(pattern for _, pattern in MEASURES), *(pattern for _, pattern in CUES), FALSE_FRIENDS])
_ONE_TO_ONE = re.compile(r"[\x00-\x7fáéíóúüñÁÉÍÓÚÜÑ¿¡«»“”‘’–—]*")
"""Texts of the letters and signs of Spanish, each of which folds to one character: nearly all news, quick to tell."""
_CUE_ORDER = [name for name, _ in CUES]
_NOTHING = (0.0,) * len(CUE_NAMES)


def names_measure(text: str) -> bool:
    """Say whether a text names a measure of pressure."""
    return bool(find(text, 0).measures)


def find(text: str, title_chars: int) -> Found:
    """Return what is found in a text whose first `title_chars` characters are its headline."""
    folded = fold(text)
    tokens = tokens_of(folded)
    *spans, hidden = _SCANNER.find(folded, tokens)
    if not hidden and not any(spans):
        return Found(folded, tokens, (), (), (), (), (), (), (), _NOTHING)
    named = spans[len(MEASURES) :]
    by_name = dict(zip(_CUE_ORDER, named, strict=True))
    hits = [_outside(found, hidden) if hidden and found else found for found in spans[: len(MEASURES)]]
    told = sorted((start, end, at) for at, hit in enumerate(hits) for start, end in hit)
    starts = _starts(text, folded)
    measures, actors, demands = (
        [(starts[start], starts[end]) for start, end, *_ in found]
        for found in (told, by_name["actor"], by_name["demanda"])
    )
    cues = [min(len(found), 3) / 3 for found in named]
    cues += [1.0 if hit else 0.0 for hit in hits]
    cues += (
        min(len(measures), 4) / 4,
        float(bool(measures) and bool(actors)),
        float(bool(actors) and bool(demands)),
        float(bool(measures) and measures[0][0] < title_chars),
        float(bool(actors) and actors[0][0] < title_chars),
        float(bool(by_name["exterior"]) and not by_name["pais"]),
        float(bool(by_name["deporte"]) and bool(measures)),
        float(bool(by_name["pasado"]) and bool(measures)),
        float(bool(by_name["festivo"]) and not demands),
    )
    return Found(
        folded=folded,
        tokens=tokens,
        marks=_marks(hits, hidden, by_name),
        measures=tuple(measure for (measure, _), hit in zip(MEASURES, hits, strict=True) if hit),
        measure_kinds=tuple(MEASURES[at][0] for _, _, at in told),
        measure_spans=tuple(measures),
        actor_spans=tuple(actors),
        demand_spans=tuple(demands),
        hidden_spans=tuple((starts[start], starts[end]) for start, end in hidden),
        cues=tuple(cues),
    )


def _marks(measures: list[list[Span]], hidden: list[Span], cues: Mapping[str, list[Span]]) -> tuple[Mark, ...]:
    """Return what was found with its class, measures and what hides them first: the first of two that overlap holds."""
    first = [(*span, MEASURE) for hit in measures for span in hit] + [(*span, FALSE_FRIEND) for span in hidden]
    then = [(*span, name) for name, found in cues.items() for span in found]
    return (*sorted(first, key=_start), *sorted(then, key=_start))


def _start(mark: Mark) -> int:
    return mark[0]


def _outside(found: list[Span], hidden: list[Span]) -> list[Span]:
    """Return the spans that overlap no hidden one."""
    return [(start, end) for start, end in found if not any(a < end and start < b for a, b in hidden)]


def _starts(text: str, folded: str) -> Sequence[int]:
    """Return where each folded character came from; itself, when every letter of the text folds to one."""
    return range(len(folded) + 1) if _ONE_TO_ONE.fullmatch(text) else fold_with_offsets(text).starts
