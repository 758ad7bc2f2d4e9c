"""A source: one outlet's feed, as its card in sources.yaml describes it."""

from dataclasses import dataclass

from conflict.codebook import SourceReach, SourceType


@dataclass(frozen=True, slots=True)
class Source:
    """One card of sources.yaml.

    `department` is a two-digit code or "" for a national source; `municipality` a six-digit INE code or "".
    `cadence_minutes` is how often it is worth asking. `notes` says what is known of its state, and why it is paused
    when `active` is false.
    """

    id: str
    name: str
    url: str
    type: SourceType
    department: str
    municipality: str
    reach: SourceReach
    cadence_minutes: int
    active: bool
    notes: str
