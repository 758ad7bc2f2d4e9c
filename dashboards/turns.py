"""How many requests are answered at once by one process: the others wait their turn, and all are done sooner."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

AT_ONCE = 4
"""Threads that work on requests. Only one of them computes at a time, so more of them finish nothing earlier. Measured
with `bench/paginas.py` on two cores that did other things too, one process, twenty users, queue p50 and p95: forty
threads 902 and 1,699 ms, four 793 and 1,213, two 238 and 520. Four, since a decision that waits for the register's lock
keeps its thread: with two, a pair of them would stop the pages of a process."""


@asynccontextmanager
async def few_at_once(app: FastAPI) -> AsyncIterator[None]:
    """Let so many threads work while the application is served."""
    current_default_thread_limiter().total_tokens = AT_ONCE
    yield
