"""The last work of a cycle: what makes the next reader and the next writer wait less, for as long as it may take."""

import time

import structlog

from conflict.errors import StorageError
from flows.desk import Desk
from register.commands.tidying import tidy

TIDY_SECONDS = 5.0
"""Longest that a cycle stays for it; the next one goes on where this one stopped."""

log = structlog.get_logger()


def tidy_up(desk: Desk, seconds: float = TIDY_SECONDS) -> int:
    """Tidy the search's index in steps, between which others write; return how many steps there were.

    What cannot be done now is left to the next cycle: nothing depends on it but the time that a search takes.
    """
    until, steps = time.monotonic() + seconds, 0
    try:
        while time.monotonic() < until and not desk.stop.is_set():
            with desk.writing, desk.register.writing() as session:
                more = tidy(session)
            steps += 1
            if not more:
                break
    except StorageError as error:
        log.warning("search_not_tidied", cause=str(error))
    return steps
