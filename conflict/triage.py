"""Working the queue together: how long a row stays claimed, what may be corrected, how many at once; pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from conflict.codebook import Level, Measure, Stage

LEASE = timedelta(minutes=5)
"""How long a row stays claimed by who opened its form: decisions take seconds, a telephone call minutes (ours)."""
MOST_AT_ONCE = 50
"""Rows that one step may decide (page specification, bulk that cannot surprise)."""
MOST_VIEWS = 20
"""Views that a person, and an office, may keep."""
LONGEST_VIEW_NAME = 40


class CorrectedField(StrEnum):
    """What of a row of the queue a person may put right."""

    PLACE = "lugar"
    STAGE = "etapa"
    MEASURES = "medidas"
    LEVEL = "nivel"
    CLAIMANTS = "demandantes"
    ADDRESSEES = "demandados"
    DEMAND = "demanda"


class BatchKind(StrEnum):
    """What is done to several rows at once."""

    DISCARD = "descartar"
    POSTPONE = "posponer"
    JOIN = "unir"


@dataclass(frozen=True, slots=True)
class Lease:
    """Who has a row open to decide it, and from when to when; `account_id` tells persons of one name apart."""

    account_id: int
    by: str
    office: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a row should say: department codes, names of municipalities, stage, measures and level, all of them.

    Who asks, who is asked and what is demanded are as a person wrote them; None leaves one as it is.
    """

    departments: tuple[str, ...]
    municipalities: tuple[str, ...]
    stage: Stage
    measures: tuple[Measure, ...]
    level: Level
    claimants: tuple[str, ...] | None = None
    addressees: tuple[str, ...] | None = None
    demand: str | None = None


def initials(name: str) -> str:
    """Return the initials of a person, «Rosa María Quispe» -> «R. M. Q.»; "" for no name."""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha())
