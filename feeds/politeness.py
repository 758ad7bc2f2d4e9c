"""Take turns at each host: few connections at once, some seconds between two visits, and nobody else waits for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class _Host:
    """The gate of one host and the instant (clock of the loop) from which it may be visited again."""

    gate: asyncio.Semaphore
    free_at: float = 0.0


class Politeness:
    """Turns at hosts, first come first served at each.

    `spacing` seconds pass between the end of one visit and the start of the next; `per_host` visits may overlap.
    """

    def __init__(self, spacing: float, per_host: int) -> None:
        """Set the manners; no host is known yet."""
        self._spacing = spacing
        self._per_host = per_host
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, place: str) -> AsyncIterator[None]:
        """Wait for the turn at a host and hold it."""
        clock = asyncio.get_running_loop().time
        host = self._hosts.setdefault(place, _Host(asyncio.Semaphore(self._per_host)))
        async with host.gate:
            start = max(clock(), host.free_at)
            host.free_at = start + self._spacing
            if (pause := start - clock()) > 0:
                await asyncio.sleep(pause)
            try:
                yield
            finally:
                host.free_at = max(host.free_at, clock() + self._spacing)
