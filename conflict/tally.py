"""In = out + counted reasons: the sums of a run, and what they say about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from conflict.codebook import CycleState, FetchOutcome

GOOD_SHARE = 0.8
"""Share of sources that must have answered for a run to count as complete (invariant I7)."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The sums of one run, with the names that `--json` prints.

    `sources` are those asked in this run; `waiting` those left alone because it was not their turn. `failed` counts
    sources by outcome. `dropped` counts entries that were read and not stored, by reason.
    """

    sources: int = 0
    ok: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)
    waiting: int = 0
    read: int = 0
    new: int = 0
    updated: int = 0
    duplicate: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)
    assessed: int = 0
    pending: int = 0
    errors: int = 0
    signals: int = 0
    queued: int = 0
    seconds: float = 0.0

    def balances(self) -> bool:
        """Say whether everything that came in is accounted for."""
        sources = self.sources == self.ok + sum(self.failed.values())
        entries = self.read == self.new + self.updated + self.duplicate + sum(self.dropped.values())
        return sources and entries

    def as_spanish(self) -> dict[str, object]:
        """Return the summary under the names of the command line contract."""
        return {
            "fuentes": self.sources,
            "ok": self.ok,
            "fallidas": dict(self.failed),
            "en_espera": self.waiting,
            "leidas": self.read,
            "nuevas": self.new,
            "actualizadas": self.updated,
            "duplicadas": self.duplicate,
            "descartadas": dict(self.dropped),
            "evaluadas": self.assessed,
            "pendientes": self.pending,
            "errores": self.errors,
            "senales": self.signals,
            "en_cola": self.queued,
            "segundos": round(self.seconds, 2),
        }


NETWORK_FAILURES = frozenset({FetchOutcome.DNS, FetchOutcome.CONNECTION, FetchOutcome.TOTAL_TIME, FetchOutcome.TLS})


def no_network(tally: Tally) -> bool:
    """Say whether nothing at all could be reached: that is one alarm, not one for each source."""
    return tally.sources > 0 and tally.ok == 0 and set(tally.failed) <= NETWORK_FAILURES


def end_state(tally: Tally) -> CycleState:
    """Decide how a run that came to its end is to be called."""
    if no_network(tally):
        return CycleState.NO_NETWORK
    if tally.sources and tally.ok < GOOD_SHARE * tally.sources:
        return CycleState.PARTIAL
    if tally.errors or tally.pending:
        return CycleState.PARTIAL
    return CycleState.COMPLETE
