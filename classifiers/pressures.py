"""The measures of a text in full: what the lexicon found, told apart by the table, without what only looks like one."""

from collections.abc import Sequence

from classifiers.cards import MeasureCard
from classifiers.marked import Marked
from classifiers.scan import Span
from conflict.codebook import Measure
from conflict.pressure import PressureKind, PressureMention

MeasureAt = tuple[Measure, int, int]
"""A measure that the lexicon found, with the positions of its words in the text."""


def without_traps(cards: Sequence[MeasureCard], marked: Marked, found: Sequence[MeasureAt]) -> tuple[MeasureAt, ...]:
    """Return what the lexicon found but for what overlaps a phrase that only looks like that measure."""
    covered = _covered(cards, marked)
    return tuple(one for one in found if not any(_meet(one[1:], trap) for trap in covered.get(one[0], ())))


def find_pressures(
    cards: Sequence[MeasureCard], marked: Marked, found: Sequence[MeasureAt], hidden: Sequence[Span] = ()
) -> tuple[PressureMention, ...]:
    """Return the measures in the order of the text, each kind once; empty when there is none.

    `found` is what the lexicon found, without traps. The first card of a measure stands for it where the words do not
    say more; a phrase of the table that the lexicon does not know is a measure too, unless it overlaps a trap or one of
    the `hidden` spans, the lexicon's own false friends.
    """
    covered = _covered(cards, marked)
    told = [
        (card, *marked.folded.original(*span))
        for card, spans in zip(cards, marked.words, strict=True)
        for span in spans
    ]
    told = [
        one for one in told if not any(_meet(one[1:], trap) for trap in (*covered.get(one[0].measure, ()), *hidden))
    ]
    for measure, start, end in found:
        if not any(card.measure is measure and _meet((start, end), (a, b)) for card, a, b in told):
            first = next((card for card in cards if card.measure is measure), None)
            if first is not None:
                told.append((first, start, end))
    kept: dict[PressureKind, PressureMention] = {}
    for card, start, end in sorted(told, key=lambda one: (one[1], one[2])):
        kept.setdefault(card.kind, PressureMention(card.kind, card.measure, card.moment, start, end))
    return tuple(kept.values())


def _covered(cards: Sequence[MeasureCard], marked: Marked) -> dict[Measure, list[Span]]:
    covered: dict[Measure, list[Span]] = {}
    for card, spans in zip(cards, marked.traps, strict=True):
        covered.setdefault(card.measure, []).extend(marked.folded.original(*span) for span in spans)
    return covered


def short_forms(pressures: Sequence[PressureMention], order: Sequence[Measure]) -> tuple[Measure, ...]:
    """Return the short forms of the measures, each once, in the order of the lexicon."""
    named = {pressure.measure for pressure in pressures}
    return tuple(measure for measure in order if measure in named)


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
