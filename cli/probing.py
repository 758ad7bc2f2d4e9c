"""Who looks at an address for the page of sources: the feeds' own detection, brought in when somebody asks for it.

The processes of the pages start without the libraries that fetch and parse, and most of them never need them.
"""

import threading
from dataclasses import dataclass

from conflict.codebook import FetchOutcome
from conflict.probe import Probe, Trouble

AT_ONCE = 2
_TURNS = threading.BoundedSemaphore(AT_ONCE)
"""Looks that one process makes together: each holds a child that parses, and waits for somebody else's site."""


@dataclass(frozen=True, slots=True)
class Prober:
    """Looks with the settings of the machine: what the address guard lets through, and how we call ourselves."""

    private_network: str
    user_agent: str

    def find(self, address: str) -> Probe:
        """Return the channel that an address leads to, or why there is none."""
        return self._look(address, only=False)

    def read(self, address: str) -> Probe:
        """Return what a cycle would read at one address now."""
        return self._look(address, only=True)

    def _look(self, address: str, *, only: bool) -> Probe:
        if not _TURNS.acquire(blocking=False):
            return Probe(FetchOutcome.CANCELLED, Trouble.BUSY, address)
        try:
            from feeds.detect import find_channel, read_channel

            look = read_channel if only else find_channel
            return look(address, self.private_network, self.user_agent)
        finally:
            _TURNS.release()
