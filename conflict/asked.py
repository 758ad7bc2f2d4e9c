"""A collection that a person asked for: where it stands, in the words of its three states."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

REST = timedelta(minutes=2)
"""How long the sources are left in peace after a collection began, whoever asks: they are other people's servers."""


class AskedState(StrEnum):
    """Where it stands (page specification §7: in the queue, reading, done), or that it did not end well."""

    QUEUED = "en_fila"
    READING = "leyendo"
    DONE = "listo"
    FAILED = "no_salio"


GOING = frozenset({AskedState.QUEUED, AskedState.READING})


@dataclass(frozen=True, slots=True)
class AskedRun:
    """The last one that was asked for: its state, and since when it is in it."""

    state: AskedState
    at: datetime
