"""Cut a text at the spans that spoke for the signal, so that a template can mark them; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from conflict.codebook import ReasonClass
from conflict.signal import Reason

_PRIORITY = {
    ReasonClass.MEASURE: 0,
    ReasonClass.DEADLINE: 1,
    ReasonClass.DEMAND: 2,
    ReasonClass.ACTOR: 3,
    ReasonClass.PLACE: 4,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text and the letter it is marked with ("" for plain text)."""

    text: str
    mark: str


def pieces(text: str, reasons: Sequence[Reason]) -> tuple[Piece, ...]:
    """Return the text in order as plain and marked pieces; where spans overlap the stronger class wins."""
    letters = [""] * len(text)
    for reason in sorted(reasons, key=lambda r: (-_PRIORITY[r.kind], r.weight)):
        start, end = max(reason.start, 0), min(reason.end, len(text))
        letters[start:end] = [reason.kind.value] * max(end - start, 0)
    found: list[Piece] = []
    start = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or letters[position] != letters[start]:
            found.append(Piece(text[start:position], letters[start]))
            start = position
    return tuple(found)
