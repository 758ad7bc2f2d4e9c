"""What simpler readers reach on the same texts, so that the gain of each part is visible.

The keyword rule is the plain one: a text is a signal when it names a measure of pressure. The other rivals are the same
estimators, taught otherwise: by the rule's own labels, or by the corpus without the negatives written to mislead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from classifiers import resample
from classifiers.corpus import Corpus, Example
from classifiers.cues import names_measure
from classifiers.exam import examine
from classifiers.judged import Judged, figures
from classifiers.model import Model
from classifiers.train import learn
from conflict.codebook import Stage
from conflict.signal import text_of

EVERYDAY = frozenset({"cotidiano", "ajenas"})
"""Files of negatives that no keyword would take for a conflict; the negatives of all others are hard ones."""
ASKED_RECALL = 0.85
"""Recall at which precisions are compared (design, what is measured)."""


def compared(model: Model, corpus: Corpus, examples: Sequence[Example], now: datetime) -> str:
    """Return a table of readers on the same examples. `corpus` is what the rivals are taught."""
    told = {
        "palabras graves (piso)": examine(None, examples),
        "regla de palabras clave": [_by_rule(one) for one in examples],
        "aprendido de la regla": examine(learn(by_the_rule(corpus), now).model(), examples),
        "sin negativos difíciles": examine(learn(without_hard_negatives(corpus), now).model(), examples),
        f"Atalaya ({model.version})": examine(model, examples),
    }
    at_recall = f"P en C {ASKED_RECALL}"
    head = f"{'':<26} {'precisión':>9} {'cobertura':>9} {'F1':>6} {'PM':>6} {at_recall:>11} {'conflictos':>10}"
    signals = sum(one.signal for one in examples)
    lines = [f"{len(examples)} filas, {signals} con señal; PM es la precisión media, P en C la precisión al alcanzar"]
    lines.append(f"esa cobertura (no existe para reglas sin grados). Negativos difíciles: {hard_negatives(corpus)}.")
    return "\n".join([*lines, head, *(_line(name, judged) for name, judged in told.items())])


def example_of(row: Mapping[str, str]) -> Example:
    """Return a labelled row of any set as an example."""
    text = text_of(row["titular"], row["bajada"], row.get("cuerpo", ""))
    return Example(row["id"], text, Stage(row["etapa"]), row.get("historia") or row["id"], False)


def by_the_rule(corpus: Corpus) -> Corpus:
    """Return the corpus with the keyword rule's labels instead of its own; stages stay where both agree."""
    return replace(corpus, examples=tuple(map(_ruled, corpus.examples)))


def _ruled(one: Example) -> Example:
    if not names_measure(one.text):
        return replace(one, stage=Stage.NONE)
    return one if one.signal else replace(one, stage=Stage.MEASURE, staged=False)


def without_hard_negatives(corpus: Corpus) -> Corpus:
    """Return the corpus with its conflicts and its everyday news alone."""
    return replace(corpus, examples=tuple(one for one in corpus.examples if one.signal or one.kind in EVERYDAY))


def hard_negatives(corpus: Corpus) -> int:
    """Return how many negatives were written to mislead."""
    return sum(not one.signal and one.kind not in EVERYDAY for one in corpus.examples)


def _by_rule(one: Example) -> Judged:
    said = names_measure(one.text)
    told = Stage.MEASURE if said else Stage.NONE
    return Judged(one.id, "", one.stage, said, float(said), told, False, one.shared_story)


def _line(name: str, judged: Sequence[Judged]) -> str:
    reached = figures(judged)
    graded = len({one.chance for one in judged}) > 2
    at = resample.precision_at(ASKED_RECALL)(
        np.asarray([j.gold for j in judged]),
        np.asarray([j.said for j in judged]),
        np.asarray([j.chance for j in judged]),
    )
    return (
        f"{name:<26} {reached.precision.value or 0.0:>9.3f} {reached.recall.value or 0.0:>9.3f} {reached.f1:>6.3f} "
        f"{f'{reached.average_precision:.3f}' if graded else '–':>6} {f'{at:.3f}' if graded else '–':>11} "
        f"{'–' if reached.stories.value is None else f'{reached.stories.value:.3f}':>10}"
    )
