"""What grouping needs to know of one article: the words, the time, where, what and who demands.

The rule that says whether two of them tell the same story lives with the classifiers; this is only the value that
travels between the register, which remembers groups, and that rule.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from conflict.actor import ActorKind, ActorMention, ActorRole
from conflict.codebook import Measure


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who demands something in an article: its row of the vocabulary, and whether it is an organisation or a group."""

    key: str
    kind: ActorKind

    @classmethod
    def among(cls, mentions: Iterable[ActorMention]) -> tuple[Self, ...]:
        """Return those of the mentioned who demand, each once."""
        return tuple(dict.fromkeys(cls(one.key, one.kind) for one in mentions if one.role is ActorRole.CLAIMANT))

    @classmethod
    def stored(cls, told: Iterable[Mapping[str, Any]]) -> tuple[Self, ...]:
        """Return those who demand among actors as stored rows tell them (`ActorMention.told`), each once."""
        claims = (one for one in told if one["papel"] == ActorRole.CLAIMANT.value)
        return tuple(dict.fromkeys(cls(one["clave"], ActorKind(one["clase"])) for one in claims))


@dataclass(frozen=True, slots=True)
class StoryItem:
    """One article as the grouping sees it.

    `id` is any stable name of the article; `at` its time of publication (or of reading) in UTC.
    """

    id: str
    title: str
    summary: str
    at: datetime
    departments: tuple[str, ...]
    municipality_codes: tuple[str, ...]
    measures: tuple[Measure, ...]
    claimants: tuple[Claimant, ...] = ()
