"""What a look at an address brought, before anything is stored: the channel, its first notes, or why there is none."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conflict.codebook import FetchOutcome, SourceType

SHOWN = 5
"""Notes that are shown of a channel, as they would be read (page specification, sources)."""


class Trouble(StrEnum):
    """Why nothing can be read there."""

    NO_FEED = "sin_canal"
    ROBOTS = "no_quiere_programas"
    REFUSED = "direccion_rechazada"
    NO_ANSWER = "sin_respuesta"
    SLOW = "demasiado_lento"
    BUSY = "ocupado"


@dataclass(frozen=True, slots=True)
class ProbedNote:
    """One note as it would be read; no time where the channel gives none that can be used."""

    title: str
    published_at: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class Probe:
    """What came of a look.

    `trouble` None means that there is a channel, at `url`, of a `type`, which calls itself `name` ("" where it does
    not), with `total` notes, the first of them here. `outcome` is that of the last answer that decided it.
    """

    outcome: FetchOutcome
    trouble: Trouble | None = None
    url: str = ""
    type: SourceType = SourceType.RSS
    name: str = ""
    notes: tuple[ProbedNote, ...] = ()
    total: int = 0
    took_ms: int = 0
