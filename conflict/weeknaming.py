"""Which words that persons wrote in a summary look like names of persons, for whoever publishes to look at; pure.

A summary leaves the house by mail and on paper, where no private person is named (page specification, messages; domain
model, ethics). Nothing is taken out of a text: it is changed by hand, or published with the words answered for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from conflict.departments import DEPARTMENTS
from conflict.namelike import namelike
from conflict.weeksummary import WeekSummary


@dataclass(frozen=True, slots=True)
class Naming:
    """Words that look like a name, and in which part of the summary they stand, as a reader calls it."""

    where: str
    words: str


def naming(summary: WeekSummary, correction: str = "", places: Iterable[str] = ()) -> tuple[Naming, ...]:
    """Return the words that look like names in what persons wrote, each once for each part; () for none.

    What the machine wrote is not looked at: it has names of territories and bodies only. `places` are names of places
    beyond those that the summary itself has.
    """
    known = (*_known(summary), *places)
    found = (Naming(where, words) for where, text in _by_hand(summary, correction) for words in namelike(text, known))
    return tuple(dict.fromkeys(found))


def sayable(summary: WeekSummary, sentence: str) -> bool:
    """Say whether a sentence may go where no person is named: the machine's, one answered for, one without a name."""
    return not summary.worded or summary.vouched is not None or not namelike(sentence, _known(summary))


def _by_hand(summary: WeekSummary, correction: str) -> Iterator[tuple[str, str]]:
    """Return the texts of persons, each with the part that it stands in."""
    if summary.worded:
        yield from (("Qué cambió", sentence) for sentence in summary.sentences)
    for line in summary.watch:
        if line.added is not None:
            yield from (("Para vigilar", text) for text in (line.what, line.place, line.office))
    for one in summary.territories:
        if one.by_hand is not None:
            yield f"Clase de {one.name}", one.by_hand.reason
    if correction:
        yield "Qué se corrige", correction


def _known(summary: WeekSummary) -> tuple[str, ...]:
    """Return the names of places and offices that the summary itself has; what was typed into a record is none."""
    return (
        *DEPARTMENTS.values(),
        summary.scope.name,
        *(one.name for one in summary.territories),
        *(one.name for one in (*summary.overdue, *summary.transfers)),
        *summary.quality.down,
    )
