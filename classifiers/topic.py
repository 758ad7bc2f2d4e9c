"""What a conflict is about: the typology that most of its words point to; pure."""

from collections.abc import Sequence

from classifiers.cards import TypologyCard
from classifiers.marked import Marked
from conflict.actor import ActorMention, Demand
from conflict.typology import Typology

IN_DEMAND = 3.0
IN_TITLE = 2.0
"""How much a word tells in the demand and in the headline, where the matter is said, against one elsewhere."""
IN_FULL = 1.5
"""A phrase tells more than a word: «precio de la leche» than «leche»."""
LEAST = 2.0
"""One word far down tells nothing once another pulls elsewhere; then the typology stays open, for a person to say."""


def find_typology(
    cards: Sequence[TypologyCard],
    marked: Marked,
    demand: Demand | None,
    actors: Sequence[ActorMention],
) -> Typology | None:
    """Return the typology of a text, None when its words do not tell one.

    Words within the name of an actor tell who, not what: the «magisterio» that asks for salaries is no matter of
    schools. They count only when nothing else does. A phrase that is said again counts once, where it tells most. Equal
    scores go to the typology that comes first in the table.
    """
    folded = marked.folded
    own, named = [0.0] * len(cards), [0.0] * len(cards)
    for at, spans in enumerate(marked.topics):
        told: dict[str, tuple[bool, float]] = {}
        for span in spans:
            start, end = folded.original(*span)
            weight = 1.0
            if demand is not None and demand.start <= start < demand.end:
                weight = IN_DEMAND
            elif end <= marked.title_chars:
                weight = IN_TITLE
            outside = not any(actor.start <= start < actor.end for actor in actors)
            phrase = folded.text[slice(*span)]
            told[phrase] = max((outside, weight), told.get(phrase, (False, 0.0)))
        for phrase, (outside, weight) in told.items():
            (own if outside else named)[at] += weight * (IN_FULL if " " in phrase else 1.0)
    scores = own if max(own) >= LEAST else named
    best = max(range(len(cards)), key=lambda at: (scores[at], -at))
    alone = sum(map(bool, scores)) == 1
    return cards[best].kind if scores[best] >= LEAST or alone else None
