"""What the decisions of persons teach: which ones say something of the text, and how much one person may say.

Labels are data from people and feeds, hence open to error and to abuse: no person and no source may be more than a
fifth of them (reliability bar, model safety 3), and copies of one story in one source count once.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conflict.codebook import Stage
from conflict.lifecycle import DiscardReason, ReviewDecision
from conflict.record import Person

MOST_OF_ONE = 0.20
"""Share of all labels that one person, and one source, may have (reliability bar, model safety 3)."""
ALWAYS_LET = 50
"""Labels of one person or source that are let in any case: a small office has one analyst, and they teach too."""

_SAYS_NO = frozenset(
    {
        *(DiscardReason.NO_DEMAND, DiscardReason.OTHER_MATTER, DiscardReason.AGENDA, DiscardReason.DISASTER),
        *(DiscardReason.ABROAD, DiscardReason.OPINION, DiscardReason.FIGURATIVE),
        *(DiscardReason.SPORT, DiscardReason.CRIME),
    }
)
"""Reasons that say of the text itself that it tells of no conflict here (labelling guide, rules 5 and 6)."""


class Unused(StrEnum):
    """Why a decision teaches nothing."""

    UNCLEAR = "motivo_ambiguo"
    COPY = "copia_en_la_misma_fuente"
    PERSON = "tope_por_persona"
    SOURCE = "tope_por_fuente"


@dataclass(frozen=True, slots=True)
class Label:
    """One text as a person decided it.

    `signal` is None where the decision says nothing of the text. `stage` is the stage that a person gave or confirmed,
    None where only the signal is known. `story` ties the texts of one row together. `author` is a mark of the person,
    not the name.
    """

    article_id: int
    title: str
    summary: str
    body: str
    published_at: datetime | None
    source_id: str
    outlet: str
    departments: tuple[str, ...]
    story: str
    signal: bool | None
    stage: Stage | None
    decision: str
    reason: str
    office: str
    author: str
    at: datetime


def says(decision: ReviewDecision, reason: DiscardReason | None) -> tuple[bool | None, Stage | None]:
    """Return what a decision says of the text: whether it is a signal (None: nothing), and its stage if that follows.

    «Fuera de nuestra competencia», «otro motivo» and what is said of the note alone (a copy, an old one, without place,
    known already, of a doubtful source, too short) say nothing: the text may well speak of a conflict.
    """
    if decision in (ReviewDecision.REGISTER, ReviewDecision.LINK):
        return True, None
    if decision is ReviewDecision.DISCARD and reason in _SAYS_NO:
        return False, Stage.NONE
    if decision is ReviewDecision.DISCARD and reason is DiscardReason.PAST:
        return False, Stage.BACKGROUND
    return None, None


def author_mark(by: Person) -> str:
    """Return eight hex digits that are the same for the same person and tell nobody's name."""
    return hashlib.sha256(f"{by.name}\x1f{by.office}".encode()).hexdigest()[:8]


def sift(labels: Sequence[Label]) -> tuple[list[Label], dict[int, Unused]]:
    """Return the labels that teach, oldest first, and why each of the others (by article) does not.

    The newest are kept where one person or source has too many.
    """
    unused: dict[int, Unused] = {}
    clear = [one for one in labels if one.signal is not None]
    unused |= {one.article_id: Unused.UNCLEAR for one in labels if one.signal is None}
    seen: set[tuple[str, str]] = set()
    single = []
    for one in sorted(clear, key=lambda label: (label.at, label.article_id)):
        if (one.story, one.source_id) in seen:
            unused[one.article_id] = Unused.COPY
        else:
            seen.add((one.story, one.source_id))
            single.append(one)
    most = max(ALWAYS_LET, int(MOST_OF_ONE * len(single)))
    by_person: Counter[str] = Counter()
    by_source: Counter[str] = Counter()
    kept = []
    for one in reversed(single):
        if by_person[one.author] >= most:
            unused[one.article_id] = Unused.PERSON
        elif by_source[one.source_id] >= most:
            unused[one.article_id] = Unused.SOURCE
        else:
            by_person[one.author] += 1
            by_source[one.source_id] += 1
            kept.append(one)
    return kept[::-1], unused


def parted(labels: Sequence[Label], held_share: float) -> tuple[list[Label], list[Label]]:
    """Part labels by time: the newest share of them is held back, rows never cut in two.

    A story stands on the side of its first decision.
    """
    firsts: dict[str, datetime] = {}
    for one in labels:
        firsts[one.story] = min(one.at, firsts.get(one.story, one.at))
    order = sorted(firsts, key=lambda story: (firsts[story], story))
    held = set(order[len(order) - int(held_share * len(order)) :])
    return [one for one in labels if one.story not in held], [one for one in labels if one.story in held]
